"""The day's run: it looks, plans, sends what is harmless as far as its budget goes, and proves it."""

from datetime import timedelta

import pytest

from portfolio.drift import PlanState
from portfolio.names import DomainName
from portfolio.observation import Observation, Why
from registrar.errors import AccessRefused, OutcomeUnknown, TryAgain
from tests.whois_sync.daily.daily_house import MORE, DailyHouse, DailyRegistrar, PublicByName
from tests.whois_sync.pieces import ADMIN, NAME, NOON, OURS, REGISTRANT, TECH
from whois_sync.unattended import POLICY

A, B, C = MORE[:3]


def states(house: DailyHouse) -> list[PlanState]:
    return [plan.state for plan in house.plans()]


def test_a_portfolio_in_order_comes_to_nothing(house: DailyHouse) -> None:
    house.holds(A, B)
    outcome = house.day()
    assert (outcome.names, outcome.drifting, outcome.failed, outcome.could_not_ask) == (3, 0, 0, 0)
    assert (outcome.waiting, outcome.oldest, outcome.opened, outcome.closed) == (0, None, (), ())
    assert (outcome.planned, outcome.automatic, outcome.proved, outcome.brake) == (0, 0, 0, None)
    assert outcome.on == house.today


def test_what_differs_is_told_and_planned_and_waits_for_a_person(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    outcome = house.day()
    assert outcome.opened == (f"{NAME}: tech.email at registrar",)
    assert (outcome.drifting, outcome.waiting, outcome.oldest, outcome.planned) == (1, 1, NOON, 1)
    assert (outcome.automatic, states(house), account.sent) == (0, [PlanState.PROPOSED], [])


def test_a_plan_is_made_once_however_many_days_go_by(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.day()
    house.days_go_by()
    assert house.day().planned == 0
    assert states(house) == [PlanState.PROPOSED]


def test_what_could_not_be_asked_is_counted_and_nothing_is_planned_of_it(
    house: DailyHouse, account: DailyRegistrar, public: PublicByName
) -> None:
    account.failing = TryAgain("later")
    public.unreadable = Why.THROTTLED
    outcome = house.day()
    assert (outcome.could_not_ask, outcome.drifting, outcome.planned) == (1, 0, 0)


def test_the_public_word_alone_is_planned_on_only_when_read_twice_hours_apart(
    house: DailyHouse, public: PublicByName
) -> None:
    public.shows(TECH, email="former@example.org")
    assert house.day().planned == 0
    house.days_go_by(0.2)
    assert house.day().planned == 0
    house.days_go_by(0.05)
    assert house.day().planned == 1


def test_a_harmless_repair_is_sent_without_a_person_and_proved_by_the_next_run(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    house.budget = 1
    account.changed_behind_our_back(TECH, email="former@example.org")
    outcome = house.day()
    assert (outcome.planned, outcome.automatic, len(account.sent)) == (1, 1, 1)
    (plan,) = house.plans()
    assert (plan.state, plan.proposed_by, plan.approved_by) == (PlanState.SENT, "job:check", POLICY)
    house.days_go_by()
    assert house.day().proved == 1
    assert states(house) == [PlanState.PROVED]
    assert house.findings() == []


@pytest.mark.parametrize("field", ["name", "organization", "email", "phone", "city"])
def test_nothing_of_a_registrant_is_ever_sent_without_a_person(
    house: DailyHouse, account: DailyRegistrar, field: str
) -> None:
    house.budget = 99
    account.shows(NAME, REGISTRANT, **{field: "+1.6135550199" if field == "phone" else "other@example.org"})
    account.changed_behind_our_back(TECH, email="former@example.org")
    outcome = house.day()
    assert (outcome.planned, outcome.automatic, account.sent) == (1, 0, [])
    assert states(house) == [PlanState.PROPOSED]


def test_the_budget_is_per_local_date_and_what_it_left_over_is_done_on_the_next(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    house.budget = 1
    house.holds(A, B)
    house.clock.move_to(NOON + timedelta(hours=10))  # 17:00 where the house is
    for name in (NAME, A, B):
        account.changed_behind_our_back(TECH, at=name, email="former@example.org")
    assert house.day().automatic == 1
    house.days_go_by(0.25)  # another day in UTC, the same one here
    assert house.day().automatic == 0
    house.days_go_by(0.25)
    assert house.day().automatic == 1
    house.days_go_by(1)
    assert house.day().automatic == 1
    assert len(account.sent) == 3


def test_what_a_person_approves_does_not_use_up_the_budget(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    house.holds(A)
    account.changed_behind_our_back(TECH, at=A, email="former@example.org")
    house.day()
    (plan,) = house.plans()
    house.repairs.approve(plan.id or 0, by="chief")
    house.budget = 1
    account.changed_behind_our_back(TECH, email="former@example.org")
    assert house.day().automatic == 1


def test_a_machine_tries_a_finding_once_and_never_again(house: DailyHouse, account: DailyRegistrar) -> None:
    house.budget = 9
    account.forgets = True
    account.changed_behind_our_back(TECH, email="former@example.org")
    for _ in range(5):
        house.day()
        house.days_go_by()
    assert len(account.sent) == 1
    (finding,) = house.findings()
    assert (finding.attempts, finding.waits) == (1, True)


def test_what_somebody_changes_back_each_time_is_not_sent_each_time(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    """A repair that is undone again and again is a quarrel, which a machine cannot settle."""
    house.budget = 9
    for _ in range(4):
        account.changed_behind_our_back(TECH, email="former@example.org")
        house.day()
        house.days_go_by()
        house.day()
        house.days_go_by()
    assert len(account.sent) == 1
    with house.records.reading() as unit:
        assert [one.closed_at is None for one in unit.findings.attempted_on(NAME)] == [False]
        assert unit.findings.attempted_on(A) == []
    account.changed_behind_our_back(TECH, email="another@example.org")
    house.day()
    assert len(account.sent) == 2


def test_another_value_is_still_the_finding_that_a_machine_has_tried(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    house.budget = 9
    account.forgets = True
    for number in range(4):
        account.changed_behind_our_back(TECH, email=f"former-{number}@example.org")
        house.day()
        house.days_go_by()
    assert len(account.sent) == 1


def test_what_was_accepted_is_neither_planned_nor_sent(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.check.check(NAME)
    house.accept(NAME, "tech.email")
    house.budget = 9
    outcome = house.day()
    assert (outcome.drifting, outcome.waiting, outcome.planned, account.sent) == (1, 0, 0, [])


def test_a_plan_whose_difference_has_gone_is_not_sent(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.day()
    account.changed_behind_our_back(TECH, email=OURS[TECH].email)
    house.days_go_by()
    house.budget = 9
    outcome = house.day()
    assert (outcome.automatic, outcome.closed) == (0, (f"{NAME}: tech.email at registrar",))
    assert account.sent == []
    assert states(house) == [PlanState.WITHDRAWN]


def test_a_plan_for_what_was_accepted_meanwhile_ends(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.day()
    house.accept(NAME, "tech.email")
    house.days_go_by()
    house.budget = 9
    assert house.day().automatic == 0
    assert account.sent == []
    assert states(house) == [PlanState.WITHDRAWN]


def test_a_name_whose_plan_is_out_of_date_is_planned_anew(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.day()
    account.changed_behind_our_back(TECH, email=OURS[TECH].email)
    account.changed_behind_our_back(ADMIN, email="former@example.org")
    for _ in range(2):
        house.days_go_by()
        house.day()
    *_, newest = house.plans()
    assert [(change.role, change.field) for change in newest.changes] == [(ADMIN, "email")]
    assert states(house) == [PlanState.WITHDRAWN, PlanState.PROPOSED]


def test_a_failing_name_stops_no_other(house: DailyHouse, account: DailyRegistrar) -> None:
    class Broken(PublicByName):
        def look_up(self, name: DomainName) -> Observation:
            if name == A:
                raise ZeroDivisionError
            return super().look_up(name)

    house.holds(A, B)
    house.public = Broken(house.clock)
    account.changed_behind_our_back(TECH, at=B, email="former@example.org")
    outcome = house.day()
    assert (outcome.names, outcome.failed, outcome.planned) == (3, 1, 1)


@pytest.mark.parametrize("error", [OutcomeUnknown("lost"), TryAgain("later"), AccessRefused("no")])
def test_a_repair_that_goes_wrong_stops_no_other(
    house: DailyHouse, account: DailyRegistrar, error: BaseException
) -> None:
    house.holds(A, B)
    house.budget = 9
    for name in (NAME, A, B):
        account.changed_behind_our_back(TECH, at=name, email="former@example.org")
    account.answering = error
    outcome = house.day()
    assert (outcome.planned, outcome.automatic, len(account.sent)) == (3, 3, 3)


def test_a_lost_answer_is_settled_by_looking_and_not_by_sending_again(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    house.budget = 9
    account.loses_the_answer = True
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.day()
    assert states(house) == [PlanState.UNKNOWN]
    house.days_go_by()
    assert house.day().proved == 1
    assert len(account.sent) == 1


def test_a_dry_run_keeps_no_plan_and_sends_nothing(house: DailyHouse, account: DailyRegistrar) -> None:
    house.budget = 9
    account.changed_behind_our_back(TECH, email="former@example.org")
    account.hold(DomainName("stranger.example.net"))
    outcome = house.day(dry_run=True)
    assert (outcome.planned, outcome.automatic, outcome.proved) == (1, 0, 0)
    assert "stranger.example.net: standing.not_in_our_records at registrar" in outcome.opened
    assert (house.plans(), account.sent) == ([], [])
    assert house.paths() == ["tech.email at registrar"]


def test_a_dry_run_proves_nothing_and_approves_nothing(house: DailyHouse, account: DailyRegistrar) -> None:
    house.budget = 9
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.day()
    house.days_go_by()
    house.day(dry_run=True)
    assert states(house) == [PlanState.SENT]


def test_strangers_are_among_what_is_new(house: DailyHouse, account: DailyRegistrar) -> None:
    account.hold(DomainName("stranger.example.net"))
    outcome = house.day()
    assert outcome.opened == ("stranger.example.net: standing.not_in_our_records at registrar",)
    assert outcome.waiting == 1


def test_a_run_that_was_killed_half_way_is_begun_anew_and_sends_nothing_twice(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    class Killed(BaseException):
        pass

    def kill() -> None:
        raise Killed

    house.holds(A, B)
    house.budget = 9
    for name in (NAME, A, B):
        account.changed_behind_our_back(TECH, at=name, email="former@example.org")
    next(house.run().looks(by="job:check"))
    account.on_set = kill
    with pytest.raises(Killed):
        house.day()
    account.on_set = None
    assert len(account.sent) == 1
    house.days_go_by(0.01)
    outcome = house.day()
    assert len(account.sent) == 3
    assert outcome.automatic == 2
    house.days_go_by()
    house.day()
    assert sorted(states(house)).count(PlanState.PROVED) == 2
    assert len(account.sent) == 3

"""The brake in the day's run: implausibly much plans nothing, until two people let it go on."""

from datetime import timedelta

import pytest

from portfolio.drift import PlanState
from records import SamePerson
from tests.whois_sync.daily.daily_house import MORE, DailyHouse, DailyRegistrar
from tests.whois_sync.pieces import NAME, OURS, TECH
from whois_sync.check.caution import Caution

MANY = MORE[:5]


@pytest.fixture
def struck(house: DailyHouse, account: DailyRegistrar) -> DailyHouse:
    """Six names, five of which drift; the house allows machines to repair."""
    house.holds(*MANY)
    house.caution = Caution()
    house.budget = 99
    for name in MANY:
        account.changed_behind_our_back(TECH, at=name, email="former@example.org")
    return house


def released(house: DailyHouse, by: str) -> None:
    with house.records.changing(by) as unit:
        unit.brakes.release(house.today, reason="the registrar told us of it")
        unit.commit()


def test_a_run_that_finds_implausibly_much_plans_and_sends_nothing(struck: DailyHouse) -> None:
    outcome = struck.day()
    assert outcome.is_stopped
    assert outcome.brake is not None
    assert (outcome.brake.why, outcome.brake.on) == ("5 of 6 names drift in one run", struck.today)
    assert (outcome.planned, outcome.automatic, outcome.waiting) == (0, 0, 5)
    assert (struck.plans(), struck.account.sent) == ([], [])


def test_what_was_found_is_kept_all_the_same(struck: DailyHouse) -> None:
    outcome = struck.day()
    assert len(outcome.opened) == len(struck.findings()) == 5


def test_one_person_does_not_let_it_go_on(struck: DailyHouse) -> None:
    struck.day()
    released(struck, "clerk")
    with pytest.raises(SamePerson):
        released(struck, "clerk")
    assert struck.day().is_stopped
    assert struck.plans() == []


def test_two_people_let_it_go_on(struck: DailyHouse) -> None:
    struck.day()
    released(struck, "clerk")
    released(struck, "chief")
    outcome = struck.day()
    assert not outcome.is_stopped
    assert outcome.brake is not None
    assert (outcome.planned, outcome.automatic) == (5, 5)


def test_what_two_people_let_go_of_does_not_stop_a_later_day(struck: DailyHouse) -> None:
    struck.day()
    released(struck, "clerk")
    released(struck, "chief")
    struck.days_go_by()
    outcome = struck.day()
    assert (outcome.brake, outcome.planned) == (None, 5)


def test_what_is_new_since_two_people_let_go_stops_a_later_day(struck: DailyHouse) -> None:
    struck.day()
    released(struck, "clerk")
    released(struck, "chief")
    struck.days_go_by()
    for name in MANY:
        struck.account.changed_behind_our_back(TECH, at=name, email="later@example.org")
    assert struck.day().is_stopped


def test_what_is_planned_already_does_not_stop_the_next_day(struck: DailyHouse) -> None:
    struck.budget = 0
    struck.day()
    released(struck, "clerk")
    released(struck, "chief")
    struck.day()
    struck.days_go_by()
    outcome = struck.day()
    assert (outcome.brake, outcome.waiting) == (None, 5)


def test_a_brake_that_holds_keeps_what_was_planned_before_from_being_sent(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.day()
    house.holds(*MANY)
    house.caution, house.budget = Caution(), 99
    for name in MANY:
        account.changed_behind_our_back(TECH, at=name, email="former@example.org")
    house.days_go_by()
    assert house.day().is_stopped
    assert [plan.state for plan in house.plans()] == [PlanState.PROPOSED]
    assert account.sent == []


def test_what_was_sent_before_is_proved_on_a_day_that_stops_itself(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    house.budget = 1
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.day()
    house.holds(*MANY)
    house.caution = Caution()
    for name in MANY:
        account.changed_behind_our_back(TECH, at=name, email="former@example.org")
    house.days_go_by()
    outcome = house.day()
    assert (outcome.is_stopped, outcome.proved) == (True, 1)


def test_a_dry_run_sets_no_brake_and_tells_of_it(struck: DailyHouse) -> None:
    outcome = struck.day(dry_run=True)
    assert outcome.is_stopped
    assert outcome.planned == 0
    with struck.records.reading() as unit:
        assert unit.brakes.of(struck.today) is None


def test_a_day_on_which_little_drifts_again_goes_on(struck: DailyHouse) -> None:
    struck.day()
    for name in MANY[1:]:
        struck.account.changed_behind_our_back(TECH, at=name, email=OURS[TECH].email)
    struck.days_go_by()
    outcome = struck.day()
    assert (outcome.brake, outcome.planned, len(outcome.closed)) == (None, 1, 4)


def test_one_contact_on_many_names_stops_a_run(house: DailyHouse, account: DailyRegistrar) -> None:
    house.holds(*MANY)
    with house.records.changing("clerk") as unit:
        for name in MANY:
            roles = unit.domains.get(name).roles | {TECH: "technician"}
            unit.domains.set_roles(name, roles)
        unit.commit()
    house.caution = Caution(max_share=1)
    for name in MANY:
        account.changed_behind_our_back(TECH, at=name, email="former@example.org")
    outcome = house.day()
    assert outcome.brake is not None
    assert outcome.brake.why == "5 names drift in the same contact, technician"


def test_the_oldest_finding_is_told_through_the_days(struck: DailyHouse) -> None:
    began = struck.clock.now()
    struck.day()
    struck.account.changed_behind_our_back(TECH, at=NAME, email="former@example.org")
    struck.days_go_by(3)
    outcome = struck.day()
    assert (outcome.oldest, struck.clock.now() - began) == (began, timedelta(days=3))

"""A person asks for name servers or the lock to be put back: what is planned, and what is refused and why."""

import pytest

from portfolio.drift import PlannedChange, PlanState
from portfolio.names import HostName
from portfolio.policy.repair import LOCKED, MAYBE_SIGNED, SIGNED, is_harmless
from portfolio.registration import Status
from records import SamePerson
from registrar.errors import TryAgain
from tests.whois_sync.drift.delegating import (
    LOCK,
    NAMESERVERS,
    STATUSES,
    THEIRS,
    DelegatingRegistrar,
    asked,
    number,
    unlocked_at_registrar,
)
from tests.whois_sync.fakes import FakePublic, House, plan_of
from tests.whois_sync.pieces import NAME, TECH
from whois_sync.errors import NotNow, NotReady

OURS_SHOWN, THEIRS_SHOWN = "ns1.example.net, ns2.example.net", "ns1.example.org, ns2.example.org"


@pytest.fixture
def registrar(house: House) -> DelegatingRegistrar:
    house.registrar = DelegatingRegistrar(NAME)
    return house.registrar


def holds(house: House, **changes: object) -> None:
    with house.records.changing("clerk") as unit:
        held = unit.domains.get(NAME)
        ours = {"nameservers": held.nameservers, "statuses": held.statuses} | changes
        unit.domains.refresh(NAME, house.registrar.info(NAME).model_copy(update=ours))
        unit.commit()


def test_a_check_never_plans_name_servers_or_the_lock(house: House, registrar: DelegatingRegistrar) -> None:
    registrar.delegated_to(THEIRS)
    unlocked_at_registrar(registrar)
    report = house.check.check(NAME)
    assert {row.path for row in report.drifting} == {"nameservers", "statuses"}
    assert house.repairs.propose(report, by="clerk") is None


def test_a_person_asks_and_gets_a_plan_that_says_what_follows(
    house: House, registrar: DelegatingRegistrar
) -> None:
    registrar.delegated_to(THEIRS)
    plan = asked(house)
    assert plan.changes == (
        PlannedChange(
            role=None, field="nameservers", from_=THEIRS_SHOWN, to=OURS_SHOWN, seen_at=("registrar",),
            why="registrar: another value than ours",
        ),
    )  # fmt: skip
    assert (plan.state, plan.proposed_by, plan.wanted) == (PlanState.PROPOSED, "clerk", {})
    assert f"the site, the mail and all else under the name go to {OURS_SHOWN}" in plan.consequences[0]
    assert plan_of(house, number(plan)) == plan
    assert not is_harmless(plan)
    assert not is_harmless(plan.model_copy(update={"consequences": ()}))


@pytest.mark.parametrize(
    ("ours", "shown", "told"),
    [
        (None, None, MAYBE_SIGNED),
        (None, True, SIGNED),
        (None, False, None),
        (True, None, SIGNED),
        (True, False, SIGNED),
        (False, None, MAYBE_SIGNED),
        (False, True, SIGNED),
    ],
)
def test_new_servers_under_a_signed_delegation_are_warned_of(
    house: House,
    registrar: DelegatingRegistrar,
    public: FakePublic,
    *,
    ours: bool | None,
    shown: bool | None,
    told: str | None,
) -> None:
    registrar.delegated_to(THEIRS)
    with house.records.changing("clerk") as unit:
        unit.domains.want_signed(NAME, signed=ours)
        unit.commit()
    public.fields["delegation_signed"] = shown
    assert asked(house).consequences[1:] == (() if told is None else (told,))


def test_a_lock_that_was_lifted_is_set_again_and_nothing_else_of_the_statuses(
    house: House, registrar: DelegatingRegistrar
) -> None:
    registrar.with_statuses(NAME, Status.CLIENT_HOLD)
    plan = asked(house, STATUSES)
    (change,) = plan.changes
    assert (change.from_, change.to) == ("transfer not locked", "transfer locked")
    assert plan.consequences == (LOCKED,)


def test_a_lock_is_never_lifted(house: House, registrar: DelegatingRegistrar) -> None:
    holds(house, statuses=frozenset({Status.OK}))
    registrar.with_statuses(NAME, LOCK)
    with pytest.raises(NotReady, match="a repair sets a lock, and never lifts one"):
        asked(house, STATUSES)


@pytest.mark.parametrize("by", ["job:check", "policy:harmless"])
def test_no_machine_asks(house: House, registrar: DelegatingRegistrar, by: str) -> None:
    registrar.delegated_to(THEIRS)
    with pytest.raises(NotReady, match="only a person asks"):
        asked(house, by=by)


@pytest.mark.parametrize("by", ["job:check", "policy:harmless"])
def test_no_machine_approves(house: House, registrar: DelegatingRegistrar, by: str) -> None:
    registrar.delegated_to(THEIRS)
    plan = asked(house)
    with pytest.raises(SamePerson, match="a person must approve"):
        house.repairs.approve(number(plan), by=by)
    assert plan_of(house, number(plan)).state is PlanState.PROPOSED


def test_what_only_the_public_record_shows_is_not_put_right_by_writing(
    house: House, registrar: DelegatingRegistrar, public: FakePublic
) -> None:
    public.fields["nameservers"] = THEIRS
    with pytest.raises(NotReady, match=r"the registrar shows our name servers of example\.com already"):
        asked(house)
    assert registrar.written == []


def test_a_field_that_the_registrar_does_not_show_is_not_overwritten(
    house: House, registrar: DelegatingRegistrar
) -> None:
    registrar.registrations[NAME] = registrar.registrations[NAME].model_copy(update={"nameservers": None})
    with pytest.raises(NotReady, match="nobody knows what would be overwritten"):
        asked(house)


def test_words_that_we_do_not_know_tell_nothing_of_a_lock(
    house: House, registrar: DelegatingRegistrar
) -> None:
    strange = {"statuses": frozenset[Status](), "unmapped_statuses": ("connect",)}
    registrar.registrations[NAME] = registrar.registrations[NAME].model_copy(update=strange)
    with pytest.raises(NotReady, match="nobody knows what would be overwritten"):
        asked(house, STATUSES)


def test_a_record_of_ours_without_servers_is_nothing_to_go_back_to(
    house: House, registrar: DelegatingRegistrar
) -> None:
    """A name that is delegated to nobody goes dark: an empty record of ours is never sent."""
    holds(house, nameservers=frozenset[HostName]())
    with pytest.raises(NotReady, match="there is nothing to repair to"):
        asked(house)


def test_a_registrar_that_cannot_be_read_gives_no_plan(house: House, registrar: DelegatingRegistrar) -> None:
    registrar.failing = TryAgain("busy")
    with pytest.raises(NotNow, match="could not be read at the registrar"):
        asked(house)


@pytest.mark.parametrize("status", [Status.PENDING_TRANSFER, Status.CLIENT_UPDATE_PROHIBITED])
def test_a_name_on_its_way_or_under_an_update_lock_is_left_alone(
    house: House, registrar: DelegatingRegistrar, status: Status
) -> None:
    registrar.delegated_to(THEIRS)
    registrar.with_statuses(NAME, LOCK, status)
    with pytest.raises(NotNow, match=status.value):
        asked(house)


def test_one_plan_a_name_whatever_it_writes(house: House, registrar: DelegatingRegistrar) -> None:
    registrar.delegated_to(THEIRS)
    unlocked_at_registrar(registrar)
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    plan = asked(house)
    assert asked(house) == plan
    with pytest.raises(NotReady, match=r"plan \d+ \(nameservers\) is open for example\.com"):
        asked(house, STATUSES)
    assert house.repairs.propose(house.check.check(NAME), by="clerk") == plan
    house.repairs.withdraw(number(plan), by="clerk", why="not wanted")
    contacts = house.repairs.propose(house.check.check(NAME), by="clerk")
    assert contacts is not None
    assert contacts.of_name is None
    with pytest.raises(NotReady, match=r"\(tech\.phone\) is open"):
        asked(house, NAMESERVERS)


def test_the_approver_hears_who_has_taken_the_difference_as_it_is(
    house: House, registrar: DelegatingRegistrar
) -> None:
    registrar.delegated_to(THEIRS)
    house.check.check(NAME)
    with house.records.changing("deputy") as unit:
        (finding,) = unit.findings.open_of(NAME)
        unit.findings.accept(NAME, "nameservers", finding.source, why="moved for a test")
        unit.commit()
    assert asked(house).consequences[-1] == "the difference was accepted as it is by deputy"

"""Name servers and the lock on their way back: approved as shown, written once, proved at both ends."""

from datetime import timedelta

import pytest

from portfolio.contacts import ContactRole
from portfolio.drift import Plan, PlannedChange, PlanState
from portfolio.names import HostName
from portfolio.observation import Why
from portfolio.registration import Status
from records import SamePerson
from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, StatusProhibits, TryAgain, Unsupported
from tests.whois_sync.drift.delegating import (
    LOCK,
    STATUSES,
    THEIRS,
    DelegatingRegistrar,
    approved,
    asked,
    number,
    unlocked_at_registrar,
)
from tests.whois_sync.fakes import FakePublic, FakeRegistrar, House, plan_of
from tests.whois_sync.pieces import HOSTS, NAME, NOON
from whois_sync.errors import NotNow
from whois_sync.repair.apply import INTERRUPTED, MOVED_SINCE, SHOWN_ALREADY
from whois_sync.repair.approve import EDITED_SINCE
from whois_sync.repair.prove import PROPAGATION

OTHERS = frozenset({HostName("ns1.example.com")})


@pytest.fixture
def registrar(house: House) -> DelegatingRegistrar:
    """The account, with servers that are not ours."""
    house.registrar = DelegatingRegistrar(NAME)
    house.registrar.delegated_to(THEIRS)
    return house.registrar


def our_servers_become(house: House, hosts: frozenset[HostName]) -> None:
    with house.records.changing("clerk") as unit:
        unit.domains.refresh(NAME, house.registrar.info(NAME).model_copy(update={"nameservers": hosts}))
        unit.commit()


def test_the_servers_are_put_back_once_by_two_people_and_proved(
    house: House, registrar: DelegatingRegistrar, public: FakePublic
) -> None:
    public.fields["nameservers"] = THEIRS
    plan = number(asked(house))
    with pytest.raises(SamePerson):
        house.repairs.approve(plan, by="clerk")
    house.repairs.approve(plan, by="chief")
    assert registrar.written == []
    assert house.repairs.apply(plan, by="chief").state is PlanState.SENT
    assert registrar.written == [HOSTS]
    underway = house.repairs.prove(plan, by="job:prove")
    assert underway.state is PlanState.SENT
    assert underway.detail == "the registrar shows nameservers; on its way to the public record: nameservers"
    public.fields["nameservers"] = HOSTS
    proved = house.repairs.prove(plan, by="job:prove")
    assert proved.state is PlanState.PROVED
    assert proved.detail == "the registrar shows nameservers; in public nameservers is the same"
    assert house.check.check(NAME).drifting == ()


def test_the_lock_alone_is_set_and_proved_among_other_statuses(
    house: House, registrar: DelegatingRegistrar, public: FakePublic
) -> None:
    unlocked_at_registrar(registrar)
    public.fields["statuses"] = ("client hold", "active")
    plan = approved(house, STATUSES)
    house.repairs.apply(plan, by="chief")
    assert registrar.written == [True]
    assert house.repairs.prove(plan, by="job:prove").state is PlanState.SENT
    public.fields["statuses"] = ("client hold", "client transfer prohibited")
    assert house.repairs.prove(plan, by="job:prove").state is PlanState.PROVED


def test_servers_that_the_registrar_has_moved_since_are_not_overwritten(
    house: House, registrar: DelegatingRegistrar
) -> None:
    plan = approved(house)
    registrar.delegated_to(OTHERS)
    withdrawn = house.repairs.apply(plan, by="chief")
    assert (withdrawn.state, withdrawn.detail) == (PlanState.WITHDRAWN, MOVED_SINCE)
    assert registrar.written == []


@pytest.mark.parametrize("when", ["before the approval", "after it"])
def test_servers_that_our_record_has_changed_since_are_not_sent(
    house: House, registrar: DelegatingRegistrar, when: str
) -> None:
    plan = number(asked(house)) if when == "before the approval" else approved(house)
    our_servers_become(house, OTHERS)
    verb = house.repairs.approve if when == "before the approval" else house.repairs.apply
    withdrawn = verb(plan, by="chief")
    assert (withdrawn.state, withdrawn.detail) == (PlanState.WITHDRAWN, EDITED_SINCE)
    assert registrar.written == []


def test_what_the_registrar_shows_by_now_is_proved_without_a_write(
    house: House, registrar: DelegatingRegistrar
) -> None:
    plan = approved(house)
    registrar.delegated_to(HOSTS)
    sent = house.repairs.apply(plan, by="chief")
    assert (sent.state, sent.detail) == (PlanState.SENT, SHOWN_ALREADY)
    assert registrar.written == []
    assert house.repairs.prove(plan, by="job:prove").state is PlanState.PROVED


def test_a_dry_run_writes_nothing(house: House, registrar: DelegatingRegistrar) -> None:
    plan = approved(house)
    assert house.repairs.apply(plan, by="chief", dry_run=True).state is PlanState.APPROVED
    assert registrar.written == []


@pytest.mark.parametrize(("arrived", "state"), [(True, PlanState.PROVED), (False, PlanState.NOT_PROVED)])
def test_an_answer_that_is_lost_is_settled_by_looking(
    house: House, registrar: DelegatingRegistrar, *, arrived: bool, state: PlanState
) -> None:
    registrar.forgets, registrar.loses_the_answer = not arrived, True
    plan = approved(house)
    assert house.repairs.apply(plan, by="chief").state is PlanState.UNKNOWN
    assert house.repairs.prove(plan, by="job:prove").state is state
    assert registrar.written == [HOSTS]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (TryAgain("busy"), PlanState.APPROVED),
        (StatusProhibits("not now"), PlanState.REFUSED),
        (Unsupported("this TLD has no lock", registrar="example-registrar"), PlanState.REFUSED),
        (OutcomeUnknown("no answer"), PlanState.UNKNOWN),
    ],
)
def test_every_answer_has_its_state(
    house: House, registrar: DelegatingRegistrar, error: Exception, state: PlanState
) -> None:
    plan = approved(house)
    registrar.answering = error
    assert house.repairs.apply(plan, by="chief").state is state
    assert len(registrar.written) == 1


def test_a_death_between_the_intent_and_the_answer_is_unknown_and_not_sent_again(
    house: House, registrar: DelegatingRegistrar
) -> None:
    plan = approved(house)
    registrar.answering = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        house.repairs.apply(plan, by="chief")
    assert (plan_of(house, plan).state, plan_of(house, plan).detail) == (PlanState.UNKNOWN, INTERRUPTED)
    assert house.repairs.prove(plan, by="job:prove").state is PlanState.NOT_PROVED
    assert len(registrar.written) == 1


def test_a_registrar_that_accepts_and_changes_nothing_is_not_believed(
    house: House, registrar: DelegatingRegistrar
) -> None:
    registrar.forgets = True
    plan = approved(house)
    assert house.repairs.apply(plan, by="chief").state is PlanState.SENT
    seen = house.repairs.prove(plan, by="job:prove")
    assert seen.state is PlanState.NOT_PROVED
    assert seen.detail == "the registrar shows something else in nameservers"


def test_a_change_that_is_pending_there_waits(house: House, registrar: DelegatingRegistrar) -> None:
    registrar.forgets, registrar.receipt = True, Receipt(pending=True)
    plan = approved(house)
    house.repairs.apply(plan, by="chief")
    assert house.repairs.prove(plan, by="job:prove").state is PlanState.SENT
    house.clock.advance(PROPAGATION)
    assert house.repairs.prove(plan, by="job:prove").state is PlanState.NOT_PROVED


def test_a_registrar_that_cannot_set_servers_is_told_before_anything_is_sent(house: House) -> None:
    reader = FakeRegistrar(NAME)
    reader.registrations[NAME] = reader.registrations[NAME].model_copy(update={"nameservers": THEIRS})
    house.registrar = reader
    plan = approved(house)
    with pytest.raises(Unsupported, match="sets nameservers"):
        house.repairs.apply(plan, by="chief")
    assert plan_of(house, plan).state is PlanState.APPROVED


def test_the_public_record_has_a_day_and_no_more(
    house: House, registrar: DelegatingRegistrar, public: FakePublic
) -> None:
    public.fields["nameservers"] = THEIRS
    plan = approved(house)
    house.repairs.apply(plan, by="chief")
    house.clock.advance(PROPAGATION - timedelta(minutes=1))
    assert house.repairs.prove(plan, by="job:prove").state is PlanState.SENT
    house.clock.advance(timedelta(minutes=1))
    late = house.repairs.prove(plan, by="job:prove")
    assert late.state is PlanState.NOT_PROVED
    assert late.detail == "the public record shows something else in nameservers"
    assert registrar.written == [HOSTS]


def test_a_third_set_of_servers_in_public_is_told_at_once(
    house: House, registrar: DelegatingRegistrar, public: FakePublic
) -> None:
    plan = approved(house)
    house.repairs.apply(plan, by="chief")
    public.fields["nameservers"] = OTHERS
    assert house.repairs.prove(plan, by="job:prove").state is PlanState.NOT_PROVED
    assert registrar.written == [HOSTS]


def test_a_public_record_that_cannot_be_asked_proves_nothing_for_a_day(
    house: House, registrar: DelegatingRegistrar, public: FakePublic
) -> None:
    plan = approved(house)
    house.repairs.apply(plan, by="chief")
    public.unreadable = Why.THROTTLED
    waiting = house.repairs.prove(plan, by="job:prove")
    assert waiting.state is PlanState.SENT
    assert waiting.detail.endswith("the public record could not be asked: throttled")
    house.clock.advance(PROPAGATION)
    settled = house.repairs.prove(plan, by="job:prove")
    assert settled.state is PlanState.PROVED
    assert settled.detail.endswith("the public record could not be asked: throttled")
    assert registrar.written == [HOSTS]


def test_a_registrar_that_cannot_be_read_leaves_it_open(house: House, registrar: DelegatingRegistrar) -> None:
    plan = approved(house)
    house.repairs.apply(plan, by="chief")
    registrar.failing = TryAgain("busy")
    with pytest.raises(NotNow):
        house.repairs.prove(plan, by="job:prove")
    assert plan_of(house, plan).state is PlanState.SENT


def test_a_lock_against_updates_that_came_after_the_approval_stops_it(
    house: House, registrar: DelegatingRegistrar
) -> None:
    plan = approved(house)
    registrar.with_statuses(NAME, LOCK, Status.CLIENT_UPDATE_PROHIBITED)
    with pytest.raises(NotNow, match="clientUpdateProhibited"):
        house.repairs.apply(plan, by="chief")
    assert (registrar.written, plan_of(house, plan).state) == ([], PlanState.APPROVED)


OWN = PlannedChange(role=None, field="nameservers", from_="ns1.example.org", to="ns1.example.net")
OF_TECH = PlannedChange(role=ContactRole.TECH, field="email", from_="a@example.org", to="b@example.org")


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ((OWN, OF_TECH), {}),
        ((OWN, OWN.model_copy(update={"field": "statuses"})), {}),
        ((OWN,), {ContactRole.TECH: ("technician", 1)}),
        ((OWN.model_copy(update={"field": "expires_at"}),), {}),
    ],
)
def test_a_plan_is_one_kind_of_write(
    changes: tuple[PlannedChange, ...], wanted: dict[ContactRole, tuple[str, int]]
) -> None:
    with pytest.raises(ValueError, match="a plan is one kind of write"):
        Plan(name=NAME, account="main", changes=changes, wanted=wanted, proposed_by="clerk", proposed_at=NOON)
    assert (
        Plan(
            name=NAME, account="main", changes=(OWN,), wanted={}, proposed_by="clerk", proposed_at=NOON
        ).of_name
        == OWN
    )

"""A repair at a registrar that keeps handles, from the approval to the registrar's own word."""

import pytest

from portfolio.drift import Plan, PlanState
from portfolio.held import RegistrarAccount
from portfolio.observation import Seen
from portfolio.tld import rules_for
from registrar.contract import Registrar
from registrar.errors import AccessRefused, TryAgain
from sandbox.clock import MovableClock
from tests.conformance.people import NEW_TECH
from tests.conformance.reference_vendor import Mishap
from tests.whois_sync.fakes import FakePublic
from tests.whois_sync.handles.desk import ACCOUNT, NAME, OTHER, TECH_ROLE, Crash, Desk
from whois_sync.observe import RegistrarFor, observe_registrar
from whois_sync.repair.apply import apply, settle_interrupted
from whois_sync.repair.approve import approve
from whois_sync.repair.plan import changes_of, contact_table
from whois_sync.repairs import SHARING_UNKNOWN, Repairs


@pytest.fixture
def approved(desk: Desk) -> int:
    desk.edit("technician")
    seen = observe_registrar(desk.registrar, NAME, desk.clock)
    assert isinstance(seen, Seen)
    changes = changes_of(contact_table({TECH_ROLE: NEW_TECH}, seen, seen, rules_for(NAME)))
    wanted = Plan(
        name=NAME,
        account=ACCOUNT,
        changes=tuple(changes),
        wanted={TECH_ROLE: ("technician", 2)},
        proposed_by="clerk",
        proposed_at=desk.clock.now(),
    )
    with desk.records.changing("clerk") as unit:
        number = unit.plans.propose(wanted).id
        unit.commit()
    assert number is not None
    approve(desk.records, number, by="chief")
    return number


def send(desk: Desk, number: int, *, dry_run: bool = False) -> Plan:
    return apply(desk.records, lambda _: desk.registrar, desk.clock, number, by="job:apply", dry_run=dry_run)


def test_a_repair_splits_the_shared_handle_and_leaves_the_other_name(desk: Desk, approved: int) -> None:
    assert send(desk, approved).state is PlanState.SENT
    assert desk.emails(NAME)[TECH_ROLE] == NEW_TECH.email
    assert desk.emails(OTHER)[TECH_ROLE] != NEW_TECH.email


def test_a_dry_run_makes_no_handle(desk: Desk, approved: int) -> None:
    assert send(desk, approved, dry_run=True).state is PlanState.APPROVED
    assert (desk.sent, desk.standing(), desk.intended()) == (0, [], False)


def test_a_plan_that_waits_for_a_handle_stays_approved(desk: Desk, approved: int) -> None:
    with desk.records.changing("job:apply") as unit:
        unit.handles.intend(ACCOUNT, "technician", 2)
        unit.commit()
    with pytest.raises(TryAgain):
        desk.set(OTHER, technician=2)
    assert send(desk, approved).state is PlanState.APPROVED
    assert desk.sent == 0


def test_a_lost_answer_to_putting_it_leaves_the_plan_unknown(desk: Desk, approved: int) -> None:
    desk.set(OTHER, technician=2)
    desk.go_wrong(Mishap.LOST_AFTER)
    assert send(desk, approved).state is PlanState.UNKNOWN


def test_a_process_that_died_leaves_a_plan_to_look_at_and_a_handle_to_reuse(
    desk: Desk, approved: int
) -> None:
    desk.registrar.dies = True
    with pytest.raises(Crash):
        send(desk, approved)
    with desk.records.reading() as unit:
        assert unit.plans.get(approved).state is PlanState.UNKNOWN
    assert settle_interrupted(desk.records, by="job:apply") == []
    desk.registrar.dies = False
    [made] = desk.holding(NEW_TECH)
    desk.set(NAME, technician=2)
    assert desk.on(NAME)[TECH_ROLE] == made


def repairs(desk: Desk, registrar_for: RegistrarFor) -> Repairs:
    return Repairs(desk.records, registrar_for, FakePublic(MovableClock(desk.clock.now())), desk.clock)


def test_a_plan_tells_which_other_names_share_the_handle(desk: Desk) -> None:
    desk.edit("technician")
    with desk.records.reading() as unit:
        held = unit.domains.get(NAME)
    told = repairs(desk, lambda _: desk.registrar).also_follows(held, {TECH_ROLE: ("technician", 2)})
    assert any(OTHER in sentence for sentence in told)


def test_where_the_registrar_cannot_be_asked_a_person_looks(desk: Desk) -> None:
    def refusing(_account: RegistrarAccount) -> Registrar:
        raise AccessRefused("there is no secret for this account")

    with desk.records.reading() as unit:
        held = unit.domains.get(NAME)
    assert repairs(desk, refusing).also_follows(held, {TECH_ROLE: ("technician", 1)}) == (SHARING_UNKNOWN,)

"""From approval to the registrar's answer: sent once, and every answer has its state."""

from collections.abc import Callable

import pytest

from portfolio.drift import PlanState
from portfolio.registration import Status
from records import Moved, NotHeld, SamePerson
from registrar.contract import Receipt
from registrar.errors import (
    AccessRefused,
    OutcomeUnknown,
    RegistrarError,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from tests.portfolio.samples import a_contact
from tests.whois_sync.fakes import FakeRegistrar, House, ReadingRegistrar, plan_of, planned
from tests.whois_sync.pieces import NAME, OURS, TECH
from whois_sync.errors import NotNow, NotReady
from whois_sync.repair.apply import INTERRUPTED, MOVED_SINCE
from whois_sync.repair.approve import EDITED_SINCE

EDITED = a_contact(given="Tech", organization=None, email="desk@example.net")


def test_a_drift_is_repaired_and_proved(house: House, registrar: FakeRegistrar, proposed: int) -> None:
    assert house.repairs.approve(proposed, by="chief").approved_by == "chief"
    assert house.repairs.apply(proposed, by="chief").state is PlanState.SENT
    assert registrar.sent == [{TECH: OURS[TECH]}]
    assert house.repairs.prove(proposed, by="job:prove").state is PlanState.PROVED
    assert house.check.check(NAME).drifting == ()


def test_the_proposer_does_not_approve(house: House, proposed: int) -> None:
    with pytest.raises(SamePerson):
        house.repairs.approve(proposed, by="clerk")
    assert plan_of(house, proposed).state is PlanState.PROPOSED


def test_a_contact_edited_before_the_approval_withdraws_the_plan(house: House, proposed: int) -> None:
    house.edit("technician", EDITED)
    plan = house.repairs.approve(proposed, by="chief")
    assert (plan.state, plan.detail) == (PlanState.WITHDRAWN, EDITED_SINCE)


def test_a_plan_is_approved_once(house: House, approved: int) -> None:
    with pytest.raises(Moved):
        house.repairs.approve(approved, by="other")
    with pytest.raises(NotHeld):
        house.repairs.approve(999, by="chief")


def test_a_contact_edited_after_the_approval_withdraws_the_plan_unsent(
    house: House, registrar: FakeRegistrar, approved: int
) -> None:
    house.edit("technician", EDITED)
    plan = house.repairs.apply(approved, by="chief")
    assert (plan.state, plan.detail) == (PlanState.WITHDRAWN, EDITED_SINCE)
    assert registrar.sent == []


def test_another_contact_on_the_role_withdraws_the_plan_unsent(
    house: House, registrar: FakeRegistrar, approved: int
) -> None:
    with house.records.changing("clerk") as unit:
        unit.domains.set_roles(NAME, unit.domains.get(NAME).roles | {TECH: "office"})
        unit.commit()
    assert house.repairs.apply(approved, by="chief").state is PlanState.WITHDRAWN
    assert registrar.sent == []


def test_another_spelling_of_what_was_approved_is_overwritten(
    house: House, registrar: FakeRegistrar, approved: int
) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1 (613) 555-0199")
    assert house.repairs.apply(approved, by="chief").state is PlanState.SENT
    assert registrar.sent == [{TECH: OURS[TECH]}]


@pytest.mark.parametrize(("field", "value"), [("phone", "+1.6135550155"), ("email", "thief@example.org")])
def test_what_was_not_approved_is_not_overwritten(
    house: House, registrar: FakeRegistrar, approved: int, field: str, value: str
) -> None:
    registrar.shown[NAME][TECH] = registrar.shown[NAME][TECH].model_copy(update={field: value})
    plan = house.repairs.apply(approved, by="chief")
    assert (plan.state, plan.detail) == (PlanState.WITHDRAWN, MOVED_SINCE)
    assert registrar.sent == []


@pytest.mark.parametrize("state", ["proposed", "sent", "withdrawn"])
def test_only_an_approved_plan_is_sent(
    house: House, registrar: FakeRegistrar, proposed: int, state: str
) -> None:
    if state == "withdrawn":
        house.repairs.withdraw(proposed, by="clerk", why="not wanted")
    if state == "sent":
        house.repairs.approve(proposed, by="chief")
        house.repairs.apply(proposed, by="chief")
    before = len(registrar.sent)
    with pytest.raises(NotReady):
        house.repairs.apply(proposed, by="chief")
    assert len(registrar.sent) == before


def test_a_dry_run_does_all_but_the_last_step(house: House, registrar: FakeRegistrar, approved: int) -> None:
    assert house.repairs.apply(approved, by="chief", dry_run=True).state is PlanState.APPROVED
    house.edit("technician", EDITED)
    assert house.repairs.apply(approved, by="chief", dry_run=True).state is PlanState.WITHDRAWN
    assert plan_of(house, approved).state is PlanState.APPROVED
    assert registrar.sent == []


def test_the_intent_is_on_the_disk_before_the_first_byte_leaves(
    house: House, registrar: FakeRegistrar, approved: int
) -> None:
    seen: list[PlanState] = []
    registrar.on_set = lambda: seen.append(plan_of(house, approved).state)
    house.repairs.apply(approved, by="chief")
    assert seen == [PlanState.SENDING]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (StatusProhibits("locked"), PlanState.REFUSED),
        (ValueRefused("the phone"), PlanState.REFUSED),
        (Unsupported("not for .ca"), PlanState.REFUSED),
        (OutcomeUnknown("no answer"), PlanState.UNKNOWN),
        (ReplyNotUnderstood("html"), PlanState.UNKNOWN),
        (RegistrarError("anything else"), PlanState.UNKNOWN),
    ],
)
def test_each_answer_leads_to_its_state_and_is_asked_for_once(
    house: House, registrar: FakeRegistrar, approved: int, error: RegistrarError, state: PlanState
) -> None:
    registrar.answering = error
    plan = house.repairs.apply(approved, by="chief")
    assert (plan.state, plan.detail) == (state, str(error))
    assert len(registrar.sent) == 1


@pytest.mark.parametrize("error", [TryAgain("could not reach the registrar"), AccessRefused("the key")])
def test_a_plan_that_was_not_sent_stays_approved_and_can_be_sent_again(
    house: House, registrar: FakeRegistrar, approved: int, error: RegistrarError
) -> None:
    registrar.answering = error
    plan = house.repairs.apply(approved, by="chief")
    assert plan.state is PlanState.APPROVED
    assert str(error) in plan.detail
    registrar.answering = None
    assert house.repairs.apply(approved, by="chief").state is PlanState.SENT


def test_a_pending_receipt_says_so(house: House, registrar: FakeRegistrar, approved: int) -> None:
    registrar.receipt = Receipt(pending=True, reference="R-7")
    assert house.repairs.apply(approved, by="chief").detail == "accepted, pending, reference R-7"


def test_a_lost_answer_is_settled_by_looking_never_by_sending_again(
    house: House, registrar: FakeRegistrar, approved: int
) -> None:
    registrar.loses_the_answer = True
    assert house.repairs.apply(approved, by="chief").state is PlanState.UNKNOWN
    with pytest.raises(NotReady):
        house.repairs.apply(approved, by="chief")
    assert house.repairs.prove(approved, by="job:prove").state is PlanState.PROVED
    assert len(registrar.sent) == 1


def test_a_lost_request_is_seen_not_to_have_arrived(
    house: House, registrar: FakeRegistrar, approved: int
) -> None:
    registrar.answering = OutcomeUnknown("connection lost")
    house.repairs.apply(approved, by="chief")
    plan = house.repairs.prove(approved, by="job:prove")
    assert (plan.state, plan.detail) == (
        PlanState.NOT_PROVED,
        "the registrar shows something else in tech.phone",
    )
    house.repairs.withdraw(approved, by="clerk", why="did not arrive")
    assert planned(house) != approved


def test_an_interrupt_while_sending_is_an_unknown_outcome(
    house: House, registrar: FakeRegistrar, approved: int
) -> None:
    registrar.answering = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        house.repairs.apply(approved, by="chief")
    plan = plan_of(house, approved)
    assert (plan.state, plan.detail) == (PlanState.UNKNOWN, INTERRUPTED)


def test_a_start_that_finds_a_plan_in_sending_takes_it_for_unknown(
    house: House, registrar: FakeRegistrar, approved: int
) -> None:
    with house.records.changing("chief") as unit:
        unit.plans.advance(approved, from_=PlanState.APPROVED, to=PlanState.SENDING)
        unit.commit()
    for verb in (house.repairs.apply, house.repairs.prove):
        with pytest.raises(NotReady):
            verb(approved, by="chief")
    (settled,) = house.repairs.settle_interrupted(by="job:start")
    assert (settled.id, settled.state, settled.detail) == (approved, PlanState.UNKNOWN, INTERRUPTED)
    assert house.repairs.settle_interrupted(by="job:start") == []
    with pytest.raises(NotReady):
        house.repairs.apply(approved, by="chief")
    assert house.repairs.prove(approved, by="job:prove").state is PlanState.NOT_PROVED
    assert registrar.sent == []


@pytest.mark.parametrize("answering", [None, TryAgain("no route")])
def test_an_answer_that_comes_after_another_start_leaves_the_plan_unknown(
    house: House, registrar: FakeRegistrar, approved: int, answering: RegistrarError | None
) -> None:
    registrar.answering = answering
    registrar.on_set = lambda: house.repairs.settle_interrupted(by="job:start")
    assert house.repairs.apply(approved, by="chief").state is PlanState.UNKNOWN


def test_an_adapter_that_cannot_set_contacts_moves_nothing(house: House, approved: int) -> None:
    house.registrar = ReadingRegistrar(NAME)
    with pytest.raises(Unsupported):
        house.repairs.apply(approved, by="chief")
    assert plan_of(house, approved).state is PlanState.APPROVED


def break_reading(registrar: FakeRegistrar) -> None:
    registrar.failing = TryAgain("no route")


def lose_the_name(registrar: FakeRegistrar) -> None:
    registrar.registrations.clear()


def start_a_transfer(registrar: FakeRegistrar) -> None:
    registrar.with_statuses(NAME, Status.PENDING_TRANSFER)


@pytest.mark.parametrize(
    ("mishap", "why"),
    [
        (break_reading, "no answer"),
        (lose_the_name, "not in the account"),
        (start_a_transfer, "pendingTransfer"),
    ],
)
def test_a_last_look_that_is_not_clear_sends_nothing(
    house: House,
    registrar: FakeRegistrar,
    approved: int,
    mishap: Callable[[FakeRegistrar], None],
    why: str,
) -> None:
    mishap(registrar)
    with pytest.raises(NotNow, match=why):
        house.repairs.apply(approved, by="chief")
    assert registrar.sent == []
    assert plan_of(house, approved).state is PlanState.APPROVED

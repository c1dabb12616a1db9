"""From approval to proof: sent once, believed only when seen."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portfolio.drift import Plan, PlanState
from portfolio.observation import SeenContact, Why
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
from tests.whois_sync.fakes import FakePublic, FakeRegistrar, House, ReadingRegistrar
from tests.whois_sync.pieces import NAME, OURS, REGISTRANT, TECH, absent
from whois_sync.apply import INTERRUPTED, MOVED_SINCE
from whois_sync.approve import EDITED_SINCE
from whois_sync.errors import NotNow, NotReady

SIX_HOURS = timedelta(hours=6)
EDITED = a_contact(given="Tech", organization=None, email="desk@example.net")


@pytest.fixture
def proposed(house: House, registrar: FakeRegistrar) -> int:
    """A plan for a technician whose phone was changed at the registrar."""
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    return planned(house)


@pytest.fixture
def approved(house: House, proposed: int) -> int:
    house.repairs.approve(proposed, by="chief")
    return proposed


@pytest.fixture
def sent(house: House, approved: int) -> int:
    house.repairs.apply(approved, by="chief")
    return approved


def planned(house: House) -> int:
    plan = house.repairs.propose(house.check.check(NAME), by="clerk")
    assert plan is not None
    assert plan.id is not None
    return plan.id


def plan_of(house: House, number: int) -> Plan:
    with house.records.reading() as unit:
        return unit.plans.get(number)


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
def test_a_plan_that_was_not_sent_can_be_sent_or_proposed_again(
    house: House, registrar: FakeRegistrar, approved: int, error: RegistrarError
) -> None:
    registrar.answering = error
    plan = house.repairs.apply(approved, by="chief")
    assert plan.state in (PlanState.APPROVED, PlanState.WITHDRAWN)
    assert str(error) in plan.detail
    registrar.answering = None
    number = approved
    if plan.state is PlanState.WITHDRAWN:
        assert plan.detail.startswith("nothing was sent")
        number = planned(house)
        house.repairs.approve(number, by="chief")
    assert house.repairs.apply(number, by="chief").state is PlanState.SENT


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


def test_an_adapter_that_cannot_set_contacts_is_told_before_anything_moves(
    house: House, approved: int
) -> None:
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


def test_a_proof_says_what_the_public_record_shows_and_hides(
    house: House, registrar: FakeRegistrar, public: FakePublic
) -> None:
    registrar.changed_behind_our_back(
        TECH, phone="+1.6135550199", email="former@example.org", city="Elsewhere"
    )
    number = planned(house)
    house.repairs.approve(number, by="chief")
    house.repairs.apply(number, by="chief")
    public.contacts[TECH] = SeenContact(phone="tel:+1-613-555-0123", hidden=frozenset({"email"}))
    plan = house.repairs.prove(number, by="job:prove")
    assert plan.state is PlanState.PROVED
    assert plan.detail == (
        "the registrar shows tech.city, tech.phone, tech.email; "
        "in public tech.phone is the same in another spelling; "
        "in public tech.email is hidden, which proves nothing; in public tech.city is not published"
    )


def test_a_public_record_that_still_shows_the_former_value_is_not_proved_yet(
    house: House, sent: int, public: FakePublic
) -> None:
    public.shows(TECH, phone="+1.6135550199")
    plan = house.repairs.prove(sent, by="job:prove")
    assert (plan.state, plan.detail) == (
        PlanState.NOT_PROVED,
        "the public record shows something else in tech.phone",
    )
    public.shows(TECH, phone="+1.6135550123")
    assert house.repairs.prove(sent, by="job:prove").state is PlanState.PROVED


def test_a_throttled_public_record_leaves_the_proof_to_the_registrar(
    house: House, sent: int, public: FakePublic
) -> None:
    public.unreadable = Why.THROTTLED
    plan = house.repairs.prove(sent, by="job:prove")
    assert plan.state is PlanState.PROVED
    assert plan.detail == "the registrar shows tech.phone; the public record could not be asked: throttled"


def test_a_drift_seen_in_public_is_proved_in_public(house: House, public: FakePublic) -> None:
    public.shows(TECH, email="former@example.org")
    house.check.check(NAME)
    house.clock.advance(SIX_HOURS)
    number = planned(house)
    house.repairs.approve(number, by="chief")
    house.repairs.apply(number, by="chief")
    public.unreadable = Why.THROTTLED
    with pytest.raises(NotNow, match="throttled"):
        house.repairs.prove(number, by="job:prove")
    assert plan_of(house, number).state is PlanState.SENT
    public.unreadable = None
    assert house.repairs.prove(number, by="job:prove").state is PlanState.NOT_PROVED
    public.shows(TECH, email="tech@example.net")
    assert house.repairs.prove(number, by="job:prove").state is PlanState.PROVED


def test_a_registrar_that_cannot_be_read_settles_nothing(
    house: House, registrar: FakeRegistrar, sent: int
) -> None:
    registrar.failing = TryAgain("no route")
    with pytest.raises(NotNow):
        house.repairs.prove(sent, by="job:prove")
    assert plan_of(house, sent).state is PlanState.SENT


def test_a_name_that_is_gone_proves_nothing(
    house: House, registrar: FakeRegistrar, sent: int, public: FakePublic
) -> None:
    public.instead = absent()
    assert "absent" in house.repairs.prove(sent, by="job:prove").detail
    registrar.registrations.clear()
    plan = house.repairs.prove(sent, by="job:prove")
    assert (plan.state, plan.detail) == (PlanState.NOT_PROVED, "the name is not in the account")


def test_silence_everywhere_is_no_proof(house: House, sent: int, public: FakePublic) -> None:
    house.registrar = ReadingRegistrar(NAME)
    public.contacts = {}
    plan = house.repairs.prove(sent, by="job:prove")
    assert (plan.state, plan.detail) == (PlanState.NOT_PROVED, "no source shows tech.phone")


def test_the_public_record_proves_where_the_registrar_tells_no_contacts(house: House, sent: int) -> None:
    house.registrar = ReadingRegistrar(NAME)
    plan = house.repairs.prove(sent, by="job:prove")
    assert plan.state is PlanState.PROVED
    assert plan.detail == "the registrar shows no contacts; in public tech.phone is the same"


def test_a_field_that_was_emptied_is_proved_by_its_absence(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199", organization="Former Holder Inc.")
    number = planned(house)
    house.repairs.approve(number, by="chief")
    house.repairs.apply(number, by="chief")
    assert house.repairs.prove(number, by="job:prove").state is PlanState.PROVED


def test_the_proof_is_of_what_was_sent_not_of_a_later_edit(
    house: House, registrar: FakeRegistrar, sent: int
) -> None:
    house.edit("technician", EDITED)
    assert house.repairs.prove(sent, by="job:prove").state is PlanState.PROVED
    assert [row.path for row in house.check.check(NAME).drifting] == ["tech.email"]


def test_a_plan_that_may_be_under_way_cannot_be_withdrawn(house: House, sent: int) -> None:
    with pytest.raises(NotReady):
        house.repairs.withdraw(sent, by="clerk", why="not wanted")


def test_a_plan_that_was_never_sent_has_nothing_to_prove(house: House, approved: int) -> None:
    with pytest.raises(NotReady):
        house.repairs.prove(approved, by="job:prove")


def test_every_step_is_on_the_audit_chain(house: House, sent: int) -> None:
    house.repairs.prove(sent, by="job:prove")
    with house.records.reading() as unit:
        told = [(one.actor, one.tag.value) for one in unit.audit.entries(NAME) if one.tag.startswith("plan:")]
    assert told == [
        ("clerk", "plan:proposed"),
        ("chief", "plan:approved"),
        ("chief", "plan:advanced"),
        ("chief", "plan:advanced"),
        ("job:prove", "plan:advanced"),
    ]
    assert REGISTRANT not in plan_of(house, sent).wanted

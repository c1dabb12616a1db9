"""A repair is done when a later read shows it."""

from datetime import timedelta

import pytest

from portfolio.contacts import Phone
from portfolio.drift import PlanState
from portfolio.observation import SeenContact, Why
from registrar.contract import Receipt
from registrar.errors import (
    TryAgain,
)
from tests.portfolio.samples import a_contact
from tests.whois_sync.fakes import FakePublic, FakeRegistrar, House, ReadingRegistrar, plan_of, planned
from tests.whois_sync.pieces import NAME, OURS, REGISTRANT, TECH, absent
from whois_sync.errors import NotNow, NotReady
from whois_sync.repair.prove import PROPAGATION

SIX_HOURS = timedelta(hours=6)
EDITED = a_contact(given="Tech", organization=None, email="desk@example.net")


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


def test_the_former_value_in_public_is_on_its_way_for_a_day_and_not_proved_after_it(
    house: House, sent: int, public: FakePublic
) -> None:
    public.shows(TECH, phone="tel:+1-613-555-0199")
    plan = house.repairs.prove(sent, by="job:prove")
    assert (plan.state, plan.detail) == (
        PlanState.SENT,
        "the registrar shows tech.phone; on its way to the public record: tech.phone",
    )
    house.clock.advance(PROPAGATION)
    plan = house.repairs.prove(sent, by="job:prove")
    assert (plan.state, plan.detail) == (
        PlanState.NOT_PROVED,
        "the public record shows something else in tech.phone",
    )
    public.shows(TECH, phone="+1.6135550123")
    assert house.repairs.prove(sent, by="job:prove").state is PlanState.PROVED


def test_another_value_in_public_than_the_former_one_is_not_proved_at_once(
    house: House, sent: int, public: FakePublic
) -> None:
    public.shows(TECH, phone="+1.6135550155")
    plan = house.repairs.prove(sent, by="job:prove")
    assert (plan.state, plan.detail) == (
        PlanState.NOT_PROVED,
        "the public record shows something else in tech.phone",
    )


def test_what_a_registrar_took_as_pending_may_take_a_day_there_too(
    house: House, registrar: FakeRegistrar, approved: int
) -> None:
    registrar.receipt = Receipt(pending=True)
    house.repairs.apply(approved, by="chief")
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    assert house.repairs.prove(approved, by="job:prove").state is PlanState.SENT
    house.clock.advance(PROPAGATION)
    assert house.repairs.prove(approved, by="job:prove").state is PlanState.NOT_PROVED


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
    assert house.repairs.prove(number, by="job:prove").state is PlanState.SENT
    house.clock.advance(PROPAGATION)
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


@pytest.mark.parametrize("hidden", [frozenset(), frozenset({"organization"})])
def test_a_field_that_was_emptied_is_proved_by_its_absence(
    house: House, registrar: FakeRegistrar, public: FakePublic, hidden: frozenset[str]
) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199", organization="Former Holder Inc.")
    number = planned(house)
    house.repairs.approve(number, by="chief")
    house.repairs.apply(number, by="chief")
    public.shows(TECH, hidden=hidden)
    assert house.repairs.prove(number, by="job:prove").state is PlanState.PROVED


def test_the_proof_is_of_what_was_sent_not_of_a_later_edit(house: House, sent: int) -> None:
    house.edit("technician", OURS[TECH].model_copy(update={"phone": Phone.parse("+1.6135550155")}))
    assert house.repairs.prove(sent, by="job:prove").state is PlanState.PROVED
    assert "tech.phone" in [row.path for row in house.check.check(NAME).drifting]


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

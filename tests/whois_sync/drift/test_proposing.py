"""What becomes a plan, and what never does."""

from datetime import timedelta

import pytest

from portfolio.contacts import ContactRole
from portfolio.drift import Plan, PlannedChange, PlanState
from portfolio.names import DomainName
from portfolio.observation import SeenContact, Source, Why
from portfolio.registration import Status
from registrar.errors import TryAgain
from tests.portfolio.samples import a_contact
from tests.whois_sync.fakes import FakePublic, FakeRegistrar, House, ReadingRegistrar
from tests.whois_sync.pieces import NAME, OURS, REGISTRANT, TECH, a_held, absent
from whois_sync.check.report import NameReport
from whois_sync.errors import TooMuchDrift


def proposal(house: House) -> Plan | None:
    return house.repairs.propose(house.check.check(NAME), by="clerk")


def test_a_name_in_order_gives_no_plan(house: House) -> None:
    assert proposal(house) is None


def test_a_changed_contact_at_the_registrar_is_a_plan_at_once(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    plan = proposal(house)
    assert plan is not None
    assert plan.changes == (
        PlannedChange(
            role=TECH, field="phone", from_="+1.6135550199", to="+1.6135550123", seen_at=("registrar",),
            why="registrar: another value than ours",
        ),
    )  # fmt: skip
    assert plan.wanted == {TECH: ("technician", 1)}
    assert (plan.state, plan.proposed_by, plan.consequences) == (PlanState.PROPOSED, "clerk", ())
    with house.records.reading() as unit:
        assert unit.plans.open_for(NAME) == plan


def test_a_changed_registrant_tells_its_consequences(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(REGISTRANT, email="former@example.org")
    plan = proposal(house)
    assert plan is not None
    assert [word in " ".join(plan.consequences) for word in ("change of registrant", "60 days", "15 days")]
    assert len(plan.consequences) == 3


def test_a_plan_wants_only_what_our_records_say(
    house: House, registrar: FakeRegistrar, public: FakePublic
) -> None:
    learned = "hostile@example.org"
    registrar.changed_behind_our_back(TECH, email=learned, name="Someone Else", city="Elsewhere")
    public.shows(TECH, email=learned)
    plan = proposal(house)
    assert plan is not None
    ours = SeenContact.of(OURS[TECH])
    assert {change.field: change.to for change in plan.changes} == {
        "name": ours.name,
        "city": ours.city,
        "email": ours.email,
    }


def test_all_that_writing_a_contact_changes_is_in_the_plan(
    house: House, registrar: FakeRegistrar, public: FakePublic
) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199", organization="Former Holder Inc.")
    public.shows(TECH, organization="Former Holder Inc.")
    plan = proposal(house)
    assert plan is not None
    assert {(c.field, c.to) for c in plan.changes} == {("organization", None), ("phone", "+1.6135550123")}


def test_a_value_where_we_hold_none_alone_is_no_repair(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(TECH, organization="Former Holder Inc.")
    assert proposal(house) is None


def test_another_spelling_gives_no_plan(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(TECH, phone="tel:+1-613-555-0123", city="OTTAWA", country="Canada")
    assert proposal(house) is None


def test_a_throttled_public_record_gives_no_plan(house: House, public: FakePublic) -> None:
    public.unreadable = Why.THROTTLED
    assert proposal(house) is None


def test_a_hidden_contact_gives_no_plan(house: House, public: FakePublic) -> None:
    public.contacts = {REGISTRANT: SeenContact(hidden=frozenset({"name", "email", "phone", "street"}))}
    assert proposal(house) is None


def test_the_public_record_alone_needs_two_readings_six_hours_apart(house: House, public: FakePublic) -> None:
    public.shows(TECH, email="former@example.org")
    assert proposal(house) is None
    house.clock.advance(timedelta(hours=5))
    assert proposal(house) is None
    house.clock.advance(timedelta(hours=1))
    plan = proposal(house)
    assert plan is not None
    assert plan.changes[0].seen_at == ("public",)


def test_a_reading_in_another_spelling_agrees(house: House, public: FakePublic) -> None:
    public.shows(TECH, email="former@example.org")
    assert proposal(house) is None
    house.clock.advance(timedelta(hours=6))
    public.shows(TECH, email="former@EXAMPLE.ORG")
    assert proposal(house) is not None


@pytest.mark.parametrize("between", ["in order", "another value", "absent"])
def test_a_reading_between_that_disagrees_starts_the_count_again(
    house: House, between: str, public: FakePublic
) -> None:
    public.shows(TECH, email="former@example.org")
    assert proposal(house) is None
    house.clock.advance(timedelta(hours=4))
    if between == "absent":
        gone = absent()
        now = gone.provenance.model_copy(update={"observed_at": house.clock.now()})
        public.instead = gone.model_copy(update={"provenance": now})
    else:
        public.shows(TECH, email=OURS[TECH].email if between == "in order" else "other@example.org")
    assert proposal(house) is None
    house.clock.advance(timedelta(hours=4))
    public.instead = None
    public.shows(TECH, email="former@example.org")
    assert proposal(house) is None


def test_an_unreadable_reading_between_says_nothing(house: House, public: FakePublic) -> None:
    public.shows(TECH, email="former@example.org")
    assert proposal(house) is None
    house.clock.advance(timedelta(hours=4))
    public.unreadable = Why.NO_ANSWER
    assert proposal(house) is None
    house.clock.advance(timedelta(hours=4))
    public.unreadable = None
    assert proposal(house) is not None


def test_a_registrar_without_contacts_leaves_it_to_the_public_record(
    house: House, public: FakePublic
) -> None:
    house.registrar = ReadingRegistrar(NAME)
    public.shows(TECH, email="former@example.org")
    assert proposal(house) is None
    house.clock.advance(timedelta(hours=6))
    assert proposal(house) is not None


def test_without_the_registrars_own_answer_nothing_is_planned(
    house: House, public: FakePublic, registrar: FakeRegistrar
) -> None:
    public.shows(TECH, email="former@example.org")
    assert proposal(house) is None
    house.clock.advance(timedelta(days=1))
    registrar.failing = TryAgain("no route")
    assert proposal(house) is None


def test_a_name_that_left_the_account_is_not_written_to(
    house: House, public: FakePublic, registrar: FakeRegistrar
) -> None:
    public.shows(TECH, email="former@example.org")
    del registrar.registrations[NAME]
    assert proposal(house) is None
    house.clock.advance(timedelta(days=1))
    assert proposal(house) is None


@pytest.mark.parametrize("status", [Status.PENDING_TRANSFER, Status.SERVER_UPDATE_PROHIBITED])
def test_a_name_on_its_way_or_locked_is_not_planned_for(
    house: House, registrar: FakeRegistrar, status: Status
) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    registrar.with_statuses(NAME, Status.CLIENT_TRANSFER_PROHIBITED, status)
    assert proposal(house) is None


def test_a_pending_state_that_only_the_public_record_shows_counts(
    house: House, registrar: FakeRegistrar, public: FakePublic
) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    public.fields["statuses"] = ("client transfer prohibited", "pending transfer")
    assert proposal(house) is None


def test_a_name_has_one_open_plan(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    assert proposal(house) == proposal(house)


def test_a_plan_wants_the_contact_as_it_is_when_proposed(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    report = house.check.check(NAME)
    house.edit("technician", a_contact(given="Tech", organization=None, email="desk@example.net"))
    plan = house.repairs.propose(report, by="clerk")
    assert plan is not None
    assert plan.wanted == {TECH: ("technician", 2)}
    assert ("email", "desk@example.net") in {(c.field, c.to) for c in plan.changes}


def test_only_the_role_that_drifts_is_written(
    house: House, registrar: FakeRegistrar, public: FakePublic
) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    public.shows(REGISTRANT, email="former@example.org")
    plan = proposal(house)
    assert plan is not None
    assert {change.role for change in plan.changes} == {ContactRole.TECH}


def test_a_run_that_finds_implausibly_much_plans_nothing(house: House, registrar: FakeRegistrar) -> None:
    names = [DomainName(f"example{n}.com") for n in range(5)]
    house.registrar = many = FakeRegistrar(NAME, *names)
    with house.records.changing("founder") as unit:
        for name in names:
            unit.domains.hold(a_held(name=name))
        unit.commit()
    for name in names:
        many.changed_behind_our_back(TECH, at=name, phone="+1.6135550199")
    reports = [report for report in house.check.check_all() if isinstance(report, NameReport)]
    with pytest.raises(TooMuchDrift, match="5 of 6 names"):
        house.repairs.propose_all(reports, by="job:check")
    with house.records.reading() as unit:
        assert unit.plans.all() == []
    assert len(house.repairs.propose_all(reports[:5], by="job:check")) == 4


def test_observations_of_the_registrar_do_not_count_as_public_readings(
    house: House, public: FakePublic
) -> None:
    for hours in (0, 7):
        house.clock.advance(timedelta(hours=hours))
        house.check.check(NAME)
    public.shows(TECH, email="former@example.org")
    assert proposal(house) is None
    with house.records.reading() as unit:
        sources = [one.provenance.source for one in unit.observations.history(NAME)]
    assert sources.count(Source.REGISTRAR) == 3

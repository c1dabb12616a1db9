"""A change of a contact is asked for by one, approved by another, and closed once; its plans belong to it."""

import pytest

from portfolio.audit import AuditTag
from portfolio.change import ContactChange
from portfolio.contacts import ContactRole
from portfolio.drift import Plan, PlanState
from portfolio.names import DomainName
from records import Moved, NotHeld, Records, SamePerson
from tests.records.house import NAME, START, canary, held, plan, run_sql


def a_change(**changes: object) -> ContactChange:
    whole = {"contact": "acme-tech", "version": 1, "asked_by": "drafter", "asked_at": START}
    return ContactChange.model_validate(whole | changes)


def asked(records: Records, **changes: object) -> int:
    with records.changing("drafter") as unit:
        kept = unit.changes.ask(a_change(**changes))
        unit.commit()
    assert kept.id is not None
    return kept.id


def test_a_change_comes_out_as_it_went_in_with_its_number(records: Records) -> None:
    number = asked(records, replaced="acme-owner", role=ContactRole.TECH)
    with records.reading() as unit:
        kept = unit.changes.get(number)
        assert kept == a_change(id=number, replaced="acme-owner", role=ContactRole.TECH)
        assert unit.changes.all() == unit.changes.open_of("acme-tech") == [kept]
        assert unit.changes.open_of("acme-owner") == []
        (told,) = [e for e in unit.audit.entries("acme-tech") if e.tag is AuditTag.CHANGE_ASKED]
        assert told.detail == f"change {number}: version 1, in the place of acme-owner"


def test_a_change_is_of_what_is_held_and_by_who_acts(records: Records) -> None:
    with records.changing("drafter") as unit:
        for unknown in (a_change(version=2), a_change(contact="nobody"), a_change(replaced="nobody")):
            with pytest.raises(NotHeld):
                unit.changes.ask(unknown)
        with pytest.raises(SamePerson):
            unit.changes.ask(a_change(asked_by="another"))
        for old in (a_change(id=3), a_change(approved_by="chief"), a_change(closed_at=START)):
            with pytest.raises(Moved):
                unit.changes.ask(old)
        with pytest.raises(NotHeld, match="no change 9"):
            unit.changes.get(9)
        assert unit.changes.all() == []


@pytest.mark.parametrize("actor", ["drafter", "DRAFTER"])
def test_who_asked_does_not_approve(records: Records, actor: str) -> None:
    number = asked(records)
    with records.changing(actor) as unit, pytest.raises(SamePerson, match="someone else must approve it"):
        unit.changes.approve(number)
    with pytest.raises(Exception, match="second_person"):
        run_sql(records, "UPDATE contact_changes SET approved_by = 'Drafter'")


def test_the_first_approval_stays_and_a_change_is_closed_once(records: Records) -> None:
    number = asked(records)
    with records.changing("chief") as unit:
        assert unit.changes.approve(number).approved_by == "chief"
        unit.commit()
    with records.changing("another") as unit:
        assert unit.changes.approve(number).approved_by == "chief"
        assert unit.changes.close(number).closed_at == START
        assert unit.changes.all(open_only=True) == []
        with pytest.raises(Moved, match="is closed"):
            unit.changes.close(number)
        with pytest.raises(Moved, match="is closed"):
            unit.changes.approve(number)
        assert [e.tag for e in unit.audit.entries("acme-tech")][-3:] == [
            AuditTag.CHANGE_ASKED,
            AuditTag.CHANGE_APPROVED,
            AuditTag.CHANGE_CLOSED,
        ]


def part(number: int, name: DomainName = NAME, **changes: object) -> Plan:
    return plan(name, change=number, **changes)


def test_the_plans_of_a_change_are_proposed_by_who_asked_for_it_whoever_acts(records: Records) -> None:
    number = asked(records)
    with records.changing("job:changes") as unit:
        with pytest.raises(SamePerson):
            unit.plans.propose(part(number, proposed_by="job:changes"))
        with pytest.raises(NotHeld, match="no change 99"):
            unit.plans.propose(part(99))
        kept = unit.plans.propose(part(number))
        assert unit.plans.of_change(number) == [kept]
        assert kept.change == number
        assert unit.plans.of_change(99) == []
        unit.commit()
    with records.changing("Drafter") as unit, pytest.raises(SamePerson):
        unit.plans.approve(kept.id or 0)


def test_the_approval_of_a_change_covers_a_plan_that_comes_later(records: Records) -> None:
    number = asked(records)
    with records.changing("job:changes") as unit:
        kept = unit.plans.propose(part(number))
        with pytest.raises(Moved, match="no change that was approved"):
            unit.plans.approve_by_change(kept.id or 0)
        unit.commit()
    with records.changing("chief") as unit:
        unit.changes.approve(number)
        unit.commit()
    with records.changing("job:changes") as unit:
        approved = unit.plans.approve_by_change(kept.id or 0)
        assert (approved.state, approved.approved_by) == (PlanState.APPROVED, "chief")
        with pytest.raises(Moved, match="is approved, not proposed"):
            unit.plans.approve_by_change(kept.id or 0)
        told = unit.audit.entries(NAME)[-1]
        assert (told.tag, told.actor) == (AuditTag.PLAN_APPROVED, "job:changes")
        assert told.detail == f"plan {kept.id}, by the approval of change {number} by chief"


def test_a_repair_is_not_approved_by_a_change(records: Records) -> None:
    with records.changing("drafter") as unit:
        kept = unit.plans.propose(plan())
        with pytest.raises(Moved, match="part of no change"):
            unit.plans.approve_by_change(kept.id or 0)


def test_a_name_that_waits_is_put_off_beside_the_plan_that_is_open(records: Records) -> None:
    number = asked(records)
    waiting = part(number, state=PlanState.WITHDRAWN, changes=())
    with records.changing("drafter") as unit:
        standing = unit.plans.propose(plan())
        kept = unit.plans.put_off(waiting)
        assert kept.is_put_off
        assert not standing.is_put_off
        assert unit.plans.open_for(NAME) == standing
        assert unit.plans.of_change(number) == [kept]
        for wrong in (plan(state=PlanState.WITHDRAWN, changes=()), part(number), part(number, changes=())):
            with pytest.raises(Moved):
                unit.plans.put_off(wrong)
        with pytest.raises(Moved):
            unit.plans.put_off(part(number, state=PlanState.WITHDRAWN))


def test_when_a_plan_left_is_known_from_the_audit_chain(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.domains.hold(held(DomainName("other.example.com")))
        kept = unit.plans.propose(plan())
        other = unit.plans.propose(plan(DomainName("other.example.com")))
        unit.contacts.edit("acme-owner", canary())
        unit.commit()
    with records.changing("approver") as unit:
        unit.plans.approve(kept.id or 0)
        unit.plans.approve(other.id or 0)
        assert unit.plans.left_at(kept.id or 0) is None
        unit.plans.advance(kept.id or 0, from_=PlanState.APPROVED, to=PlanState.SENDING)
        assert unit.plans.left_at(kept.id or 0) == START
        assert unit.plans.left_at(other.id or 0) is None
        with pytest.raises(NotHeld):
            unit.plans.left_at(99)

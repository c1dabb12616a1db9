"""Plans: one open for a name, approved by someone who did not propose it, for exactly these contacts."""

import pytest

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.drift import Plan, PlanState
from portfolio.names import DomainName
from records import AlreadyHeld, Moved, NotHeld, Records, SamePerson
from tests.records.house import NAME, canary, held, plan, run_sql


def proposed(records: Records, given: Plan | None = None) -> Plan:
    with records.changing("drafter") as unit:
        kept = unit.plans.propose(given or plan())
        unit.commit()
    return kept


def number(kept: Plan) -> int:
    assert kept.id is not None
    return kept.id


def test_a_plan_comes_out_as_it_went_in_with_its_number(records: Records) -> None:
    kept = proposed(records)
    with records.reading() as unit:
        assert kept == plan().model_copy(update={"id": kept.id})
        assert unit.plans.get(number(kept)) == kept
        assert unit.plans.open_for(NAME) == kept
        assert unit.plans.all() == [kept]
        assert unit.plans.open_for(DomainName("example.com")) is None


def test_one_plan_is_open_for_a_name(records: Records) -> None:
    first = proposed(records)
    with records.changing("drafter") as unit:
        with pytest.raises(AlreadyHeld, match=r"a plan for example\.ca is open already"):
            unit.plans.propose(plan())
        unit.plans.advance(number(first), from_=PlanState.PROPOSED, to=PlanState.WITHDRAWN)
        second = unit.plans.propose(plan())
        unit.commit()
    with records.reading() as unit:
        assert [each.id for each in unit.plans.all()] == [first.id, second.id]
        assert unit.plans.all(open_only=True) == [second]


def test_the_place_is_free_again_exactly_when_a_plan_is_closed(records: Records) -> None:
    first = proposed(records)
    columns = "name, client, account, changes, proposed_by, proposed_at, detail"
    copied = f"SELECT 77, 'another', 'proposed', {columns} FROM plans"
    for state in PlanState:
        run_sql(records, "UPDATE plans SET approved_by = 'approver', state = :state", state=state.value)
        with records.reading() as unit:
            assert (unit.plans.open_for(NAME) is not None) is state.is_open
            still_open = [each.id for each in unit.plans.all(open_only=True)]
            assert still_open == ([first.id] if state.is_open else [])
        if state.is_open:
            with pytest.raises(Exception, match=r"(?i)unique"):
                run_sql(records, f"INSERT INTO plans (id, key, state, {columns}) {copied}")
        else:
            run_sql(records, f"INSERT INTO plans (id, key, state, {columns}) {copied}")
            run_sql(records, "DELETE FROM plans WHERE id = 77")


@pytest.mark.parametrize("actor", ["drafter", "DRAFTER"])
def test_the_proposer_does_not_approve(records: Records, actor: str) -> None:
    kept = proposed(records)
    with records.changing(actor) as unit, pytest.raises(SamePerson, match="someone else must approve it"):
        unit.plans.approve(number(kept))
    with pytest.raises(Exception, match="second_person"):
        run_sql(records, "UPDATE plans SET approved_by = proposed_by, state = 'approved'")
    with pytest.raises(Exception, match="is_approved"):
        run_sql(records, "UPDATE plans SET state = 'sending'")


def test_someone_else_approves_once(records: Records) -> None:
    kept = proposed(records)
    with records.changing("approver") as unit:
        approved = unit.plans.approve(number(kept))
        assert (approved.state, approved.approved_by) == (PlanState.APPROVED, "approver")
        with pytest.raises(Moved, match="is approved, not proposed"):
            unit.plans.approve(number(kept))
        assert [each.tag for each in unit.audit.entries(NAME)][-2:] == [
            AuditTag.PLAN_PROPOSED,
            AuditTag.PLAN_APPROVED,
        ]


def test_a_plan_moves_on_only_from_the_state_it_is_in_and_not_past_its_approval(records: Records) -> None:
    kept = proposed(records)
    with records.changing("approver") as unit:
        for to in (PlanState.APPROVED, PlanState.PROPOSED, PlanState.SENDING, PlanState.PROVED):
            with pytest.raises(Moved):
                unit.plans.advance(number(kept), from_=PlanState.PROPOSED, to=to)
        unit.plans.approve(number(kept))
        sending = unit.plans.advance(
            number(kept), from_=PlanState.APPROVED, to=PlanState.SENDING, detail="on its way"
        )
        assert (sending.state, sending.detail) == (PlanState.SENDING, "on its way")
        with pytest.raises(Moved, match="is sending, not approved"):
            unit.plans.advance(number(kept), from_=PlanState.APPROVED, to=PlanState.SENDING)


def test_a_plan_wants_contact_versions_that_are_held(records: Records) -> None:
    with records.changing("drafter") as unit:
        with pytest.raises(NotHeld, match="'acme-tech' in version 2"):
            unit.plans.propose(plan(wanted={ContactRole.TECH: ("acme-tech", 2)}))
        unit.contacts.edit("acme-tech", canary("Newer"))
        kept = unit.plans.propose(
            plan(wanted={ContactRole.TECH: ("acme-tech", 2), ContactRole.ADMIN: ("acme-owner", 1)})
        )
        unit.contacts.edit("acme-tech", canary("Newest"))
        assert unit.plans.get(number(kept)) == kept


def test_a_plan_is_for_a_name_that_is_held_and_by_who_acts(records: Records) -> None:
    with records.changing("drafter") as unit:
        with pytest.raises(NotHeld):
            unit.plans.propose(plan(DomainName("nobodys.ca")))
        with pytest.raises(NotHeld):
            unit.plans.propose(plan(account="nobody"))
        with pytest.raises(SamePerson):
            unit.plans.propose(plan(proposed_by="approver"))
        for old in (plan(id=3), plan(state=PlanState.SENT), plan(approved_by="approver")):
            with pytest.raises(Moved):
                unit.plans.propose(old)
        with pytest.raises(NotHeld, match="no plan 9"):
            unit.plans.get(9)
        assert unit.plans.all() == []


def test_plans_of_several_names_keep_what_each_wants(records: Records) -> None:
    other = DomainName("other.example.com")
    with records.changing("drafter") as unit:
        unit.domains.hold(held(other))
        first = unit.plans.propose(plan())
        second = unit.plans.propose(plan(other, wanted={ContactRole.REGISTRANT: ("acme-owner", 1)}))
        assert unit.plans.all() == [first, second]

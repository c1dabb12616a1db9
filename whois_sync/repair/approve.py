"""A second person says yes, for exactly what the plan wants; or someone takes it back."""

from portfolio.audit import Actor
from portfolio.drift import NameField, Plan, PlanState
from records import Records, Unit
from whois_sync.errors import NotReady
from whois_sync.repair.name_field import wanted_of

EDITED_SINCE = "our own record has changed since the plan was made"
_MAY_BE_WITHDRAWN = frozenset({PlanState.PROPOSED, PlanState.APPROVED, PlanState.NOT_PROVED})


def approve(records: Records, plan_id: int, *, by: Actor) -> Plan:
    """
    Approve a proposed plan, or withdraw it if our record has moved on since; look at the state returned.

    Raises `records.SamePerson` when `by` proposed it or is a machine where a person is needed,
    `records.Moved` when it is not proposed any more, `records.NotHeld` for no such plan.
    """
    with records.changing(by) as unit:
        plan = unit.plans.get(plan_id)
        if plan.state is PlanState.PROPOSED and not is_still_wanted(unit, plan):
            plan = unit.plans.advance(
                plan_id, from_=PlanState.PROPOSED, to=PlanState.WITHDRAWN, detail=EDITED_SINCE
            )
        else:
            plan = unit.plans.approve(plan_id)
        unit.commit()
        return plan


def withdraw(records: Records, plan_id: int, *, by: Actor, why: str) -> Plan:
    """
    Close a plan that nobody wants any more. Raises `NotReady` for one that may be under way at the registrar.

    `why` is kept as the plan's detail: no personal values.
    """
    with records.changing(by) as unit:
        plan = unit.plans.get(plan_id)
        if plan.state not in _MAY_BE_WITHDRAWN:
            raise NotReady(f"plan {plan_id} is {plan.state} and cannot be withdrawn")
        plan = unit.plans.advance(plan_id, from_=plan.state, to=PlanState.WITHDRAWN, detail=why)
        unit.commit()
        return plan


def is_still_wanted(unit: Unit, plan: Plan) -> bool:
    """Whether our record still says what the plan wants: the same contact versions, servers or lock."""
    held = unit.domains.get(plan.name)
    if plan.of_name is not None:
        return wanted_of(held, NameField(plan.of_name.field)) == plan.of_name.to
    roles = held.roles
    return all(
        roles.get(role) == slug and unit.contacts.get(slug).version == version
        for role, (slug, version) in plan.wanted.items()
    )

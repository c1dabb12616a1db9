"""How far a change of a contact has come: a line a name, and closed when every name is done."""

from collections.abc import Iterable

from portfolio.change import ContactChange, Progress, Step
from portfolio.contacts import ContactRole
from portfolio.drift import Plan, PlanState
from portfolio.names import DomainName
from records import Unit
from whois_sync.change.reach import CanSet
from whois_sync.repair.approve import is_still_wanted
from whois_sync.repair.prove import step_of

_TO_DO = frozenset({PlanState.PROPOSED, PlanState.APPROVED})
_NOT_THERE = _TO_DO | {PlanState.WITHDRAWN, PlanState.REFUSED}


def progress_of(unit: Unit, can_set: CanSet, change_id: int) -> list[Progress]:
    """Return how far a change has come, a line a name in the order of names. Raises `records.NotHeld`."""
    unit.changes.get(change_id)
    return [progress(unit, can_set, plan) for plan in newest_plans(unit, change_id)]


def progress(unit: Unit, can_set: CanSet, plan: Plan, detail: str = "") -> Progress:
    """Return how far the change has come on the name of its newest `plan`."""
    return Progress(
        name=plan.name,
        account=plan.account,
        plan=plan.number,
        roles=tuple(role for role in ContactRole if role in plan.wanted),
        step=_step(unit, can_set, plan),
        detail=detail or plan.detail,
    )


def newest_plans(unit: Unit, change_id: int) -> list[Plan]:
    """Return the newest plan of each name that the change reaches, in the order of names."""
    newest: dict[DomainName, Plan] = {plan.name: plan for plan in unit.plans.of_change(change_id)}
    return [newest[name] for name in sorted(newest)]


def close_settled(unit: Unit, changes: Iterable[ContactChange]) -> None:
    """Close those of the open changes that have nothing more to do on any name."""
    for change in changes:
        if change.id is None or change.closed_at is not None:
            continue
        steps = (_step(unit, _never_asked, plan) for plan in newest_plans(unit, change.id))
        if all(step.is_settled for step in steps):
            unit.changes.close(change.id)


def _step(unit: Unit, can_set: CanSet, plan: Plan) -> Step:
    if plan.state in _NOT_THERE and not is_still_wanted(unit, plan):
        return Step.OVERTAKEN
    if plan.state in _NOT_THERE:
        if plan.is_put_off:
            return Step.WAITS
        if plan.state in _TO_DO and not can_set(unit.accounts.get(plan.account)):
            return Step.BY_HAND
    return step_of(plan)


def _never_asked(_account: object) -> bool:
    return True

"""What the day's run does with open plans by itself: those out of date end, harmless ones are sent."""

import logging
from collections.abc import Callable, Container, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from portfolio.audit import Actor, AuditTag
from portfolio.drift import Plan, PlannedChange, PlanState
from portfolio.finding import Finding
from portfolio.names import DomainName
from portfolio.observation import Source
from portfolio.policy.repair import is_harmless
from records import Records, RecordsError, Unit
from registrar.errors import RegistrarError
from whois_sync.check.settling import REGISTRAR
from whois_sync.errors import SyncError
from whois_sync.repairs import Repairs

_log = logging.getLogger("whois_sync")

POLICY: Actor = "policy:harmless"
"""Approves, within a daily budget, what sets nothing off."""

OUT_OF_DATE = "what it would put right is gone, shows another value, or was accepted as it is"


class Budget(NamedTuple):
    """How many plans may be approved without a person from `since` on, those counted that have been."""

    plans: int
    since: datetime


def end_outdated(
    records: Records, repairs: Repairs, names: Container[DomainName], *, by: Actor
) -> set[DomainName]:
    """
    Withdraw the proposed plans of `names` that would write what no finding waits for; return whose they were.

    They would stand in the way of a plan that does. A part of a contact's change stays: that has its own end.
    """
    with records.reading() as unit:
        outdated = [plan for plan in _open(unit, names, PlanState.PROPOSED) if not _awaited(unit, plan)]
    for plan in outdated:
        tried(plan, lambda plan=plan: repairs.withdraw(plan.number, by=by, why=OUT_OF_DATE))
    return {plan.name for plan in outdated}


def repair_harmless(
    records: Records, repairs: Repairs, names: Container[DomainName], budget: Budget, *, by: Actor
) -> int:
    """
    Send, of what is planned for `names`, what sets nothing off, as far as the budget goes; return how many.

    Each is approved by policy first, the oldest first, whichever run has planned it. One that was approved so
    and never sent, since a run ended in between or the registrar could not be read, is sent as well.
    """
    with records.reading() as unit:
        left = [plan for plan in _open(unit, names, PlanState.APPROVED) if plan.approved_by == POLICY]
        proposed = [plan for plan in _open(unit, names, PlanState.PROPOSED) if is_harmless(plan)]
        remaining = budget.plans - unit.audit.count(AuditTag.PLAN_APPROVED, by=POLICY, since=budget.since)
    approved = (plan for plan in proposed if _approved_by_policy(records, plan))
    to_send = [*left, *islice(approved, max(remaining, 0))]
    for plan in to_send:
        tried(plan, lambda plan=plan: repairs.apply(plan.number, by=by))
    return len(to_send)


def tried(plan: Plan, what: Callable[[], Plan]) -> PlanState | None:
    """Do it to the plan and return how it stands; None where it could not be done: it stops no other."""
    try:
        return what().state
    except (SyncError, RegistrarError, RecordsError) as error:
        _log.warning("name=%s plan=%s error=%s", plan.name, plan.id, type(error).__name__)
        return None


def _open(unit: Unit, names: Container[DomainName], state: PlanState) -> Iterator[Plan]:
    for plan in unit.plans.all(open_only=True):
        if plan.state is state and plan.change is None and plan.name in names:
            yield plan


def _awaited(unit: Unit, plan: Plan) -> list[Finding]:
    """The findings that the plan would put right, one a change; none where it fits them no longer."""
    waiting = [one for one in unit.findings.open_of(plan.name) if one.waits]
    fitting = [next((one for one in waiting if _fits(one, change, plan)), None) for change in plan.changes]
    return [one for one in fitting if one is not None] if None not in fitting else []


def _fits(finding: Finding, change: PlannedChange, plan: Plan) -> bool:
    """Whether the plan was made of this finding, with the value that is shown now."""
    if finding.path != change.path:
        return False
    if change.seen_at and (finding.source is Source.REGISTRAR) != (REGISTRAR in change.seen_at):
        return False
    return finding.value_since <= plan.proposed_at


def _approved_by_policy(records: Records, plan: Plan) -> bool:
    """Approve it, unless a machine has tried before to put the same difference right."""
    with records.changing(POLICY) as unit:
        findings = _awaited(unit, plan)
        before = {(one.path, one.theirs) for one in unit.findings.attempted_on(plan.name)}
        is_known = any(one.attempts or (one.path, one.theirs) in before for one in findings)
        if is_known or not findings:
            return False
        for one in findings:
            unit.findings.attempted(one.name, one.path, one.source)
        unit.plans.approve(plan.number)
        unit.commit()
    return True

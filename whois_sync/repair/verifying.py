"""A change of a registrant's data makes the registrar ask for an answer: that is kept, and chased."""

from contextlib import suppress
from datetime import datetime, timedelta

from portfolio.drift import Plan, PlanState
from portfolio.policy.repair import VERIFICATION
from portfolio.values import day_of
from portfolio.verification import DAYS_TO_ANSWER, Verification
from records import AlreadyHeld, Unit

_TOOK_EFFECT = (PlanState.SENT, PlanState.PROVED)


def open_verification(unit: Unit, plan: Plan, *, now: datetime) -> None:
    """
    Keep that the registrant of `plan.name` must answer, where the plan as it now stands set that off.

    It counts from when the plan left for the registrar, `now` where that is not known: 15 days (RAA 2013,
    WHOIS Accuracy Program Specification). One that waits already stays as it is, and no plan opens a second.
    Nothing is kept while it is unclear whether the registrar has the change.
    """
    if VERIFICATION not in plan.consequences or plan.state not in _TOOK_EFFECT:
        return
    asked_at = unit.plans.left_at(plan.number) or now
    if unit.verifications.of(plan.name, since=asked_at):
        return
    verification = Verification(
        name=plan.name,
        asked_at=asked_at,
        until=day_of(asked_at) + timedelta(days=DAYS_TO_ANSWER),
        why=f"the registrant's data was changed at the registrar (plan {plan.id})",
    )
    with suppress(AlreadyHeld):
        unit.verifications.open(verification)

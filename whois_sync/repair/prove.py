"""A repair is done when a later read shows it: at the registrar first, then in public."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import NamedTuple

from portfolio.audit import Actor
from portfolio.change import Step
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.drift import FieldVerdict, Plan, PlannedChange, PlanState, Verdict
from portfolio.observation import Absent, Observation, Unreadable
from records import Records
from whois_sync.errors import NotNow, NotReady
from whois_sync.observe import LooksUp, RegistrarFor, observe_public, observe_registrar
from whois_sync.repair.apply import PENDING, SHOWN_ALREADY, is_like, rows_of
from whois_sync.repair.verifying import open_verification

_log = logging.getLogger("whois_sync")

PROPAGATION = timedelta(hours=24)
"""
How long the public record may go on to show the former value after a change was sent.

Registries have an hour (ICANN's base agreement, specification 10: RDDS update time); registrars that write to
them in batches, copies and caches take up to a day.
"""

_PROVABLE = frozenset({PlanState.SENT, PlanState.UNKNOWN, PlanState.NOT_PROVED})
_SHOWN = (Verdict.SAME, Verdict.SAME_NORMALIZED)
_AT_REGISTRAR = "the registrar shows "
_NO_CONTACTS = f"{_AT_REGISTRAR}no contacts"
_NOT_THIS = f"{_AT_REGISTRAR}nothing of it"


class Looked(NamedTuple):
    """What was seen of a plan that was sent. `is_fresh`: the public record has not had its time yet."""

    plan: Plan
    rows: Mapping[str, FieldVerdict]
    contacts: Mapping[ContactRole, Contact]
    registrar: Observation
    public: Observation
    is_fresh: bool


def prove(
    records: Records,
    registrar_for: RegistrarFor,
    public: LooksUp,
    clock: Clock,
    plan_id: int,
    *,
    by: Actor,
    by_hand: bool = False,
) -> Plan:
    """
    Look again and settle a plan that was sent, or whose sending ended unclear: proved or not proved.

    Proved: every change is shown as wanted by the registrar, or by the public record where the registrar
    shows no contacts, and neither shows anything else. What the public record hides or has no room for proves
    nothing and spoils nothing; the detail says so. While it shows the former value within `PROPAGATION` the
    plan stays sent. Not proved can be looked at again, or withdrawn. With `by_hand` an approved plan is
    looked at too, which a person carries out: it stays approved until it is shown. A name's own field stays
    sent within `PROPAGATION` while the public record cannot be asked.

    Raises `NotReady` for a plan that was not sent, `NotNow` when a source that is needed could not be read.
    """
    with records.reading() as unit:
        plan = unit.plans.get(plan_id)
        account = unit.accounts.get(plan.account)
        contacts = {r: unit.contacts.get(slug, number).contact for r, (slug, number) in plan.wanted.items()}
        left = unit.plans.left_at(plan_id)
    if plan.state not in _PROVABLE and not (by_hand and plan.state is PlanState.APPROVED):
        raise NotReady(f"plan {plan_id} is {plan.state}: there is nothing to prove")
    is_fresh = left is not None and clock.now() - left < PROPAGATION
    at_registrar = observe_registrar(registrar_for(account), plan.name, clock)
    in_public = observe_public(public, plan.name)
    with records.changing(by) as unit:
        unit.observations.keep(at_registrar)
        unit.observations.keep(in_public)
        unit.commit()
    rows = rows_of(plan, contacts, at_registrar, in_public)
    return _settled(records, Looked(plan, rows, contacts, at_registrar, in_public, is_fresh), by)


def _settled(records: Records, looked: Looked, by: Actor) -> Plan:
    plan = looked.plan
    state, detail = judge(looked)
    if (state, detail) == (plan.state, plan.detail):
        return plan
    if plan.state is PlanState.APPROVED and state not in (PlanState.PROVED, PlanState.SENT):
        return plan
    was_unclear = plan.state is not PlanState.SENT
    with records.changing(by) as unit:
        plan = unit.plans.advance(plan.number, from_=plan.state, to=state, detail=detail)
        if was_unclear:
            open_verification(unit, plan, now=looked.registrar.provenance.observed_at)
        unit.commit()
    _log.info("name=%s plan=%s prove=%s", plan.name, plan.id, state)
    return plan


def judge(looked: Looked) -> tuple[PlanState, str]:
    """
    Return what the plan has come to, and what was seen, as paths without values.

    PROVED, NOT_PROVED, or SENT (an unclear one UNKNOWN) while it is on its way. Raises `NotNow`.
    """
    return _at_registrar(looked) or _in_public(looked) or _shown_by_either(looked)


def step_of(plan: Plan) -> Step:
    """Return how far a plan of a contact change has come, by its state and what was seen last."""
    if plan.state is PlanState.SENT:
        is_shown = plan.detail.startswith((_AT_REGISTRAR, SHOWN_ALREADY))
        return Step.AT_REGISTRAR if is_shown and not plan.detail.startswith(_NO_CONTACTS) else Step.SENT
    if plan.state is PlanState.PROVED:
        if any(_IN_PUBLIC[verdict] in plan.detail for verdict in _SHOWN):
            return Step.SHOWN
        return Step.HIDDEN if _IN_PUBLIC[Verdict.HIDDEN] in plan.detail else Step.NOT_PUBLISHED
    return _STEPS[plan.state]


def _at_registrar(looked: Looked) -> tuple[PlanState, str] | None:
    """What the registrar's own record settles alone."""
    plan, registrar = looked.plan, looked.registrar
    if isinstance(registrar, Unreadable):
        raise NotNow(f"{plan.name} could not be read at {registrar.provenance.server}: {registrar.why}")
    if isinstance(registrar, Absent):
        return PlanState.NOT_PROVED, "the name is not in the account"
    wrong = _paths(looked, lambda row: row.registrar_verdict is Verdict.DRIFT)
    if not wrong:
        return None
    if looked.is_fresh and plan.state is PlanState.SENT and plan.detail.startswith(PENDING):
        return PlanState.SENT, plan.detail
    return PlanState.NOT_PROVED, f"the registrar shows something else in {wrong}"


def _in_public(looked: Looked) -> tuple[PlanState, str] | None:
    """What the public record says against it, or does not say yet."""
    plan, public = looked.plan, looked.public
    if isinstance(public, Unreadable):
        if plan.change is not None or (plan.of_name is not None and looked.is_fresh):
            return _on_its_way(looked, f"the public record could not be asked: {public.why}")
        if any("public" in change.seen_at for change in plan.changes):
            raise NotNow(
                f"the public record of {plan.name}, where it drifted, could not be read: {public.why}"
            )
    if isinstance(public, Absent):
        return PlanState.NOT_PROVED, "the registrar shows it; the public record says the name is absent"
    wrong = _paths(looked, lambda row: row.public_verdict is Verdict.DRIFT)
    if not wrong:
        return None
    if looked.is_fresh and _shows_former(looked):
        return _on_its_way(looked, f"on its way to the public record: {wrong}")
    return PlanState.NOT_PROVED, f"the public record shows something else in {wrong}"


def _shown_by_either(looked: Looked) -> tuple[PlanState, str]:
    """Proved where a source shows it; what was accepted and nobody shows is over for a contact change."""
    plan = looked.plan
    unseen = _paths(looked, lambda row: row.ours is not None and not _is_shown(row))
    if not unseen or (plan.change is not None and plan.state is PlanState.SENT):
        return PlanState.PROVED, _proof(looked)
    return PlanState.NOT_PROVED, f"no source shows {unseen}"


def _on_its_way(looked: Looked, why: str) -> tuple[PlanState, str]:
    """The plan as sent, with what is missing; without the registrar's word an unclear one stays unclear."""
    shown = _told_by_registrar(looked)
    sent = PlanState.SENT if shown not in (_NO_CONTACTS, _NOT_THIS) else looked.plan.state
    return sent, f"{shown}; {why}"


def _shows_former(looked: Looked) -> bool:
    """Whether all that the public record shows against it is what was there before."""
    former = {change.path: change for change in looked.plan.changes}
    wrong = (row for row in looked.rows.values() if row.public_verdict is Verdict.DRIFT)
    return all(_is_former(former[row.path], row, looked.contacts) for row in wrong if row.path in former)


def _is_former(change: PlannedChange, row: FieldVerdict, contacts: Mapping[ContactRole, Contact]) -> bool:
    return is_like(change.from_, change.model_copy(update={"from_": row.public}), contacts)


def _paths(looked: Looked, wanted: Callable[[FieldVerdict], bool]) -> str:
    """The paths of the plan's changes whose rows are `wanted`; a field with nothing to show has no row."""
    changed = (change.path for change in looked.plan.changes)
    return ", ".join(path for path in changed if path in looked.rows and wanted(looked.rows[path]))


def _is_shown(row: FieldVerdict) -> bool:
    return row.registrar_verdict in _SHOWN or row.public_verdict in _SHOWN


def _told_by_registrar(looked: Looked) -> str:
    paths = _paths(looked, lambda row: row.registrar_verdict in _SHOWN)
    if paths:
        return f"{_AT_REGISTRAR}{paths}"
    return _NO_CONTACTS if looked.plan.of_name is None else _NOT_THIS


def _proof(looked: Looked) -> str:
    parts = [_told_by_registrar(looked)]
    if isinstance(looked.public, Unreadable):
        return f"{parts[0]}; the public record could not be asked: {looked.public.why}"
    for verdict in (*_SHOWN, Verdict.HIDDEN, Verdict.NOT_PUBLISHED):
        paths = _paths(looked, lambda row, v=verdict: row.public_verdict is v)
        parts += [f"in public {paths} {_IN_PUBLIC[verdict]}"] if paths else []
    return "; ".join(parts)


_IN_PUBLIC = {
    Verdict.SAME: "is the same",
    Verdict.SAME_NORMALIZED: "is the same in another spelling",
    Verdict.HIDDEN: "is hidden, which proves nothing",
    Verdict.NOT_PUBLISHED: "is not published",
}
_STEPS = {
    PlanState.PROPOSED: Step.PROPOSED,
    PlanState.APPROVED: Step.APPROVED,
    PlanState.SENDING: Step.SENDING,
    PlanState.NOT_PROVED: Step.NOT_PROVED,
    PlanState.REFUSED: Step.REFUSED,
    PlanState.UNKNOWN: Step.UNCLEAR,
    PlanState.WITHDRAWN: Step.WITHDRAWN,
}

"""A repair is done when a later read shows it: at the registrar first, then in public."""

import logging
from collections.abc import Callable, Mapping

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.drift import FieldVerdict, Plan, PlanState, Verdict
from portfolio.observation import Absent, Observation, Unreadable
from portfolio.tld import rules_for
from records import Records
from whois_sync.errors import NotNow, NotReady
from whois_sync.observe import LooksUp, RegistrarFor, observe_public, observe_registrar
from whois_sync.plan import contact_table

_log = logging.getLogger("whois_sync")

_PROVABLE = frozenset({PlanState.SENT, PlanState.UNKNOWN, PlanState.NOT_PROVED})
_SHOWN = (Verdict.SAME, Verdict.SAME_NORMALIZED)


def prove(
    records: Records, registrar_for: RegistrarFor, public: LooksUp, clock: Clock, plan_id: int, *, by: Actor
) -> Plan:
    """
    Look again and settle a plan that was sent, or whose sending ended unclear: proved or not proved.

    Proved: every change is shown as wanted by the registrar, or by the public record where the registrar
    shows no contacts, and neither shows anything else. What the public record hides or has no room for proves
    nothing and spoils nothing; the detail says so. Not proved can be looked at again, or withdrawn.

    Raises `NotReady` for a plan that was not sent, `NotNow` when a source that is needed could not be read.
    """
    with records.reading() as unit:
        plan = unit.plans.get(plan_id)
        account = unit.accounts.get(plan.account)
        contacts = {r: unit.contacts.get(slug, number).contact for r, (slug, number) in plan.wanted.items()}
    if plan.state not in _PROVABLE:
        raise NotReady(f"plan {plan_id} is {plan.state}: there is nothing to prove")
    at_registrar = observe_registrar(registrar_for(account), plan.name, clock)
    in_public = observe_public(public, plan.name)
    with records.changing(by) as unit:
        unit.observations.keep(at_registrar)
        unit.observations.keep(in_public)
        unit.commit()
    rows = {
        row.path: row for _, row in contact_table(contacts, at_registrar, in_public, rules_for(plan.name))
    }
    state, detail = judge(plan, rows, at_registrar, in_public)
    with records.changing(by) as unit:
        plan = unit.plans.advance(plan_id, from_=plan.state, to=state, detail=detail)
        unit.commit()
    _log.info("name=%s plan=%s prove=%s", plan.name, plan.id, state)
    return plan


def judge(
    plan: Plan, rows: Mapping[str, FieldVerdict], registrar: Observation, public: Observation
) -> tuple[PlanState, str]:
    """Return PROVED or NOT_PROVED and what was seen, as paths without values. Raises `NotNow`."""
    if isinstance(registrar, Unreadable):
        raise NotNow(f"{plan.name} could not be read at {registrar.provenance.server}: {registrar.why}")
    if isinstance(registrar, Absent):
        return PlanState.NOT_PROVED, "the name is not in the account"
    wrong = _paths(plan, rows, lambda row: row.registrar_verdict is Verdict.DRIFT)
    if wrong:
        return PlanState.NOT_PROVED, f"the registrar shows something else in {wrong}"
    if isinstance(public, Unreadable) and any("public" in change.seen_at for change in plan.changes):
        raise NotNow(f"the public record of {plan.name}, where it drifted, could not be read: {public.why}")
    if isinstance(public, Absent):
        return PlanState.NOT_PROVED, "the registrar shows it; the public record says the name is absent"
    wrong = _paths(plan, rows, lambda row: row.public_verdict is Verdict.DRIFT)
    if wrong:
        return PlanState.NOT_PROVED, f"the public record shows something else in {wrong}"
    unseen = _paths(plan, rows, lambda row: row.ours is not None and not _is_shown(row))
    if unseen:
        return PlanState.NOT_PROVED, f"no source shows {unseen}"
    return PlanState.PROVED, _proof(plan, rows, public)


def _paths(plan: Plan, rows: Mapping[str, FieldVerdict], wanted: Callable[[FieldVerdict], bool]) -> str:
    """The paths of the plan's changes whose rows are `wanted`; a field with nothing to show has no row."""
    changed = (f"{change.role}.{change.field}" for change in plan.changes)
    return ", ".join(path for path in changed if path in rows and wanted(rows[path]))


def _is_shown(row: FieldVerdict) -> bool:
    return row.registrar_verdict in _SHOWN or row.public_verdict in _SHOWN


def _proof(plan: Plan, rows: Mapping[str, FieldVerdict], public: Observation) -> str:
    registrar = _paths(plan, rows, lambda row: row.registrar_verdict in _SHOWN)
    parts = [f"the registrar shows {registrar or 'no contacts'}"]
    if isinstance(public, Unreadable):
        return f"{parts[0]}; the public record could not be asked: {public.why}"
    for verdict in (*_SHOWN, Verdict.HIDDEN, Verdict.NOT_PUBLISHED):
        paths = _paths(plan, rows, lambda row, v=verdict: row.public_verdict is v)
        parts += [f"in public {paths} {_IN_PUBLIC[verdict]}"] if paths else []
    return "; ".join(parts)


_IN_PUBLIC = {
    Verdict.SAME: "is the same",
    Verdict.SAME_NORMALIZED: "is the same in another spelling",
    Verdict.HIDDEN: "is hidden, which proves nothing",
    Verdict.NOT_PUBLISHED: "is not published",
}

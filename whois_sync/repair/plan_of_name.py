"""From a person's wish to a plan for the name's own delegation or lock. No machine ever comes here."""

import logging
from collections.abc import Sequence

from portfolio.audit import Actor, is_person
from portfolio.clock import Clock
from portfolio.drift import FieldVerdict, NameField, Plan, PlannedChange, Verdict
from portfolio.finding import Finding
from portfolio.held import HeldDomain
from portfolio.observation import Seen
from portfolio.policy.repair import WriteFacts, consequences_for_name, may_write
from records import Records, Unit
from whois_sync.check.report import NameReport
from whois_sync.errors import NotNow, NotReady
from whois_sync.repair.name_field import LOCKED, row_of, wanted_of
from whois_sync.repair.plan import columns_of, statuses_in

_log = logging.getLogger("whois_sync")


def propose_of_name(
    records: Records, clock: Clock, report: NameReport, field: NameField, *, by: Actor
) -> Plan:
    """
    Keep a plan that puts the name servers, or the transfer lock, back to our record at the registrar.

    Only a person asks for one. The registrar's own record must differ: what only the public record shows
    otherwise is not put right by writing the same again. A lock is set, never lifted. A plan of the same
    field that is open is returned as it is.

    Raises `NotReady`, with the reason, where nothing may be written, and when another plan is open for the
    name; `NotNow` when the registrar could not be read or the name's state forbids it; `records.NotHeld`.
    """
    if not is_person(by):
        raise NotReady(f"only a person asks for a repair of {field}")
    with records.changing(by) as unit:
        standing = _standing(unit, report, field)
        if standing is not None:
            return standing
        held = unit.domains.get(report.name)
        change = _change(field, _drifting(report, held, field))
        accepted = _accepted(unit.findings.open_of(report.name), field)
        plan = unit.plans.propose(
            Plan(
                name=held.name,
                account=held.account,
                changes=(change,),
                wanted={},
                consequences=(*consequences_for_name(change, signed=_signed(held, report)), *accepted),
                proposed_by=by,
                proposed_at=clock.now(),
            )
        )
        unit.commit()
    _log.info("name=%s plan=%s field=%s", plan.name, plan.id, field)
    return plan


def _change(field: NameField, row: FieldVerdict) -> PlannedChange:
    return PlannedChange(
        role=None, field=field, from_=row.registrar, to=row.ours, seen_at=columns_of(row), why=row.why
    )


def _standing(unit: Unit, report: NameReport, field: NameField) -> Plan | None:
    standing = unit.plans.open_for(report.name)
    if standing is None or (standing.of_name is not None and standing.of_name.field == field):
        return standing
    paths = ", ".join(change.path for change in standing.changes)
    raise NotReady(f"plan {standing.id} ({paths}) is open for {report.name}: one plan at a time")


def _drifting(report: NameReport, held: HeldDomain, field: NameField) -> FieldVerdict:
    """The row of a field that the registrar shows otherwise, where it may be written to."""
    if not isinstance(report.registrar, Seen):
        raise NotNow(f"{report.name} could not be read at the registrar: nobody knows what it shows")
    wanted = wanted_of(held, field)
    if wanted is None:
        raise NotReady(
            f"our record says nothing of the {field} of {report.name}: there is nothing to repair to"
        )
    row = row_of(field, wanted, report.registrar, report.public)
    if row.registrar_verdict is not Verdict.DRIFT:
        raise NotReady(_NOTHING_TO_WRITE[row.registrar_verdict].format(what=_WHAT[field], name=report.name))
    if field is NameField.STATUSES and wanted != LOCKED:
        raise NotReady(f"{report.name} is locked at the registrar; a repair sets a lock, and never lifts one")
    statuses = statuses_in(report.registrar, report.public)
    decision = may_write(WriteFacts(registrar_drifts=True, statuses=statuses))
    if not decision.allowed:
        raise NotNow(f"{report.name} is not written to: {decision.why}")
    return row


def _signed(held: HeldDomain, report: NameReport) -> bool | None:
    """Whether the parent has a DS record: yes if anybody says so, no only if a source does."""
    seen = (report.public, report.registrar)
    told = [one.delegation_signed for one in seen if isinstance(one, Seen)]
    if held.delegation_signed or True in told:
        return True
    return False if False in told else None


def _accepted(open_now: Sequence[Finding], field: NameField) -> tuple[str, ...]:
    """Who has taken the difference as it is, so that the approver knows."""
    who = sorted({one.accepted_by for one in open_now if one.path == field and one.accepted_by})
    return (f"the difference was accepted as it is by {', '.join(who)}",) if who else ()


_WHAT = {NameField.NAMESERVERS: "name servers", NameField.STATUSES: "transfer lock"}
_SHOWN = (
    "the registrar shows our {what} of {name} already: where the public record shows something else, no "
    "write of ours puts that right"
)
_SILENT = "the registrar does not show the {what} of {name}: nobody knows what would be overwritten"
_NOTHING_TO_WRITE = {
    Verdict.SAME: _SHOWN,
    Verdict.SAME_NORMALIZED: _SHOWN,
    Verdict.HIDDEN: _SILENT,
    Verdict.NOT_PUBLISHED: _SILENT,
    Verdict.COULD_NOT_ASK: _SILENT,
}

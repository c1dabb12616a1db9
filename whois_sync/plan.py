"""From a report to a plan: which contacts would be written, why they may be, and what that sets off."""

import logging
from collections.abc import Mapping, Sequence

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.drift import FieldVerdict, Plan, PlannedChange, Remedy, Verdict
from portfolio.held import ContactVersion, HeldDomain
from portfolio.observation import Absent, Observation, Seen, Source
from portfolio.policy.drift import remedy_for
from portfolio.policy.repair import Decision, WriteFacts, consequences_of, may_write
from portfolio.registration import Status, status_of
from portfolio.tld import TldRules, rules_for
from portfolio.values import Instant
from records import Records, Unit
from whois_sync.compare.alike import likeness
from whois_sync.compare.contact_rows import contact_rows, forms_of
from whois_sync.report import NameReport

_log = logging.getLogger("whois_sync")

Versions = Mapping[ContactRole, ContactVersion]


def propose(records: Records, clock: Clock, report: NameReport, *, by: Actor) -> Plan | None:
    """
    Keep a plan for what the report shows, and return it; None when nothing may be written.

    The answers of the report are compared anew with our contacts as they are now. A plan that is open for
    the name is returned as it is. Nothing is planned unless the registrar itself answered for the name:
    without its word nobody knows whether the name is ours to write to.
    """
    with records.changing(by) as unit:
        standing = unit.plans.open_for(report.name)
        if standing is not None:
            return standing
        held = unit.domains.get(report.name)
        versions = current_versions(unit, held)
        changes = _changes(report, held, versions, unit.observations.history(report.name))
        if not changes:
            return None
        roles = {change.role for change in changes}
        plan = unit.plans.propose(
            Plan(
                name=held.name,
                account=held.account,
                changes=changes,
                wanted={r: (v.slug, v.version) for r, v in versions.items() if r in roles},
                consequences=consequences_of(changes, rules_for(held.name)),
                proposed_by=by,
                proposed_at=clock.now(),
            )
        )
        unit.commit()
    _log.info("name=%s plan=%s changes=%d", plan.name, plan.id, len(plan.changes))
    return plan


def current_versions(unit: Unit, held: HeldDomain) -> dict[ContactRole, ContactVersion]:
    """Return the newest version of the contact on each role of the name."""
    return {role: unit.contacts.get(slug) for role, slug in held.roles.items()}


def contact_table(
    contacts: Mapping[ContactRole, Contact], registrar: Observation, public: Observation, rules: TldRules
) -> list[tuple[ContactRole, FieldVerdict]]:
    """Return the rows of the given contacts, each with its role."""
    return [
        (role, row)
        for role, contact in contacts.items()
        for row in contact_rows(role, contact, registrar, public, rules)
    ]


def changes_of(rows: Sequence[tuple[ContactRole, FieldVerdict]]) -> tuple[PlannedChange, ...]:
    """Return what writing these contacts would change: every drifting row, the wanted value being ours."""
    return tuple(
        PlannedChange(
            role=role,
            field=row.path.partition(".")[2],
            from_=row.registrar if row.registrar_verdict is Verdict.DRIFT else row.public,
            to=row.ours,
            seen_at=_columns(row),
        )
        for role, row in rows
        if row.drifts
    )


def statuses_in(*observations: Observation) -> frozenset[Status]:
    """Return the statuses that the answers tell, together."""
    words = [w for seen in observations if isinstance(seen, Seen) for w in seen.statuses or ()]
    return frozenset(status for word in words if (status := status_of(word)) is not None)


def _changes(
    report: NameReport, held: HeldDomain, versions: Versions, history: Sequence[Observation]
) -> tuple[PlannedChange, ...]:
    """
    Every drifting field of each role that may be written, since a contact is written as a whole.

    A role may be written when one of its fields is to be repaired and `may_write` agrees.
    """
    if not isinstance(report.registrar, Seen):
        return ()
    rules = rules_for(report.name)
    contacts = {role: version.contact for role, version in versions.items()}
    rows = contact_table(contacts, report.registrar, report.public, rules)
    readings = [one for one in history if one.provenance.source is not Source.REGISTRAR]
    writable: set[ContactRole] = set()
    for role, row in rows:
        if remedy_for(row, held, report.registrar) is not Remedy.REPAIR:
            continue
        decision = _decide(report, role, row, contacts[role], readings)
        if decision.allowed:
            writable.add(role)
        else:
            _log.info("name=%s field=%s plan=none why=%s", report.name, row.path, decision.why)
    return changes_of([(role, row) for role, row in rows if role in writable])


def _decide(
    report: NameReport,
    role: ContactRole,
    row: FieldVerdict,
    contact: Contact,
    readings: Sequence[Observation],
) -> Decision:
    return may_write(
        WriteFacts(
            registrar_drifts=row.registrar_verdict is Verdict.DRIFT,
            public_drifts_at=_agreeing(row, role, contact, readings),
            statuses=statuses_in(report.registrar, report.public),
        )
    )


def _agreeing(
    row: FieldVerdict, role: ContactRole, contact: Contact, readings: Sequence[Observation]
) -> tuple[Instant, ...]:
    """
    The instants of the newest public readings that show the same difference as `row`, unbroken.

    Unreadable answers say nothing and are passed over; an absent name, or another or no difference, ends it.
    """
    if row.public_verdict is not Verdict.DRIFT:
        return ()
    instants: list[Instant] = []
    for reading in reversed(readings):
        if isinstance(reading, Absent):
            break
        if not isinstance(reading, Seen):
            continue
        shown = contact_rows(role, contact, reading, reading, rules_for(reading.name))
        then = next((one for one in shown if one.path == row.path), None)
        if then is None or then.public_verdict is not Verdict.DRIFT or not _same_text(row, then, contact):
            break
        instants.append(reading.provenance.observed_at)
    return tuple(instants)


def _same_text(now: FieldVerdict, then: FieldVerdict, contact: Contact) -> bool:
    forms = forms_of(now.path.partition(".")[2], contact.address.country)
    return likeness(now.public or "", then.public or "", forms) is not None


def _columns(row: FieldVerdict) -> tuple[str, ...]:
    verdicts = {"registrar": row.registrar_verdict, "public": row.public_verdict}
    return tuple(column for column, verdict in verdicts.items() if verdict is Verdict.DRIFT)

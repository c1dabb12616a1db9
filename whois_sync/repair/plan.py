"""From a report to a plan: which contacts would be written, why they may be, and what that sets off."""

import logging
from collections.abc import Callable, Mapping, Sequence

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.drift import FieldVerdict, Plan, PlannedChange, Remedy, Verdict
from portfolio.finding import Finding
from portfolio.held import ContactVersion, HeldDomain
from portfolio.observation import Observation, Seen, Source
from portfolio.policy.drift import remedy_for
from portfolio.policy.repair import Decision, WriteFacts, consequences_of, may_write
from portfolio.registration import Status, status_of
from portfolio.tld import TldRules, rules_for
from portfolio.values import Instant
from records import Records, Unit
from whois_sync.check.report import NameReport
from whois_sync.compare.contact_rows import contact_rows
from whois_sync.handles import Wanted

_log = logging.getLogger("whois_sync")

Versions = Mapping[ContactRole, ContactVersion]


AlsoFollows = Callable[[HeldDomain, Wanted], tuple[str, ...]]
"""What else follows from setting these contact versions on a name: other names that share a handle."""


def nothing_else(_held: HeldDomain, _wanted: Wanted) -> tuple[str, ...]:
    """Say that nothing else follows: for registrars that keep no handles."""
    return ()


def propose(
    records: Records,
    clock: Clock,
    report: NameReport,
    *,
    by: Actor,
    also_follows: AlsoFollows = nothing_else,
    dry_run: bool = False,
) -> Plan | None:
    """
    Keep a plan for what the report shows, and return it; None when nothing may be written.

    The answers of the report are compared anew with our contacts as they are now. A plan that is open for
    the name is returned as it is. Nothing is planned unless the registrar itself answered for the name:
    without its word nobody knows whether the name is ours to write to. With `dry_run` nothing is kept. Raises
    as `also_follows`, which may ask the registrar.
    """
    with records.reading() as unit:
        standing = unit.plans.open_for(report.name)
        held = unit.domains.get(report.name)
        versions = current_versions(unit, held)
        changes = _changes(report, held, versions, unit.findings.open_of(report.name))
    if standing is not None or not changes:
        return standing
    wish = _wish(held, changes, versions, also_follows, clock, by)
    with records.changing(by) as unit:
        plan = unit.plans.propose(wish)
        if not dry_run:
            unit.commit()
    _log.info("name=%s plan=%s changes=%d", plan.name, plan.id, len(plan.changes))
    return plan


def _wish(
    held: HeldDomain,
    changes: tuple[PlannedChange, ...],
    versions: Versions,
    also_follows: AlsoFollows,
    clock: Clock,
    by: Actor,
) -> Plan:
    roles = {change.role for change in changes}
    wanted = {role: (one.slug, one.version) for role, one in versions.items() if role in roles}
    return Plan(
        name=held.name,
        account=held.account,
        changes=changes,
        wanted=wanted,
        consequences=consequences_of(changes, rules_for(held.name)) + also_follows(held, wanted),
        proposed_by=by,
        proposed_at=clock.now(),
    )


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
            seen_at=columns_of(row),
            why=row.why,
        )
        for role, row in rows
        if row.drifts
    )


def columns_of(row: FieldVerdict) -> tuple[str, ...]:
    """Return the columns in which the row drifts."""
    verdicts = {"registrar": row.registrar_verdict, "public": row.public_verdict}
    return tuple(column for column, verdict in verdicts.items() if verdict is Verdict.DRIFT)


def statuses_in(*observations: Observation) -> frozenset[Status]:
    """Return the statuses that the answers tell, together."""
    words = [w for seen in observations if isinstance(seen, Seen) for w in seen.statuses or ()]
    return frozenset(status for word in words if (status := status_of(word)) is not None)


def _changes(
    report: NameReport, held: HeldDomain, versions: Versions, open_now: Sequence[Finding]
) -> tuple[PlannedChange, ...]:
    """
    Every drifting field of each role that may be written, since a contact is written as a whole.

    A role may be written when one of its fields is to be repaired, nobody has accepted it as it is, and
    `may_write` agrees.
    """
    if not isinstance(report.registrar, Seen):
        return ()
    rules = rules_for(report.name)
    contacts = {role: version.contact for role, version in versions.items()}
    rows = contact_table(contacts, report.registrar, report.public, rules)
    findings = {path: [one for one in open_now if one.path == path] for path in {f.path for f in open_now}}
    writable: set[ContactRole] = set()
    for role, row in rows:
        if remedy_for(row, held, report.registrar) is not Remedy.REPAIR:
            continue
        decision = _decide(report, row, findings.get(row.path, []))
        if decision.allowed:
            writable.add(role)
        else:
            _log.info("name=%s field=%s plan=none why=%s", report.name, row.path, decision.why)
    return changes_of([(role, row) for role, row in rows if role in writable])


def _decide(report: NameReport, row: FieldVerdict, findings: Sequence[Finding]) -> Decision:
    if findings and not any(finding.waits for finding in findings):
        return Decision(allowed=False, why="somebody has accepted the difference")
    return may_write(
        WriteFacts(
            registrar_drifts=row.registrar_verdict is Verdict.DRIFT,
            public_drifts_at=_readings(row, findings),
            statuses=statuses_in(report.registrar, report.public),
        )
    )


def _readings(row: FieldVerdict, findings: Sequence[Finding]) -> tuple[Instant, ...]:
    """The first and the last reading of the public record that showed this difference, unbroken."""
    if row.public_verdict is not Verdict.DRIFT:
        return ()
    public = (finding for finding in findings if finding.source is not Source.REGISTRAR)
    return next(((finding.value_since, finding.last_seen_at) for finding in public), ())

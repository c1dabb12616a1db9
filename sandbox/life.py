"""What time alone makes of a name: its phase, statuses and expiry are projected from the stored facts."""

from datetime import datetime, timedelta

from portfolio.lifecycle import Phase, phase_at
from portfolio.registration import Registration, Status
from portfolio.tld import TldRules
from sandbox.objects import DomainObject

# RFC 3915 section 3.1 names the periods; ICANN's gTLD contracts make each of them five days.
RENEW_GRACE = timedelta(days=5)
TRANSFER_GRACE = timedelta(days=5)
# RFC 3915 section 3.2: without a report in time, a restored name falls back into redemption.
RESTORE_REPORT_WITHIN = timedelta(days=7)
# ICANN Transfer Policy: a transfer that the losing registrar does not answer is approved after five days.
TRANSFER_ANSWER_WITHIN = timedelta(days=5)

_AFTER_EXPIRY = (Phase.AUTO_RENEW_GRACE, Phase.REDEMPTION, Phase.PENDING_DELETE, Phase.RELEASED)
_GONE_FROM_THE_ZONE = (Phase.REDEMPTION, Phase.PENDING_DELETE)


def years_on(moment: datetime, years: int) -> datetime:
    """Return the same day and hour `years` later; 29 February becomes the 28th where there is none."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def turning_points(stored: DomainObject, rules: TldRules) -> list[tuple[datetime, Phase]]:
    """
    Return when the name, left alone from now on, enters each phase after expiry or after its deletion.

    Empty from the first period on that the TLD's rules do not know.
    """
    grace = rules.grace
    if stored.deleted_at is None:
        phases, at = _AFTER_EXPIRY, stored.paid_until
        lengths = [grace.auto_renew_days, grace.redemption_days, grace.pending_delete_days]
    else:
        phases, at = _AFTER_EXPIRY[1:], stored.deleted_at
        lengths = [grace.redemption_days, grace.pending_delete_days]
    points: list[tuple[datetime, Phase]] = []
    for phase, days in zip(phases, [*lengths, 0], strict=True):
        if days is None:
            break
        points.append((at, phase))
        at += timedelta(days=days)
    return points


def phase_of(stored: DomainObject, rules: TldRules, now: datetime) -> Phase:
    """Return the phase at `now`: `portfolio.lifecycle.phase_at`, or counted from the deletion."""
    if stored.deleted_at is None:
        believed = Registration(
            name=stored.name, registered_at=stored.registered_at, registrar_expires_at=stored.paid_until
        )
        return phase_at(believed, rules, now)
    passed = [phase for at, phase in turning_points(stored, rules) if at <= now]
    return passed[-1] if passed else Phase.RELEASED


def deleted_at(stored: DomainObject, rules: TldRules, now: datetime) -> datetime | None:
    """Return since when the name is in redemption or beyond, by command or by time; None before that."""
    since = [at for at, phase in turning_points(stored, rules) if phase is Phase.REDEMPTION]
    return since[0] if since and since[0] <= now else None


def expiry_of(stored: DomainObject, phase: Phase) -> datetime:
    """
    Return the registry's expiry in `phase`.

    The registry adds a year by itself at expiry, paid or not, and takes it back when the name is deleted.
    """
    return years_on(stored.paid_until, 1) if phase is Phase.AUTO_RENEW_GRACE else stored.paid_until


def statuses_of(stored: DomainObject, phase: Phase, now: datetime) -> tuple[Status, ...]:
    """Return the statuses in `phase`, set by hand and set by time; `ok` only alone (RFC 5731)."""
    found = set(stored.statuses)
    match phase:
        case Phase.ADD_GRACE:
            found.add(Status.ADD_PERIOD)
        case Phase.AUTO_RENEW_GRACE:
            found.add(Status.AUTO_RENEW_PERIOD)
        case Phase.REDEMPTION:
            asked = is_restore_pending(stored, now)
            found |= {Status.PENDING_DELETE, Status.PENDING_RESTORE if asked else Status.REDEMPTION_PERIOD}
        case Phase.PENDING_DELETE:
            found.add(Status.PENDING_DELETE)
        case _:
            pass
    if phase not in _GONE_FROM_THE_ZONE:
        found |= _grace_after_commands(stored, now)
    if stored.transfer is not None:
        found.add(Status.PENDING_TRANSFER)
    if not stored.nameservers:
        found.add(Status.INACTIVE)
    return tuple(sorted(found or {Status.OK}))


def is_restore_pending(stored: DomainObject, now: datetime) -> bool:
    """Whether a restore was asked for whose report is still awaited."""
    asked_at = stored.restore_asked_at
    return asked_at is not None and now < asked_at + RESTORE_REPORT_WITHIN


def _grace_after_commands(stored: DomainObject, now: datetime) -> set[Status]:
    periods = (
        (stored.renewed_at, RENEW_GRACE, Status.RENEW_PERIOD),
        (stored.transferred_at, TRANSFER_GRACE, Status.TRANSFER_PERIOD),
    )
    return {status for at, length, status in periods if at is not None and at <= now < at + length}

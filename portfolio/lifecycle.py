"""The phase of a name at an instant is computed, never stored: no missed job makes it wrong."""

from datetime import datetime, timedelta
from enum import StrEnum

from portfolio.registration import Registration
from portfolio.tld import TldRules
from portfolio.values import earliest


class Phase(StrEnum):
    """The life of a name (RFC 3915, ICANN's gTLD life cycle)."""

    ADD_GRACE = "add grace"
    REGISTERED = "registered"
    AUTO_RENEW_GRACE = "auto-renew grace"
    REDEMPTION = "redemption"
    PENDING_DELETE = "pending delete"
    RELEASED = "released"
    UNKNOWN = "unknown"


def phase_at(registration: Registration, rules: TldRules, now: datetime) -> Phase:
    """
    Return the phase of a name that nobody renews, at the instant `now`.

    Counted from the registrar's own expiry where it is known, else from the registry's: a registry moves its
    date a year on by itself at expiry, so only the registrar's says until when the name is paid. A registrar
    is taken to delete on the last day of the auto-renew grace period. `UNKNOWN` without any expiry, and after
    expiry where the TLD's periods are not known.
    """
    paid_until = registration.registrar_expires_at or registration.expires_at
    if paid_until is None:
        return Phase.UNKNOWN
    expires_at = earliest(paid_until)
    if now < expires_at:
        return Phase.ADD_GRACE if _is_fresh(registration, rules, now) else Phase.REGISTERED
    ends = expires_at
    for phase, days in (
        (Phase.AUTO_RENEW_GRACE, rules.grace.auto_renew_days),
        (Phase.REDEMPTION, rules.grace.redemption_days),
        (Phase.PENDING_DELETE, rules.grace.pending_delete_days),
    ):
        if days is None:
            return Phase.UNKNOWN
        ends += timedelta(days=days)
        if now < ends:
            return phase
    return Phase.RELEASED


def _is_fresh(registration: Registration, rules: TldRules, now: datetime) -> bool:
    if registration.registered_at is None or rules.grace.add_days is None:
        return False
    return now < earliest(registration.registered_at) + timedelta(days=rules.grace.add_days)

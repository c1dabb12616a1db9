"""The phase of a name at an instant is computed, never stored: no missed job makes it wrong."""

from datetime import datetime, timedelta
from enum import StrEnum

from portfolio.held import HeldDomain
from portfolio.policy.renewal import paid_until
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


def phase_at(dates: HeldDomain | Registration, rules: TldRules, now: datetime) -> Phase:
    """
    Return the phase of a name that nobody renews, at the instant `now`.

    Counted from the day until which the name is paid (`portfolio.policy.renewal.paid_until`): a registry
    moves its date a year on by itself at expiry, so its date alone is not that day. A registrar is taken to
    delete on the last day of the auto-renew grace period. `UNKNOWN` without any expiry, and after expiry
    where the TLD's periods are not known.
    """
    paid = paid_until(dates)
    if paid is None:
        return Phase.UNKNOWN
    expires_at = earliest(paid)
    if now < expires_at:
        return Phase.ADD_GRACE if _is_fresh(dates, rules, now) else Phase.REGISTERED
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


def _is_fresh(dates: HeldDomain | Registration, rules: TldRules, now: datetime) -> bool:
    if dates.registered_at is None or rules.grace.add_days is None:
        return False
    return now < earliest(dates.registered_at) + timedelta(days=rules.grace.add_days)

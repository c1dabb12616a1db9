"""
Until when a name is paid, and whether it was renewed.

A gTLD registry moves its date a year on by itself at expiry, paid or not (auto-renew grace, RFC 3915): the
registry's date alone proves nothing from then on. The sponsoring registrar's own date does.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from portfolio.held import HeldDomain
from portfolio.registration import Registration, Status
from portfolio.values import Moment, earliest

TOLERANCE = timedelta(days=1)
"""Two readings of one expiry may differ by this much: sources cut instants to days in different zones."""


class Renewal(StrEnum):
    """What the registrar's record says of a renewal that we do not know of yet. UNCLEAR is not a yes."""

    RENEWED = "renewed"
    NOT_RENEWED = "not renewed"
    UNCLEAR = "unclear"


def paid_until(dates: HeldDomain | Registration) -> Moment | None:
    """
    Return until when the name is paid as far as `dates` can prove it, or None where they give no expiry.

    The registrar's own date where there is one; else the registry's, less the year that the registry added by
    itself while the name is in the auto-renew grace period.
    """
    if dates.registrar_expires_at is not None:
        return dates.registrar_expires_at
    if dates.expires_at is not None and Status.AUTO_RENEW_PERIOD in (dates.statuses or frozenset()):
        return _a_year_before(dates.expires_at)
    return dates.expires_at


def renewal_of(believed: Moment, registration: Registration, *, now: datetime) -> Renewal:
    """
    Return whether `registration`, the sponsoring registrar's at `now`, shows a renewal after `believed`.

    A later registrar's date is a renewal. A later registry's date alone is one only before `believed`: after
    it the registry may have moved the date by itself.
    """
    theirs = paid_until(registration)
    if theirs is None:
        return Renewal.UNCLEAR
    if earliest(theirs) <= earliest(believed) + TOLERANCE:
        return Renewal.NOT_RENEWED
    if registration.registrar_expires_at is None and now >= earliest(believed):
        return Renewal.UNCLEAR
    return Renewal.RENEWED


def _a_year_before(moment: Moment) -> Moment:
    try:
        return moment.replace(year=moment.year - 1)
    except ValueError:  # 29 February: the day before is the earlier, safer reading
        return moment.replace(year=moment.year - 1, day=28)

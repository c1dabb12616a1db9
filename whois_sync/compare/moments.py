"""Dates: registries, registrars and their servers round and shift zones; a day's difference is no news."""

from datetime import date, datetime, timedelta

from portfolio.values import day_of

TOLERANCE = timedelta(days=1)

FIRST_REGISTRATION = date(1985, 3, 15)
"""The day of .com's first name; what expires before it is a machine's zero (1970, 1969-12-31, 0001)."""

LAST_YEAR = 2200
"""Nothing is registered until then (ten years at most, ICANN; a hundred anywhere): 9999 means "never"."""


def moment_likeness(ours: datetime | date, theirs: datetime | date) -> str | None:
    """
    Return why two moments mean the same: "" when equal, a reason within the tolerance of one day, else None.

    A bare date against an instant compares calendar days (UTC): the date names no zone, so it may be a day
    off either way.
    """
    if type(ours) is type(theirs) and ours == theirs:
        return ""
    if isinstance(ours, datetime) and isinstance(theirs, datetime):
        return "less than a day apart" if abs(ours - theirs) <= TOLERANCE else None
    apart = abs(day_of(ours) - day_of(theirs))
    if not apart:
        return "the day only"
    return "less than a day apart" if apart <= TOLERANCE else None


def is_no_expiry(moment: datetime | date, registered: datetime | date | None = None) -> bool:
    """
    Return whether a date cannot be an expiry: a zero, "never", or before the `registered` date beside it.

    Such a date is what a machine printed for none. It says nothing, and is never believed.
    """
    # The year as printed: a zero's neighbourhood cannot be moved to another zone.
    if not FIRST_REGISTRATION.year <= moment.year < LAST_YEAR:
        return True
    return registered is not None and day_of(moment) < day_of(registered) - TOLERANCE


def how_far(ours: datetime | date, theirs: datetime | date) -> str:
    """Return how much later or earlier `theirs` is, in days, as a reason of a drift."""
    days = (day_of(theirs) - day_of(ours)).days
    return f"{abs(days)} days {'later' if days > 0 else 'earlier'} than ours"

"""Dates: registries, registrars and their servers round and shift zones; a day's difference is no news."""

from datetime import date, datetime, timedelta

from portfolio.values import day_of

TOLERANCE = timedelta(days=1)


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

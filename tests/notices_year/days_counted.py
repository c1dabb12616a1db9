"""Days as people count them, worked out here without the house's own rules."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Moment = datetime | date

GENERIC_STEPS = (60, 30, 7, 1, -1, -3)
COUNTRY_STEPS = (60, 30, 7, 1, -3)


def day_in(moment: Moment, zone: str) -> date:
    """Return the day on a calendar in `zone`; a bare day begins at midnight in Greenwich."""
    at = (
        moment
        if isinstance(moment, datetime)
        else datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    )
    return at.astimezone(ZoneInfo(zone)).date()


def greenwich_day(moment: Moment) -> date:
    """Return the UTC day of a moment."""
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


def a_year_on(moment: Moment, years: int = 1) -> Moment:
    """Return the same day in a later year; the 28th for 29 February."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def moved(moment: Moment, days: int) -> Moment:
    """Return a moment so many days later."""
    return moment + timedelta(days=days)

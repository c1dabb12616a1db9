"""When a daily job is due: once a local date, at or after its hour, once for all that was missed. Pure."""

from datetime import date, datetime, time, timedelta, tzinfo

from portfolio.schedule import JobRun

LEASE = timedelta(minutes=10)
"""How long a run may give no sign of life before another process takes it over."""


def hour_on(day: date, at: time, zone: tzinfo) -> datetime:
    """
    Return the instant at which the hour `at` of `day` comes in `zone`.

    An hour that comes twice is the first of them, one that is skipped is counted on from before the skip (RFC
    5545 section 3.3.5). Where that leads out of `day`, the day's beginning takes its place.
    """
    wanted = datetime.combine(day, at, zone)
    return wanted if _lands_on(day, wanted) else datetime.combine(day, time(0), zone)


def due_on(now: datetime, *, at: time, zone: tzinfo, newest: JobRun | None) -> date | None:
    """
    Return the local date whose run is due at `now`, None when none is. `now` is aware.

    Only today's run is ever due: missed days are caught up by it. No run follows one of the same date or of a
    later one, as after a clock was set back. A run that was begun is due again when its claim has ended.
    """
    today = now.astimezone(zone).date()
    if newest is not None and newest.on >= today and not _was_left(newest, today, now):
        return None
    # Compared as instants: two times of one zone would be compared by their wall clocks.
    return today if now.timestamp() >= hour_on(today, at, zone).timestamp() else None


def _lands_on(day: date, wanted: datetime) -> bool:
    zone = wanted.tzinfo
    return datetime.fromtimestamp(wanted.timestamp(), zone).date() == day


def _was_left(newest: JobRun, today: date, now: datetime) -> bool:
    unfinished = newest.on == today and newest.finished_at is None
    return unfinished and (newest.claimed_until is None or newest.claimed_until <= now)

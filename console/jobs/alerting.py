"""Alerts to staff: each occasion at most once a local date, and never in the way of the work."""

import logging
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.refusals import Refusal
from console.wiring import App
from notifications.alerts import AlertOutcome, Occasion, alert_text
from notifications.digest import capacity_of
from portfolio.notice import NoticeState
from portfolio.policy.schedule import LEASE
from records import RecordsError, Unit

log = logging.getLogger("console")

_ACTOR = "job:notices"
_ENDS = {
    Occasion.UNCLEAR: NoticeState.AMBIGUOUS,
    Occasion.DEAD: NoticeState.DEAD,
    Occasion.BOUNCED: NoticeState.BOUNCED,
}
FIRST_LOOKS_BACK = timedelta(days=7)


def alert_of_notices(app: App) -> str:
    """
    Alert staff of what a run of notices leaves for a person; return what became of it, empty for nothing.

    An occasion counts as told before the alert is sent: a service that is away is not tried all day, and the
    digest tells it too. What ends badly later in the day is alerted of on the next.
    """
    try:
        told = _told(app) if len(app.alerts) else None
    except (Refusal, RecordsError) as error:
        log.warning("alerts could not be sent: %s", type(error).__name__)
        return type(error).__name__
    return "" if told is None else str(told)


def alert_of(app: App, occasion: Occasion) -> str:
    """Alert staff of one thing that the caller tells once; return what became of it."""
    try:
        return str(app.alerts.tell(*alert_text({occasion: 1})))
    except Refusal as error:
        log.warning("alerts could not be sent: %s", type(error).__name__)
        return type(error).__name__


def _told(app: App) -> AlertOutcome | None:
    now = app.clock.now()
    today = now.astimezone(ZoneInfo(app.settings.jobs.zone)).date()
    with app.records.changing(_ACTOR) as unit:
        counts = _counts(unit, app, now, today)
        told = {
            occasion: count
            for occasion, count in counts.items()
            if count and unit.runs.claim(_job(occasion), today, lease=LEASE)
        }
        for occasion in told:
            unit.runs.finish(_job(occasion), today)
        names = _names(unit, now, today) if told and app.settings.alerts.names else []
        unit.commit()
    return app.alerts.tell(*alert_text(told, names=names)) if told else None


def _counts(unit: Unit, app: App, now: datetime, today: date) -> dict[Occasion, int]:
    figures = unit.notice_figures
    capacity = capacity_of(unit, app.notice_limits, now=now, today=today)
    counts = {
        occasion: figures.ended(state, since=_since(unit, occasion, now)) for occasion, state in _ENDS.items()
    }
    return counts | {
        Occasion.LATE: capacity.late,
        Occasion.LEFT_OVER: capacity.left_over,
        Occasion.CROWDED: capacity.coming if capacity.is_crowded else 0,
    }


def _since(unit: Unit, occasion: Occasion, now: datetime) -> datetime:
    newest = unit.runs.newest(_job(occasion))
    return now - FIRST_LOOKS_BACK if newest is None else newest.claimed_at


def _names(unit: Unit, now: datetime, today: date) -> list[str]:
    lines = unit.notice_figures.for_a_person(since=now - timedelta(days=1), today=today)
    return list(dict.fromkeys(str(line.name) for line in lines))


def _job(occasion: Occasion) -> str:
    return f"alert-{occasion.name.lower()}"

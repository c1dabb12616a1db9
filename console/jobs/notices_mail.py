"""The daily digest of notices to staff: one mail a local date, after that date's run; names and no people."""

from datetime import date, datetime, timedelta

from console.jobs.daily import NOTICES
from console.jobs.staff_mail import tell_staff
from console.wiring import App
from notifications.digest import digest_of, digest_text
from portfolio.policy.schedule import LEASE
from portfolio.schedule import JobRun
from records import Moved, Unit

NOTICES_MAIL = "notices-mail"
MAILED = "notices-mailed"
"""The dates on which there was a mail, each with the instant until which it tells."""

SIGN_OF_LIFE_AFTER = timedelta(days=7)
_ACTOR = "job:notices"
_ALL_WELL = "Nothing needs anybody. This comes once a week, so that its silence is heard.\n\n"


def digest_due(run: JobRun | None, told: JobRun | None) -> date | None:
    """Return the local date whose notices went and are not told of yet, None when there is none. Pure."""
    if run is None or run.finished_at is None:
        return None
    return run.on if told is None or told.on < run.on else None


def tell_of_notices(app: App, on: date) -> str:
    """
    Mail the digest after the notices of `on`, once: it counts as told before the first byte leaves.

    Nothing is mailed where there is nothing to tell, but for a sign of life a week after the last mail. An
    unclear end is not repeated. Raises `NotYet` while the mail server does not take it, nothing sent.
    """
    now = app.clock.now()
    with app.records.reading() as unit:
        run, before, mailed = (unit.runs.newest(job) for job in (NOTICES, NOTICES_MAIL, MAILED))
        if digest_due(run, before) != on or run is None:
            return "nothing to tell"
        since = None if mailed is None or not mailed.detail else datetime.fromisoformat(mailed.detail)
        told = digest_of(unit, app.notice_limits, since=since, now=now, today=on)
    if told.is_empty and (mailed is None or on - mailed.on < SIGN_OF_LIFE_AFTER):
        _claim(app, on, told_until=now if mailed is None else None)  # the first quiet day begins the week
        return "nothing to tell"
    text = digest_text(told, now=now) + f"\nthis run: {run.detail}\n"
    needs = told.needs_somebody
    return tell_staff(
        app,
        key=f"notices-{on}",
        subject=f"Notices of {on}: {needs} to look at" if needs else f"Notices of {on}",
        text=_ALL_WELL + text if told.is_empty else text,
        claim=lambda: _claim(app, on, told_until=now),
    )


def _claim(app: App, on: date, *, told_until: datetime | None) -> None:
    with app.records.changing(_ACTOR) as unit:
        _done(unit, NOTICES_MAIL, on)
        if told_until is not None:
            _done(unit, MAILED, on, told_until.isoformat())
        unit.commit()


def _done(unit: Unit, job: str, on: date, detail: str = "") -> None:
    if not unit.runs.claim(job, on, lease=LEASE):
        raise Moved(f"the notices of {on} were told of already; nothing was sent")
    unit.runs.finish(job, on, detail=detail)

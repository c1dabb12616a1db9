"""The daily report to staff: one mail a local date, after that date's check. It holds names and no values."""

from datetime import date

from console.jobs.alerting import alert_of
from console.jobs.daily import CHECK
from console.jobs.staff_mail import tell_staff
from console.wiring import App
from notifications.alerts import Occasion
from portfolio.policy.schedule import LEASE
from portfolio.schedule import JobRun
from portfolio.values import Instant
from records import Moved
from whois_sync.check.digest import Digest, digest

DRIFT_MAIL = "drift-mail"
_ACTOR = "job:check"
_MOST_LISTED = 40


def report_due(check: JobRun | None, report: JobRun | None) -> date | None:
    """Return the local date whose check has ended and is not reported yet, None when there is none. Pure."""
    if check is None or check.finished_at is None:
        return None
    return check.on if report is None or report.on < check.on else None


def tell_of_drift(app: App, on: date) -> str:
    """
    Mail the report of the check of `on`, once: it counts as told before the first byte of the mail leaves.

    Nothing is mailed where there is nothing to tell. An unclear end is not repeated. Raises `NotYet` while
    the mail server does not take it, nothing sent.
    """
    with app.records.reading() as unit:
        before, check = unit.runs.newest(DRIFT_MAIL), unit.runs.newest(CHECK)
        brake = unit.brakes.of(on)
        told = digest(unit, before.claimed_at if before else None)
    if report_due(check, before) != on or check is None:
        return "nothing to tell"
    if told.is_empty and brake is None:
        _claim(app, on)
        return "nothing to tell"
    stopped = brake.why if brake is not None and brake.holds else None
    outcome = tell_staff(
        app,
        key=f"drift-{on}",
        subject=f"Drift check of {on}: stopped itself" if stopped else f"Drift check of {on}",
        text=report_text(told, check.detail, stopped, now=app.clock.now()),
        claim=lambda: _claim(app, on),
    )
    if stopped:
        alert_of(app, Occasion.BRAKE)
    return outcome


def _claim(app: App, on: date) -> None:
    with app.records.changing(_ACTOR) as unit:
        if not unit.runs.claim(DRIFT_MAIL, on, lease=LEASE):
            raise Moved(f"the report of {on} was mailed already; nothing was sent")
        unit.runs.finish(DRIFT_MAIL, on)
        unit.commit()


def report_text(told: Digest, figures: str, stopped: str | None, *, now: Instant) -> str:
    """Return the report as text: counts first, then lists; `figures` are the run's own."""
    waits = f", the oldest for {(now - told.oldest).days} days" if told.oldest else ""
    lines = [f"new {len(told.opened)}, fixed {len(told.closed)}, waiting {len(told.waiting)}{waits}"]
    lines += [f"accepted as they are: {told.accepted}", f"this run: {figures}"]
    if stopped is not None:
        lines += [
            "",
            f"THE RUN STOPPED ITSELF: {stopped}.",
            "Nothing was planned. Someone looks, and two people may let it go on:",
            '    namesteward check --all --force "the reason"',
        ]
    for title, listed in (("New", told.opened), ("Fixed", told.closed), ("Waiting", told.waiting)):
        if listed:
            lines += ["", f"{title}:", *(f"  {one}" for one in listed[:_MOST_LISTED])]
            more = len(listed) - _MOST_LISTED
            lines += [f"  and {more} more: namesteward drift list"] if more > 0 else []
    return "\n".join(lines) + "\n"

"""
What is due, read off the rows, and the one short step that each task is.

A task holds nothing that is not in the records: whoever has its kind and key can do it, and doing it again is
harmless. So a lost list of tasks is made again by asking what is due.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from console.jobs import daily
from console.jobs.drift_mail import report_due, tell_of_drift
from console.jobs.notices_mail import digest_due, tell_of_notices
from console.jobs.stop_mail import tell_of_stop
from console.wiring import App
from portfolio.policy.schedule import due_on

ACTOR = "job:orders"


def _never() -> bool:
    return False


class Kind(StrEnum):
    """What a task is about."""

    ORDER = "order"
    STOP_MAIL = "stop-mail"
    CHECK = "check"
    DRIFT_MAIL = "drift-mail"
    NOTICES = "notices"
    NOTICES_MAIL = "notices-mail"
    RETRIES = "retries"

    @property
    def is_long(self) -> bool:
        """Whether it can take hours: it must not stand in the way of orders."""
        return self in (Kind.CHECK, Kind.NOTICES, Kind.RETRIES)


@dataclass(frozen=True)
class Task:
    """
    One step to take: `key` says for what. Of two tasks with one `lock`, one waits for the other.

    Orders share their account's lock, so that its pace holds whoever does the work. An unclear one is
    `urgent`: it is looked for before anything else is bought.
    """

    kind: Kind
    key: str
    lock: str
    urgent: bool = field(default=False, compare=False)

    @property
    def slug(self) -> str:
        """What tells this task from every other: the same step has the same one."""
        return f"{self.kind.value}:{self.key}"


def due(app: App, now: datetime) -> list[Task]:
    """Return what is worth doing at `now` (aware): unclear orders, then others, then the rest. Only reads."""
    return [*_orders(app), *_stop_mails(app), *_daily(app, now)]


def sweep(app: App, *, everything: bool = False) -> int:
    """
    Take orders that an ended process left in SUBMITTING for unknown; return how many there were.

    `everything`: those too whose lease runs on. For a start at which no other process works in this house.
    """
    return len(app.orders.recover(ACTOR, everything=everything))


def give_up_left_runs(app: App) -> None:
    """Give up the daily runs that an ended process left claimed. For a start at which no other is at work."""
    with app.records.changing(ACTOR) as unit:
        for kind in (Kind.CHECK, Kind.NOTICES):
            newest = unit.runs.newest(kind.value)
            if newest is not None and newest.finished_at is None:
                unit.runs.give_up(kind.value, newest.on)
        unit.commit()


def perform(app: App, task: Task, *, again: bool = False, stopping: Callable[[], bool] = _never) -> str:
    """
    Take the task's one step, and return what it came to, for the log. Safe to call again, at any time.

    `again` says that whoever began it is dead: what it left half done is taken over at once. A long task asks
    `stopping` now and then, and ends early. Raises `NotYet` for what is worth another try later, and whatever
    else goes wrong; the rows say how far it came.
    """
    match task.kind:
        case Kind.ORDER:
            return app.orders.step(task.key, ACTOR, left_behind=again).state.value
        case Kind.STOP_MAIL:
            return tell_of_stop(app, task.key)
        case Kind.CHECK:
            return daily.check(app, date.fromisoformat(task.key), again=again, stopping=stopping)
        case Kind.DRIFT_MAIL | Kind.NOTICES_MAIL:
            tell = tell_of_drift if task.kind is Kind.DRIFT_MAIL else tell_of_notices
            return tell(app, date.fromisoformat(task.key))
        case Kind.NOTICES:
            return daily.notices(app, date.fromisoformat(task.key), again=again)
        case Kind.RETRIES:
            return daily.send_waiting(app)
        case _:
            assert_never(task.kind)


def _orders(app: App) -> Iterator[Task]:
    for order in sorted(app.orders.due(), key=lambda order: not order.state.is_unclear):
        urgent = order.state.is_unclear
        yield Task(Kind.ORDER, order.reference, f"account:{order.account}", urgent=urgent)


def _stop_mails(app: App) -> Iterator[Task]:
    with app.records.reading() as unit:
        untold = [stop.account for stop in unit.stops.all() if stop.told_at is None]
    for account in untold:
        yield Task(Kind.STOP_MAIL, account, f"stop-mail:{account}")


def _daily(app: App, now: datetime) -> Iterator[Task]:
    jobs = app.settings.jobs
    with app.records.reading() as unit:
        newest = {kind: unit.runs.newest(kind.value) for kind in (Kind.CHECK, Kind.NOTICES)}
        mail_waits = unit.outbox.waits(now)
        reported = report_due(newest[Kind.CHECK], unit.runs.newest(Kind.DRIFT_MAIL.value))
        digested = digest_due(newest[Kind.NOTICES], unit.runs.newest(Kind.NOTICES_MAIL.value))
    hours = {Kind.CHECK: jobs.check_at, Kind.NOTICES: jobs.notices_at}
    for kind, at in hours.items():
        on = due_on(now, at=at, zone=ZoneInfo(jobs.zone), newest=newest[kind])
        if on is not None:
            yield Task(kind, on.isoformat(), kind.value)
    if reported is not None:
        yield Task(Kind.DRIFT_MAIL, reported.isoformat(), Kind.DRIFT_MAIL.value)
    if digested is not None:
        yield Task(Kind.NOTICES_MAIL, digested.isoformat(), Kind.NOTICES_MAIL.value)
    if mail_waits:
        yield Task(Kind.RETRIES, "outbox", Kind.NOTICES.value)

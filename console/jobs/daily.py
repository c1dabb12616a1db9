"""The daily jobs: claimed once a local date, kept claimed while they work, told about when they end."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from threading import Event, Thread

from console.jobs.alerting import alert_of_notices
from console.jobs.domain_mail import tell_of_domain
from console.jobs.later import NotYet
from console.refusals import Refusal
from console.wiring import App
from notifications.bounces.mailboxes import MailboxError
from portfolio.policy.schedule import LEASE
from records import Moved, RecordsError
from whois_sync.daily import Outcome

log = logging.getLogger("console")

CHECK = "check"
NOTICES = "notices"
NOT_OURS = "done already, or under way elsewhere"


def check(app: App, on: date, *, again: bool = False, stopping: Callable[[], bool]) -> str:
    """
    Look at every held name, as the run of the local date `on`: what was seen is kept, findings are settled.

    Unless the brake holds, repairs are planned, and harmless ones carried out as far as the settings allow.

    A run that is told to stop gives its claim back, so that the next start begins it anew.
    """
    with claimed(app, CHECK, on, again=again) as ours:
        if not ours:
            return NOT_OURS
        run = app.drift_run()
        for number, _report in enumerate(run.looks(by=f"job:{CHECK}"), start=1):
            if stopping():
                give_up(app, CHECK, on)
                return f"stopped after {number} names"
        told = figures(run.conclude(on, by=f"job:{CHECK}"))
        finish(app, CHECK, on, told)
    return told


def figures(outcome: Outcome) -> str:
    """Return what a check came to in one line of figures."""
    told = f"names={outcome.names} drifting={outcome.drifting} failed={outcome.failed}"
    told += f" unasked={outcome.could_not_ask} new={len(outcome.opened)} fixed={len(outcome.closed)}"
    told += f" waiting={outcome.waiting} planned={outcome.planned} automatic={outcome.automatic}"
    return f"{told} proved={outcome.proved} stopped={'yes' if outcome.is_stopped else 'no'}"


def notices(app: App, on: date, *, again: bool = False) -> str:
    """Find what notices are due and send them, as the run of the local date `on`."""
    with claimed(app, NOTICES, on, again=again) as ours:
        if not ours:
            return NOT_OURS
        told = _sent(app)
        finish(app, NOTICES, on, told)
    return told


def send_waiting(app: App) -> str:
    """Send what waits in the outbox for another try. Raises `NotYet` when nothing of it could be taken up."""
    told = _sent(app)
    if told.startswith("notices=0 "):
        raise NotYet("a notice waits that cannot be taken up")
    return told


def _come_back(app: App) -> int:
    """Act on what came back to the house's mailbox; one that cannot be read stops no notice."""
    count = 0
    try:
        for outcome in app.take_all_back(actor=f"job:{NOTICES}"):
            count += 1
            log.info("came back: notice=%s what=%s change=%s", outcome.notice, outcome.kind, outcome.change)
    except (MailboxError, Refusal) as error:
        log.warning("what came back could not be read: %s", error)
    return count


def _sent(app: App) -> str:
    back = _come_back(app)
    done = app.run_notices(actor=f"job:{NOTICES}")
    blocked = app.sending_domain.why_blocked()
    if blocked:
        with suppress(NotYet):
            tell_of_domain(app, blocked)
    states = " ".join(f"{state.name.lower()}={count}" for state, count in sorted(done.counts.items()))
    alerted = alert_of_notices(app)
    told = [f"notices={len(done.rows)} problems={len(done.problems)}", states]
    told += [f"back={back}"] if back else []
    told += ["unfinished"] if done.unfinished else []
    return " ".join(part for part in (*told, alerted and f"alerts: {alerted}") if part)


@contextmanager
def claimed(app: App, job: str, on: date, *, again: bool = False) -> Iterator[bool]:
    """
    Hold the claim on a run, and give False when it is not ours to do. A broken run keeps it to its end.

    `again`: whoever had it is dead, and it is taken over at once.
    """
    with app.records.changing(f"job:{job}") as unit:
        if again:
            with suppress(Moved):
                unit.runs.give_up(job, on)
        ours = unit.runs.claim(job, on, lease=LEASE)
        unit.commit()
    if not ours:
        yield False
        return
    ended = Event()
    keeper = Thread(target=_keep, args=(app, job, on, ended), name=f"keeps-{job}", daemon=True)
    keeper.start()
    try:
        yield True
    finally:
        ended.set()
        keeper.join()


def _keep(app: App, job: str, on: date, ended: Event) -> None:
    while not ended.wait(LEASE.total_seconds() / 5):
        try:
            with app.records.changing(f"job:{job}") as unit:
                unit.runs.extend(job, on, lease=LEASE)
                unit.commit()
        except RecordsError as error:
            log.warning("run=%s on=%s could not be kept: %s", job, on, type(error).__name__)


def finish(app: App, job: str, on: date, detail: str) -> None:
    """Write down that the claimed run is done, with its figures. Raises `records.Moved`."""
    with app.records.changing(f"job:{job}") as unit:
        unit.runs.finish(job, on, detail=detail)
        unit.commit()


def give_up(app: App, job: str, on: date) -> None:
    """Let go of the claimed run, so that the next start begins it anew. Raises `records.Moved`."""
    with app.records.changing(f"job:{job}") as unit:
        unit.runs.give_up(job, on)
        unit.commit()

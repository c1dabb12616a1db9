"""A house whose orders wait for a job: how the tests of the jobs order, and look at what was done."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread

from console.jobs.embedded import Runner
from console.settings import read_settings
from console.wiring import App, build
from orders import ToRegister
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.order import Order, OrderState
from sandbox import Fault, Sandbox
from sandbox.faults import Faults
from tests.journeys.conftest import Staff


class TellingFaults(Faults):
    """Faults that remember every request, since every request asks them first."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def take(self, to: str, *, exactly: bool = False) -> Fault | None:
        if not exactly:
            self.asked.append(to)
        return super().take(to, exactly=exactly)


ROLES = {
    ContactRole.REGISTRANT: "owner",
    ContactRole.ADMIN: "office",
    ContactRole.TECH: "desk",
    ContactRole.BILLING: "office",
}


@dataclass(frozen=True)
class JobsHouse:
    """A house on a sandbox; each `app` is a process of its own, as far as the house can tell."""

    staff: Staff

    @property
    def box(self) -> Sandbox:
        return self.staff.box

    @contextmanager
    def app(self) -> Iterator[App]:
        app = build(read_settings(self.staff.home))
        try:
            yield app
        finally:
            app.close()

    def approved(self, name: str, *, account: str = "box") -> str:
        """Order `name`, approve it, and let time go by until jobs may send it; return the reference."""
        with self.app() as app:
            reference = approved_in(app, name, account=account)
        self.box.clock.advance(timedelta(minutes=2))
        return reference

    def order(self, reference: str) -> Order:
        with self.app() as app, app.records.reading() as unit:
            return unit.orders.get(reference)

    def state(self, reference: str) -> OrderState:
        return self.order(reference).state

    def runs_once(self) -> Runner:
        """Do what is due, as cron would."""
        with self.app() as app:
            runner = Runner(app)
            runner.once()
        return runner

    def lives(self, days: float, *, step: timedelta = timedelta(minutes=15)) -> None:
        """Let time go by, doing what is due at every step of it."""
        end = self.box.clock.now() + timedelta(days=days)
        while self.box.clock.now() < end:
            self.runs_once()
            self.box.clock.advance(step)

    def asked(self) -> list[str]:
        """What the registrar was asked since this was last asked: its actions, in order."""
        faults = self.box.faults
        assert isinstance(faults, TellingFaults)
        told, faults.asked = faults.asked, []
        return [channel.partition(":")[2] for channel in told if channel.startswith("opensrs:")]

    def bought(self) -> list[str]:
        """The names that the registrar charged for, each as often as it did."""
        return [str(entry.name) for entry in self.box.log.ledger if entry.action == "charged"]

    def mails(self) -> list[str]:
        """The subjects of all mail to staff."""
        return [message["Subject"] for message in self.box.mailbox.to("domains@example.ca")]


def approved_in(app: App, name: str, *, account: str = "box") -> str:
    wish = ToRegister(name=DomainName(name), client="bakery", account=account, years=1, roles=ROLES)
    order = app.orders.draft(wish, by="drafter")
    return app.orders.approve(order.reference, by="approver").reference


def wait_until(holds: Callable[[], bool], *, seconds: float = 20.0) -> None:
    """Look until something holds. Raises `AssertionError` when it takes longer than anybody would wait."""
    patience = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < patience, "it did not come to that"
        time.sleep(0.05)


@contextmanager
def running(house: JobsHouse) -> Iterator[Runner]:
    """Let a runner run beside what follows, looking often; end it as SIGTERM would."""
    settings = read_settings(house.staff.home)
    app = build(settings.model_copy(update={"jobs": settings.jobs.model_copy(update={"poll_seconds": 0.05})}))
    runner = Runner(app)
    thread = Thread(target=runner.run)
    thread.start()
    try:
        yield runner
    finally:
        runner.stop()
        thread.join()
        app.close()


def poisoned(step: Callable[..., Order], reference: str) -> Callable[..., Order]:
    """Return `step`, but for one order it breaks."""

    def breaks(asked: str, by: str, *, left_behind: bool = False) -> Order:
        if asked == reference:
            raise ZeroDivisionError
        return step(asked, by, left_behind=left_behind)

    return breaks

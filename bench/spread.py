"""
Workers killed at random, and a registrar with a ledger of its own: is anything lost, or bought twice?

`python bench/spread.py [--orders N] [--workers N] [--seed N]` prints the figures. PostgreSQL is the one of
TEST_POSTGRES_URL, or one started for the run.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psycopg
from psycopg.rows import class_row
from pydantic import SecretStr

from bench.databases import a_database
from console.founding import found
from console.jobs.spread import SCHEMA, Spread
from console.secrets import keep_secret
from console.settings import read_settings
from console.wiring import App, build, sandbox_state
from orders import ToRegister
from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.held import Client, ClientKind, Environment, RegistrarAccount
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import Order, OrderState
from sandbox import Fault, Sandbox

START = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
SLOW = ("opensrs:sw_register", "opensrs:process_pending")
WORKER = "from console.cli import run; run()"
_JOBS = f"""
SELECT job.id AS number, job.queueing_lock AS slug, job.status::text AS status,
       (job.args ->> 'again')::bool AS again,
       coalesce(extract(epoch FROM now() - worker.last_heartbeat), 1e6)::float AS silent
  FROM {SCHEMA}.procrastinate_jobs job
  LEFT JOIN {SCHEMA}.procrastinate_workers worker ON worker.id = job.worker_id
""".encode()
_FORGET = b"DELETE FROM procrastinate_jobs WHERE status = 'todo'"
_UNDER_WAY = {OrderState.APPROVED, OrderState.SUBMITTING, OrderState.UNKNOWN}
_SETTLED = (OrderState.ACTIVE.value, OrderState.ABSENT_CONFIRMED.value)
ROLES = dict.fromkeys(ContactRole, "owner")
SETTINGS = """
[network]
allow = {allowed}

[spending]
per_day = 10000000

[jobs]
check_at = "23:59"
notices_at = "23:59"
"""


@dataclass(frozen=True)
class Job:
    """A row of the job table; `silent` is for how many seconds its worker gave no sign of life."""

    number: int
    slug: str
    status: str
    again: bool
    silent: float


@dataclass
class Figures:
    """What a run came to. `moved` are the seconds until each job of a killed worker was another's."""

    orders: int
    kills: int = 0
    bought: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    accounted: int = 0
    sent_again: int = 0
    moved: list[float] = field(default_factory=list)
    exit_codes: list[int] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def bought_twice(self) -> int:
        """How many names were paid for more than once."""
        return sum(count > 1 for count in self.bought.values())

    @property
    def unaccounted(self) -> int:
        """How many purchases no order tells of, and how many orders are neither held nor proved absent."""
        paid_unknown_to_us = sum(self.bought.values()) - self.accounted
        return paid_unknown_to_us + self.orders - sum(self.states[state] for state in _SETTLED)

    def __str__(self) -> str:
        slowest = f"{max(self.moved):.1f}" if self.moved else "–"
        return (
            f"orders={self.orders} kills={self.kills} bought_twice={self.bought_twice}"
            f" unaccounted={self.unaccounted} states={dict(self.states)} sent_again={self.sent_again}"
            f" jobs_taken_on={len(self.moved)} slowest={slowest}s seconds={self.seconds:.0f}"
        )


class House:
    """
    A house on PostgreSQL, with an account at each of its registrars: a sandbox each, with its own ledger.

    The clock stands in a file, for workers to read; it goes as fast as the machine's, or is moved.
    """

    def __init__(self, home: Path, url: str, registrars: Mapping[str, Sandbox]) -> None:
        self.home, self.registrars, self._url = home, registrars, url
        home.mkdir(parents=True, exist_ok=True)
        self.pass_time(timedelta(0))
        allowed = [f"127.0.0.1:{urlsplit(box.addresses.opensrs).port}" for box in registrars.values()]
        extra = SETTINGS.format(allowed=json.dumps(allowed))
        found(home, actor="founder", company="Example Web Company", database_url=url, extra=extra)
        with self.app() as app:
            self._furnish(app)
            Spread(app).prepare()

    def pass_time(self, by: timedelta) -> None:
        """Let time go by, here and at the registrars."""
        for box in self.registrars.values():
            box.clock.advance(by)
        now = next(iter(self.registrars.values())).clock.now()
        state = sandbox_state(self.home)
        fresh = state.with_suffix(".new")
        fresh.write_text(json.dumps({"now": now.isoformat()}), "utf-8")
        fresh.replace(state)

    @contextmanager
    def app(self) -> Iterator[App]:
        """The house, wired anew."""
        app = build(read_settings(self.home))
        try:
            yield app
        finally:
            app.close()

    def order(self, count: int) -> None:
        """Draft and approve `count` registrations, spread over the accounts; jobs may send them then."""
        accounts = list(self.registrars)
        with self.app() as app:
            for number in range(count):
                wish = ToRegister(
                    name=DomainName(f"example-{number:05}.com"),
                    client="bakery",
                    account=accounts[number % len(accounts)],
                    years=1,
                    roles=ROLES,
                )
                draft = app.orders.draft(wish, by="drafter")
                app.orders.approve(draft.reference, by="approver")
        self.pass_time(timedelta(minutes=2))

    def jobs(self) -> list[Job]:
        """Return the job table."""
        with psycopg.connect(self._url) as connection:
            return connection.cursor(row_factory=class_row(Job)).execute(_JOBS).fetchall()

    def forget_waiting_jobs(self) -> None:
        """Lose every job that waits, as with a lost job table."""
        with psycopg.connect(self._url, options=f"-c search_path={SCHEMA}") as connection:
            connection.execute(_FORGET)

    def _furnish(self, app: App) -> None:
        with app.records.changing("founder") as unit:
            unit.clients.add(Client(slug="bakery", name="Example Bakery Inc.", kind=ClientKind.COMPANY))
            unit.contacts.add("bakery", "owner", _contact())
            for slug, box in self.registrars.items():
                account = RegistrarAccount(
                    slug=slug,
                    registrar="opensrs",
                    environment=Environment.SANDBOX,
                    endpoint=box.addresses.opensrs,
                    username=box.opensrs_username,
                )
                unit.accounts.add(account)
                keep_secret(app.settings, slug, SecretStr(box.opensrs_key))
            unit.commit()


class Workers:
    """So many worker processes; whichever is killed is started anew, as a supervisor would."""

    def __init__(self, home: Path, count: int) -> None:
        self._home = home
        self._command = [sys.executable, "-c", WORKER, "--home", str(home), "--as", "job:orders", "worker"]
        self.exit_codes: list[int] = []
        self._running = [self._start(number) for number in range(count)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._running:
            worker.terminate()
        self.exit_codes = [worker.wait(timeout=60) for worker in self._running]

    def kill_one(self, chance: random.Random) -> None:
        """kill -9, by its process id; a new one takes its place."""
        number = chance.randrange(len(self._running))
        self._running[number].kill()
        self._running[number].wait()
        self._running[number] = self._start(number)

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        surroundings = os.environ | {"NAMESTEWARD_LOG": str(self._home / f"worker-{number}.log")}
        return subprocess.Popen(self._command, env=surroundings, stdout=subprocess.DEVNULL)


class HandOvers:
    """How long the jobs of killed workers waited for another worker."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._left: dict[int, tuple[str, float]] = {}
        self._heirs: dict[str, set[int]] = {}
        self._done: set[int] = set()
        self._at_kill: list[tuple[float, dict[int, str]]] = []

    def killed(self, jobs: list[Job]) -> None:
        """Note what was being done at a kill, by whomever."""
        doing = {job.number: job.slug for job in jobs if job.status == "doing"}
        self._at_kill.append((time.monotonic(), doing))

    def look(self, jobs: list[Job]) -> None:
        """Find out which of that was the killed worker's, and what of it is another's by now."""
        now = time.monotonic()
        there = {job.number: job.silent for job in jobs if job.status == "doing"}
        for at, doing in self._at_kill:
            for number, slug in doing.items():
                silent = there.get(number, 0.0)
                if silent > 2 and now - silent < at + 0.2 and number not in self._left.keys() | self._done:
                    self._left[number] = (slug, at)
        for job in jobs:
            if job.again:
                self._heirs.setdefault(job.slug, set()).add(job.number)
        waiting = {job.number for job in jobs if job.status == "todo"}
        for number, (slug, at) in list(self._left.items()):
            if number not in there and not self._heirs.get(slug, set()) & waiting:
                self.seconds.append(now - at)
                self._done.add(number)
                del self._left[number]


class Killer:
    """Kills a worker now and then while something is being done, and looks what becomes of its jobs."""

    def __init__(
        self,
        house: House,
        workers: Workers,
        chance: random.Random,
        *,
        pause: tuple[float, float],
        most: int | None,
    ) -> None:
        self.kills = 0
        self.hand_overs = HandOvers()
        self._house, self._workers, self._chance = house, workers, chance
        self._pause, self._most, self._kill_at = pause, most, 0.0

    def go_on(self) -> None:
        """Look, and kill if it is time. The first kill loses the jobs that wait, too."""
        jobs = self._house.jobs()
        self.hand_overs.look(jobs)
        busy = any(job.status == "doing" for job in jobs)
        if not busy or time.monotonic() < self._kill_at or self.kills == self._most:
            return
        self.hand_overs.killed(jobs)
        self._workers.kill_one(self._chance)
        self.kills += 1
        self._kill_at = time.monotonic() + self._chance.uniform(*self._pause)
        if self.kills == 1:
            self._house.forget_waiting_jobs()


def spread(
    house: House,
    *,
    orders: int,
    workers: int,
    seed: int,
    kills: int | None = None,
    pause: tuple[float, float] = (4, 12),
) -> Figures:
    """
    Let `workers` do `orders`, killing one of them now and then, and return what came of it.

    At most `kills` times; None: as long as anything is under way. `pause` is the least and the longest time
    between two kills, in seconds.
    """
    house.order(orders)
    for box in house.registrars.values():
        for channel in SLOW:
            box.faults.order(Fault.SLOW, to=channel, times=orders)
    began = looked = time.monotonic()
    with Workers(house.home, workers) as running, house.app() as app:
        killer = Killer(house, running, random.Random(seed), pause=pause, most=kills)
        while not _is_settled(app, house):
            for _ in range(10):
                killer.go_on()
                time.sleep(0.1)
                house.pass_time(timedelta(seconds=time.monotonic() - looked))
                looked = time.monotonic()
    figures = Figures(orders, kills=killer.kills, moved=killer.hand_overs.seconds)
    figures.seconds = time.monotonic() - began
    figures.exit_codes = running.exit_codes
    _count(house, figures)
    return figures


def _is_settled(app: App, house: House) -> bool:
    """Whether no machine does more. Where nothing is left to be done at this hour, time goes by."""
    with app.records.reading() as unit:
        waiting = [order for order in unit.orders.all(open_only=True) if not _is_for_staff(order)]
    if not waiting:
        return True
    if not {order.state for order in waiting} & _UNDER_WAY and not app.orders.due() and not house.jobs():
        house.pass_time(timedelta(minutes=5))
    return False


def _is_for_staff(order: Order) -> bool:
    """Whether a person decides now: an order that was sent twice, for one, and proved absent both times."""
    absent = order.state is OrderState.ABSENT_CONFIRMED and order.progress.next_at is None
    return absent or order.state is OrderState.NEEDS_HUMAN


def _count(house: House, figures: Figures) -> None:
    charged: Counter[str] = Counter()
    for entry in (entry for box in house.registrars.values() for entry in box.log.ledger):
        charged[str(entry.name)] += {"charged": 1, "refunded": -1}.get(entry.action, 0)
    figures.bought = charged
    with house.app() as app, app.records.reading() as unit:
        orders = unit.orders.all()
    known = {str(order.name) for order in orders if order.state.may_have_cost}
    figures.accounted = sum(count for name, count in charged.items() if name in known)
    figures.states = Counter(order.state.value for order in orders)
    figures.sent_again = sum(order.progress.sends > 1 for order in orders)


def _contact() -> Contact:
    return Contact(
        given="Registrant",
        family="Example",
        organization="Example Bakery Inc.",
        address=PostalAddress(
            street=("100 Example Street",),
            city="Ottawa",
            subdivision="CA-ON",
            postal_code="K1A 0B1",
            country="CA",
        ),
        phone=Phone(number="+16135550123"),
        email="owner@example.com",
    )


@contextmanager
def registrars(count: int = 6) -> Iterator[dict[str, Sandbox]]:
    """Run registrars with credit enough; the account at each is named by its key here."""
    credit = Money.model_validate({"amount": "1000000.00", "currency": "USD"})
    with ExitStack() as running:
        boxes = [running.enter_context(Sandbox(start=START, opensrs_balance=credit)) for _ in range(count)]
        yield {f"account-{number}": box for number, box in enumerate(boxes)}


def main() -> None:
    """Run once and print the figures; ends with 1 when anything was lost or bought twice."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--orders", type=int, default=2000)
    asked.add_argument("--workers", type=int, default=3)
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args()
    with a_database() as url, tempfile.TemporaryDirectory() as home, registrars() as boxes:
        house = House(Path(home) / "house", url, boxes)
        figures = spread(house, orders=told.orders, workers=told.workers, seed=told.seed)
    print(f"seed={told.seed} workers={told.workers} {figures}")
    sys.exit(bool(figures.bought_twice or figures.unaccounted))


if __name__ == "__main__":
    main()

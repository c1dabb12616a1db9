"""
What an order costs beside what it costs the registrar: the time of our own part, step by step.

`python bench/overhead.py [--orders N] [--answer-ms N] [--json]` prints a table. The registrar's own time is
measured, and left out of every figure. Beside each step stands a bare program that commits as often, on the
same disk and in the same run. PostgreSQL is the one of TEST_POSTGRES_URL, or one started for the run.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bench.by_hand import ByHand, OnPostgresql, OnSqlite, append_line
from bench.databases import a_database
from bench.prompt import PromptRegistrar
from orders import Orders, ToRegister, ToRenew, Wish
from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.held import Client, ClientKind, RegistrarAccount
from portfolio.names import DomainName
from portfolio.order import OrderState
from portfolio.policy.spending import Spending
from records import Records
from records.engine import safe_sqlite
from whois_sync.compare import differences

ROOT = Path(__file__).resolve().parents[1]
ROLES = {ContactRole.REGISTRANT: "owner", ContactRole.ADMIN: "admin", ContactRole.TECH: "tech"}
LIMITLESS = Spending(most_per_day=Decimal(100_000_000))
WARM_UP = 20
COMMITS = {
    "draft": (1, 0),
    "approve": (1, 0),
    "submit": (2, 1),
    "read back": (1, 0),
    "submit to active": (3, 1),
    "whole order": (5, 1),
}
"""How many transactions a step commits, and how many lines of the journal it writes."""


@dataclass
class RunningClock:
    """A minute goes by for each order."""

    at: datetime = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the present instant."""
        return self.at


@dataclass
class Row:
    """
    One step's times in milliseconds: ours, without the registrar's; and the bare program's beside them.

    `cpu` is what of ours our own process computed; the rest is waiting: for the disk, the server, or a
    processor.
    """

    database: str
    kind: str
    step: str
    ours: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    by_hand: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """Return what is printed of it."""
        tenths = statistics.quantiles(self.ours, n=10)
        third = len(self.ours) // 3
        return {
            "database": self.database,
            "kind": self.kind,
            "step": self.step,
            "orders": len(self.ours),
            "median_ms": round(statistics.median(self.ours), 2),
            "p90_ms": round(tenths[-1], 2),
            "cpu_ms": round(statistics.median(self.cpu), 2),
            "first_third_ms": round(statistics.median(self.ours[:third]), 2),
            "last_third_ms": round(statistics.median(self.ours[-third:]), 2),
            "by_hand_ms": round(statistics.median(self.by_hand), 2),
            "ratio": round(statistics.median(self.ours) / statistics.median(self.by_hand), 1),
        }


class Bench:
    """A founded house in `folder`, its registrar, and the bare program beside it."""

    def __init__(
        self, database: str, url: str, folder: Path, by_hand: ByHand, answers_after: timedelta
    ) -> None:
        self.database, self._folder, self._by_hand = database, folder, by_hand
        self.clock, self.registrar = RunningClock(), PromptRegistrar(answers_after)
        self.records = Records.found(
            url, key_file=folder / "key", clock=self.clock, actor="founder", journal=folder / "journal"
        )
        _furnish(self.records)
        self.orders = Orders(
            self.records, lambda _account: self.registrar, self.clock,
            contacts_differ=differences, spending=LIMITLESS,
        )  # fmt: skip

    def measure(self, kind: str, wishes: list[Wish]) -> list[Row]:
        """Order every wish, in steps; the first ones warm up and are not counted."""
        rows = {step: Row(self.database, kind, step) for step in COMMITS}
        for number, wish in enumerate(wishes):
            self.clock.at += timedelta(minutes=1)
            reference = f"ord-{kind}-{number}"
            ours = self._ordered(wish, reference)
            by_hand = {step: self._done_by_hand(reference, step) for step in COMMITS}
            for step, row in rows.items() if number >= WARM_UP else ():
                took, computed = ours[step]
                row.ours.append(took)
                row.cpu.append(computed)
                row.by_hand.append(by_hand[step])
        return list(rows.values())

    def _ordered(self, wish: Wish, reference: str) -> dict[str, tuple[float, float]]:
        self.registrar.pending = True  # so that sending and reading back can be told apart
        times = {
            "draft": self._timed(lambda: self.orders.draft(wish, by="drafter", reference=reference)),
            "approve": self._timed(lambda: self.orders.approve(reference, "approver")),
            "submit": self._timed(lambda: self.orders.submit(reference, "drafter")),
            "read back": self._timed(lambda: self.orders.follow(reference, "drafter")),
        }
        with self.records.reading() as unit:
            order = unit.orders.get(reference)
        if order.state is not OrderState.ACTIVE:
            raise SystemExit(f"{reference} is {order.state}: {order.detail}")
        wall, cpu = zip(*times.values(), strict=True)
        return times | {
            "submit to active": (sum(wall[2:]), sum(cpu[2:])),
            "whole order": (sum(wall), sum(cpu)),
        }

    def _timed(self, step: Callable[[], object]) -> tuple[float, float]:
        """Return what a step took without the registrar, and what of it was computing."""
        theirs, began, computed = self.registrar.seconds, time.perf_counter(), time.process_time()
        step()
        took, computed = time.perf_counter() - began, time.process_time() - computed
        return (took - (self.registrar.seconds - theirs)) * 1000, computed * 1000

    def _done_by_hand(self, reference: str, step: str) -> float:
        commits, lines = COMMITS[step]
        began = time.perf_counter()
        for number in range(commits):
            self._by_hand.commit(reference, f"state {step} {number}")
        for _ in range(lines):
            append_line(self._folder)
        return (time.perf_counter() - began) * 1000


def _contact(slug: str) -> Contact:
    return Contact(
        given="Registrant",
        family="Example",
        address=PostalAddress(
            street=("100 Example Street",),
            city="Ottawa",
            subdivision="CA-ON",
            postal_code="K1A 0B1",
            country="CA",
        ),
        phone=Phone(number="+16135550123"),
        email=f"{slug}@example.com",
    )


def _furnish(records: Records) -> None:
    with records.changing("founder") as unit:
        unit.clients.add(Client(slug="example", name="Example Bakery Inc.", kind=ClientKind.COMPANY))
        for slug in ROLES.values():
            unit.contacts.add("example", slug, _contact(slug))
        unit.accounts.add(
            RegistrarAccount(
                slug="house", registrar="prompt", endpoint="https://registrar.example.net", username="house"
            )
        )
        unit.commit()


def _name(number: int) -> DomainName:
    return DomainName(f"example-{number}.com")


def measured(bench: Bench, orders: int) -> Iterator[Row]:
    """Register `orders` names and renew them."""
    numbers = range(orders + WARM_UP)
    yield from bench.measure(
        "register",
        [
            ToRegister(name=_name(number), client="example", account="house", years=1, roles=ROLES)
            for number in numbers
        ],
    )
    yield from bench.measure("renew", [ToRenew(name=_name(number)) for number in numbers])


@contextmanager
def on_sqlite(folder: Path, answers_after: timedelta) -> Iterator[Bench]:
    """Give a bench on SQLite, in a file in `folder`."""
    url = f"sqlite:///{folder / 'records.db'}"
    yield Bench(f"SQLite {safe_sqlite().sqlite_version}", url, folder, OnSqlite(folder), answers_after)


@contextmanager
def on_postgresql(folder: Path, answers_after: timedelta) -> Iterator[Bench]:
    """Give a bench on PostgreSQL; the key and the journal are in `folder`."""
    with a_database() as url:
        by_hand = OnPostgresql(url)
        yield Bench(f"PostgreSQL {by_hand.version}", url, folder, by_hand, answers_after)


def file_system_of(folder: Path) -> str:
    """Return the kind of the file system that `folder` is on, where the machine tells."""
    mounts = Path("/proc/mounts")
    lines = [line.split() for line in mounts.read_text("utf-8").splitlines()] if mounts.exists() else []
    places = [(mount, kind) for _, mount, kind, *_ in lines if folder.is_relative_to(mount)]
    return max(places, key=lambda place: len(place[0]))[1] if places else "unknown"


def shown(rows: list[Row]) -> Iterator[str]:
    """Yield the table, a line at a time."""
    heads = ("median", "p90", "of it CPU", "by hand", "first third", "last third", "ratio")
    yield " " * 40 + "".join(f"{head:>12}" for head in heads)
    for row in rows:
        told = row.figures()
        columns = ("median_ms", "p90_ms", "cpu_ms", "by_hand_ms", "first_third_ms", "last_third_ms")
        times = "".join(f"{told[column]:>9} ms" for column in columns)
        yield f"{row.database:<17}{row.kind:<10}{row.step:<13}{times}{told['ratio']:>12}"


def all_rows(orders: int, answers_after: timedelta) -> list[Row]:
    """Measure on every database, in folders beside the source: on a disk, not in memory."""
    rows: list[Row] = []
    for begun in (on_sqlite, on_postgresql):
        with tempfile.TemporaryDirectory(prefix=".bench-", dir=ROOT) as made:
            folder = Path(made)
            with begun(folder, answers_after) as bench:
                rows += measured(bench, orders)
                bench.records.close()
    return rows


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--orders", type=int, default=300)
    asked.add_argument("--answer-ms", type=int, default=0)
    asked.add_argument("--json", action="store_true")
    told = asked.parse_args()
    rows = all_rows(told.orders, timedelta(milliseconds=told.answer_ms))
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    if told.json:
        print(json.dumps([row.figures() for row in rows], indent=1))
        return
    print(
        f"{told.orders} orders of each kind, on {file_system_of(ROOT)}; processes per processor: {busy:.1f}"
    )
    print("\n".join(shown(rows)))


if __name__ == "__main__":
    main()

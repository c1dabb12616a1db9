"""
How long it takes to find what is due among a million names, and to claim one of 10,000 notices.

`python bench/noticing.py [--names N] [--waiting N]` prints the figures for SQLite and PostgreSQL; it ends
with 1 where a page of what is due, or a claim, takes longer than the bound. PostgreSQL is the one of
TEST_POSTGRES_URL, or one started for the run.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bench.databases import a_database
from portfolio.contacts import ContactRole, Language
from portfolio.held import Client, ClientKind, RegistrarAccount
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, notice_key
from portfolio.policy.notices import DEFAULT_LADDER, deadline_of
from records import Records
from records.engine import engine_for, sqlite_path

NOW = datetime(2027, 3, 1, 14, 0, tzinfo=UTC)
TODAY = NOW.date()
AT_ONCE = 100
LOOKED_AT_WITHIN = 91
"""A name is looked at four times a year or so: for its milestones, and for its yearly reminder."""
BOUND_MS = 100.0
CLAIMS = 100
LEASE = timedelta(minutes=30)
T = TypeVar("T")

_NUMBERS = {
    True: "WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < {last}) ",
    False: "WITH number AS (SELECT i FROM generate_series(0::bigint, {last}) AS i) ",
}
_DAY = {True: "date('{from_}', '+' || ({of}) || ' days')", False: "(date '{from_}' + (({of}))::int)"}
_INTO = "INSERT INTO domains (name, client, account, expires_at, notices_from) "
_FROM = "SELECT 'name-' || i || '.com', 'acme', 'house', {expires} || 'T00:00:00+00:00', {look} FROM number"
SCAN = "SELECT count(*) FROM domains WHERE coalesce(registrar_expires_at, expires_at) < '{until}'"
"""What a program does that looks for expiry dates itself, with no index that helps."""


class Stopped:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return its one instant."""
        return NOW


@dataclass(frozen=True)
class Figure:
    """One measured thing, in milliseconds; `is_bound` where it must keep the bound."""

    what: str
    ms: float
    is_bound: bool = False


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--names", type=int, default=1_000_000)
    asked.add_argument("--waiting", type=int, default=10_000)
    told = asked.parse_args()
    ended = 0
    for title, figures in all_figures(told.names, told.waiting):
        print(f"{title}, {told.names} names, {told.waiting} notices waiting (bound {BOUND_MS:.0f} ms):")
        for figure in figures:
            is_kept = not figure.is_bound or figure.ms <= BOUND_MS
            ended |= not is_kept
            print(f"  {figure.what:58}{figure.ms:10.2f}{'' if is_kept else '  too slow'}")
    sys.exit(ended)


def all_figures(names: int, waiting: int) -> Iterator[tuple[str, list[Figure]]]:
    """Yield what is measured in each database."""
    with tempfile.TemporaryDirectory(prefix="noticing-") as folder:
        yield "SQLite", measured(f"sqlite:///{Path(folder) / 'records.db'}", Path(folder), names, waiting)
    with tempfile.TemporaryDirectory(prefix="noticing-") as folder, a_database() as address:
        yield "PostgreSQL", measured(address, Path(folder), names, waiting)


def measured(url: str, folder: Path, names: int, waiting: int) -> list[Figure]:
    """Lay out a house at `url` and return its figures."""
    with _house(url, folder, names) as records:
        figures = [*_selecting(records), _scanning(url)]
        _fill_outbox(records, waiting)
        claimed = [_claimed(records) for _ in range(CLAIMS)]
        figures += [
            Figure(f"claiming a notice, median of {CLAIMS}", statistics.median(claimed), is_bound=True),
            Figure("claiming a notice, slowest", max(claimed)),
        ]
        first, scan = figures[0].ms, figures[-3].ms
        figures.append(Figure("a plain scan takes so many times a first page", scan / first))
        return [*figures, _looking_at_all(records)]


@contextmanager
def _house(url: str, folder: Path, names: int) -> Iterator[Records]:
    records = Records.found(url, key_file=folder / "key", clock=Stopped(), actor="drafter")
    with records.changing("drafter") as unit:
        unit.clients.add(Client(slug="acme", name="Acme", kind=ClientKind.COMPANY))
        unit.accounts.add(
            RegistrarAccount(
                slug="house", registrar="prompt", endpoint="https://registrar.example.net", username="house"
            )
        )
        unit.domains.notices_by("bench")
        unit.commit()
    _hold(url, names)
    yield records
    records.close()


def _hold(url: str, names: int) -> None:
    """Hold so many names, their expiries spread over a year to come, due to be looked at as in daily use."""
    on_sqlite = sqlite_path(url) is not None
    day = _DAY[on_sqlite]
    expires = day.format(from_=TODAY.isoformat(), of="i * 7919 % 365")
    look = day.format(from_=TODAY.isoformat(), of=f"i * 104729 % {LOOKED_AT_WITHIN}")
    statement = _FROM.format(expires=expires, look=look)
    numbers = _NUMBERS[on_sqlite].format(last=names - 1)
    whole = f"{numbers}{_INTO}{statement}" if on_sqlite else f"{_INTO}{numbers}{statement}"
    engine = engine_for(url)
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(whole if on_sqlite else whole.replace("%", "%%"))
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _selecting(records: Records) -> Iterator[Figure]:
    _first_page(records)
    days = [_a_day(records) for _ in range(3)]
    pages = [min(same) for same in zip(*(took for took, _ in days), strict=True)]
    yield Figure("the first page of what is due", pages[0], is_bound=True)
    yield Figure("the slowest page of the day", max(pages), is_bound=True)
    yield Figure(f"all {len(pages)} pages of the day's {days[0][1]} names", sum(pages))


def _a_day(records: Records) -> tuple[list[float], int]:
    """Return how long each page of a day takes, and how many names are on them."""
    pages: list[float] = []
    after: tuple[date, str] | None = None
    found = 0
    with records.reading() as unit:
        while True:
            since = time.perf_counter()
            page = unit.domains.with_notices_by(TODAY, after=after, most=AT_ONCE)
            pages.append((time.perf_counter() - since) * 1000)
            if not page:
                return pages, found
            found, after = found + len(page), page[-1]


def _looking_at_all(records: Records) -> Figure:
    """A new policy makes every name due to be looked at: the page is one of thousands then."""
    with records.changing("job:notices") as unit:
        unit.domains.notices_by("another")
        unit.commit()
    page, took = _first_page(records)
    assert len(page) == AT_ONCE
    return Figure("the first page under a new policy, every name being due", took, is_bound=True)


def _first_page(records: Records) -> tuple[list[tuple[date, str]], float]:
    with records.reading() as unit:
        return _timed(lambda: unit.domains.with_notices_by(TODAY, after=None, most=AT_ONCE))


def _scanning(url: str) -> Figure:
    engine = engine_for(url)
    with engine.connect() as connection:
        query = SCAN.format(until=(TODAY + timedelta(days=60)).isoformat())
        took = min(_timed(lambda: connection.exec_driver_sql(query).scalar())[1] for _ in range(3))
    engine.dispose()
    return Figure("a plain scan of the expiry dates", took)


def _fill_outbox(records: Records, waiting: int) -> None:
    with records.changing("job:notices") as unit:
        for number in range(waiting):
            unit.outbox.add_due(_notice(number))
        unit.commit()


def _notice(number: int) -> Notice:
    name = DomainName(f"name-{number}.com")
    step = DEFAULT_LADDER[number % len(DEFAULT_LADDER)]
    about = TODAY + timedelta(days=step.days)
    return Notice(
        key=notice_key(name, about, step, ContactRole.REGISTRANT),
        name=name,
        about=about,
        milestone=Milestone(days=step.days),
        role=ContactRole.REGISTRANT,
        recipient=f"owner-{number}@example.net",
        language=Language.ENGLISH,
        due_at=NOW,
        deadline=deadline_of(step, about, DEFAULT_LADDER),
    )


def _claimed(records: Records) -> float:
    with records.changing("job:notices") as unit:
        notice, ms = _timed(lambda: unit.outbox.claim(NOW, LEASE))
        unit.commit()
    assert notice is not None
    return ms


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    answer = call()
    return answer, (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()

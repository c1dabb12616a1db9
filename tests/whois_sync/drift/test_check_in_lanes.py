"""A check of many names: each server in its own lane, an account one name at a time, no lane for another."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from portfolio.names import DomainName
from portfolio.observation import Observation, Source, Unreadable, Why
from portfolio.registration import Registration
from portfolio.stop import StopReason
from records import NotHeld
from registrar.errors import AccessRefused
from tests.whois_sync.fakes import FakePublic, FakeRegistrar, House, founded_with
from tests.whois_sync.pieces import a_seen
from whois_sync.check.report import NameReport, NotChecked
from whois_sync.check.run import Check, InLanes
from whois_sync.pace.learned import Learned
from whois_sync.pace.question import Conversation, Question, Reply
from whois_sync.pace.table import Pace, Paces

NAMES = tuple(DomainName(f"example{n}.{tld}") for n in range(4) for tld in ("com", "ca", "net"))
QUICK = Pace(rate=10_000, burst=1000, concurrency=2)
Answer = Callable[[str, DomainName], Observation]


class Street:
    """A server for each TLD and one for second looks, and how many questions are under way at each."""

    def __init__(self) -> None:
        self.instead: Answer | None = None
        self.under_way: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def of(self, _server: str) -> "Street":
        return self

    def server_of(self, name: DomainName) -> str:
        return f"rdap.{name.tld}.example"

    def looking_up(self, name: DomainName) -> Conversation[Observation]:
        reply = yield self._question(self.server_of(name), name)
        yield self._question(f"registrar.{name.tld}.example", name, is_second=True)
        return reply.observation

    def _question(self, server: str, name: DomainName, *, is_second: bool = False) -> Question:
        def ask() -> Reply:
            with self._counted(server):
                if self.instead is not None:
                    return Reply(self.instead(server, name))
                return Reply(a_seen(Source.RDAP, name=name))

        return Question(server, name, Source.RDAP, ask, is_second=is_second)

    @contextmanager
    def _counted(self, server: str) -> Iterator[None]:
        with self._lock:
            self.asked[server] += 1
            self.under_way[server] += 1
            self.most[server] = max(self.most[server], self.under_way[server])
        try:
            yield
        finally:
            with self._lock:
                self.under_way[server] -= 1


class OneAtATime(FakeRegistrar):
    """An account that notices when it is asked twice at once."""

    def __init__(self, *names: DomainName) -> None:
        super().__init__(*names)
        self.busy = threading.Lock()
        self.crowded = False

    def info(self, name: DomainName) -> Registration:
        if not self.busy.acquire(blocking=False):
            self.crowded = True
            return super().info(name)
        try:
            time.sleep(0.002)
            return super().info(name)
        finally:
            self.busy.release()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    records, clock = founded_with(tmp_path / "records.sqlite", tmp_path / "house.key", *NAMES)
    yield House(records, clock, OneAtATime(*NAMES), FakePublic(clock))
    records.close()


@pytest.fixture
def street() -> Street:
    return Street()


@pytest.fixture
def check(house: House, street: Street, tmp_path: Path) -> Check:
    paces = Paces({"default": QUICK})
    learned = Learned(tmp_path / "observing" / "pace.json", paces, house.clock, now=time.monotonic)
    lanes = InLanes(learned, street.server_of, lambda: nullcontext(street))
    return Check(house.records, house.registrar_for, house.public, house.clock, lanes=lanes)


def test_every_name_is_reported_once_and_what_was_seen_is_kept(
    check: Check, house: House, street: Street
) -> None:
    reports = list(check.check_all())
    assert sorted(report.name for report in reports) == sorted(NAMES)
    for report in reports:
        assert isinstance(report, NameReport)
        with house.records.reading() as unit:
            assert unit.observations.latest(report.name, Source.REGISTRAR) == report.registrar
            assert unit.observations.latest(report.name, Source.RDAP) == report.public
    servers = {f"{kind}.{tld}.example" for kind in ("rdap", "registrar") for tld in ("com", "ca", "net")}
    assert street.asked == dict.fromkeys(servers, 4)


def test_no_server_and_no_account_is_asked_more_at_once_than_it_bears(
    check: Check, house: House, street: Street
) -> None:
    list(check.check_all())
    assert max(street.most.values()) <= QUICK.concurrency
    assert isinstance(house.registrar, OneAtATime)
    assert not house.registrar.crowded


@pytest.mark.parametrize("hanging", ["rdap.ca.example", "registrar.ca.example"])
def test_a_server_that_hangs_keeps_only_its_own_names_waiting(
    check: Check, street: Street, hanging: str
) -> None:
    free = threading.Event()

    def instead(server: str, name: DomainName) -> Observation:
        if server == hanging:
            assert free.wait(10)
        return a_seen(Source.RDAP, name=name)

    street.instead = instead
    order = []
    for report in check.check_all():
        order.append(report.name.tld)
        if len(order) == 8:
            free.set()
    assert order[8:] == ["ca"] * 4


def test_a_throttled_name_is_asked_again_and_the_lesson_is_kept(
    check: Check, street: Street, tmp_path: Path
) -> None:
    refused: set[DomainName] = set()

    def instead(server: str, name: DomainName) -> Observation:
        seen = a_seen(Source.RDAP, name=name)
        if server == "rdap.com.example" and not refused:
            refused.add(name)
            return Unreadable(name=name, provenance=seen.provenance, why=Why.THROTTLED)
        return seen

    street.instead = instead
    reports = [report for report in check.check_all() if isinstance(report, NameReport)]
    assert {report.public.kind for report in reports} == {"seen"}
    assert street.asked["rdap.com.example"] == 5
    assert "rdap.com.example" in (tmp_path / "observing" / "pace.json").read_text("utf-8")


def test_a_name_that_fails_is_not_checked_and_the_others_are(
    check: Check, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(OneAtATime):
        def info(self, name: DomainName) -> Registration:
            if name == NAMES[0]:
                raise ZeroDivisionError("registrant@example.ca")
            return super().info(name)

    house.registrar = Broken(*NAMES)
    stranger = DomainName("example.org")
    with caplog.at_level(logging.INFO):
        reports = {report.name: report for report in check.check_all([*NAMES, stranger])}
    assert reports[NAMES[0]] == NotChecked(name=NAMES[0], why="ZeroDivisionError")
    assert reports[stranger] == NotChecked(name=stranger, why=NotHeld.__name__)
    assert sum(isinstance(report, NameReport) for report in reports.values()) == 11
    assert "registrant@example.ca" not in caplog.text


def test_an_account_that_refuses_us_is_asked_once(check: Check, house: House) -> None:
    assert isinstance(house.registrar, OneAtATime)
    house.registrar.failing = AccessRefused("the key is not valid")
    reports = [report for report in check.check_all() if isinstance(report, NameReport)]
    assert house.registrar.asked == 1
    assert {(report.registrar.kind, report.public.kind) for report in reports} == {("unreadable", "seen")}
    with house.records.reading() as unit:
        stop = unit.stops.of("main")
    assert stop is not None
    assert stop.reason is StopReason.ACCESS


def test_a_check_broken_off_has_kept_what_it_reported(check: Check, house: House) -> None:
    reports = check.check_all()
    first = next(reports)
    reports.close()
    with house.records.reading() as unit:
        assert unit.observations.latest(first.name, Source.RDAP) is not None


def test_one_line_a_server_is_logged(check: Check, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="whois_sync"):
        list(check.check_all())
    lines = [record.getMessage() for record in caplog.records if record.getMessage().startswith("asked ")]
    assert sorted(line.partition(":")[0] for line in lines) == [
        "asked rdap.ca.example",
        "asked rdap.com.example",
        "asked rdap.net.example",
    ]
    assert all("4 names in" in line and "4 seen" in line for line in lines)

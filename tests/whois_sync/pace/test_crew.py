"""Threads ask; whoever hands out the questions hears of every one of them."""

import math
import threading
from collections.abc import Callable

import pytest

from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Source, Unreadable
from tests.whois_sync.pace.simulated import StillClock, said_by
from whois_sync.pace.asking import Talk, ask_in_lanes
from whois_sync.pace.crew import Threads
from whois_sync.pace.lane import Lane, Ticket
from whois_sync.pace.lanes import Lanes
from whois_sync.pace.names import NameList
from whois_sync.pace.question import Conversation, Question, Reply
from whois_sync.pace.table import Pace

QUICK = Pace(rate=10_000, burst=1000, concurrency=4)
NAME = DomainName("example.com")


Ask = Callable[[str, DomainName], Observation]


def question(ask: Ask, server: str, name: DomainName) -> Question:
    return Question(server, name, Source.RDAP, lambda: Reply(ask(server, name)))


def talk(ask: Ask) -> Talk[Observation]:
    def begin(server: str, name: DomainName) -> Conversation[Observation]:
        reply = yield question(ask, server, name)
        return reply.observation

    return begin


def absent(server: str, name: DomainName) -> Observation:
    return Absent(name=name, provenance=said_by(server, 0))


def test_an_answer_comes_back_with_its_ticket() -> None:
    ticket = Ticket("rdap.example.net", 0, 0.0)
    with Threads(room=2) as crew:
        crew.ask(ticket, question(absent, "s", NAME))
        told = crew.told(math.inf)
    assert told is not None
    assert told.ticket is ticket
    assert told.reply
    assert isinstance(told.reply.observation, Absent)


def test_nothing_is_waited_for_beyond_the_time() -> None:
    with Threads(room=1) as crew:
        assert crew.told(crew.now() - 1) is None


def test_no_more_threads_are_started_than_have_questions() -> None:
    free, names = threading.Event(), set()

    def ask(server: str, name: DomainName) -> Observation:
        names.add(threading.current_thread().name)
        assert free.wait(5)
        return absent(server, name)

    with Threads(room=9) as crew:
        for index in range(3):
            crew.ask(Ticket("s", index, 0.0), question(ask, "s", NAME))
        free.set()
        for _ in range(3):
            assert crew.told(math.inf) is not None
        for index in range(3):
            crew.ask(Ticket("s", index, 0.0), question(ask, "s", NAME))
        for _ in range(3):
            assert crew.told(math.inf) is not None
    assert len(names) <= 3


def test_a_look_up_that_fails_is_unreadable_and_the_others_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = []
    monkeypatch.setattr(threading, "excepthook", lambda told: failed.append(told.exc_type))

    def ask(server: str, name: DomainName) -> Observation:
        if name.startswith("bad"):
            raise RuntimeError("never raised by a look-up")
        return absent(server, name)

    names = NameList(["bad-1.example", "good-1.example", "bad-2.example", "good-2.example"])
    lanes = Lanes(lambda server: Lane(server, QUICK))
    lanes.add_all([("s", index) for index in range(4)])
    with Threads(room=2) as crew:
        told = {a.value.name: a.value for a in ask_in_lanes(names, lanes, crew, talk(ask), StillClock())}
    assert {name: isinstance(said, Unreadable) for name, said in told.items()} == {
        name: name.startswith("bad") for name in names
    }
    for thread in threading.enumerate():
        if thread.name.startswith("asks-"):
            thread.join(5)
    assert failed == [RuntimeError, RuntimeError]


def test_a_server_that_hangs_delays_nobody_else_under_real_threads() -> None:
    free = threading.Event()

    def ask(server: str, name: DomainName) -> Observation:
        if server == "hangs":
            assert free.wait(10)
        return absent(server, name)

    names = NameList(f"name-{number}.example" for number in range(40))
    lanes = Lanes(lambda server: Lane(server, QUICK))
    lanes.add_all([("hangs" if number < 20 else "well", number) for number in range(40)])
    order = []
    with Threads(room=8) as crew:
        for answer in ask_in_lanes(names, lanes, crew, talk(ask), StillClock()):
            order.append(answer.server)
            if order.count("well") == 20:
                free.set()
    assert order == ["well"] * 20 + ["hangs"] * 20

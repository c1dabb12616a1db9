"""Who asks for a single name waits for the same tempo as a run does, but not for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Source, Unreadable, Why
from tests.whois_sync.pace.simulated import StillClock, said_by
from whois_sync.pace import turns as module
from whois_sync.pace.learned import Learned
from whois_sync.pace.question import Question, Reply
from whois_sync.pace.table import Pace, Paces
from whois_sync.pace.tempo import Heard
from whois_sync.pace.turns import Turns

NAME = DomainName("example.com")
SERVER = "rdap.example.net"


class Seconds:
    """Time that passes while somebody sleeps."""

    def __init__(self) -> None:
        self.at = 100.0

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    seconds = Seconds()
    monkeypatch.setattr(module.time, "sleep", seconds.sleep)
    return seconds


def learned_in(folder: Path, seconds: Seconds, **pace: float) -> Learned:
    paces = Paces({SERVER: Pace.model_validate({"rate": 1, "burst": 1} | pace)})
    return Learned(folder / "pace.json", paces, StillClock(), now=seconds.now)


def question(asked: list[float], seconds: Seconds, answer: Observation | None = None) -> Question:
    def ask() -> Reply:
        asked.append(seconds.at)
        return Reply(answer or Absent(name=NAME, provenance=said_by(SERVER, 0)))

    return Question(SERVER, NAME, Source.RDAP, ask)


def throttled(wait: float) -> Observation:
    said = said_by(SERVER, 0)
    return Unreadable(name=NAME, provenance=said, why=Why.THROTTLED, retry_after=timedelta(seconds=wait))


def test_single_questions_keep_to_the_servers_pace(tmp_path: Path, seconds: Seconds) -> None:
    turns, asked = Turns(learned_in(tmp_path, seconds), StillClock()), []
    for _ in range(4):
        assert turns.ask(question(asked, seconds)).was_asked
    assert [at - 100 for at in asked] == pytest.approx([0, 1, 2, 3])


def test_they_share_it_with_a_run_of_the_same_process(tmp_path: Path, seconds: Seconds) -> None:
    learned = learned_in(tmp_path, seconds)
    lane = learned.lane_for(SERVER)
    lane.add(0)
    lane.add(1)
    ticket = lane.take(seconds.now())
    assert ticket is not None
    busy = Turns(learned, StillClock()).ask(question([], seconds))
    assert not busy.was_asked
    lane.heard(ticket, Heard.ANSWER, seconds.now())
    assert Turns(learned, StillClock()).ask(question([], seconds)).was_asked
    assert lane.take(seconds.now()) is None
    assert lane.wake_at() > seconds.now()
    assert lane.take(seconds.now() + 1) is not None


def test_a_lane_looks_again_while_somebody_else_asks_its_server(tmp_path: Path, seconds: Seconds) -> None:
    learned = learned_in(tmp_path, seconds)
    lane = learned.lane_for(SERVER)
    lane.add(0)
    assert learned.tempo_of(SERVER).take(seconds.now())
    assert lane.take(seconds.now() + 5) is None
    assert seconds.now() + 5 < lane.wake_at() < seconds.now() + 6
    learned.tempo_of(SERVER).heard(seconds.now(), Heard.ANSWER, seconds.now() + 5)
    assert lane.take(lane.wake_at()) is not None


def test_a_server_that_asked_to_be_left_alone_is_not_asked_and_the_next_process_knows(
    tmp_path: Path, seconds: Seconds
) -> None:
    turns, asked = Turns(learned_in(tmp_path, seconds), StillClock()), []
    turns.ask(question(asked, seconds, throttled(600)))
    for one in (turns, Turns(learned_in(tmp_path, seconds), StillClock())):
        reply = one.ask(question(asked, seconds))
        assert isinstance(reply.observation, Unreadable)
        assert (reply.observation.why, reply.was_asked) == (Why.THROTTLED, False)
    assert len(asked) == 1
    assert seconds.at == 100


def test_a_look_up_that_fails_gives_its_turn_back(tmp_path: Path, seconds: Seconds) -> None:
    def ask() -> Reply:
        raise ZeroDivisionError

    turns = Turns(learned_in(tmp_path, seconds), StillClock())
    with pytest.raises(ZeroDivisionError):
        turns.ask(Question(SERVER, NAME, Source.RDAP, ask))
    assert turns.ask(question([], seconds)).was_asked


def test_threads_that_ask_at_once_never_exceed_the_concurrency(tmp_path: Path) -> None:
    seconds = Seconds()
    learned = learned_in(tmp_path, seconds, rate=1_000_000, burst=1_000_000, concurrency=2)
    tempo, most = learned.tempo_of(SERVER), []

    def ask() -> Reply:
        most.append(tempo.under_way)
        return Reply(Absent(name=NAME, provenance=said_by(SERVER, 0)))

    turns = Turns(learned, StillClock())
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda _: turns.ask(Question(SERVER, NAME, Source.RDAP, ask)), range(100)))
    assert all(reply.was_asked for reply in replies)
    assert max(most) <= 2
    assert tempo.under_way == 0

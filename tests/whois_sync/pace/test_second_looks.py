"""A second look waits in the lane of the server that it goes to, and in nobody else's way."""

from collections.abc import Callable

import pytest

from portfolio.names import DomainName
from portfolio.observation import Observation
from tests.whois_sync.pace.simulated import SimulatedCrew, SimulatedServer, StillClock, look_up
from whois_sync.pace.asking import Answer, ask_in_lanes
from whois_sync.pace.lane import AWAY, Lane
from whois_sync.pace.lanes import Lanes
from whois_sync.pace.names import NameList
from whois_sync.pace.question import Conversation
from whois_sync.pace.table import Pace

PACES = {
    "registry.example": Pace(rate=10, burst=2, concurrency=4),
    "other.example": Pace(rate=5, burst=2, concurrency=2),
    "registrar.example": Pace(rate=2, burst=2, concurrency=1),
}
Further = Callable[[DomainName], tuple[str, ...]]


class Run:
    """100 names of a registry, as many of another; `further` says where a name is looked for again."""

    def __init__(self, further: Further, *spoilt: SimulatedServer, many: int = 100) -> None:
        self.servers = {name: SimulatedServer(name) for name in PACES}
        self.servers |= {server.name: server for server in spoilt}
        self.names = NameList(f"name-{n}.{tld}" for n in range(many) for tld in ("registry", "other"))
        self.lanes = Lanes(lambda server: Lane(server, PACES[server]))
        self.lanes.add_all(
            (f"{name.rpartition('.')[2]}.example", index) for index, name in enumerate(self.names)
        )
        self.crew = SimulatedCrew(self.servers)
        self.ended_at: dict[str, float] = {}
        self.answers: list[Answer[Observation]] = []
        self.most_away = 0

        def talk(server: str, name: DomainName) -> Conversation[Observation]:
            return look_up(server, name, *further(name))

        for answer in ask_in_lanes(self.names, self.lanes, self.crew, talk, StillClock()):
            self.ended_at[answer.server] = self.crew.at
            self.answers.append(answer)
            self.most_away = max(self.most_away, *(lane.away for lane in self.lanes.by_server.values()))

    def asked(self, server: str) -> list[float]:
        return [at for at, _ in self.servers[server].asked]


def always(_name: DomainName) -> tuple[str, ...]:
    return ("registrar.example",)


def of_the_registry(name: DomainName) -> tuple[str, ...]:
    return ("registrar.example",) if name.tld == "registry" else ()


def never(_name: DomainName) -> tuple[str, ...]:
    return ()


def test_a_second_server_is_asked_at_its_own_pace_whichever_lanes_send_it_names() -> None:
    run = Run(always)
    times = run.asked("registrar.example")
    assert len(times) == 200
    for first in range(len(times)):
        for last in range(first, len(times)):
            assert last - first + 1 <= 2 + 2 * (times[last] - times[first]) + 1e-6
    assert run.servers["registrar.example"].most_under_way == 1


def test_the_whole_takes_as_long_as_the_slowest_server_and_not_the_sum() -> None:
    run = Run(of_the_registry)
    assert 0.95 * 100 / 2 <= run.crew.at <= 1.05 * 100 / 2


def test_a_lane_that_sends_nobody_on_is_not_delayed_by_one_that_does() -> None:
    assert Run(of_the_registry).ended_at["other.example"] == pytest.approx(
        Run(never).ended_at["other.example"]
    )


def test_while_names_are_at_a_slow_server_the_registry_goes_on_with_others() -> None:
    run = Run(of_the_registry)
    assert run.asked("registry.example")[-1] < 0.25 * run.crew.at


def test_no_more_names_wait_elsewhere_than_memory_is_meant_for_and_all_are_answered() -> None:
    run = Run(of_the_registry, many=1000)
    assert AWAY <= run.most_away <= AWAY + PACES["registry.example"].concurrency
    assert sorted(answer.value.name for answer in run.answers) == sorted(run.names)
    assert run.crew.at <= 1.05 * 1000 / 2
    assert {lane.away for lane in run.lanes.by_server.values()} == {0}


def test_a_second_server_that_is_dead_is_soon_left_alone_and_the_first_answers_stand() -> None:
    dead = SimulatedServer("registrar.example", delay=10, is_dead=True)
    run = Run(of_the_registry, dead)
    assert {answer.value.kind for answer in run.answers} == {"absent"}
    assert len(dead.asked) < 5
    assert run.crew.at < 60


def test_one_that_wants_a_long_pause_is_not_waited_for() -> None:
    busy = SimulatedServer("registrar.example", limit=0.0001, retry_after=600)
    run = Run(of_the_registry, busy)
    assert len(busy.asked) == 1
    assert run.crew.at < 25


def test_one_that_throttles_a_little_is_waited_for_and_asked_again() -> None:
    picky = SimulatedServer("registrar.example", limit=1)
    run = Run(of_the_registry, picky)
    assert len(picky.answered) == 100
    assert run.lanes.by_server["registrar.example"].tempo.rate < 2
    assert run.ended_at["other.example"] == pytest.approx(Run(never).ended_at["other.example"])


def test_a_server_that_is_the_first_and_the_second_of_a_name_has_one_lane() -> None:
    run = Run(lambda name: (f"{name.tld}.example",))
    assert len(run.asked("registry.example")) == 200
    assert run.crew.at == pytest.approx(200 / 5, rel=0.05)

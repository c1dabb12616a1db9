"""Many lanes at once, in simulated time: each at its own pace, none for another's sake."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.observation import Observation, Unreadable, Why
from tests.whois_sync.pace.simulated import SimulatedCrew, SimulatedServer, StillClock, look_up
from whois_sync.pace.asking import Answer, ask_in_lanes
from whois_sync.pace.lane import TRIES, Lane
from whois_sync.pace.lanes import Lanes
from whois_sync.pace.names import NameList
from whois_sync.pace.table import Pace

QUICK = Pace(rate=10, burst=4, concurrency=4)


class Run:
    """`share` says how many names each server has; the answers are read to the end."""

    def __init__(
        self,
        servers: list[SimulatedServer],
        share: list[int],
        paces: dict[str, Pace] | None = None,
        *,
        room: int = 10_000,
    ) -> None:
        self.servers = {server.name: server for server in servers}
        self.names = NameList()
        placed = []
        for turn in range(max(share, default=0)):
            for server, many in zip(servers, share, strict=True):
                if turn < many:
                    self.names.add(f"name-{turn}.{server.name}")
                    placed.append((server.name, len(self.names) - 1))
        self.lanes = Lanes(lambda server: Lane(server, (paces or {}).get(server, QUICK)))
        self.lanes.add_all(placed)
        self.crew = SimulatedCrew(self.servers, room=room)
        self.ended_at: dict[str, float] = {}
        self.answers: list[Answer[Observation]] = []
        for answer in ask_in_lanes(self.names, self.lanes, self.crew, look_up, StillClock()):
            self.ended_at[answer.server] = self.crew.at
            self.answers.append(answer)

    @property
    def answered_names(self) -> list[str]:
        return sorted(answer.value.name for answer in self.answers)


servers = st.builds(
    SimulatedServer,
    name=st.uuids().map(lambda known: f"s{known.hex[:8]}.example"),
    delay=st.floats(0.001, 3),
    jitter=st.floats(0, 1),
    limit=st.none() | st.floats(0.5, 20),
    retry_after=st.none() | st.floats(0, 60),
    is_dead=st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(servers, st.integers(0, 40)), max_size=6, unique_by=lambda pair: pair[0].name))
def test_every_name_is_answered_once_and_none_is_asked_again_after_its_answer(
    drawn: list[tuple[SimulatedServer, int]],
) -> None:
    run = Run([server for server, _ in drawn], [share for _, share in drawn], room=5)
    assert run.answered_names == sorted(run.names)
    for server, _ in drawn:
        assert all(times == 1 for times in server.answered.values())
        assert all(times <= TRIES for times in Counter(name for _, name in server.asked).values())
        assert server.most_under_way <= QUICK.concurrency


@settings(max_examples=40)
@given(st.lists(servers, max_size=5, unique_by=lambda server: server.name))
def test_no_other_lane_delays_one(others: list[SimulatedServer]) -> None:
    alone = Run([SimulatedServer("mine.example", delay=0.2)], [50])
    mine = SimulatedServer("mine.example", delay=0.2)
    among = Run([mine, *others], [50] + [30] * len(others))
    assert among.ended_at["mine.example"] == pytest.approx(alone.ended_at["mine.example"])


def test_a_dead_server_costs_its_own_names_only_and_is_not_asked_for_all_of_them() -> None:
    dead = SimulatedServer("dead.example", delay=30, is_dead=True)
    run = Run([dead, SimulatedServer("well.example")], [1000, 100])
    assert run.ended_at["well.example"] < 11
    assert len(dead.asked) < 20
    told = [a.value for a in run.answers if a.server == "dead.example"]
    assert len(told) == 1000
    assert {said.why for said in told if isinstance(said, Unreadable)} == {Why.NO_ANSWER}
    assert sum("not asked" in said.detail for said in told if isinstance(said, Unreadable)) > 980


def test_a_server_that_bears_half_its_pace_is_found_out_and_all_its_names_are_read() -> None:
    server = SimulatedServer("half.example", limit=5)
    run = Run([server], [500])
    assert all(answer.value.kind == "absent" for answer in run.answers)
    assert run.lanes.by_server["half.example"].tempo.rate < 10
    assert len(server.asked) < 1.05 * 500
    assert run.crew.at < 1.5 * 500 / 5


def test_a_server_that_throttles_whatever_is_asked_ends_as_throttled() -> None:
    run = Run([SimulatedServer("never.example", limit=0.0001)], [50])
    assert {a.value.why for a in run.answers if isinstance(a.value, Unreadable)} == {Why.THROTTLED}
    assert run.answered_names == sorted(run.names)


def test_servers_of_different_pace_end_when_the_slowest_must() -> None:
    paces = {
        f"s{number}.example": Pace(rate=0.5 * (1 + number % 7), burst=2, concurrency=2 + number)
        for number in range(20)
    }
    slow = [SimulatedServer(name, delay=0.3, jitter=0.5) for name in paces]
    share = [60 + 7 * number for number in range(20)]
    run = Run(slow, share, paces)
    bound = max(many / pace.rate for many, pace in zip(share, paces.values(), strict=True))
    assert bound * 0.9 <= run.crew.at <= 1.05 * bound


def test_a_small_room_is_shared_by_whoever_is_due_first() -> None:
    run = Run([SimulatedServer(f"s{n}.example", delay=0.01) for n in range(10)], [50] * 10, room=3)
    assert run.answered_names == sorted(run.names)
    assert max(run.ended_at.values()) < 1.1 * min(run.ended_at.values())


def test_nothing_to_ask_ends_at_once() -> None:
    assert Run([], []).answers == []

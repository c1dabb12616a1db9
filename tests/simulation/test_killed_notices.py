"""`kill -9` at every write of a run of notices on real sockets: none goes twice, none is lost."""

import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.notifications.scripted_smtp import ScriptedSmtp
from tests.simulation.killed_notices import MODULE, Round, model_in, wrongs_after
from tests.simulation.killed_place import Model, Place
from tests.simulation.killed_sweep import STRACE, WRITES, Deaths, Sweep

with_strace = pytest.mark.skipif(
    STRACE is None, reason="no strace that may watch a process: system calls cannot be counted here"
)
AT_LEAST = 50


@dataclass
class Mailed(Sweep):
    """What came of a sweep; `unclear` is how many notices were left for staff to look at."""

    unclear: int = 0


@dataclass
class Sweeper:
    """Kills one run after another, in a house that begins as its model does."""

    deaths: Deaths
    model: Model
    smtp: ScriptedSmtp
    rehearsed: bool = field(default=False)

    def own_points(self, *, every: int = 1, planted: str = "") -> Mailed:
        """Kill at statements, commits, lines of the journal and words to the mail server."""
        task = self._task(planted)
        return self._swept(every, lambda number: self.deaths.run(task.model_copy(update={"die_at": number})))

    def system_calls(self, *, every: int = 1) -> Mailed:
        """Kill on entering the system calls that write."""
        task = self._task("")
        return self._swept(every, lambda number: self.deaths.run(task, calls=WRITES, at=number))

    def _task(self, planted: str) -> Round:
        place = self.model.place
        return Round(folder=place.folder, url=place.url, port=self.smtp.port, planted=planted)

    def _swept(self, every: int, death: Callable[[int], int]) -> Mailed:
        place, sweep, number = self.model.lay(), Mailed(), 1
        self.deaths.rehearse(self._task("").model_copy(update={"rehearsal": True}))
        while True:
            self.model.lay()
            self.smtp.taken.clear()
            ended = death(number)
            assert ended in (0, -signal.SIGKILL), f"the process ended by itself, with {ended}"
            wrongs, unclear = wrongs_after(place, self.smtp)
            sweep.unclear += unclear
            if wrongs:
                sweep.wrongs[number] = wrongs
            if not ended:
                return sweep
            sweep.points, sweep.last_point = sweep.points + 1, number
            number += every


@pytest.fixture(scope="module")
def sweeper() -> Iterator[Sweeper]:
    memory = Path("/dev/shm")
    with (
        TemporaryDirectory(prefix="killed-", dir=memory if memory.is_dir() else None) as made,
        Deaths(MODULE) as deaths,
        ScriptedSmtp() as smtp,
    ):
        folder = Path(made)
        yield Sweeper(deaths, Model(model_in(folder / "model"), Place.in_a_file(folder / "house")), smtp)


def _tell(what: str, sweep: Mailed) -> None:
    sys.stdout.write(
        f"\n{what}: killed at {sweep.points} points, up to point {sweep.last_point}; "
        f"{sweep.unclear} notices left to staff\n"
    )


def test_a_run_killed_at_a_statement_or_a_word_to_the_server_sends_nothing_twice(sweeper: Sweeper) -> None:
    sweep = sweeper.own_points(every=13)
    _tell("every thirteenth statement that writes, commit, line and word of a run", sweep)
    assert sweep.wrongs == {}
    assert sweep.points >= len(WRITES) // 3


@with_strace
def test_a_run_killed_at_a_write_sends_nothing_twice(sweeper: Sweeper) -> None:
    sweep = sweeper.system_calls(every=37)
    _tell("every thirty-seventh write of a run", sweep)
    assert sweep.wrongs == {}
    assert sweep.points > 1


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_sweep_catches_a_body_that_leaves_before_sending_is_kept(sweeper: Sweeper) -> None:
    sweep = sweeper.own_points(planted="the body leaves before SENDING is kept")
    assert any("taken 2 times" in wrong for wrongs in sweep.wrongs.values() for wrong in wrongs)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_run_killed_at_any_statement_or_word_sends_nothing_twice(sweeper: Sweeper) -> None:
    sweep = sweeper.own_points()
    _tell("every statement that writes, commit, line and word of a run", sweep)
    assert sweep.wrongs == {}
    assert sweep.points == sweep.last_point >= AT_LEAST


@with_strace
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_run_killed_at_any_write_sends_nothing_twice(sweeper: Sweeper) -> None:
    sweep = sweeper.system_calls()
    _tell("every write of a run", sweep)
    assert sweep.wrongs == {}
    assert sweep.points == sweep.last_point >= AT_LEAST

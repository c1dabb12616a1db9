"""Kills a process at one point after another, and judges the house that each of them leaves behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from portfolio.order import OrderKind
from tests.house.tree import ROOT
from tests.simulation.killed_house import wrongs_after
from tests.simulation.killed_place import Model
from tests.simulation.killed_process import Errand, Task

WRITES = (
    "write", "pwrite64", "writev", "pwritev", "pwritev2", "fsync", "fdatasync", "sync_file_range", "sendto",
    "sendmsg", "sendmmsg", "ftruncate", "truncate", "fallocate", "rename", "renameat", "renameat2", "unlink",
    "unlinkat",
)  # fmt: skip
ANSWERS = ("recvfrom", "recvmsg")


def _strace() -> str | None:
    """Return the program where it is there and may watch another one."""
    there = shutil.which("strace")
    if there is None or subprocess.run([there, "-o", os.devnull, "true"], check=False).returncode:
        return None
    return there


STRACE = _strace()


@dataclass
class Sweep:
    """What came of killing at point after point. `points` are those at which a process really was killed."""

    points: int = 0
    last_point: int = 0
    wrongs: dict[int, list[str]] = field(default_factory=dict)


class Deaths:
    """Starts the process that forks, and lets its forks run to their end or to where they are killed."""

    def __init__(self, module: str = "tests.simulation.killed_process") -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._parent.communicate(timeout=20)

    def rehearse(self, errand: Task) -> None:
        """Let the process that forks do the errand itself, to its end."""
        self._tell(errand.model_dump_json())
        assert self._told() == "rehearsed"

    def run(self, errand: Task, *, calls: tuple[str, ...] = (), at: int = 0) -> int:
        """Return how the errand ended: 0, or -9 if killed: with `calls`, on entering the `at`-th of them."""
        self._tell(errand.model_dump_json())
        pid = int(self._told())
        with _watched(pid, calls, at):
            self._tell("go")
            return int(self._told())

    def _tell(self, line: str) -> None:
        assert self._parent.stdin
        self._parent.stdin.write(f"{line}\n")
        self._parent.stdin.flush()

    def _told(self) -> str:
        assert self._parent.stdout
        return self._parent.stdout.readline().strip()


@contextmanager
def _watched(pid: int, calls: tuple[str, ...], at: int) -> Iterator[None]:
    """Let strace kill `pid` at the `at`-th of `calls`; it is attached when this is entered."""
    if not calls:
        yield
        return
    assert STRACE
    names = ",".join(calls)
    with subprocess.Popen(
        [STRACE, "-f", "-p", str(pid), "-o", os.devnull, "-e", f"trace={names}",
         "-e", f"inject={names}:signal=KILL:when={at}"],
        stderr=subprocess.PIPE, text=True,
    ) as watcher:  # fmt: skip
        assert watcher.stderr
        said = watcher.stderr.readline()
        assert "attached" in said, said
        yield


@dataclass(frozen=True)
class Sweeper:
    """Sweeps over the kill points of an order in a house that begins as its model does."""

    deaths: Deaths
    model: Model

    def system_calls(
        self, kind: OrderKind, *, every: int = 1, calls: tuple[str, ...] = WRITES, planted: str = ""
    ) -> Sweep:
        """Kill on entering the first, and then each `every`-th, of the system calls that write."""
        errand = self._errand(kind, planted=planted)
        return self._swept(errand, every, lambda number: self.deaths.run(errand, calls=calls, at=number))

    def own_points(
        self, kind: OrderKind, *, every: int = 1, only_paid: bool = False, planted: str = ""
    ) -> Sweep:
        """Kill at statements, commits, lines of the journal and paid requests, from inside the process."""
        errand = self._errand(kind, only_paid=only_paid, planted=planted)

        def death(number: int) -> int:
            return self.deaths.run(errand.model_copy(update={"die_at": number}))

        return self._swept(errand, every, death)

    def _errand(self, kind: OrderKind, *, only_paid: bool = False, planted: str = "") -> Errand:
        place = self.model.place
        return Errand(folder=place.folder, url=place.url, kind=kind, only_paid=only_paid, planted=planted)

    def _swept(self, errand: Errand, every: int, death: Callable[[int], int]) -> Sweep:
        place, sweep, number = self.model.lay(), Sweep(), 1
        self.deaths.rehearse(errand.model_copy(update={"rehearsal": True, "planted": ""}))
        while True:
            self.model.lay()
            ended = death(number)
            assert ended in (0, -signal.SIGKILL), f"the process ended by itself, with {ended}"
            if wrongs := wrongs_after(place, errand.kind):
                sweep.wrongs[number] = wrongs
            if not ended:
                return sweep
            sweep.points, sweep.last_point = sweep.points + 1, number
            number += every

"""A round of many names over many servers, and what is to be told of it: answers, each server's part."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Generic, Protocol

from portfolio.clock import Clock
from whois_sync.pace.asking import Talk, ask_in_lanes
from whois_sync.pace.crew import Crew, Threads
from whois_sync.pace.lane import Lane
from whois_sync.pace.lanes import LaneFor, Lanes
from whois_sync.pace.learned import Learned
from whois_sync.pace.names import NameList
from whois_sync.pace.question import T

_MOST_UNDER_WAY = 512
_LESSONS_EVERY = 5.0
_log = logging.getLogger("whois_sync")


class CrewFor(Protocol):
    """Gives a crew that has `room` questions under way at most, and lets it go at the end."""

    def __call__(self, *, room: int) -> AbstractContextManager[Crew]: ...


@dataclass(frozen=True, slots=True)
class Came(Generic[T]):
    """One name's answer; `part` is, once for each server, the line that tells of its part when it is over."""

    value: T
    part: str | None = None


@dataclass
class _Part:
    waiting: int = 0
    kinds: Counter[str] = field(default_factory=Counter[str])
    begun_at: float = field(default_factory=time.monotonic)

    def told(self, server: str, lane: Lane) -> str:
        """Return the line for people and for the log: figures, and no name."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        took = time.monotonic() - self.begun_at
        line = f"{server or 'no server known'}: {self.kinds.total()} names in {took:.1f} s: {kinds}"
        if not lane.tempo.throttled:
            return line
        return f"{line}; throttled {lane.tempo.throttled} times, now {lane.tempo.rate:.2g} names a second"


class Round(Generic[T]):
    """
    Asks for names in lanes: `talk` begins the conversation about each, `kind` names what one came to.

    What servers teach is kept every few seconds, and at the end.
    """

    def __init__(
        self,
        learned: Learned,
        clock: Clock,
        talk: Talk[T],
        kind: Callable[[T], str],
        *,
        crew_for: CrewFor = Threads,
        lane_for: LaneFor | None = None,
    ) -> None:
        self._learned = learned
        self._clock = clock
        self._talk = talk
        self._kind = kind
        self._crew_for = crew_for
        self._lanes = Lanes(lane_for or learned.lane_for)
        self._parts: dict[str, _Part] = {}

    def answers(self, names: NameList, waiting: Iterable[tuple[str, int]]) -> Generator[Came[T], None, None]:
        """Yield each answer as it comes; `waiting` gives names by their first server and their index."""
        with ExitStack() as opened:
            crew = opened.enter_context(self._crew_for(room=_MOST_UNDER_WAY))
            self._lanes.add_all(map(self._counted, waiting))
            opened.callback(self._learned.keep)
            kept_at = time.monotonic()
            for answer in ask_in_lanes(names, self._lanes, crew, self._talk, self._clock):
                yield Came(answer.value, self._part(answer.server, answer.value))
                if time.monotonic() >= kept_at + _LESSONS_EVERY:
                    kept_at = time.monotonic()
                    self._learned.keep()

    def _counted(self, waits: tuple[str, int]) -> tuple[str, int]:
        self._parts.setdefault(waits[0], _Part()).waiting += 1
        return waits

    def _part(self, server: str, value: T) -> str | None:
        part = self._parts[server]
        part.kinds[self._kind(value)] += 1
        if part.kinds.total() < part.waiting:
            return None
        line = part.told(server, self._lanes.by_server[server])
        _log.info("asked %s", line)
        return line

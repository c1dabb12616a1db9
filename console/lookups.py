"""A run of look-ups over many names: paced, kept as it goes, and gone on with where it was broken off."""

import json
import logging
import time
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from console.observed import told_of
from console.showing import json_line
from console.wiring import App
from net import HttpClient
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Source, Unreadable, Why
from whois_sync.lookup.sources import PublicRecord
from whois_sync.pace.asking import Answer, ask_in_lanes
from whois_sync.pace.crew import Ask, Crew, Threads
from whois_sync.pace.kept import KeptAnswers
from whois_sync.pace.lane import Lane
from whois_sync.pace.lanes import Lanes
from whois_sync.pace.learned import Learned
from whois_sync.pace.names import NameList
from whois_sync.pace.table import Paces

_MOST_UNDER_WAY = 512
_LESSONS_EVERY = 5.0
_log = logging.getLogger("console")


class CrewFor(Protocol):
    """Gives a crew that asks by `ask`, `room` questions at a time at most, and lets it go at the end."""

    def __call__(self, ask: Ask, *, room: int) -> AbstractContextManager[Crew]: ...


@dataclass
class Part:
    """One server's part of a run."""

    waiting: int = 0
    kinds: Counter[str] = field(default_factory=Counter[str])
    begun_at: float = field(default_factory=time.monotonic)

    def told(self, server: str, lane: Lane) -> str:
        """Return the line for people and for the log: figures, and no name."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        took = time.monotonic() - self.begun_at
        line = f"{server or 'no server known'}: {self.kinds.total()} names in {took:.1f} s: {kinds}"
        if not lane.throttled:
            return line
        return f"{line}; throttled {lane.throttled} times, now {lane.rate:.2g} names a second"


@dataclass(frozen=True, slots=True)
class Done:
    """
    One name's answer: what staff are shown, and the same as a line of JSON.

    `part` is, once for each server, the line that tells of its part when that is over.
    """

    told: Mapping[str, object]
    line: str
    part: str | None = None


class Lookups:
    """
    Looks up `names` of the public record (`source` only, where given), each server in its own lane.

    `key` names the run: the same key goes on where a broken-off run was, unless `fresh`. The answers so far
    and what servers taught us lie in the house's folder `observing`.
    """

    def __init__(
        self,
        app: App,
        names: NameList,
        *,
        key: str,
        source: Source | None = None,
        fresh: bool = False,
        crew_for: CrewFor = Threads,
    ) -> None:
        self._app = app
        self._names = names
        self._source = source
        self._crew_for = crew_for
        self._folder = app.settings.home / "observing"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._kept = KeptAnswers(self._folder / f"{key}.jsonl", fresh=fresh)
        self._is_done = bytearray(len(names))
        self.answered = 0
        self.parts: dict[str, Part] = {}

    def so_far(self) -> Iterator[Done]:
        """Yield what a broken-off run has answered, each name once. To be read before `rest`."""
        for name, line in self._kept.so_far():
            index = self._names.index_of(name)
            if index is not None and not self._is_done[index]:
                self._is_done[index] = 1
                self.answered += 1
                yield Done(json.loads(line), line)

    def rest(self) -> Generator[Done, None, None]:
        """Ask for what is not answered yet, and yield each answer when it is safely kept."""
        asks = _OwnConnections(self._app, self._source)
        with ExitStack() as opened:
            crew = opened.enter_context(self._crew_for(asks.ask, room=_MOST_UNDER_WAY))
            learned = self._learned(now=crew.now())
            lanes = Lanes(learned.lane_for)
            lanes.add_all(self._waiting())
            opened.callback(lambda: learned.keep(lanes.by_server.values()))
            learned_at = time.monotonic()
            for answer in ask_in_lanes(self._names, lanes, crew, self._app.clock):
                told = told_of(answer.observation)
                line = json_line(told)
                self._kept.add(line)
                self.answered += 1
                yield Done(told, line, self._part(answer, lanes))
                if time.monotonic() >= learned_at + _LESSONS_EVERY:
                    learned_at = time.monotonic()
                    learned.keep(lanes.by_server.values())
        asks.close()

    def finish(self) -> None:
        """Every answer was handed on: forget them, so that the next run of this key begins anew."""
        self._kept.finish()

    def close(self) -> None:
        """Let another process go on."""
        self._kept.close()

    def _learned(self, *, now: float) -> Learned:
        paces = Paces(self._app.settings.pace)
        return Learned(self._folder / "pace.json", paces, self._app.clock, now=now)

    def _waiting(self) -> Iterator[tuple[str, int]]:
        for index, name in enumerate(self._names):
            if not self._is_done[index]:
                server = self._app.public.server_of(DomainName(name), self._source)
                self.parts.setdefault(server, Part()).waiting += 1
                yield server, index

    def _part(self, answer: Answer, lanes: Lanes) -> str | None:
        part = self.parts[answer.server]
        part.kinds[answer.observation.kind] += 1
        if part.kinds.total() < part.waiting:
            return None
        lane = lanes.by_server[answer.server]
        line = part.told(answer.server, lane)
        _log.info("observed %s", line)
        return line


class _OwnConnections:
    """Asks each server over connections of its own: a client's are few, and lanes share nothing."""

    def __init__(self, app: App, source: Source | None) -> None:
        self._app = app
        self._source = source
        self._making = Lock()
        self._clients: dict[str, HttpClient] = {}
        self._records: dict[str, PublicRecord] = {}

    def ask(self, server: str, name: DomainName) -> Observation:
        """Look `name` up; called by many threads at once."""
        public = self._records.get(server) or self._made(server)
        match self._source:
            case Source.WHOIS:
                return public.by_whois(name)
            case Source.RDAP:
                return public.by_rdap(name) or self._no_server(name)
            case _:
                return public.look_up(name)

    def close(self) -> None:
        """Close all connections; nothing may be under way."""
        for client in self._clients.values():
            client.close()

    def _made(self, server: str) -> PublicRecord:
        with self._making:
            if server not in self._records:
                client = self._clients[server] = self._app.public_client()
                self._records[server] = self._app.public.over(client)
            return self._records[server]

    def _no_server(self, name: DomainName) -> Unreadable:
        said = Provenance(source=Source.RDAP, server="none", observed_at=self._app.clock.now())
        detail = f"no RDAP server is known for .{name.tld}"
        return Unreadable(name=name, provenance=said, why=Why.NO_SERVER, detail=detail)

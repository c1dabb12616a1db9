"""Servers and a crew that live in simulated seconds: hours of looking up go by in a moment."""

import heapq
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Provenance, Source, Unreadable, Why
from whois_sync.pace.crew import Told
from whois_sync.pace.lane import Ticket
from whois_sync.pace.question import Conversation, Question, Reply

START = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)


def said_by(server: str, now: float) -> Provenance:
    return Provenance(source=Source.RDAP, server=server, observed_at=START + timedelta(seconds=now))


@dataclass
class SimulatedServer:
    """Answers after `delay` seconds; throttles beyond `limit` names a second in any `window` seconds."""

    name: str
    delay: float = 0.1
    jitter: float = 0.0
    limit: float | None = None
    window: float = 10.0
    retry_after: float | None = None
    is_dead: bool = False
    asked: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    answered: Counter[str] = field(default_factory=Counter[str])
    under_way: int = 0
    most_under_way: int = 0

    def reply(self, name: DomainName, now: float) -> Observation:
        """Say what there is to say, now."""
        self.asked.append((now, name))
        if self.is_dead:
            return self._unreadable(name, now, Why.NO_ANSWER)
        if self.limit is not None:
            recent = sum(
                1 for at, _ in self.asked[-int(self.limit * self.window) - 2 :] if at > now - self.window
            )
            if recent > self.limit * self.window:
                return self._unreadable(name, now, Why.THROTTLED)
        self.answered[name] += 1
        return Absent(name=name, provenance=said_by(self.name, now))

    def _unreadable(self, name: DomainName, now: float, why: Why) -> Unreadable:
        wait = None if self.retry_after is None or self.is_dead else timedelta(seconds=self.retry_after)
        return Unreadable(name=name, provenance=said_by(self.name, now), why=why, retry_after=wait)


def look_up(server: str, name: DomainName, *further: str) -> Conversation[Observation]:
    """Ask `server` of `name` and, where it says anything, the `further` ones; the first's word counts."""
    reply = yield asked(server, name)
    for another in further if not isinstance(reply.observation, Unreadable) else ():
        yield asked(another, name, is_second=True)
    return reply.observation


def asked(server: str, name: DomainName, *, is_second: bool = False) -> Question:
    """A question that a simulated crew answers itself."""

    def ask() -> Reply:
        raise AssertionError("a simulated crew asks nobody")

    return Question(server, name, Source.RDAP, ask, is_second=is_second)


class SimulatedCrew:
    """A crew whose seconds pass only while it waits."""

    def __init__(self, servers: Mapping[str, SimulatedServer], *, room: int = 10_000, seed: int = 1) -> None:
        self.room = room
        self.at = 0.0
        self._servers = servers
        self._random = random.Random(seed)
        self._coming: list[tuple[float, int, Told]] = []
        self._count = 0

    def now(self) -> float:
        return self.at

    def ask(self, ticket: Ticket, question: Question) -> None:
        server = self._servers[ticket.server]
        server.under_way += 1
        server.most_under_way = max(server.most_under_way, server.under_way)
        told = Told(ticket, Reply(server.reply(question.name, self.at)))
        takes = server.delay * (1 + server.jitter * self._random.uniform(-1, 1))
        self._count += 1
        heapq.heappush(self._coming, (self.at + takes, self._count, told))

    def told(self, until: float) -> Told | None:
        if not self._coming or self._coming[0][0] > until:
            self.at = max(self.at, until)
            return None
        at, _, told = heapq.heappop(self._coming)
        self.at = max(self.at, at)
        self._servers[told.ticket.server].under_way -= 1
        return told


@dataclass
class StillClock:
    """A clock that stands still."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

"""One server's lane in a run: which names wait for it, and which goes next when its tempo lets one go."""

import math
from array import array
from collections import deque
from dataclasses import dataclass

from whois_sync.pace.table import Pace
from whois_sync.pace.tempo import Heard, Tempo

TRIES = 4
"""How often a name is asked of a server that throttles, before it stays unread."""

AWAY = 200
"""How many of a lane's names may be at second servers' lanes before it lets no more go: they take memory."""

_LONG = 60.0
_AGAIN = 0.05


@dataclass(frozen=True, slots=True)
class Ticket:
    """One question under way: about the name at `index` of the list, asked of `server` at `asked_at`."""

    server: str
    index: int
    asked_at: float
    is_second: bool = False


class Lane:
    """
    The names that wait for one server: those that are asked of it first, and, ahead of them, those that
    come from another server's lane for a second look.

    The server's `tempo` says when one may go. A name that is throttled waits again, at the end. A server
    that throttles or is silent many times running is given up, and all its names with it; those that come
    for a second look leave as soon as it pauses for long, or after silence: their lanes are not to wait.
    """

    def __init__(
        self,
        server: str,
        pace: Pace,
        *,
        rate: float | None = None,
        not_before: float = 0,
        tempo: Tempo | None = None,
    ) -> None:
        """Share `tempo` with whoever else asks the server; without it have one of its own (see `Tempo`)."""
        self.server = server
        self.pace = pace
        self.tempo = tempo or Tempo(pace, rate=rate, not_before=not_before)
        self.given_up: Heard | None = None
        self.under_way = 0
        self.away = 0
        self._waiting = array("I")
        self._head = 0
        self._second: deque[int] = deque()
        self._tries: dict[int, int] = {}
        self._look_again = -math.inf

    def __len__(self) -> int:
        """How many names wait."""
        return len(self._waiting) - self._head + len(self._second)

    def add(self, index: int, *, is_second: bool = False) -> None:
        """Let a name wait at the end of the lane; for a second look ahead of those that come for a first."""
        (self._second if is_second else self._waiting).append(index)

    def wake_at(self) -> float:
        """Return when `take` may give a name; infinite while none waits, or until an answer comes."""
        if self.given_up or not (self._second or (len(self) and self.away < AWAY)):
            return math.inf
        if self.tempo.is_full:
            return math.inf if self.under_way else self._look_again
        return max(self.tempo.wake_at(), self._look_again)

    def take(self, now: float) -> Ticket | None:
        """Return the next name's ticket, or None when it is not time yet, or others ask just now."""
        if now < self.wake_at():
            return None
        if not self.tempo.take(now):
            self._look_again = now + _AGAIN
            return None
        self.under_way += 1
        is_second = bool(self._second)
        return Ticket(self.server, self._second.popleft() if is_second else self._next(), now, is_second)

    def heard(self, ticket: Ticket, heard: Heard, now: float, *, wait: float | None = None) -> bool:
        """
        Learn from one answer; return whether its name is done (else it waits again, at the end).

        `wait` is how many seconds the server asked to be left alone, where it said so.
        """
        self.under_way -= 1
        self.given_up = self.tempo.heard(ticket.asked_at, heard, now, wait=wait) or self.given_up
        if heard is Heard.THROTTLED:
            return self._done_with(ticket)
        self._tries.pop(ticket.index, None)
        return True

    def unasked(self) -> None:
        """A ticket's question was not asked after all."""
        self.under_way -= 1
        self.tempo.unasked()

    def leave(self, now: float) -> int | None:
        """Return a name that will not be asked; None when there is no more."""
        if self._second and (self.given_up or self._is_no_use(now)):
            return self._second.popleft()
        return self._next() if self.given_up and len(self) else None

    def _is_no_use(self, now: float) -> bool:
        """Whether a second look is not worth the wait."""
        left = self.tempo.not_before - now
        return left > _LONG or (left > 0 and self.tempo.is_silent)

    def _next(self) -> int:
        index = self._waiting[self._head]
        self._head += 1
        return index

    def _done_with(self, ticket: Ticket) -> bool:
        tries = self._tries.pop(ticket.index, 0) + 1
        if tries >= TRIES:
            return True
        self._tries[ticket.index] = tries
        self.add(ticket.index, is_second=ticket.is_second)
        return False

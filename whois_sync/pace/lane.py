"""
One server's lane: which of its names is asked next, and not before when.

Nothing here knows the time or a socket: every instant is a number of seconds that the caller passes in.
"""

import math
from array import array
from dataclasses import dataclass
from enum import Enum

from whois_sync.pace.table import Pace

TRIES = 4
"""How often a name is asked of a server that throttles, before it stays unread."""

LONGEST_WAIT = 3600.0
"""Seconds. A server that asks for a longer pause is not asked again in this run."""

_LONGEST_BACK_OFF = 300.0
_PATIENCE = 8
_QUIET = 3
_SLOWEST = 1 / 50
_QUICK_STEP, _SLOW_STEP = 1 / 50, 1 / 1000
_BORNE = 0.85


class Heard(Enum):
    """What a server made of one question, as far as its pace is concerned."""

    ANSWER = "answer"
    THROTTLED = "throttled"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One question under way: the name at `index` of the list, asked of `server` at `asked_at`."""

    server: str
    index: int
    asked_at: float


class Lane:
    """
    The names of one server, and its pace.

    Over any span of t seconds at most burst + rate * t names leave, and never more than `concurrency` are
    under way. A throttled answer halves the rate and starts a pause: as long as the server said, else
    doubling each time. After it one question probes; each answer then gives a little of the rate back, very
    little above what was just too much (RFC 5681's additive increase, multiplicative decrease). A server
    that throttles or is silent eight times running is given up.
    """

    def __init__(self, server: str, pace: Pace, *, rate: float | None = None, not_before: float = 0) -> None:
        """Start at `rate`, where one was learned; it is never above the pace's. Ask nothing `not_before`."""
        self.server = server
        self.pace = pace
        self.rate = min(pace.rate, max(rate or pace.rate, pace.rate * _SLOWEST))
        self.not_before = not_before
        self.given_up: Heard | None = None
        self.throttled = 0
        self.under_way = 0
        self._ceiling = self.rate if self.rate < pace.rate else math.inf
        self._slack = (pace.burst - 1) / pace.rate
        self._due = not_before
        self._slowed_at = -math.inf
        self._probing = False
        self._strikes = 0
        self._silences = 0
        self._waiting = array("I")
        self._head = 0
        self._tries: dict[int, int] = {}

    def __len__(self) -> int:
        """How many names wait."""
        return len(self._waiting) - self._head

    def add(self, index: int) -> None:
        """Let a name wait at the end of the lane."""
        self._waiting.append(index)

    def wake_at(self) -> float:
        """Return when `take` will give a name; infinite while none waits, or until an answer comes."""
        allowed = 1 if self._probing else self.pace.concurrency
        if self.given_up or not len(self) or self.under_way >= allowed:
            return math.inf
        return max(self.not_before, self._due - self._slack)

    def take(self, now: float) -> Ticket | None:
        """Return the next name's ticket, or None when it is not time yet."""
        if now < self.wake_at():
            return None
        self._due = max(now, self._due) + 1 / self.rate
        self.under_way += 1
        return Ticket(self.server, self._next(), now)

    def heard(self, ticket: Ticket, heard: Heard, now: float, *, wait: float | None = None) -> bool:
        """
        Learn from one answer; return whether its name is done (else it waits again, at the end).

        `wait` is how many seconds the server asked to be left alone, where it said so.
        """
        self.under_way -= 1
        match heard:
            case Heard.ANSWER:
                self._speed_up(ticket)
            case Heard.SILENCE:
                self._bear_silence(now)
            case Heard.THROTTLED:
                self._slow_down(ticket, now, wait)
                return self._done_with(ticket.index)
        self._tries.pop(ticket.index, None)
        return True

    def leave(self) -> int | None:
        """Return a name that will not be asked, for the lane was given up; None when there is no more."""
        return self._next() if self.given_up and len(self) else None

    def _next(self) -> int:
        index = self._waiting[self._head]
        self._head += 1
        return index

    def _done_with(self, index: int) -> bool:
        tries = self._tries.pop(index, 0) + 1
        if tries >= TRIES:
            return True
        self._tries[index] = tries
        self.add(index)
        return False

    def _speed_up(self, ticket: Ticket) -> None:
        self._silences = 0
        if ticket.asked_at < self._slowed_at:
            return
        self._strikes, self._probing = 0, False
        step = _QUICK_STEP if self.rate < self._ceiling else _SLOW_STEP
        self.rate = min(self.pace.rate, self.rate + step * self.pace.rate)

    def _slow_down(self, ticket: Ticket, now: float, wait: float | None) -> None:
        """
        Questions that were under way together are refused together: the pace is halved once for them. A
        probe that is refused too makes the pause longer, not the pace slower.
        """
        self.throttled += 1
        self._silences = 0
        if ticket.asked_at >= self._slowed_at:
            if not self._strikes:
                self._ceiling = _BORNE * self.rate
                self.rate = max(self.rate / 2, self.pace.rate * _SLOWEST)
            self._strikes += 1
            self._slowed_at = now
        back_off = min(_LONGEST_BACK_OFF, 2**self._strikes / self.rate)
        self._pause(now, back_off if wait is None else wait)
        if self._strikes >= _PATIENCE or (wait or 0) > LONGEST_WAIT:
            self.given_up = Heard.THROTTLED

    def _bear_silence(self, now: float) -> None:
        self._silences += 1
        if self._silences >= _QUIET:
            self._pause(now, min(_LONGEST_BACK_OFF, 5 * 2.0 ** (self._silences - _QUIET)))
        if self._silences >= _PATIENCE:
            self.given_up = Heard.SILENCE

    def _pause(self, now: float, seconds: float) -> None:
        """After the pause names leave one by one: what was saved up before it is forfeited."""
        self._probing = True
        self.not_before = max(self.not_before, now + seconds)
        self._due = max(self._due, self.not_before + self._slack)

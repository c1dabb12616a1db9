"""
One server's pace as it is now: when it may be asked, and what its answers have taught of its patience.

Nothing here knows the time or a socket: every instant is a number of seconds that the caller passes in.
"""

import math
from enum import Enum
from threading import Lock

from whois_sync.pace.table import Pace

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


class Tempo:
    """
    A server's pace, shared by whoever asks it: threads may.

    Over any span of t seconds at most burst + rate * t questions leave, and never more than `concurrency`
    are under way. A throttled answer halves the rate and starts a pause: as long as the server said, else
    doubling each time. After it one question probes; each answer then gives a little of the rate back, very
    little above what was just too much (RFC 5681's additive increase, multiplicative decrease).
    """

    def __init__(self, pace: Pace, *, rate: float | None = None, not_before: float = 0) -> None:
        """Start at `rate`, where one was learned; it is never above the pace's. Ask nothing `not_before`."""
        self.pace = pace
        self.rate = min(pace.rate, max(rate or pace.rate, pace.rate * _SLOWEST))
        self.not_before = not_before
        self.throttled = 0
        self.under_way = 0
        self._ceiling = self.rate if self.rate < pace.rate else math.inf
        self._slack = (pace.burst - 1) / pace.rate
        self._due = not_before
        self._slowed_at = -math.inf
        self._probing = False
        self._strikes = 0
        self._silences = 0
        self._lock = Lock()

    @property
    def is_full(self) -> bool:
        """Whether as many questions are under way as may be: until one is heard of, none leaves."""
        return self.under_way >= (1 if self._probing else self.pace.concurrency)

    @property
    def is_silent(self) -> bool:
        """Whether the last questions, several running, brought no answer."""
        return self._silences >= _QUIET

    def wake_at(self) -> float:
        """Return when the next question may leave, unless the tempo is full then."""
        return max(self.not_before, self._due - self._slack)

    def take(self, now: float) -> bool:
        """Let one question leave at `now`, if it may; return whether it does. It is then to be `heard`."""
        with self._lock:
            if self.is_full or now < self.wake_at():
                return False
            self._due = max(now, self._due) + 1 / self.rate
            self.under_way += 1
            return True

    def heard(self, asked_at: float, heard: Heard, now: float, *, wait: float | None = None) -> Heard | None:
        """
        Learn from the answer to a question that left at `asked_at`; return why to give the server up, if so.

        That is where it throttles or is silent eight times running, or asks for a pause beyond
        `LONGEST_WAIT`. `wait` is how many seconds it asked to be left alone, where it said so.
        """
        with self._lock:
            self.under_way -= 1
            match heard:
                case Heard.ANSWER:
                    self._speed_up(asked_at)
                case Heard.SILENCE:
                    self._bear_silence(now)
                    return Heard.SILENCE if self._silences >= _PATIENCE else None
                case Heard.THROTTLED:
                    self._slow_down(asked_at, now, wait)
                    is_enough = self._strikes >= _PATIENCE or (wait or 0) > LONGEST_WAIT
                    return Heard.THROTTLED if is_enough else None
            return None

    def unasked(self) -> None:
        """A question that left was not asked after all."""
        with self._lock:
            self.under_way -= 1

    def begin_anew(self) -> None:
        """Another run begins: what the last one gave up is tried again, at the rate that was learned."""
        with self._lock:
            self._strikes = self._silences = 0

    def _speed_up(self, asked_at: float) -> None:
        self._silences = 0
        if asked_at < self._slowed_at:
            return
        self._strikes, self._probing = 0, False
        step = _QUICK_STEP if self.rate < self._ceiling else _SLOW_STEP
        self.rate = min(self.pace.rate, self.rate + step * self.pace.rate)

    def _slow_down(self, asked_at: float, now: float, wait: float | None) -> None:
        """
        Questions that were under way together are refused together: the pace is halved once for them. A
        probe that is refused too makes the pause longer, not the pace slower.
        """
        self.throttled += 1
        self._silences = 0
        if asked_at >= self._slowed_at:
            if not self._strikes:
                self._ceiling = _BORNE * self.rate
                self.rate = max(self.rate / 2, self.pace.rate * _SLOWEST)
            self._strikes += 1
            self._slowed_at = now
        back_off = min(_LONGEST_BACK_OFF, 2**self._strikes / self.rate)
        self._pause(now, back_off if wait is None else wait)

    def _bear_silence(self, now: float) -> None:
        self._silences += 1
        if self._silences >= _QUIET:
            self._pause(now, min(_LONGEST_BACK_OFF, 5 * 2.0 ** (self._silences - _QUIET)))

    def _pause(self, now: float, seconds: float) -> None:
        """After the pause questions leave one by one: what was saved up before it is forfeited."""
        self._probing = True
        self.not_before = max(self.not_before, now + seconds)
        self._due = max(self._due, self.not_before + self._slack)

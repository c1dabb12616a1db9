"""One item of a batch: tried, timed, told in one line, and held back for a while when it went wrong."""

import logging
import time
from collections import Counter
from collections.abc import Callable

from console.jobs.later import NotYet

log = logging.getLogger("console")

_FIRST_WAIT = 5.0
_LONGEST_WAIT = 300.0


def wait_after(failures: int) -> float:
    """Return how many seconds something rests that went wrong `failures` times in a row, one or more."""
    return min(_FIRST_WAIT * 2 ** min(failures - 1, 10), _LONGEST_WAIT)


class Tries:
    """
    What this process has tried: how often it went well or wrong, and what must rest before another try.

    Whatever was tried rests for `rest`, what went wrong longer each time: so one item that is always due
    takes nobody's turn. Waits are counted by the machine, not by a clock that can be set. For one thread.
    """

    def __init__(self, rest: float = 0.0) -> None:
        """Take the least number of seconds between two tries of the same thing."""
        self._rest = rest
        self.counts: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()
        self._rests_until: dict[str, float] = {}

    def rests(self, slug: str) -> bool:
        """Whether `slug` was tried so lately that it is not worth another try yet."""
        return time.monotonic() < self._rests_until.get(slug, 0.0)

    def go(self, slug: str, step: Callable[[], str]) -> bool:
        """
        Take `step`, log what it came to unless that is empty, and return whether it went well.

        Nothing that it raises gets out.
        """
        began = time.monotonic()
        try:
            told = step()
        except NotYet as later:
            return self._wrong(slug, "not yet", str(later), began)
        except Exception as error:  # noqa: BLE001 - one item of a batch: the others must still be done
            return self._wrong(slug, "failed", type(error).__name__, began)
        self._failures.pop(slug, None)
        self._let_rest(slug, self._rest)
        if told:
            self._tell(slug, "done", told, began)
        return True

    def _wrong(self, slug: str, how: str, why: str, began: float) -> bool:
        self._failures[slug] += 1
        self._let_rest(slug, max(wait_after(self._failures[slug]), self._rest))
        self._tell(slug, how, why, began)
        return False

    def _let_rest(self, slug: str, seconds: float) -> None:
        now = time.monotonic()
        self._rests_until = {other: until for other, until in self._rests_until.items() if until > now}
        self._rests_until[slug] = now + seconds

    def _tell(self, slug: str, how: str, told: str, began: float) -> None:
        self.counts[how] += 1
        level = logging.WARNING if how == "failed" else logging.INFO
        log.log(level, "task=%s %s: %s ms=%d", slug, how, told, (time.monotonic() - began) * 1000)

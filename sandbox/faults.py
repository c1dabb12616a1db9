"""What can go wrong between a request and its answer, on order."""

from collections import defaultdict, deque
from datetime import timedelta
from enum import StrEnum
from threading import Lock


class Fault(StrEnum):
    """One way for an exchange to go wrong. What it does to the registry is part of its name."""

    LOST_AFTER = "lost after"  # done, and the answer never arrives
    LOST_BEFORE = "lost before"  # not done, and the connection drops
    SERVER_ERROR = "server error"  # not done; HTTP 500, SMTP 4xx, a WHOIS server's excuse
    REFUSED = "refused"  # not done, for good: SMTP 5xx; HTTP 403
    GARBLED = "garbled"  # done, and the answer is a web page
    TRUNCATED = "truncated"  # done, and the answer breaks off in the middle
    SLOW = "slow"  # done, and answered after `Faults.delay`
    THROTTLED = "throttled"  # not done; told to come back later
    OTHER_NAME = "other name"  # the answer is about another name
    EMPTY = "empty"  # done, and the answer holds nothing


class Faults:
    """
    The faults that are ordered and not yet served.

    `order` makes the next requests on a channel go wrong, `keep` all of them that no order strikes.

    A channel is written `server` or `server:operation`: "rdap", "whois", "opensrs", "opensrs:sw_register",
    "smtp:data". An order to a server strikes whichever of its operations comes next.
    """

    def __init__(
        self, *, delay: timedelta = timedelta(seconds=0.15), retry_after: timedelta = timedelta(seconds=30)
    ) -> None:
        self.delay = delay
        self.retry_after = retry_after
        self._ordered: dict[str, deque[Fault]] = defaultdict(deque)
        self._kept: dict[str, Fault] = {}
        self._lock = Lock()

    def order(self, fault: Fault, *, to: str, times: int = 1) -> None:
        """Let the next `times` requests on the channel `to` go wrong so, after those ordered before."""
        with self._lock:
            self._ordered[to].extend([fault] * times)

    def keep(self, fault: Fault, *, to: str) -> None:
        """Let every request on the channel `to` go wrong so, until `clear`."""
        with self._lock:
            self._kept[to] = fault

    def take(self, to: str, *, exactly: bool = False) -> Fault | None:
        """
        Return and strike off the fault due on the channel `to`: its own first, then its server's.

        With `exactly`, only its own.
        """
        with self._lock:
            channels = (to,) if exactly else (to, to.split(":", maxsplit=1)[0])
            for channel in channels:
                if self._ordered[channel]:
                    return self._ordered[channel].popleft()
            return next((self._kept[channel] for channel in channels if channel in self._kept), None)

    def waiting(self) -> dict[str, list[Fault]]:
        """Return what is ordered and not yet served, by channel."""
        with self._lock:
            return {channel: list(faults) for channel, faults in self._ordered.items() if faults}

    def clear(self) -> None:
        """Withdraw everything that is ordered or kept."""
        with self._lock:
            self._ordered.clear()
            self._kept.clear()

"""A clock that stands still until somebody moves it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock


class MovableClock:
    """
    Implements `portfolio.clock.Clock`: tells the instant it was last moved to, in UTC.

    It does not tick by itself, so that a story told in dates is the same on every machine.
    """

    def __init__(self, start: datetime) -> None:
        self._lock = Lock()
        self._now = _aware(start)
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        with self._lock:
            return self._now

    def move_to(self, at: datetime) -> None:
        """Make `at` the present. Raises `ValueError` for an instant without a time zone."""
        moment = _aware(at)
        with self._lock:
            self._now = moment
        for listener in self._listeners:
            listener()

    def advance(self, by: timedelta) -> None:
        """Move the present by `by`."""
        self.move_to(self.now() + by)

    def when_moved(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every move: what time alone brings about happens then."""
        self._listeners.append(listener)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("the sandbox's clock takes instants with a time zone")
    return at.astimezone(UTC)

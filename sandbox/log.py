"""What really happened, whatever anybody was told: the second history that tests compare ours with."""

from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Lock

from portfolio.clock import Clock
from portfolio.money import Money
from portfolio.values import Instant, Value


class LogEntry(Value):
    """
    One thing that happened. `channel` is a server or "registry", `action` a word of that channel.

    `amount` is set where money moved; the action says in which direction.
    """

    sequence: int
    at: Instant
    channel: str
    action: str
    name: str | None = None
    reference: str | None = None
    amount: Money | None = None
    detail: str = ""


class EventLog:
    """Entries in the order in which they were written. Holds no contact's data and no secret."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: list[LogEntry] = []
        self._lock = Lock()
        self._listeners: list[Callable[[], None]] = []

    def add(
        self,
        channel: str,
        action: str,
        *,
        name: str | None = None,
        reference: str | None = None,
        amount: Money | None = None,
        detail: str = "",
        at: datetime | None = None,
    ) -> LogEntry:
        """Write an entry, at the clock's present unless `at` says when it happened, and return it."""
        with self._lock:
            entry = LogEntry(
                sequence=len(self._entries) + 1,
                at=at or self._clock.now(),
                channel=channel,
                action=action,
                name=name,
                reference=reference,
                amount=amount,
                detail=detail,
            )
            self._entries.append(entry)
        for listener in self._listeners:
            listener()
        return entry

    def when_added(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every entry, from whatever thread wrote it: it must not wait for anybody."""
        self._listeners.append(listener)

    @property
    def entries(self) -> tuple[LogEntry, ...]:
        """Everything, oldest first."""
        with self._lock:
            return tuple(self._entries)

    @property
    def ledger(self) -> tuple[LogEntry, ...]:
        """The entries with which money moved."""
        return tuple(entry for entry in self.entries if entry.amount is not None)

    def of(
        self, *, channel: str | None = None, action: str | None = None, name: str | None = None
    ) -> tuple[LogEntry, ...]:
        """Return the entries that have every given property."""
        wanted = {"channel": channel, "action": action, "name": name}
        return tuple(
            entry
            for entry in self.entries
            if all(value is None or getattr(entry, key) == value for key, value in wanted.items())
        )

    def restore(self, entries: Iterable[LogEntry]) -> None:
        """Begin with `entries`, in place of what was there."""
        with self._lock:
            self._entries = list(entries)

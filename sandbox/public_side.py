"""What public servers show of the registry: its records as they stand, or as somebody arranged it."""

from datetime import datetime
from threading import Lock
from typing import NamedTuple, Protocol

from portfolio.clock import Clock
from portfolio.names import DomainName
from sandbox.objects import DomainRecord, Manner
from sandbox.registry import Registry


class Shows(Protocol):
    """What a public server asks for records."""

    def look_up(self, name: DomainName) -> DomainRecord | None:
        """Return the record to be shown; None where nobody has the name."""
        ...

    def names(self) -> list[DomainName]:
        """Return every registered name."""
        ...

    def is_reserved(self, name: DomainName) -> bool:
        """Whether the registry keeps the name to itself."""
        ...

    def serves(self, tld: str) -> bool:
        """Whether anything is known of the TLD's names."""
        ...


class _Copy(NamedTuple):
    """An old copy of a record that is shown until the instant, or so many times; None for no such end."""

    record: DomainRecord | None
    until: datetime | None
    readings: int | None


class PublicSide:
    """
    Shows the registry's records. Every arrangement is for one name; none is kept in the sandbox's state.

    A copy that lags is shown before the manner is applied, so that both can be arranged at once.
    """

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._lock = Lock()
        self._copies: dict[DomainName, _Copy] = {}
        self._manners: dict[DomainName, Manner] = {}

    def keep_copy(
        self, name: DomainName, *, until: datetime | None = None, readings: int | None = None
    ) -> None:
        """
        Go on showing `name` as it stands now: until `until`, or for so many `readings`, else for good.

        The registry, its registrar and everybody else go on without the public servers.
        """
        with self._lock:
            self._copies[name] = _Copy(self._registry.look_up(name), until, readings)

    def deny(self, name: DomainName) -> None:
        """Say from now on that nobody has `name`."""
        with self._lock:
            self._copies[name] = _Copy(None, None, None)

    def show_as(self, name: DomainName, manner: Manner) -> None:
        """Show `name` in `manner` from now on."""
        with self._lock:
            self._manners[name] = manner

    def as_it_stands(self, name: DomainName) -> None:
        """Withdraw everything that was arranged for `name`."""
        with self._lock:
            self._copies.pop(name, None)
            self._manners.pop(name, None)

    def look_up(self, name: DomainName) -> DomainRecord | None:
        """Return the record that is shown of `name` now; None where it seems that nobody has it."""
        with self._lock:
            copy, manner = self._copy_of(name), self._manners.get(name)
        record = self._registry.look_up(name) if copy is None else copy.record
        return record if record is None or manner is None else record.model_copy(update={"manner": manner})

    def names(self) -> list[DomainName]:
        """Return every name that the registry has."""
        return self._registry.names()

    def is_reserved(self, name: DomainName) -> bool:
        """Whether the registry keeps `name` to itself."""
        return self._registry.is_reserved(name)

    def serves(self, tld: str) -> bool:
        """Whether this is the registry of `tld`."""
        return self._registry.serves(tld)

    def _copy_of(self, name: DomainName) -> _Copy | None:
        copy = self._copies.get(name)
        if copy is None:
            return None
        is_over = copy.until is not None and copy.until <= self._clock.now()
        if is_over or copy.readings == 0:
            del self._copies[name]
            return None
        if copy.readings is not None:
            self._copies[name] = copy._replace(readings=copy.readings - 1)
        return copy

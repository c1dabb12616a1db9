"""Asks the DNS what stands under a name. No answer is never taken for an empty one."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

from dns.exception import DNSException
from dns.rdtypes.ANY.TXT import TXT
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

Kind = Literal["TXT", "MX", "A", "AAAA"]
WITHIN = timedelta(seconds=20)
_ONE_SERVER_SECONDS = 3.0


@dataclass(frozen=True)
class Told:
    """The records, as text; none when the DNS says that there are none."""

    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotTold:
    """No answer, or one that cannot be read: whether there are records is not known."""

    why: str


class LookUp(Protocol):
    """Asks the DNS."""

    def __call__(self, name: str, kind: Kind) -> Told | NotTold:
        """Return the records of one kind under `name`; never raises."""
        ...


class DnsLookUp(LookUp):
    """
    The DNS, by the system's resolvers or the given ones. All questions together end `within` its making.

    `servers` are IP addresses, asked on `port`.
    """

    def __init__(self, *, servers: tuple[str, ...] = (), port: int = 53, within: timedelta = WITHIN) -> None:
        self._ends_at = time.monotonic() + within.total_seconds()
        self._servers, self._port = servers, port

    def __call__(self, name: str, kind: Kind) -> Told | NotTold:
        """See `LookUp`. NXDOMAIN and an empty answer are `Told` nothing; all else is `NotTold`."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            return NotTold("the DNS took too long")
        try:
            found = self._resolver().resolve(f"{name.rstrip('.')}.", kind, lifetime=left)
        except (NXDOMAIN, NoAnswer):
            return Told()
        except (DNSException, OSError, ValueError) as err:
            return NotTold(f"the DNS gave no answer ({type(err).__name__})")
        return Told(tuple(_text(record) for record in found))

    def _resolver(self) -> Resolver:
        resolver = Resolver(configure=not self._servers)
        if self._servers:
            resolver.nameservers = list(self._servers)
            resolver.port = self._port
        resolver.timeout = _ONE_SERVER_SECONDS
        return resolver


def _text(record: object) -> str:
    """A TXT record's strings stand side by side (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2)."""
    if isinstance(record, TXT):
        return b"".join(record.strings).decode("utf-8", "replace")
    return str(record)

"""Vendors that say no by HTTP's statuses: what each status is to us, after a read and after a change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registrar.errors import (
    AccessRefused,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    RegistrarError,
    StatusProhibits,
    TryAgain,
    ValueRefused,
)

Outcome = type[RegistrarError]

BELIEVED_BARE = (401, 403, 429)
"""Statuses that gateways give too, before the vendor sees anything: they count without the vendor's words."""


@dataclass(frozen=True)
class Meaning:
    """A status in our words, and the error that it is after a read and after a change."""

    says: str
    read: Outcome
    change: Outcome


@dataclass(frozen=True)
class StatusTable:
    """
    What a vendor documents: `usual` by status, `special` by operation and status.

    A status of 4xx or 501 that is in neither is `Refused` after a read, on which nothing hangs, and
    `OutcomeUnknown` after a change.
    """

    usual: Mapping[int, Meaning]
    special: Mapping[tuple[str, int], Meaning]

    def says_no(self, status: int) -> bool:
        """Whether the vendor itself says no by `status`; the server's own failures are not that."""
        return 400 <= status < 500 or status == 501

    def error(self, operation: str, status: int, *, harmless: bool) -> tuple[Outcome, str]:
        """Return the error that `status` is, and our words for it."""
        meaning = self.special.get((operation, status)) or self.usual.get(status)
        if meaning is None:
            return (Refused if harmless else OutcomeUnknown), "a status that is not in our table"
        return (meaning.read if harmless else meaning.change), meaning.says


def always(says: str, error: Outcome) -> Meaning:
    """A status that is the same error after a read and after a change."""
    return Meaning(says, error, error)


PLAIN: Mapping[int, Meaning] = MappingProxyType({
    400: always("something that was sent is not accepted", ValueRefused),
    401: always("the credentials are not accepted", AccessRefused),
    402: always("the account cannot pay", PaymentRefused),
    403: always("permission denied", AccessRefused),
    404: always("not in this account", NotFound),
    409: always("its status forbids it", StatusProhibits),
    429: always("too many requests", TryAgain),
})  # fmt: skip
"""What HTTP's own statuses are (RFC 9110, RFC 6585), for vendors that say no more about them."""


Row = tuple[str, str, Outcome] | tuple[str, str, Outcome, Outcome]


def by_codes(rows: Iterable[Row]) -> Mapping[int, Meaning]:
    """
    Return a table from rows of codes (`100-108 110`), our words, what they are to a read and a change.

    A row without what they are to a change says that it is the same.
    """
    found: dict[int, Meaning] = {}
    for codes, says, read, *rest in rows:
        change = rest[0] if rest else read
        for low, _, high in (part.partition("-") for part in codes.split()):
            found |= dict.fromkeys(range(int(low), int(high or low) + 1), Meaning(says, read, change))
    return found

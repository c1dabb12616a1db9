"""What every vendor's answers hold, read in one way: the name they are about, nameservers, instants."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from pydantic import ValidationError

from portfolio.dnssec import DelegationSigner
from portfolio.names import DomainName, HostName, NotAName
from registrar.exchange import Unreadable


def raise_if_other(name: DomainName, told: str) -> None:
    """Raise `Unreadable` for an answer about another name; an internationalized one is told either way."""
    with suppress(NotAName):
        if DomainName(told) == name:
            return
    raise Unreadable("the reply is about another name")


def hosts_told(told: Iterable[str] | None) -> frozenset[HostName] | None:
    """Return the delegation, None where it is not told. Raises `Unreadable` for what is no name."""
    try:
        return None if told is None else frozenset(map(HostName, told))
    except NotAName:
        raise Unreadable("the reply holds a nameserver that is no name") from None


def signer_told(*, tag: int, algorithm: int, digest_type: int, digest: str) -> DelegationSigner:
    """Return a signer as it is told. Raises `Unreadable` for one that cannot be."""
    try:
        return DelegationSigner(key_tag=tag, algorithm=algorithm, digest_type=digest_type, digest=digest)
    except ValidationError:
        raise Unreadable("the reply holds a signer that cannot be") from None


def raise_if_without_zone(*instants: datetime | None) -> None:
    """Raise `Unreadable` for an instant that could be any of twenty-four."""
    if any(instant is not None and instant.tzinfo is None for instant in instants):
        raise Unreadable("the reply has a time without a zone")


def raise_unless(detail: str, *, is_so: bool) -> None:
    """Raise `Unreadable` for an answer that shows something else than what was asked for."""
    if not is_so:
        raise Unreadable(detail)

"""What every vendor's answers hold, read in one way: the name they are about, nameservers, instants."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AliasChoices, BeforeValidator, Field, ValidationError, model_validator

from portfolio.dnssec import DelegationSigner
from portfolio.names import DomainName, HostName, NotAName
from registrar.exchange import Unreadable
from registrar.in_json.reply import Theirs


def raise_if_other(name: DomainName, told: str) -> None:
    """Raise `Unreadable` for an answer about another name; an internationalized one is told either way."""
    with suppress(NotAName):
        if DomainName(told) == name:
            return
    raise Unreadable("the reply is about another name")


def about_told(told: str | None) -> DomainName | None:
    """Return the name that a message is about, None where it is about none. Raises `Unreadable`."""
    try:
        return DomainName(told) if told else None
    except NotAName:
        raise Unreadable("the message is about what is no name") from None


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


def day_told(text: str) -> date:
    """Return the day that a text begins with, whatever follows. Raises `Unreadable`."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Unreadable("the reply holds a date that is none") from None


def raise_unless(detail: str, *, is_so: bool) -> None:
    """Raise `Unreadable` for an answer that shows something else than what was asked for."""
    if not is_so:
        raise Unreadable(detail)


def _count(told: object) -> object:
    return int(told) if isinstance(told, str) and told.isascii() and told.isdecimal() else told


_Count = Annotated[int, BeforeValidator(_count)]


class SignerTold(Theirs):
    """A signer in a row of an answer, by any of the words that vendors have; its numbers in quotes or not."""

    tag: _Count = Field(validation_alias=AliasChoices("keytag", "keyTag", "key_tag"))
    algorithm: _Count = Field(validation_alias=AliasChoices("algorithm", "alg"))
    digest_type: _Count = Field(validation_alias=AliasChoices("digest_type", "digestType"))
    digest: str

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        try:
            _ = self.signer
        except Unreadable as err:
            raise ValueError(str(err)) from None
        return self

    @property
    def signer(self) -> DelegationSigner:
        """What is told, as a signer."""
        return signer_told(
            tag=self.tag, algorithm=self.algorithm, digest_type=self.digest_type, digest=self.digest
        )

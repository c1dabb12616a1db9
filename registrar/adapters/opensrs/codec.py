"""OpenSRS' way of asking and answering, as `registrar.exchange` wants it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr

from portfolio.names import DomainName
from registrar.adapters.opensrs import codes, wire
from registrar.adapters.opensrs.auth import signed_headers
from registrar.adapters.opensrs.codes import Weight
from registrar.adapters.opensrs.wire import Item, Reply, Sendable, text
from registrar.errors import RegistrarError
from registrar.exchange import Exchange, Outgoing, Unreadable

_WORDS = 200
_PERSONAL = ("contact_set", "auth_info", "reg_username", "reg_password")


@dataclass(frozen=True)
class Command:
    """
    One command. `is_order` says that it may cost money.

    Its repr tells what is asked about which name, not with what values.
    """

    operation: str
    name: DomainName | None = None
    attributes: Mapping[str, Sendable] = field(default_factory=dict[str, Sendable], repr=False)
    is_order: bool = False


Line = Exchange[Command, Reply]
"""The line to one OpenSRS account."""


class OpsCodec:
    """Writes signed envelopes and reads replies, for one account at one endpoint."""

    def __init__(self, *, endpoint: str, username: str, key: SecretStr) -> None:
        self._endpoint = endpoint
        self._username = username
        self._key = key

    def encode(self, asked: Command) -> Outgoing:
        """Return the signed request."""
        body = wire.write(asked.operation, asked.attributes)
        headers = signed_headers(body, username=self._username, key=self._key)
        return Outgoing(url=self._endpoint, body=body, headers=headers)

    def decode(self, body: bytes) -> Reply:
        """Read a reply. Raises `Unreadable`."""
        return wire.read(body)

    def code_of(self, reply: Reply) -> str:
        """Return the reply's code."""
        return reply.code

    def raise_if_refused(self, asked: Command, reply: Reply, *, harmless: bool) -> None:
        """
        Raise what the code means, when the reply says no.

        Raises `Unreadable` when verdict and code contradict each other, when a success has a code that is in
        no table, or when the reply is about another name.
        """
        if reply.is_success != (reply.code in codes.SUCCESSES) and codes.is_documented(reply.code):
            raise Unreadable("the reply's verdict and its code contradict each other")
        if not reply.is_success:
            weight = Weight.READ if harmless else Weight.ORDER if asked.is_order else Weight.CHANGE
            raise refusal(asked, reply.code, reply.words, weight, text(reply.attributes, "forced_pending"))
        if not codes.is_documented(reply.code):
            raise Unreadable("the reply says yes with a code that nobody documents")
        told = text(reply.attributes, "domain")
        if told is not None and asked.name is not None and told.lower().rstrip(".") != asked.name:
            raise Unreadable("the reply is about another name")


def refusal(
    asked: Command, code: str, words: str, weight: Weight, order: str | None = None
) -> RegistrarError:
    """Return the error that `code` is for this command, in our words and the vendor's, fit for a log."""
    error, says = codes.error_for(asked.operation, code, weight)
    said = _without_values(words, asked.attributes)
    return error(f"{says}: {said}" if said else says, vendor_code=code, vendor_reference=order)


def raise_if_part_failed(reply: Reply) -> None:
    """
    Raise `Unreadable` for a success with something that failed inside.

    `forced_pending` in a success is an order that could not go on, for instance for want of money (the
    vendor's own toolkit reads it so).
    """
    if text(reply.attributes, "forced_pending") is not None:
        raise Unreadable("the reply says yes, and that the order is kept back")
    if any(_failures(reply.attributes)):
        raise Unreadable("the reply says yes, and that a part of it failed")


def _failures(item: Item) -> Iterator[bool]:
    if isinstance(item, dict):
        yield item.get("is_success") == "0"
    for inner in item.values() if isinstance(item, dict) else item if isinstance(item, list) else ():
        yield from _failures(inner)


def _without_values(words: str, sent: Mapping[str, Sendable]) -> str:
    """The vendor's words on one line, short, without what was sent of people and what looks personal."""
    told = [value for key in _PERSONAL for value in _texts(sent.get(key, ""))]
    for value in sorted(told, key=len, reverse=True):
        words = re.sub(re.escape(value), "[withheld]", words, flags=re.IGNORECASE)
    words = re.sub(r"\S*@\S*|\+?[0-9][0-9.\-() ]{5,}[0-9]", "[withheld]", words)
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:_WORDS].rstrip(" .")


def _texts(value: Sendable) -> Iterator[str]:
    """Every text in what was sent; codes of one or two letters tell nothing of anybody."""
    if isinstance(value, str):
        if len(value) > 2:
            yield value
        return
    for inner in value.values() if isinstance(value, Mapping) else value:
        yield from _texts(inner)

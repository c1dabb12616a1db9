"""Vendors that take a command in lines of `KEY=VALUE` and answer in such lines: CentralNic's two systems."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from pydantic import SecretStr

from portfolio.names import DomainName
from registrar.answers.words import without_values
from registrar.errors import Unsupported
from registrar.exchange import Exchange, Outgoing, Unreadable
from registrar.keyvalue.codes import CODES, YES
from registrar.keyvalue.reply import KeyValueReply, read_keyvalue


@dataclass(frozen=True)
class Command:
    """
    One command: its name, what domain it is about, and its parameters.

    `private` is what may stand in no error. Its repr tells about which name, not with what values.
    """

    operation: str
    name: DomainName | None = None
    given: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    private: tuple[str, ...] = field(default=(), repr=False)


class KeyValueCodec:
    """Writes commands and reads replies of one account; `entity` names the environment, if any."""

    def __init__(self, *, endpoint: str, username: str, secret: SecretStr, entity: str | None) -> None:
        self._endpoint = endpoint
        self._username = username
        self._secret = secret
        self._entity = entity

    def encode(self, asked: Command) -> Outgoing:
        """Return the request. Raises `Unsupported` for a value with a line break: a line is a parameter."""
        about = {"DOMAIN": str(asked.name)} if asked.name else {}
        given = sorted((about | dict(asked.given)).items())
        if any(not value.isprintable() for _, value in given):
            raise Unsupported("a value has a line break or a control character; nothing was sent")
        lines = [f"COMMAND={asked.operation}", *(f"{key}={value}" for key, value in given)]
        form = {"s_entity": self._entity} if self._entity else {}
        form |= {"s_login": self._username, "s_pw": self._secret.get_secret_value()}
        body = urlencode(form | {"s_command": "\n".join(lines)}, quote_via=quote, safe="")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return Outgoing(self._endpoint, body.encode(), headers)

    def decode(self, body: bytes) -> KeyValueReply:
        """Read a reply. Raises `Unreadable`."""
        return read_keyvalue(body)

    def code_of(self, reply: KeyValueReply) -> str:
        """Return the vendor's code."""
        return reply.code

    def raise_if_refused(self, asked: Command, reply: KeyValueReply, *, harmless: bool) -> None:
        """Raise what a no means, in our words and the vendor's; `Unreadable` for a yes without a document."""
        code = int(reply.code)
        if code in YES.get(asked.operation, (200,)):
            return
        if code < 400:
            raise Unreadable("a yes that nobody documents")
        error, says = CODES.error(asked.operation, code, harmless=harmless)
        words = without_values(reply.description, asked.private)
        raise error(f"{says}: {words}".rstrip(": "), vendor_code=reply.code)


KeyValueLine = Exchange[Command, KeyValueReply]
"""The line to one account."""


def of(name: DomainName, reply: KeyValueReply, *, must_say: bool = True) -> KeyValueReply:
    """Return a reply that is about `name`, or need not say. Raises `Unreadable` for one about another."""
    told = reply.needed("DOMAIN", "ID") if must_say else reply.first("DOMAIN")
    if told is not None and told.lower().rstrip(".") != name:
        raise Unreadable("the reply is about another name")
    return reply

"""How CentralNic Reseller and HEXONET are written to and read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import quote, urlencode, urlsplit

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.names import DomainName
from registrar.adapters.centralnic.codes import CODES, YES
from registrar.errors import Unsupported
from registrar.exchange import Exchange, Outgoing, Unreadable
from registrar.keyvalue_reply import KeyValueReply, read_keyvalue
from registrar.words import without_values


@dataclass(frozen=True, kw_only=True)
class Profile:
    """
    What tells the two apart.

    `entities` goes with the credentials by host, `test` with those of any other host. `period` spells years.
    `privacy` is the switch, `shows_privacy` tells it. `keys` and `signers` are what DNSSEC data are called,
    `writes_keys` says which of the two is sent, `unsign` takes all away. `premium` asks for premiums too,
    `listing` and `by_date` order lists, `use` lists the names of a handle, under each of `as_role`.
    """

    period: str
    privacy: str
    shows_privacy: tuple[str, ...]
    keys: str
    signers: str
    writes_keys: bool
    unsign: str
    premium: Mapping[str, str]
    listing: Mapping[str, str]
    by_date: Mapping[str, str]
    use: str
    as_role: tuple[str, ...]
    entities: Mapping[str, str] = field(default_factory=dict[str, str])
    test: str | None = None


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


class Codec:
    """Writes commands and reads replies of one account."""

    def __init__(self, *, endpoint: str, username: str, secret: SecretStr, profile: Profile) -> None:
        self._endpoint = endpoint
        self._username = username
        self._secret = secret
        self._entity = profile.entities.get(urlsplit(endpoint).hostname or "", profile.test)

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


Line = Exchange[Command, KeyValueReply]
"""The line to one account."""


class Account:
    """What every part of the adapter works with."""

    slug: str
    profile: ClassVar[Profile]
    _line: Line

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        self._http = http
        codec = Codec(endpoint=endpoint, username=username, secret=secret, profile=self.profile)
        self._line = Exchange(http, codec, registrar=self.slug, attempts=attempts)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def _unsupported(self, name: DomainName | None, detail: str) -> Unsupported:
        return Unsupported(f"{detail}; nothing was sent", registrar=self.slug, name=name)


def raise_if_other(name: DomainName, told: str | None) -> None:
    """Raise `Unreadable` for a reply about another name."""
    if told is not None and told.lower().rstrip(".") != name:
        raise Unreadable("the reply is about another name")

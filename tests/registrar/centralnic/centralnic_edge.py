"""CentralNic Reseller and HEXONET at the edge: commands as they left, replies as they are written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import parse_qsl

from pydantic import SecretStr

from net.addresses import AddressGuard
from net.client import Answer, HttpClient
from registrar.adapters.centralnic import CentralNicRegistrar
from registrar.adapters.hexonet import HexonetRegistrar
from registrar.exchange import Exchange
from registrar.keyvalue.line import Command, KeyValueCodec

PASSWORD = "planted-password-0123456789"
NO_HEADERS: Mapping[str, str] = MappingProxyType({})
OK = "Command completed successfully"


Cells = str | tuple[str, ...]


def reply(
    code: int = 200,
    description: str = OK,
    *,
    said: str = "",
    columns: Mapping[str, Cells] = NO_HEADERS,
    **more: Cells,
) -> bytes:
    """Return a reply in the documents' shape; two underscores in a column's name stand for a hyphen."""
    lines = ["[RESPONSE]", f"CODE = {code}", f"DESCRIPTION = {description}", *([said] if said else [])]
    for column, values in {**columns, **more}.items():
        cells = (values,) if isinstance(values, str) else values
        name = column.replace("__", "-")
        lines += [f"PROPERTY[{name}][{number}] = {value}" for number, value in enumerate(cells)]
    return "\r\n".join([*lines, "RUNTIME = 0.010", "QUEUETIME = 0", "EOF", ""]).encode()


def status_of(name: str = "example.com", **columns: str | tuple[str, ...]) -> bytes:
    """Return what StatusDomain tells of a name, in HEXONET's spelling."""
    whole: dict[str, str | tuple[str, ...]] = {
        "ID": name,
        "SUBCLASS": "COM",
        "STATUS": "ACTIVE",
        "CREATEDDATE": "2021-03-01 12:00:00",
        "EXPIRATIONDATE": "2028-03-01 12:00:00",
        "REGISTRATIONEXPIRATIONDATE": "2028-03-01 12:00:00",
        "PAIDUNTILDATE": "2028-03-01 12:00:00",
        "RENEWALMODE": "AUTOEXPIRE",
        "TRANSFERLOCK": "1",
        "OWNERCONTACT": "P-ABC1",
        "ADMINCONTACT": "P-ABC2",
        "TECHCONTACT": "P-ABC2",
        "BILLINGCONTACT": "P-ABC3",
        "NAMESERVER": ("NS1.EXAMPLE.NET", "ns2.example.net"),
    }
    return reply(columns=whole | columns)


@dataclass
class Told:
    """A vendor that gives each command the reply that is laid out for it, and notes what it was sent."""

    replies: Mapping[str, bytes]
    forms: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    urls: list[str] = field(default_factory=list[str])

    def take(self, url: str, body: bytes | None) -> Answer:
        """Answer one request."""
        self.urls.append(url)
        self.forms.append(dict(parse_qsl((body or b"").decode(), keep_blank_values=True)))
        return Answer(200, {}, self.replies[self.commands[-1]["COMMAND"]], url)

    @property
    def commands(self) -> list[dict[str, str]]:
        """What was sent, command by command."""
        return [
            {key: value for key, _, value in (line.partition("=") for line in form["s_command"].split("\n"))}
            for form in self.forms
        ]

    def of(self, command: str) -> list[dict[str, str]]:
        """Return the commands of one name."""
        return [sent for sent in self.commands if sent["COMMAND"] == command]


class Edge(HttpClient):
    """The last thing of ours before the network, which it never reaches."""

    def __init__(self, told: Told) -> None:
        super().__init__(guard=AddressGuard())
        self._told = told

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str] = NO_HEADERS, body: bytes | None = None
    ) -> Answer:
        del headers
        assert method == "POST"
        return self._told.take(url, body)


def hexonet(told: Told, *, endpoint: str = "https://api-ote.ispapi.net/api/call.cgi") -> HexonetRegistrar:
    """Return HEXONET's adapter over a vendor that is written down."""
    return HexonetRegistrar(
        Edge(told), endpoint=endpoint, username="sample", secret=SecretStr(PASSWORD), attempts=1
    )


def centralnic(told: Told) -> CentralNicRegistrar:
    """Return CentralNic Reseller's adapter over a vendor that is written down."""
    endpoint = "https://api-ote.rrpproxy.net/api/call.cgi"
    return CentralNicRegistrar(
        Edge(told), endpoint=endpoint, username="sample", secret=SecretStr(PASSWORD), attempts=1
    )


def outcome(command: Command, answer: bytes, *, harmless: bool) -> object:
    """Send one command to a vendor that answers so; return the reply, or raise what it means."""
    endpoint = "https://api-ote.rrpproxy.net/api/call.cgi"
    codec = KeyValueCodec(endpoint=endpoint, username="sample", secret=SecretStr(PASSWORD), entity=None)
    line = Exchange(Edge(Told({command.operation: answer})), codec, registrar="centralnic", attempts=1)
    return (line.read if harmless else line.change)(command, lambda told: told)

"""The vendor at the HTTP edge: answers in the shapes of its documents, and what was sent to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import httpx
import respx
from pydantic import SecretStr

from net import AddressGuard
from registrar.adapters.enom import SPEC, EnomRegistrar
from registrar.catalogue import connect

LIVE = "https://reseller.enom.com/interface.asp"
TOKEN = "planted-token-0123456789"
_KNOWN = ("Command", "UID", "PW", "ResponseType")


def yes(command: str, results: str) -> str:
    """Return a yes as the documents show it."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"<interface-response>{results}<Command>{command.upper()}</Command><APIType>API</APIType>"
        "<Language>eng</Language><ErrCount>0</ErrCount><ResponseCount>0</ResponseCount>"
        "<MinPeriod>1</MinPeriod><MaxPeriod>10</MaxPeriod><Server>SAMPLE</Server><Site>eNom</Site>"
        "<IsLockable>True</IsLockable><IsRealTimeTLD>True</IsRealTimeTLD>"
        "<TimeDifference>+08.00</TimeDifference><ExecTime>0.125</ExecTime><Done>true</Done>"
        "<RequestDateTime>11/20/2026 3:23:28 PM</RequestDateTime><debug></debug></interface-response>"
    )


def no(*numbers: int, words: str = "Something is not right") -> str:
    """Return a no with these numbers."""
    errors = "".join(f"<Err{at}>{words}</Err{at}>" for at, _ in enumerate(numbers, 1))
    responses = "".join(
        f"<response><ResponseNumber>{number}</ResponseNumber>"
        "<ResponseString>Validation error</ResponseString></response>"
        for number in numbers
    )
    return (
        f"<interface-response><Command>ANY</Command><ErrCount>{len(numbers)}</ErrCount>"
        f"<errors>{errors}</errors><ResponseCount>{len(numbers)}</ResponseCount>"
        f"<responses>{responses}</responses><Done>true</Done></interface-response>"
    )


WHOSE = '<domainname sld="example" tld="com" domainnameid="152533676">example.com</domainname>'
INFO = yes(
    "GetDomainInfo",
    f"<GetDomainInfo>{WHOSE}<multy-langSLD /><status><expiration>4/24/2028 7:34:00 PM</expiration>"
    "<registrar>eNom, Inc.</registrar><registrationstatus>Registered</registrationstatus>"
    '<purchase-status>Paid</purchase-status><belongs-to party-id="{0}">sample</belongs-to></status>'
    '<services><entry name="dnsserver"><enomDNS value="NO" isDotName="NO" />'
    '<service changable="1">1012</service><configuration changable="1" type="dns">'
    "<dns>NS1.example.net</dns><dns>ns2.example.net</dns></configuration></entry>"
    '<entry name="wpps"><service changable="1">1123</service></entry></services></GetDomainInfo>',
)
LOCKED = yes("GetRegLock", "<reg-lock>1</reg-lock><registrar>E</registrar><RRPCode>200</RRPCode>")
RENEWS = yes("GetRenew", "<auto-renew>0</auto-renew><AutoPakRenew>0</AutoPakRenew>")


def check(name: str = "example.com", code: str = "210", prices: str = "", flags: str = "False") -> str:
    """Return what `check` says of a name."""
    return yes(
        "Check",
        f"<Domains><Domain><Name>{name}</Name><RRPCode>{code}</RRPCode><RRPText>Words</RRPText>"
        f"<IsPremium>{flags}</IsPremium><IsPlatinum>False</IsPlatinum><IsEAP>False</IsEAP>"
        f"<Prices><Currency />{prices}</Prices></Domain></Domains>",
    )


def price(amount: str = "9.56") -> str:
    """Return what a year of a product costs."""
    listed = f"<productprice><price>{amount}</price><productenabled>True</productenabled></productprice>"
    return yes("PE_GetProductPrice", listed)


@dataclass
class Edge:
    """A registrar whose vendor answers each command with the text that is written down for it."""

    registrar: EnomRegistrar
    answers: dict[str, str] = field(default_factory=dict[str, str])
    bodies: list[bytes] = field(default_factory=list[bytes])

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer, and keep what was asked."""
        self.bodies.append(request.content)
        return httpx.Response(200, text=self.answers[dict(parse_qsl(request.content.decode()))["Command"]])

    def sent(self, command: str) -> list[dict[str, str]]:
        """Return the fields of each request of a command, without the credentials."""
        asked = [dict(parse_qsl(body.decode())) for body in self.bodies]
        return [
            {key: text for key, text in one.items() if key not in _KNOWN}
            for one in asked
            if one["Command"] == command
        ]


@contextmanager
def edge(answers: Mapping[str, str]) -> Iterator[Edge]:
    """Yield the vendor with these answers by command."""
    registrar = connect(
        SPEC.slug, endpoint=LIVE, username="sample", secret=SecretStr(TOKEN), guard=AddressGuard(), attempts=1
    )
    assert isinstance(registrar, EnomRegistrar)
    told = Edge(registrar, dict(answers))
    with respx.mock:
        respx.route().mock(side_effect=told.answer)
        yield told
    registrar.close()

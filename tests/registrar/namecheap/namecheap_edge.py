"""The vendor at the HTTP edge: answers in the shapes of its documents, and what was sent to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import httpx
import respx
from pydantic import SecretStr

from net import AddressGuard
from registrar.adapters.namecheap import SPEC, NamecheapRegistrar
from registrar.catalogue import connect

LIVE = "https://api.namecheap.com/xml.response"
KEY = "planted-key-0123456789"
CLIENT = "192.0.2.1"
USERNAME = f"sample@{CLIENT}"
_NAMESPACE = "http://api.namecheap.com/xml.response"


def yes(command: str, results: str) -> str:
    """Return a yes as the documents show it."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<ApiResponse Status="OK" xmlns="{_NAMESPACE}"><Errors /><Warnings />'
        f"<RequestedCommand>namecheap.{command.lower()}</RequestedCommand>"
        f'<CommandResponse Type="namecheap.{command}">{results}</CommandResponse>'
        "<Server>SAMPLE</Server><GMTTimeDifference>--4:00</GMTTimeDifference>"
        "<ExecutionTime>0.011</ExecutionTime></ApiResponse>"
    )


def no(*numbers: int, words: str = "Something is not right") -> str:
    """Return a no with these numbers."""
    errors = "".join(f'<Error Number="{number}">{words}</Error>' for number in numbers)
    return (
        f'<ApiResponse Status="ERROR" xmlns="{_NAMESPACE}"><Errors>{errors}</Errors><Warnings />'
        "<CommandResponse /></ApiResponse>"
    )


INFO = yes(
    "domains.getInfo",
    '<DomainGetInfoResult Status="Ok" ID="313319" DomainName="example.com" OwnerName="sample" IsOwner="true" '
    'IsPremium="false"><DomainDetails><CreatedDate>04/23/2016</CreatedDate>'
    "<ExpiredDate>04/24/2028</ExpiredDate><NumYears>1</NumYears></DomainDetails><LockDetails />"
    '<Whoisguard Enabled="False"><ID>53536</ID><ExpiredDate>04/23/2028</ExpiredDate></Whoisguard>'
    '<DnsDetails ProviderType="CUSTOM" IsUsingOurDNS="false"><Nameserver>ns1.example.net</Nameserver>'
    "<Nameserver>NS2.example.net</Nameserver></DnsDetails>"
    '<Modificationrights All="false"><Rights Type="dns">OK</Rights></Modificationrights>'
    "</DomainGetInfoResult>",
)
LIST = yes(
    "domains.getList",
    '<DomainGetListResult><Domain ID="677625" Name="example.com" User="sample" Created="04/23/2016" '
    'Expires="04/24/2028" IsExpired="false" IsLocked="true" AutoRenew="False" WhoisGuard="ENABLED" '
    'IsPremium="false" IsOurDNS="false" /></DomainGetListResult><Paging><TotalItems>1</TotalItems>'
    "<CurrentPage>1</CurrentPage><PageSize>100</PageSize></Paging>",
)


def check(name: str = "example.com", said: str = 'Available="true" IsPremiumName="false"') -> str:
    """Return what `check` says of a name."""
    return yes("domains.check", f'<DomainCheckResult Domain="{name}" {said} ErrorNo="0" IcannFee="0" />')


def pricing(action: str, rows: str, suffix: str = "com") -> str:
    """Return a price list of one action for one TLD."""
    product = f'<Product Name="{suffix}">{rows}</Product>'
    category = f'<ProductCategory Name="{action}">{product}</ProductCategory>'
    kind = f'<ProductType Name="domains">{category}</ProductType>'
    return yes("users.getPricing", f"<UserGetPricingResult>{kind}</UserGetPricingResult>")


YEARLY = '<Price Duration="{0}" DurationType="YEAR" Price="{1}" PricingType="MULTIPLE" Currency="USD" />'


@dataclass
class Edge:
    """A registrar whose vendor answers each command with the text that is written down for it."""

    registrar: NamecheapRegistrar
    answers: dict[str, str] = field(default_factory=dict[str, str])
    bodies: list[bytes] = field(default_factory=list[bytes])
    status: int = 200

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer, and keep what was asked."""
        self.bodies.append(request.content)
        command = dict(parse_qsl(request.content.decode()))["Command"]
        return httpx.Response(self.status, text=self.answers[command.removeprefix("namecheap.")])

    def sent(self, command: str) -> list[dict[str, str]]:
        """Return the fields of each request of a command, without the credentials."""
        asked = [dict(parse_qsl(body.decode())) for body in self.bodies]
        known = ("ApiUser", "ApiKey", "UserName", "ClientIp", "Command")
        return [
            {key: text for key, text in one.items() if key not in known}
            for one in asked
            if one["Command"] == f"namecheap.{command}"
        ]


@contextmanager
def edge(answers: Mapping[str, str], *, username: str = USERNAME) -> Iterator[Edge]:
    """Yield the vendor with these answers by command."""
    registrar = connect(
        SPEC.slug, endpoint=LIVE, username=username, secret=SecretStr(KEY), guard=AddressGuard(), attempts=1
    )
    assert isinstance(registrar, NamecheapRegistrar)
    told = Edge(registrar, dict(answers))
    with respx.mock:
        respx.route().mock(side_effect=told.answer)
        yield told
    registrar.close()

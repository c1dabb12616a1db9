"""An account at Gandi whose answers are written down; what left is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from pydantic import SecretStr

from net.client import Answer, HttpClient
from portfolio.names import DomainName
from registrar.adapters.gandi import GandiRegistrar

NAME = DomainName("example.net")
TOKEN = "pat_example-0123456789"
OWNER: dict[str, object] = {
    "city": "Ottawa",
    "given": "Registrant",
    "family": "Example",
    "zip": "K1A 0B1",
    "extra_parameters": {},
    "country": "CA",
    "streetaddr": "100 Example Street",
    "data_obfuscated": True,
    "mail_obfuscated": True,
    "phone": "+1.6135550123",
    "state": "CA-ON",
    "type": "individual",
    "email": "registrant@example.com",
}
COPY = {**OWNER, "same_as_owner": True}
DETAILS: dict[str, object] = {
    "status": ["clientTransferProhibited"],
    "dates": {
        "created_at": "2019-02-13T11:04:18Z",
        "registry_created_at": "2019-02-13T10:04:18Z",
        "registry_ends_at": "2028-02-13T10:04:18Z",
        "updated_at": "2019-02-25T16:20:49Z",
    },
    "can_tld_lock": True,
    "tags": [],
    "nameservers": ["ns1.example.com", "NS2.example.com"],
    "contacts": {"owner": OWNER, "admin": COPY, "bill": COPY, "tech": COPY},
    "fqdn": "example.net",
    "autorenew": {"dates": [], "duration": 1, "href": "autorenew", "enabled": False},
    "authinfo": "let-me-go-0123",
    "tld": "net",
    "fqdn_unicode": "example.net",
}
BILLING = {
    "prepaid": {"amount": 498.3, "currency": "EUR", "warning_threshold": 100},
    "outstanding_amount": 0,
    "annual_balance": 120,
    "grid": "A",
}
CONFIRMED = {"message": "Confirmation message."}
Told = tuple[int, object]


def offer(process: str, *, name: str = "example.net", status: str = "available") -> dict[str, object]:
    """Return the answer of a check, with a price for one and two years, and one for more."""
    prices = [
        {"min_duration": 1, "max_duration": 2, "duration_unit": "y", "discount": True,
         "price_after_taxes": 5.52, "price_before_taxes": 4.6},
        {"min_duration": 3, "max_duration": 10, "duration_unit": "y", "discount": True,
         "price_after_taxes": 4.69, "price_before_taxes": 3.91},
    ]  # fmt: skip
    product = {"status": status, "name": name, "process": process, "taxes": [], "prices": prices}
    return {"currency": "EUR", "grid": "C", "products": [product], "taxes": []}


@dataclass(frozen=True)
class Sent:
    """A request that left."""

    method: str
    path: str
    body: object
    headers: Mapping[str, str]

    @property
    def line(self) -> str:
        """Its verb and address, and whether it was dry."""
        return f"{self.method} {self.path}{' dry' if self.headers.get('Dry-Run') == '1' else ''}"


@dataclass
class WrittenDown:
    """An HTTP client that answers by verb and path; 404 for what is not written down."""

    answers: Mapping[str, Told]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    sent: list[Sent] = field(default_factory=list[Sent])

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        parts = urlsplit(url)
        path = parts.path.removeprefix("/v5/") + (f"?{parts.query}" if parts.query else "")
        self.sent.append(Sent(method, path, json.loads(body) if body else None, headers))
        nothing: Told = (404, {"code": 404, "cause": "Not Found", "message": "not there", "object": "HTTP"})
        status, told = self.answers.get(self.sent[-1].line, nothing)
        return Answer(status=status, headers=self.headers, body=json.dumps(told).encode(), url=url)


def account(
    answers: Mapping[str, Told], *, username: str = "me", headers: Mapping[str, str] | None = None
) -> tuple[GandiRegistrar, WrittenDown]:
    """Return a registrar over these answers, and what it sends."""
    http = WrittenDown(answers, headers or {})
    endpoint = "https://api.sandbox.gandi.net/v5"
    registrar = GandiRegistrar(
        cast("HttpClient", http), endpoint=endpoint, username=username, secret=SecretStr(TOKEN), attempts=1
    )
    return registrar, http

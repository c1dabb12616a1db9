"""A customer at Realtime Register whose answers are written down; what left is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from pydantic import SecretStr

from net.client import Answer, HttpClient
from portfolio.names import DomainName
from registrar.adapters.realtimeregister import RealtimeRegisterRegistrar

NAME = DomainName("example.net")
KEY = "key-example-0123456789"
DOMAIN: dict[str, object] = {
    "domainName": "example.net", "registry": "verisign", "customer": "example", "registrant": "owner1",
    "privacyProtect": False, "status": ["CLIENT_TRANSFER_PROHIBITED", "IRTPC_TRANSFER_PROHIBITED"],
    "authcode": "let-me-go-0123", "autoRenew": True, "autoRenewPeriod": 12,
    "ns": ["ns1.example.com", "NS2.example.com"], "createdDate": "2020-08-30T01:02:03Z",
    "expiryDate": "2027-11-30T01:02:03Z", "premium": False,
    "contacts": [{"role": "ADMIN", "handle": "owner1"}, {"role": "TECH", "handle": "tech1"}],
}  # fmt: skip
QUOTE: dict[str, object] = {
    "command": "RenewDomainCommand",
    "quote": {
        "currency": "EUR", "total": 500,
        "billables": [
            {"action": "RENEW", "product": "domain_net", "quantity": 1, "amount": 500, "refundable": True,
             "total": 500},
        ],
    },
}  # fmt: skip
Told = tuple[int, object]


@dataclass
class WrittenDown:
    """An HTTP client that answers by verb and path; 404 for what is not written down, None for no body."""

    answers: Mapping[str, Told]
    sent: list[tuple[str, object]] = field(default_factory=list[tuple[str, object]])
    headers: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])
    told_in_headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        parts = urlsplit(url)
        line = f"{method} {parts.path.removeprefix('/v2/')}{'?' if parts.query else ''}{parts.query}"
        self.sent.append((line, json.loads(body) if body else None))
        self.headers.append(headers)
        nothing: Told = (404, {"type": "ObjectDoesNotExist", "message": "not there"})
        status, told = self.answers.get(line, nothing)
        text = b"" if told is None else json.dumps(told).encode()
        return Answer(status=status, headers=self.told_in_headers, body=text, url=url)


Account = tuple[RealtimeRegisterRegistrar, WrittenDown]


def account(answers: Mapping[str, Told], headers: Mapping[str, str] | None = None) -> Account:
    """Return a registrar over these answers, all with these headers, and what it sends."""
    http = WrittenDown(answers, told_in_headers=headers or {})
    registrar = RealtimeRegisterRegistrar(
        cast("HttpClient", http), endpoint="https://api.yoursrs-ote.com/v2", username="example",
        secret=SecretStr(KEY), attempts=1,
    )  # fmt: skip
    return registrar, http

"""A customer at Realtime Register whose answers are written down; what left is kept."""

from collections.abc import Mapping
from typing import cast

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.names import DomainName
from registrar.adapters.realtimeregister import RealtimeRegisterRegistrar
from tests.registrar.written_json import Told, WrittenDown

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
Account = tuple[RealtimeRegisterRegistrar, WrittenDown]


def account(answers: Mapping[str, Told], headers: Mapping[str, str] | None = None) -> Account:
    """Return a registrar over these answers, all with these headers, and what it sends."""
    http = WrittenDown(answers, told_in_headers=headers or {})
    registrar = RealtimeRegisterRegistrar(
        cast("HttpClient", http), endpoint="https://api.yoursrs-ote.com/v2", username="example",
        secret=SecretStr(KEY), attempts=1,
    )  # fmt: skip
    return registrar, http

"""Openprovider at the HTTP edge: answers in the shapes of its document, and what was sent."""

import json
from collections.abc import Mapping
from typing import Any, cast

from pydantic import SecretStr

from net.client import Answer, HttpClient
from registrar.adapters.openprovider import OpenproviderRegistrar

LIVE = "https://api.openprovider.eu/v1beta"
PASSWORD = "planted-password-0123456789"
TOKEN = "planted-token-0123456789"

# Any: JSON as it is.
DOMAIN: dict[str, Any] = {
    "id": 4100001,
    "domain": {"extension": "com", "name": "example"},
    "status": "ACT",
    "type": "NEW",
    "autorenew": "off",
    "creation_date": "2021-03-01 7:30:00",
    "expiration_date": "2028-03-01 07:30:00",
    "registry_expiration_date": "2029-03-01 07:30:00",
    "deleted_at": "0000-00-00 00:00:00",
    "is_locked": True,
    "is_private_whois_enabled": False,
    "modify_owner_allowed": True,
    "comments": "ask for Sample",
    "name_servers": [
        {"ip": "", "ip6": "", "name": "ns1.example.net", "seq_nr": 0},
        {"ip": "", "ip6": "", "name": "NS2.example.net", "seq_nr": 1},
    ],
    "owner_handle": "RE100001-CA",
    "admin_handle": "RE100001-CA",
    "tech_handle": "RE100002-CA",
    "billing_handle": "",
}
PRICE = {
    "price": {
        "product": {"currency": "USD", "price": 9.25},
        "reseller": {"currency": "EUR", "price": 8.75},
    }
}


def page(*rows: object) -> dict[str, object]:
    """Return a list that is whole."""
    return {"results": [*rows], "total": len(rows)}


class Vendor:
    """Answers each path with what is written down for it, in turn, the last one again; the login always."""

    def __init__(self) -> None:
        self.answers: dict[str, list[tuple[int, object]]] = {
            "POST auth/login": [(200, {"data": {"token": TOKEN, "reseller_id": 100001}})]
        }
        self.sent: list[tuple[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []

    def says(self, where: str, *told: object, code: int = 0, status: int = 200, desc: str = "") -> "Vendor":
        """Let `where` be answered with each of `told` as the data of an envelope."""
        envelopes = [(status, {"code": code, "data": data, "desc": desc}) for data in told]
        self.answers.setdefault(where, []).extend(envelopes)
        return self

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Answer as an HTTP client would."""
        path = url.removeprefix(f"{LIVE}/")
        self.sent.append((f"{method} {path}", json.loads(body) if body else None))
        self.headers.append(headers)
        waiting = self.answers[f"{method} {path.partition('?')[0]}"]
        status, told = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        answer = told if isinstance(told, bytes) else json.dumps(told).encode()
        return Answer(status=status, headers={}, body=answer, url=url)

    def body_of(self, where: str) -> Any:
        """Return what the last request to `where` carried."""
        return [body for asked, body in self.sent if asked == where][-1]

    def count(self, where: str) -> int:
        """Return how often `where` was asked."""
        return sum(asked.partition("?")[0] == where for asked, _ in self.sent)

    @property
    def registrar(self) -> OpenproviderRegistrar:
        """An account there."""
        http = cast("HttpClient", self)
        secret = SecretStr(PASSWORD)
        return OpenproviderRegistrar(http, endpoint=LIVE, username="reseller", secret=secret, attempts=1)

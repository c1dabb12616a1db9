"""An account at Porkbun whose answers are written down; what left is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from pydantic import SecretStr

from net.client import Answer, HttpClient
from portfolio.names import DomainName
from registrar.adapters.porkbun import PorkbunRegistrar

NAME = DomainName("example.net")
KEY, SECRET = "pk1_sb_example", "sk1_sb_example0123456789"
YES: dict[str, object] = {"status": "SUCCESS"}
HELD: dict[str, object] = {
    "domain": "example.net",
    "status": "ACTIVE",
    "tld": "net",
    "createDate": "2019-02-13 10:04:18",
    "expireDate": "2028-02-13 10:04:18",
    "securityLock": "1",
    "whoisPrivacy": 1,
    "autoRenew": "0",
    "apiAccess": 1,
    "notLocal": 0,
}
CHECKED: dict[str, object] = {
    "avail": "no",
    "type": "registration",
    "price": "9.73",
    "firstYearPromo": "yes",
    "regularPrice": "1,011.08",
    "premium": "no",
    "minDuration": 1,
    "additional": {
        "renewal": {"type": "renewal", "price": "1,011.08", "regularPrice": "1,011.08"},
        "transfer": {"type": "transfer", "price": "11.08", "regularPrice": "11.08"},
    },
}
RENEWED: dict[str, object] = {
    **YES,
    "domain": "example.net",
    "expirationDate": "2029-02-13",
    "cost": 101108,
    "orderId": "12345679",
    "balance": 3928,
    "ttlRemaining": 86400,
}
Told = tuple[int, object]
RENEWABLE: dict[str, Told] = {
    f"domain/get/{NAME}": (200, {**YES, "domain": HELD}),
    f"domain/checkDomain/{NAME}": (200, {**YES, "response": CHECKED}),
    f"domain/renew/{NAME}": (200, RENEWED),
}


def no(code: str | None, message: str = "Something is not as it should be.") -> dict[str, object]:
    """Return the vendor's no."""
    return {"status": "ERROR", "message": message, **({"code": code} if code else {})}


@dataclass(frozen=True)
class Sent:
    """A request that left."""

    method: str
    path: str
    body: str
    headers: Mapping[str, str]


@dataclass
class WrittenDown:
    """An HTTP client that answers by path; several answers to one come in turn."""

    answers: Mapping[str, Told | list[Told]]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    sent: list[Sent] = field(default_factory=list[Sent])

    @property
    def paths(self) -> list[str]:
        """Where the requests went."""
        return [sent.path for sent in self.sent]

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        path = urlsplit(url).path.removeprefix("/api/json/v3/")
        told = self.answers.get(path, (404, no("NOT_FOUND")))
        status, said = told.pop(0) if isinstance(told, list) else told
        self.sent.append(Sent(method, path, (body or b"").decode(), headers))
        return Answer(status=status, headers=self.headers, body=json.dumps(said).encode(), url=url)


def account(
    answers: Mapping[str, Told | list[Told]],
    *,
    username: str = KEY,
    secret: str = SECRET,
    headers: Mapping[str, str] | None = None,
) -> tuple[PorkbunRegistrar, WrittenDown]:
    """Return a registrar over these answers, and what it sends."""
    http = WrittenDown(answers, headers or {})
    registrar = PorkbunRegistrar(
        cast("HttpClient", http),
        endpoint="https://api.porkbun.com/api/json/v3",
        username=username,
        secret=SecretStr(secret),
        attempts=1,
    )
    return registrar, http

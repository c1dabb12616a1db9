"""DNSimple at the HTTP edge: answers shaped as its own examples, written by us, and what was sent to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import respx
from pydantic import SecretStr

from net import AddressGuard
from registrar.adapters.dnsimple import SPEC, DnsimpleRegistrar
from registrar.catalogue import connect

LIVE = "https://api.dnsimple.com/v2"
TOKEN = "planted-token-0123456789"
_STAMPS = {"created_at": "2026-02-03T10:11:12Z", "updated_at": "2026-02-03T10:11:13Z"}

DOMAIN: dict[str, Any] = {
    "id": 4711, "account_id": 1010, "registrant_id": 88, "name": "example.com",
    "unicode_name": "example.com", "state": "registered", "auto_renew": False, "private_whois": False,
    "trustee": False, "expires_on": "2028-03-01", "expires_at": "2028-03-01T12:00:00Z", **_STAMPS,
}  # fmt: skip
CONTACT: dict[str, Any] = {
    "id": 88, "account_id": 1010, "label": "order-1", "first_name": "Registrant", "last_name": "Example",
    "job_title": "Contact", "organization_name": "Example Inc.", "email": "registrant@example.ca",
    "phone": "+16135550123", "fax": "", "address1": "100 Example Street", "address2": "", "city": "Ottawa",
    "state_province": "ON", "postal_code": "K1A 0B1", "country": "CA", **_STAMPS,
}  # fmt: skip
PRICES = {
    "domain": "example.com", "premium": False, "registration_price": 12.99, "renewal_price": 14.5,
    "transfer_price": 12.0, "restore_price": 80.0, "trustee_price": None,
}  # fmt: skip
CHANGE = {
    "id": 31, "account_id": 1010, "domain_id": 4711, "contact_id": 88, "state": "new",
    "extended_attributes": {}, "registry_owner_change": True, "irt_lock_lifted_by": None, **_STAMPS,
}  # fmt: skip


def order(state: str, **more: object) -> dict[str, object]:
    """Return an order of example.com in a state."""
    about = {"id": 55, "domain_id": 4711, "registrant_id": 88, "state": state, "auto_renew": False}
    return {**about, "whois_privacy": False, "trustee": False, **_STAMPS, **more}


def rows(*found: object, total: int | None = None, page: int = 1, pages: int = 1) -> dict[str, object]:
    """Return a page of a list."""
    total = len(found) if total is None else total
    told = {"current_page": page, "per_page": 100, "total_entries": total, "total_pages": pages}
    return {"data": list(found), "pagination": told}


class Edge:
    """What the vendor answers by verb and path below the account, and what was sent to it."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []
        self._answers: dict[str, tuple[int, object]] = {}
        self.says("GET domains/example.com", DOMAIN)
        self.says("GET contacts/88", CONTACT)
        self.says("GET registrar/domains/example.com/prices", PRICES)
        self.says("GET registrar/domains/example.com/delegation", ["ns1.example.net", "ns2.example.net"])
        self.says("GET registrar/domains/example.com/transfer_lock", {"enabled": True})
        self.says("POST contacts", CONTACT, status=201)

    def says(self, what: str, data: object, *, status: int = 200) -> None:
        """Let a request be answered with data."""
        self._answers[what] = (status, {"data": data})

    def says_whole(self, what: str, body: object, *, status: int = 200) -> None:
        """Let a request be answered with a whole body, None without one."""
        self._answers[what] = (status, body)

    def of(self, what: str) -> list[httpx.Request]:
        """Return the requests of one kind."""
        return [request for request in self.sent if _what(request) == what]

    def body_of(self, what: str) -> Any:
        """Return the body of the one request of a kind."""
        [request] = self.of(what)
        return json.loads(request.content)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer, and note what was sent."""
        self.sent.append(request)
        status, body = self._answers[_what(request)]
        return httpx.Response(status, content=b"" if body is None else json.dumps(body).encode())


def _what(request: httpx.Request) -> str:
    path = request.url.raw_path.decode().partition("?")[0]
    return f"{request.method} {path.removeprefix('/v2/').removeprefix('1010/')}"


@contextmanager
def at_the_edge(*, username: str = "1010") -> Iterator[tuple[Edge, DnsimpleRegistrar]]:
    """Stand in for the vendor; no socket is opened."""
    edge = Edge()
    registrar = connect(
        SPEC.slug, endpoint=LIVE, username=username, secret=SecretStr(TOKEN), guard=AddressGuard(), attempts=1
    )
    assert isinstance(registrar, DnsimpleRegistrar)
    with respx.mock:
        respx.route().mock(side_effect=edge.answer)
        yield edge, registrar
    registrar.close()

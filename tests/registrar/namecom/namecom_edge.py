"""The vendor at the HTTP edge: written-down answers by operation, and what was sent to it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import respx
from pydantic import SecretStr

from net import AddressGuard
from registrar.adapters.namecom import SPEC, NameComRegistrar
from registrar.catalogue import connect

EXCHANGES = Path(__file__).parent / "exchanges"
LIVE = "https://api.name.com/core/v1"
TOKEN = "planted-token-0123456789"
USERNAME = "sample"

_ROUTES = (
    ("GET", r"/accountinfo/balance", "balance"),
    ("GET", r"/domains\?.*", "list_domains"),
    ("POST", r"/domains", "create_domain"),
    ("POST", r"/domains:checkAvailability", "check_availability"),
    ("GET", r"/domains/[^/:?]+", "get_domain"),
    ("PATCH", r"/domains/[^/:?]+", "update_domain"),
    ("GET", r"/domains/[^/:?]+:getAuthCode", "get_auth_code"),
    ("GET", r"/domains/[^/:?]+:getPricing\?years=\d+", "get_pricing"),
    ("POST", r"/domains/[^/:?]+:renew", "renew_domain"),
    ("POST", r"/domains/[^/:?]+:setContacts", "set_contacts"),
    ("POST", r"/domains/[^/:?]+:setNameservers", "set_nameservers"),
    ("POST", r"/transfers", "create_transfer"),
    ("GET", r"/transfers/[^/:?]+", "get_transfer"),
    ("GET", r"/domains/[^/:?]+/dnssec", "list_dnssecs"),
    ("DELETE", r"/domains/[^/:?]+/dnssec/[0-9A-F]+", "delete_dnssec"),
    ("GET", r"/domaininfo/requirements/[a-z]+", "get_requirement"),
)
_USUAL = {
    "get_domain": ("success",),
    "list_domains": ("success",),
    "check_availability": ("free",),
    "get_pricing": ("success",),
    "get_requirement": ("nothing",),
    "get_auth_code": ("success",),
    "get_transfer": ("refused",),
    "balance": ("success",),
    "create_domain": ("success",),
    "renew_domain": ("success",),
    "create_transfer": ("success",),
    "update_domain": ("unlocked",),
    "set_contacts": ("get_domain/success",),
    "set_nameservers": ("get_domain/success",),
}


def operation_of(request: httpx.Request) -> str:
    """Return the operation that a request is, by its verb and path as they left."""
    path = request.url.raw_path.decode().removeprefix("/core/v1")
    return next(word for verb, route, word in _ROUTES if verb == request.method and re.fullmatch(route, path))


def response(exchange: str) -> httpx.Response:
    """Return the response written down under `operation/outcome`."""
    text = (EXCHANGES / f"{exchange}.http").read_text("utf-8").partition("\n")[2]
    head, _, body = text.partition("\n\n")
    status, *headers = head.splitlines()
    pairs = [tuple(line.split(": ", 1)) for line in headers if line]
    return httpx.Response(
        int(status.split(" ")[1]), headers=[(key, value) for key, value in pairs], content=body.encode()
    )


class Edge:
    """What the vendor answers, and what was sent to it."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []
        self._answers = dict(_USUAL)
        self._bodies: dict[str, bytes] = {}

    def says(self, **outcomes: str | tuple[str, ...]) -> None:
        """Let operations answer with these outcomes in turn; the last is repeated."""
        self._answers |= {key: (told,) if isinstance(told, str) else told for key, told in outcomes.items()}

    def says_exactly(self, operation: str, body: bytes) -> None:
        """Let an operation answer 200 with these bytes, or 204 with none."""
        self._bodies[operation] = body

    def of(self, operation: str) -> list[httpx.Request]:
        """Return the requests of one operation."""
        return [request for request in self.sent if operation_of(request) == operation]

    def body_of(self, operation: str) -> Any:
        """Return the body of the one request of an operation."""
        [request] = self.of(operation)
        return json.loads(request.content)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer, and note what was sent."""
        self.sent.append(request)
        operation = operation_of(request)
        if operation in self._bodies:
            body = self._bodies[operation]
            return httpx.Response(200 if body else 204, content=body)
        outcomes = self._answers[operation]
        outcome = outcomes[min(len(self.of(operation)), len(outcomes)) - 1]
        return response(outcome if "/" in outcome else f"{operation}/{outcome}")


@contextmanager
def at_the_edge(*, endpoint: str = LIVE, username: str = USERNAME) -> Iterator[tuple[Edge, NameComRegistrar]]:
    """Stand in for the vendor; no socket is opened."""
    edge = Edge()
    registrar = connect(
        SPEC.slug,
        endpoint=endpoint,
        username=username,
        secret=SecretStr(TOKEN),
        guard=AddressGuard(),
        attempts=1,
    )
    assert isinstance(registrar, NameComRegistrar)
    with respx.mock:
        respx.route().mock(side_effect=edge.answer)
        yield edge, registrar
    registrar.close()

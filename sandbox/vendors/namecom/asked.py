"""What was asked, taken apart: operation, name, query, body. Wrong types are refused as the vendor does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from portfolio.names import DomainName, NotAName
from sandbox.http_server import HttpRequest
from sandbox.vendors.routes import routed

Items = Mapping[str, object]


class Refusal(Exception):
    """A no: an HTTP status with a message and, mostly, details."""

    def __init__(self, status: int, message: str, details: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details


_NAME = r"([^/:]+)"
_ROUTES = {
    "CheckAccountBalance": ("GET", r"accountinfo/balance"),
    "ListDomains": ("GET", r"domains"),
    "CreateDomain": ("POST", r"domains"),
    "CheckAvailability": ("POST", r"domains:checkAvailability"),
    "GetDomain": ("GET", rf"domains/{_NAME}"),
    "UpdateDomain": ("PATCH", rf"domains/{_NAME}"),
    "GetAuthCodeForDomain": ("GET", rf"domains/{_NAME}:getAuthCode"),
    "GetPricingForDomain": ("GET", rf"domains/{_NAME}:getPricing"),
    "RenewDomain": ("POST", rf"domains/{_NAME}:renew"),
    "SetContacts": ("POST", rf"domains/{_NAME}:setContacts"),
    "SetNameservers": ("POST", rf"domains/{_NAME}:setNameservers"),
    "ListDNSSECs": ("GET", rf"domains/{_NAME}/dnssec"),
    "CreateDNSSEC": ("POST", rf"domains/{_NAME}/dnssec"),
    "DeleteDNSSEC": ("DELETE", rf"domains/{_NAME}/dnssec/([0-9A-F]+)"),
    "ListOrders": ("GET", r"orders"),
    "GetOrder": ("GET", rf"orders/{_NAME}"),
    "ListTransfers": ("GET", r"transfers"),
    "CreateTransfer": ("POST", r"transfers"),
    "GetTransfer": ("GET", rf"transfers/{_NAME}"),
    "CancelTransfer": ("POST", rf"transfers/{_NAME}:cancel"),
    "GetRequirement": ("GET", rf"domaininfo/requirements/{_NAME}"),
}
PREFIX = "/core/v1/"


@dataclass(frozen=True)
class Asked:
    """One request. `subject` is what its path names: a domain, an order, a TLD; `part` what of it."""

    operation: str
    subject: str = ""
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Items = field(default_factory=dict[str, object], repr=False)
    key: str | None = None
    part: str = ""

    @property
    def name(self) -> DomainName:
        """The domain that the path names. Raises `Refusal` (400)."""
        return domain_name(self.subject)


def operation_of(request: HttpRequest) -> tuple[str, str, str]:
    """Return the operation, what its path names, and which part of it. Raises `Refusal` (404)."""
    found = routed(request, _ROUTES, prefix=PREFIX)
    if found is None:
        raise Refusal(404, "Not Found")
    subject, part, *_ = (*found[1], "", "")
    return found[0], subject, part


def read(request: HttpRequest) -> Asked:
    """Take a request apart. Raises `Refusal`: 404, 415 without the right kind of content, 400."""
    operation, subject, part = operation_of(request)
    query = dict(parse_qsl(urlsplit(request.path).query))
    if request.method in ("GET", "DELETE"):
        return Asked(operation, subject, query, part=part)
    if request.headers.get("content-type") != "application/json":
        raise Refusal(415, "The 'Content-Type' header must be 'application/json' for this request.")
    try:
        body = items(json.loads(request.body or b"{}"), "body")
    except ValueError:
        raise Refusal(400, "Bad Request", "the body is not JSON") from None
    return Asked(operation, subject, query, body, request.headers.get("x-idempotency-key"))


def items(value: object, where: str) -> Items:
    """Return an object of a body. Raises `Refusal` (400)."""
    if not isinstance(value, dict):
        raise Refusal(400, "Bad Request", f"'{where}' must be an object")
    return cast("Items", value)


def text(body: Items, key: str) -> str:
    """Return a text of a body. Raises `Refusal` (400)."""
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise Refusal(400, "Bad Request", f"'{key}' cannot be null")
    return value


def domain_name(told: str) -> DomainName:
    """Return a domain's name. Raises `Refusal` (400)."""
    try:
        return DomainName(told)
    except NotAName:
        raise Refusal(400, "Bad Request", "'domainName' is not valid") from None

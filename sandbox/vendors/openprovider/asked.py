"""What was asked, taken apart: operation, what the path names, query, body."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from portfolio.names import DomainName, NotAName
from sandbox.http_server import HttpRequest
from sandbox.vendors.routes import routed

Items = Mapping[str, object]
PREFIX = "/v1beta/"
_ROUTES = {
    "Login": ("POST", r"auth/login"),
    "ListDomains": ("GET", r"domains"),
    "CreateDomain": ("POST", r"domains"),
    "CheckDomain": ("POST", r"domains/check"),
    "GetPrice": ("GET", r"domains/prices"),
    "TransferDomain": ("POST", r"domains/transfer"),
    "GetDomain": ("GET", r"domains/(\d+)"),
    "UpdateDomain": ("PUT", r"domains/(\d+)"),
    "GetAuthCode": ("GET", r"domains/(\d+)/authcode"),
    "RenewDomain": ("POST", r"domains/(\d+)/renew"),
    "RestoreDomain": ("POST", r"domains/(\d+)/restore"),
    "ListCustomers": ("GET", r"customers"),
    "CreateCustomer": ("POST", r"customers"),
    "GetCustomer": ("GET", r"customers/([^/]+)"),
    "GetReseller": ("GET", r"resellers"),
}


class Refusal(Exception):
    """A no: the vendor's code with its words, under an HTTP status."""

    def __init__(self, code: int, desc: str, status: int = 500) -> None:
        super().__init__(desc)
        self.code = code
        self.desc = desc
        self.status = status


@dataclass(frozen=True)
class Asked:
    """One request. `subject` is what its path names: a name's number, a handle."""

    operation: str
    subject: str = ""
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Items = field(default_factory=dict[str, object], repr=False)


def operation_of(request: HttpRequest) -> tuple[str, str]:
    """Return the operation and what its path names; "unknown" where there is none."""
    operation, parts = routed(request, _ROUTES, prefix=PREFIX) or ("unknown", ())
    return operation, parts[0] if parts else ""


def read(request: HttpRequest) -> Asked:
    """Take a request apart. Raises `Refusal`."""
    operation, subject = operation_of(request)
    query = dict(parse_qsl(urlsplit(request.path).query))
    if request.method == "GET":
        return Asked(operation, subject, query)
    if request.headers.get("content-type") != "application/json":
        raise Refusal(4006, "Wrong message format", 400)
    try:
        return Asked(operation, subject, query, items(json.loads(request.body or b"{}")))
    except ValueError:
        raise Refusal(4006, "Wrong message format", 400) from None


def items(value: object) -> Items:
    """Return an object of a body. Raises `Refusal`."""
    if not isinstance(value, dict):
        raise Refusal(4006, "Wrong message format", 400)
    return cast("Items", value)


def rows(value: object) -> list[Items]:
    """Return a list of objects. Raises `Refusal`."""
    if not isinstance(value, list):
        raise Refusal(4006, "Wrong message format", 400)
    return [items(row) for row in cast("list[object]", value)]


def text(told: Items, key: str) -> str:
    """Return a text, empty where it is missing. Raises `Refusal`."""
    value = told.get(key, "")
    if not isinstance(value, str):
        raise Refusal(4006, "Wrong message format", 400)
    return value


def whole(told: Items, key: str) -> int:
    """Return a number of years. Raises `Refusal`."""
    value = told.get(key, 1)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10:
        raise Refusal(316, "Invalid period!")
    return value


def name_in(told: Items) -> DomainName:
    """Return the name of `{"name": …, "extension": …}`. Raises `Refusal`."""
    try:
        return DomainName(f"{text(told, 'name')}.{text(told, 'extension')}")
    except NotAName:
        raise Refusal(303, "Your domain request contains invalid characters!") from None

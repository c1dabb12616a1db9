"""What was asked, taken apart; what is wrong with it is refused in the vendor's shape."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from portfolio.names import DomainName, NotAName
from sandbox.http_server import HttpRequest
from sandbox.vendors.routes import routed

PREFIX = "/v5/"
Items = Mapping[str, object]

_NAME = r"([^/]+)"
_D = rf"domain/domains/{_NAME}"
_ROUTES = {
    "CheckDomain": ("GET", r"domain/check()"),
    "ListDomains": ("GET", r"domain/domains()"),
    "CreateDomain": ("POST", r"domain/domains()"),
    "GetDomain": ("GET", _D),
    "SetContacts": ("PATCH", rf"{_D}/contacts"),
    "SetOwner": ("PUT", rf"{_D}/contacts/owner"),
    "ChangeOwner": ("POST", rf"domain/changeowner/{_NAME}"),
    "SetNameservers": ("PUT", rf"{_D}/nameservers"),
    "SetStatus": ("PATCH", rf"{_D}/status"),
    "SetAutoRenew": ("PATCH", rf"{_D}/autorenew"),
    "ListKeys": ("GET", rf"{_D}/dnskeys"),
    "SetKeys": ("PUT", rf"{_D}/dnskeys"),
    "RenewDomain": ("POST", rf"{_D}/renew"),
    "GetRestore": ("GET", rf"{_D}/restore"),
    "RestoreDomain": ("POST", rf"{_D}/restore"),
    "TransferIn": ("POST", r"domain/transferin()"),
    "GetTransfer": ("GET", rf"domain/transferin/{_NAME}"),
    "CheckTransfer": ("POST", rf"domain/transferin/{_NAME}/available"),
    "GetTld": ("GET", rf"domain/tlds/{_NAME}"),
    "GetBilling": ("GET", r"billing/info(?:/[^/]+)?()"),
}
MAY_BE_DRY = ("CreateDomain", "RenewDomain", "TransferIn", "ChangeOwner", "SetOwner")


class Refusal(Exception):
    """The vendor says no: a status, and its words."""

    def __init__(self, status: int, cause: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.cause = cause
        self.message = message


@dataclass(frozen=True)
class Asked:
    """One request. `subject` is what its path names: a domain or a TLD. `dry` asks for a look only."""

    operation: str
    subject: str = ""
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Items = field(default_factory=dict[str, object], repr=False)
    dry: bool = False

    @property
    def name(self) -> DomainName:
        """The domain that the path names. Raises `Refusal` (400)."""
        return domain_name(self.subject)


def operation_of(request: HttpRequest) -> tuple[str, str]:
    """Return the operation, "…DryRun" for a dry one, and what its path names. Raises `Refusal` (404)."""
    found = routed(request, _ROUTES, prefix=PREFIX)
    if found is None:
        raise not_found()
    operation, (subject,) = found
    dry = request.headers.get("dry-run") == "1" and operation in MAY_BE_DRY
    return f"{operation}DryRun" if dry else operation, subject


def read(request: HttpRequest) -> Asked:
    """Take a request apart. Raises `Refusal` (404, 400)."""
    word, subject = operation_of(request)
    operation = word.removesuffix("DryRun")
    query = dict(parse_qsl(urlsplit(request.path).query))
    try:
        body = items(json.loads(request.body or b"{}"), "body")
    except ValueError:
        raise bad("body", "not JSON") from None
    return Asked(operation, subject, query, body, word != operation)


def not_found() -> Refusal:
    """Return the no to what is not there."""
    return Refusal(404, "Not Found", "The resource could not be found.")


def bad(where: str, what: str) -> Refusal:
    """Return the no to a field that is not as it should be."""
    return Refusal(400, "Bad Request", f"{where}: {what}")


def items(value: object, where: str) -> Items:
    """Return an object of a body. Raises `Refusal` (400)."""
    if not isinstance(value, dict):
        raise bad(where, "is not an object")
    return cast("Items", value)


def text(body: Items, key: str) -> str:
    """Return a text of a body. Raises `Refusal` (400)."""
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise bad(key, "Required")
    return value


def switch(body: Items, key: str) -> bool:
    """Return a yes or no of a body. Raises `Refusal` (400)."""
    value = body.get(key)
    if not isinstance(value, bool):
        raise bad(key, "is not a boolean")
    return value


def rows(body: Items, key: str) -> list[object]:
    """Return a list of a body, empty where there is none. Raises `Refusal` (400)."""
    value = body.get(key, [])
    if not isinstance(value, list):
        raise bad(key, "is not an array")
    return cast("list[object]", value)


def years(body: Items) -> int:
    """Return the duration of a body, one year where there is none. Raises `Refusal` (400)."""
    value = body.get("duration", 1)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10:
        raise bad("duration", "is not in range")
    return value


def domain_name(told: str) -> DomainName:
    """Return a domain's name. Raises `Refusal` (400)."""
    try:
        return DomainName(told)
    except NotAName:
        raise bad("fqdn", "is not a domain name") from None

"""What was asked, taken apart; what is wrong with it is refused in the vendor's words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote, urlsplit

from portfolio.names import DomainName, NotAName
from sandbox.http_server import HttpRequest

PREFIX = "/api/json/v3/"
Items = Mapping[str, object]
ABOUT_ACCOUNT = frozenset({"account/balance", "domain/listAll"})
ABOUT_NAMES = frozenset({
    "domain/get",
    "domain/getNs",
    "domain/getContacts",
    "domain/checkDomain",
    "domain/renew",
    "domain/updateNs",
    "domain/updateAutoRenew",
    "dns/getDnssecRecords",
    "dns/createDnssecRecord",
    "dns/deleteDnssecRecord",
})  # fmt: skip


class Refusal(Exception):
    """The vendor says no: a code, its words, and a status."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True)
class Asked:
    """One request: the operation, what its path names, and what of it; `key` makes it one."""

    operation: str
    subject: str = ""
    part: str = ""
    body: Items = field(default_factory=dict[str, object], repr=False)
    key: str | None = None

    @property
    def name(self) -> DomainName:
        """The domain that the path names. Raises `Refusal`."""
        try:
            return DomainName(self.subject)
        except NotAName:
            raise no_domain() from None


def no_domain() -> Refusal:
    """Return the no to a name that is none, or not ours."""
    return Refusal("INVALID_DOMAIN", "Invalid domain.")


def read(request: HttpRequest) -> Asked:
    """Take a request apart. Raises `Refusal`."""
    path = urlsplit(request.path).path
    first, second, subject, part, *more = [*map(unquote, path.removeprefix(PREFIX).split("/")), "", "", ""]
    operation = f"{first}/{second}"
    known = ABOUT_NAMES if subject else ABOUT_ACCOUNT
    if not path.startswith(PREFIX) or operation not in known or any(more):
        raise Refusal("NOT_FOUND", "No such endpoint.", status=404)
    if request.method != "POST":
        raise Refusal("METHOD_NOT_ALLOWED", "Method not allowed.", status=405)
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refusal("INVALID_OR_EMPTY_JSON", "Invalid or empty JSON.")
    return Asked(operation, subject, part, cast("Items", body), request.headers.get("idempotency-key"))


def text(body: Items, field: str) -> str:
    """Return a text of a body. Raises `Refusal`."""
    value = body.get(field)
    if not isinstance(value, str) or not value:
        raise wrong(field)
    return value


def wrong(field: str) -> Refusal:
    """Return the no to a field that is not as it should be."""
    return Refusal("INVALID_FIELD", f"Invalid or missing field {field}.")

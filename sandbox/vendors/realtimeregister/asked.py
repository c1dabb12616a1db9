"""What is asked, by path and verb, and how a no is said."""

import json
import re
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

from sandbox.http_server import HttpRequest
from sandbox.refusal import ResultCode

Items = dict[str, object]

_ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", r"domains", "listDomains"),
    ("GET", r"domains/([^/]+)", "getDomain"),
    ("GET", r"domains/([^/]+)/check", "checkDomain"),
    ("GET", r"domains/([^/]+)/transfer", "transferInfo"),
    ("POST", r"domains/([^/]+)", "createDomain"),
    ("POST", r"domains/([^/]+)/update", "updateDomain"),
    ("POST", r"domains/([^/]+)/renew", "renewDomain"),
    ("POST", r"domains/([^/]+)/transfer", "transferDomain"),
    ("POST", r"domains/([^/]+)/restore", "restoreDomain"),
    ("GET", r"processes", "listProcesses"),
    ("GET", r"processes/(\d+)", "getProcess"),
    ("GET", r"tlds/([^/]+)/info", "getTldInfo"),
    ("GET", r"customers/sandbox/contacts", "listContacts"),
    ("GET", r"customers/sandbox/contacts/([^/]+)", "getContact"),
    ("POST", r"customers/sandbox/contacts/([^/]+)", "createContact"),
    ("POST", r"customers/sandbox/contacts/([^/]+)/([^/]+)", "addContactProperties"),
    ("GET", r"customers/sandbox/pricelist", "getPricelist"),
    ("GET", r"customers/sandbox/credit", "getCredits"),
    ("GET", r"customers/sandbox/notifications/poll", "pollNotification"),
    ("POST", r"customers/sandbox/notifications/(\d+)/ack", "ackNotification"),
)

AS_TYPE: dict[ResultCode, tuple[int, str]] = {
    ResultCode.POLICY: (400, "ValidationError"),
    ResultCode.DATA_POLICY: (400, "ValidationError"),
    ResultCode.VALUE_SYNTAX: (400, "ValidationError"),
    ResultCode.VALUE_OUT_OF_RANGE: (400, "ValidationError"),
    ResultCode.INVALID_AUTH_INFO: (400, "ValidationError"),
    ResultCode.EXISTS: (409, "ObjectExists"),
    ResultCode.DOES_NOT_EXIST: (404, "ObjectDoesNotExist"),
    ResultCode.NOT_AUTHORIZED: (404, "ObjectDoesNotExist"),
}
"""How the registry's refusals are passed on; any other is ObjectStatusProhibitsOperation."""


class Refusal(Exception):
    """A no: a status, a type, words, and what is to be agreed to."""

    def __init__(self, status: int, kind: str, message: str, billables: list[Items] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.told: Items = {"type": kind, "message": message}
        if billables is not None:
            self.told["billables"] = billables


@dataclass(frozen=True)
class Asked:
    """A question: the operation, what its path names, its query and its body."""

    operation: str
    subjects: tuple[str, ...]
    query: dict[str, str]
    body: Items

    @property
    def is_dry(self) -> bool:
        """Whether it is only to be checked and priced."""
        return self.query.get("quote") == "true"

    def text(self, field: str) -> str:
        """Return a text of the body that must be there."""
        value = self.body.get(field)
        if not isinstance(value, str) or not value:
            raise Refusal(400, "ConstraintViolationException", f"{field} is required")
        return value

    def texts(self, field: str) -> list[str]:
        """Return a list of texts of the body."""
        return [str(one) for one in cast("list[object]", self.body.get(field) or [])]

    def rows(self, field: str) -> list[Items]:
        """Return a list of objects of the body."""
        return cast("list[Items]", self.body.get(field) or [])


def read(request: HttpRequest) -> Asked:
    """Return what is asked. Raises `Refusal`."""
    parts = urlsplit(request.path)
    path = parts.path.removeprefix("/v2/")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    for method, pattern, operation in _ROUTES:
        found = re.fullmatch(pattern, path)
        if found and method == request.method:
            body = json.loads(request.body) if request.body else {}
            return Asked(operation, tuple(map(unquote, found.groups())), query, cast("Items", body))
    raise Refusal(404, "ObjectDoesNotExist", "there is no such resource")

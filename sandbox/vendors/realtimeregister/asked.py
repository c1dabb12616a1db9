"""What is asked, by path and verb, and how a no is said."""

import json
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs, urlsplit

from sandbox.http_server import HttpRequest
from sandbox.refusal import ResultCode
from sandbox.vendors.routes import routed

Items = dict[str, object]

_ROUTES = {
    "listDomains": ("GET", r"domains"),
    "getDomain": ("GET", r"domains/([^/]+)"),
    "checkDomain": ("GET", r"domains/([^/]+)/check"),
    "transferInfo": ("GET", r"domains/([^/]+)/transfer"),
    "createDomain": ("POST", r"domains/([^/]+)"),
    "updateDomain": ("POST", r"domains/([^/]+)/update"),
    "renewDomain": ("POST", r"domains/([^/]+)/renew"),
    "transferDomain": ("POST", r"domains/([^/]+)/transfer"),
    "restoreDomain": ("POST", r"domains/([^/]+)/restore"),
    "listProcesses": ("GET", r"processes"),
    "getProcess": ("GET", r"processes/(\d+)"),
    "getTldInfo": ("GET", r"tlds/([^/]+)/info"),
    "listContacts": ("GET", r"customers/sandbox/contacts"),
    "getContact": ("GET", r"customers/sandbox/contacts/([^/]+)"),
    "createContact": ("POST", r"customers/sandbox/contacts/([^/]+)"),
    "addContactProperties": ("POST", r"customers/sandbox/contacts/([^/]+)/([^/]+)"),
    "getPricelist": ("GET", r"customers/sandbox/pricelist"),
    "getCredits": ("GET", r"customers/sandbox/credit"),
    "pollNotification": ("GET", r"customers/sandbox/notifications/poll"),
    "ackNotification": ("POST", r"customers/sandbox/notifications/(\d+)/ack"),
}

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
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    found = routed(request, _ROUTES, prefix="/v2/")
    if found is None:
        raise Refusal(404, "ObjectDoesNotExist", "there is no such resource")
    body = json.loads(request.body) if request.body else {}
    return Asked(*found, query, cast("Items", body))

"""What was asked, taken apart; what is wrong with it is refused in the vendor's shape."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from portfolio.names import DomainName, NotAName
from sandbox.http_server import HttpRequest
from sandbox.vendors.routes import routed

ACCOUNT = "1010"
Items = Mapping[str, object]

_NAME = r"([^/]+)"
_D, _R = rf"{ACCOUNT}/domains/{_NAME}", rf"{ACCOUNT}/registrar/domains/{_NAME}"
_CHANGES = rf"{ACCOUNT}/registrar/registrant_changes"
_ROUTES = {
    "whoami": ("GET", r"whoami()"),
    "getTldExtendedAttributes": ("GET", rf"tlds/{_NAME}/extended_attributes"),
    "listDomains": ("GET", rf"{ACCOUNT}/domains()"),
    "getDomain": ("GET", _D),
    "listContacts": ("GET", rf"{ACCOUNT}/contacts()"),
    "createContact": ("POST", rf"{ACCOUNT}/contacts()"),
    "getContact": ("GET", rf"{ACCOUNT}/contacts/{_NAME}"),
    "checkDomain": ("GET", rf"{_R}/check"),
    "getDomainPrices": ("GET", rf"{_R}/prices"),
    "registerDomain": ("POST", rf"{_R}/registrations"),
    "domainRenew": ("POST", rf"{_R}/renewals"),
    "domainRestore": ("POST", rf"{_R}/restores"),
    "transferDomain": ("POST", rf"{_R}/transfers"),
    "getDomainTransfer": ("GET", rf"{_R}/transfers/[0-9]+"),
    "getDomainDelegation": ("GET", rf"{_R}/delegation"),
    "changeDomainDelegation": ("PUT", rf"{_R}/delegation"),
    "getDomainTransferLock": ("GET", rf"{_R}/transfer_lock"),
    "enableDomainTransferLock": ("POST", rf"{_R}/transfer_lock"),
    "disableDomainTransferLock": ("DELETE", rf"{_R}/transfer_lock"),
    "enableDomainAutoRenewal": ("PUT", rf"{_R}/auto_renewal"),
    "disableDomainAutoRenewal": ("DELETE", rf"{_R}/auto_renewal"),
    "enableWhoisPrivacy": ("PUT", rf"{_R}/whois_privacy"),
    "disableWhoisPrivacy": ("DELETE", rf"{_R}/whois_privacy"),
    "checkRegistrantChange": ("POST", rf"{_CHANGES}/check()"),
    "createRegistrantChange": ("POST", rf"{_CHANGES}()"),
    "listDomainDelegationSignerRecords": ("GET", rf"{_D}/ds_records"),
    "createDomainDelegationSignerRecord": ("POST", rf"{_D}/ds_records"),
    "deleteDomainDelegationSignerRecord": ("DELETE", rf"{_D}/ds_records/[0-9]+"),
}


class Refusal(Exception):
    """The vendor says no: a status, and its words."""

    def __init__(self, status: int, message: str, errors: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors


@dataclass(frozen=True)
class Asked:
    """One request. `subject` is what its path names, `last` the last part of it."""

    operation: str
    subject: str = ""
    last: str = ""
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: object = field(default=None, repr=False)

    @property
    def name(self) -> DomainName:
        """The domain that the path names. Raises `Refusal`."""
        return domain_name(self.subject)

    @property
    def items(self) -> Items:
        """The body's fields; none without a body. Raises `Refusal`."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise Refusal(400, "Validation failed", {"base": ["must be an object"]})
        return cast("Items", self.body)

    def number(self, key: str) -> int:
        """Return a number of the body, which may stand in quotes. Raises `Refusal`."""
        told = str(self.items.get(key, ""))
        if not (told.isascii() and told.isdecimal()):
            raise Refusal(400, "Validation failed", {key: ["is not a number"]})
        return int(told)


def operation_of(request: HttpRequest) -> tuple[str, str]:
    """Return the operation, and what its path names. Raises `Refusal` (404)."""
    found = routed(request, _ROUTES, prefix="/v2/")
    if found is None:
        raise Refusal(404, "Not Found")
    return found[0], found[1][0]


def read(request: HttpRequest) -> Asked:
    """Take a request apart. Raises `Refusal`."""
    operation, subject = operation_of(request)
    where = urlsplit(request.path)
    try:
        body = json.loads(request.body) if request.body else None
    except ValueError:
        raise Refusal(400, "Problems parsing JSON") from None
    return Asked(operation, subject, where.path.rpartition("/")[2], dict(parse_qsl(where.query)), body)


def domain_name(told: object) -> DomainName:
    """Return a domain's name. Raises `Refusal` (404)."""
    try:
        return DomainName(str(told))
    except NotAName:
        raise Refusal(404, f"Domain `{told}` not found") from None

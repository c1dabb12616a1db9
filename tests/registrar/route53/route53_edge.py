"""The vendor at the HTTP edge: answers by operation, written for the purpose, and what was sent to it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import respx
from pydantic import SecretStr

from net import AddressGuard
from registrar.adapters.route53 import SPEC, Route53Registrar
from registrar.catalogue import connect
from tests.conformance.bench import EXAMPLE, Held, renewal_of, request_for

EXCHANGES = Path(__file__).parent / "exchanges"
LIVE = "https://route53domains.us-east-1.amazonaws.com"
# The key that Amazon's own documents use for examples.
_LASTING = "AKIA"  # apart, so that nothing here looks like a key
KEY_ID = f"{_LASTING}IOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
NUMBER = "0a1b2c3d-0000-4000-8000-00000000000f"
PERSON = {
    "FirstName": "Registrant", "LastName": "Example", "ContactType": "COMPANY",
    "OrganizationName": "Example Agency Ltd.", "AddressLine1": "200 Sample Street", "City": "Ottawa",
    "State": "ON", "CountryCode": "CA", "ZipCode": "K1A 0B1", "PhoneNumber": "+1.6135550122",
    "Email": "registrant@example.com", "ExtraParams": [],
}  # fmt: skip
DETAIL: Mapping[str, Any] = {
    "DomainName": "EXAMPLE.com", "AutoRenew": False,
    "Nameservers": [{"Name": "NS1.example.net"}, {"Name": "ns2.example.net", "GlueIps": []}],
    **{f"{role}Contact": PERSON for role in ("Registrant", "Admin", "Tech")},
    **{f"{role}Privacy": False for role in ("Registrant", "Admin", "Tech")},
    "CreationDate": 1614600000.0, "UpdatedDate": 1614600001, "ExpirationDate": 1835524800.123,
    "StatusList": ["clientTransferProhibited", "somethingNew"], "DnssecKeys": [],
}  # fmt: skip
PRICE = {"Price": 14.0, "Currency": "USD", "PriceType": "STANDARD"}
PRICES = {f"{word}Price": PRICE for word in ("Registration", "Renewal", "Transfer", "Restoration")}
DONE: Mapping[str, Any] = {"OperationId": NUMBER, "Status": "SUCCESSFUL", "DomainName": "example.com"}
NAME = EXAMPLE.name
ORDER = request_for(NAME)
CONSENT = {"MaxPrice": 1000.0, "Currency": "USD"}
TO_EXPIRY = renewal_of(Held(NAME, expires_on=date(2028, 3, 1)))
USUAL: Mapping[str, Mapping[str, Any]] = {
    "GetDomainDetail": DETAIL,
    "GetDomainPrices": {"DomainPrice": {"Name": "example.com", **PRICES}},
    "CheckDomainAvailability": {"Availability": "AVAILABLE", "Price": PRICE},
    "CheckDomainTransferability": {"Transferability": {"Transferable": "TRANSFERABLE"}},
    "ListOperations": {"Operations": []},
    "GetOperationDetail": DONE,
    "EnableDomainAutoRenew": {},
}


class Edge:
    """What the vendor answers, and what was sent to it."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []
        self.answers: dict[str, list[httpx.Response]] = {}

    def says(self, operation: str, *bodies: Mapping[str, Any], status: int = 200) -> None:
        """Let an operation answer with these bodies in turn; the last is repeated."""
        self.answers[operation] = [httpx.Response(status, json=body) for body in bodies]

    def refuses(self, operation: str, code: str, message: str = "", **more: str) -> None:
        """Let an operation be refused with a code."""
        self.says(operation, {"__type": code, "message": message, **more}, status=400)

    def of(self, operation: str) -> list[Any]:
        """Return the bodies that were sent to an operation."""
        return [json.loads(request.content) for request in self.sent if _operation(request) == operation]

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer, and note what was sent."""
        self.sent.append(request)
        operation = _operation(request)
        told = self.answers.get(operation)
        if told:
            return told.pop(0) if len(told) > 1 else told[0]
        return httpx.Response(200, json=USUAL.get(operation, {"OperationId": NUMBER}))


def written_down(exchange: str) -> tuple[int, bytes]:
    """Return the status and the body of the answer that is written down as `operation/outcome`."""
    head, _, body = (EXCHANGES / f"{exchange}.http").read_text("utf-8").partition("\n\n")
    return int(head.splitlines()[1].split(" ")[1]), body.encode()


def _operation(request: httpx.Request) -> str:
    return request.headers["x-amz-target"].removeprefix("Route53Domains_v20140515.")


@contextmanager
def at_the_edge(*, endpoint: str = LIVE, key_id: str = KEY_ID) -> Iterator[tuple[Edge, Route53Registrar]]:
    """Stand in for the vendor; no socket is opened."""
    edge = Edge()
    registrar = connect(
        SPEC.slug,
        endpoint=endpoint,
        username=key_id,
        secret=SecretStr(SECRET),
        guard=AddressGuard(),
        attempts=1,
    )
    assert isinstance(registrar, Route53Registrar)
    with respx.mock:
        respx.route().mock(side_effect=edge.answer)
        yield edge, registrar
    registrar.close()

"""A client of the dialect that knows only the vendor's documents: it signs, sends and reads envelopes."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any
from xml.sax.saxutils import escape

from portfolio.money import Money
from sandbox.clock import MovableClock
from sandbox.faults import Faults
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.log import EventLog
from sandbox.registry import Registry
from sandbox.vendors.opensrs import OpenSrs

etree: Any = import_module("lxml.etree")

KEY = "0123456789abcdef"
START = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)

OWNER = {
    "first_name": "Renée",
    "last_name": "Exemple",
    "org_name": "Boulangerie Exemple Inc.",
    "address1": "100, rue de l'Exemple",
    "address2": "Bureau 4",
    "address3": "",
    "city": "Montréal",
    "state": "QC",
    "postal_code": "H2Y 1A1",
    "country": "CA",
    "phone": "+1.5145550111",
    "fax": "",
    "email": "renee@example.ca",
    "lang_pref": "FR",
}
ADMIN = OWNER | {
    "first_name": "One",
    "last_name": "Sample",
    "email": "one@example.com",
    "phone": "+1.6135550122x42",
}
TECH = OWNER | {
    "first_name": "Tove",
    "last_name": "Næssmple",
    "email": "tove@example.net",
    "fax": "+1.2065550134",
}
BILLING = OWNER | {"first_name": "Björn", "last_name": "Beispiel", "email": "bjorn@example.org"}
CONTACTS = {"owner": OWNER, "admin": ADMIN, "tech": TECH, "billing": BILLING}
CA = {"legal_type": "CCO", "lang_pref": "EN", "isa_trademark": "0"}


class Vendor:
    """The dialect on a desk: no sockets, a clock, a ledger."""

    def __init__(self, balance: str = "1000.00") -> None:
        self.clock = MovableClock(START)
        self.log = EventLog(self.clock)
        self.registry = Registry(self.clock, self.log)
        money = Money(amount=Decimal(balance))
        self.dialect = OpenSrs(self.registry, Faults(), self.log, self.clock, KEY, money)

    def ask(self, action: str, **attributes: Any) -> dict[str, Any]:
        """Send a command and return the reply's items."""
        return read(self.dialect.answer(request_of(action, attributes)))

    def told(self, action: str, **attributes: Any) -> dict[str, Any]:
        """Send a command that must succeed and return the attributes of the reply."""
        reply = self.ask(action, **attributes)
        assert reply["is_success"] == "1", (reply["response_code"], reply["response_text"])
        return reply.get("attributes") or {}

    def refused(self, action: str, **attributes: Any) -> str:
        """Send a command that must fail and return the code."""
        reply = self.ask(action, **attributes)
        assert reply["is_success"] == "0", reply["response_code"]
        return reply["response_code"]

    def order(self, domain: str = "example.com", **changes: Any) -> dict[str, Any]:
        """Return the attributes of a complete order."""
        attributes = {
            "domain": domain, "period": "1", "reg_type": "new", "handle": "save", "reg_username": "someone",
            "reg_password": "something", "custom_nameservers": "1", "custom_tech_contact": "1",
            "nameserver_list": [
                {"name": "ns2.example.net", "sortorder": "2"},
                {"name": "ns1.example.net", "sortorder": "1"},
            ],
            "contact_set": CONTACTS, "affiliate_id": "order-1", "auto_renew": "0", "f_lock_domain": "1",
        }  # fmt: skip
        return attributes | (CA if domain.endswith(".ca") else {}) | changes

    def hold(self, domain: str = "example.com", **changes: Any) -> str:
        """Register a name and return the order's number."""
        return self.told("sw_register", **self.order(domain, **{"handle": "process", **changes}))["id"]


def sign(body: bytes, key: str = KEY) -> str:
    """The vendor's two rounds of MD5."""
    inner = hashlib.md5(body + key.encode()).hexdigest()
    return hashlib.md5(inner.encode() + key.encode()).hexdigest()


def request_of(
    action: str, attributes: Mapping[str, Any], *, key: str = KEY, user: str = "sandbox"
) -> HttpRequest:
    """Return a signed request."""
    whole = {"protocol": "XCP", "action": action, "object": "DOMAIN", "attributes": attributes}
    body = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n<!DOCTYPE OPS_envelope SYSTEM "ops.dtd">\n'
        "<OPS_envelope><header><version>0.9</version></header><body><data_block>"
        f"{_xml(whole)}</data_block></body></OPS_envelope>"
    ).encode()
    headers = {"content-type": "text/xml", "x-username": user, "x-signature": sign(body, key)}
    return HttpRequest("POST", "/", headers, body)


def read(answer: HttpResponse) -> dict[str, Any]:
    """Return the items of a reply."""
    assert answer.status == 200
    return _value(etree.fromstring(answer.body).find("body/data_block"))


def keys_in_order(answer: HttpResponse) -> list[str]:
    """Return the keys of the reply's outermost items as they came."""
    return [item.get("key") for item in etree.fromstring(answer.body).find("body/data_block/dt_assoc")]


def _xml(value: Any) -> str:
    if isinstance(value, Mapping):
        return (
            "<dt_assoc>"
            + "".join(f'<item key="{escape(k)}">{_xml(v)}</item>' for k, v in value.items())
            + "</dt_assoc>"
        )
    if isinstance(value, list):
        return (
            "<dt_array>"
            + "".join(f'<item key="{n}">{_xml(v)}</item>' for n, v in enumerate(value))
            + "</dt_array>"
        )
    return escape(str(value))


def _value(holder: Any) -> Any:
    if len(holder) == 0:
        return holder.text or None
    child = holder[0]
    if child.tag == "dt_assoc":
        return {item.get("key"): _value(item) for item in child}
    if child.tag == "dt_array":
        return [_value(item) for item in sorted(child, key=lambda item: int(item.get("key")))]
    assert child.tag == "dt_scalar"
    return child.text

"""Name.com's door, verbs and statuses in the sandbox, as the vendor's document describes them."""

import base64
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.registration import Status
from portfolio.values import day_of
from sandbox.clock import MovableClock
from sandbox.faults import Faults
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.log import EventLog
from sandbox.registry import Registry
from sandbox.vendors.namecom import USERNAME, NameCom
from tests.conformance.bench import START

TOKEN = "planted-token-0123456789"
PERSON = {
    "firstName": "Registrant", "lastName": "Example", "companyName": None, "address1": "100 Example Street",
    "city": "Ottawa", "state": "ON", "zip": "K1A 0B1", "country": "CA", "email": "registrant@example.ca",
    "phone": "+16135550111",
}  # fmt: skip
PEOPLE = dict.fromkeys(("registrant", "admin", "tech", "billing"), PERSON)


class Shop:
    """The vendor over a registry of its own, asked without a socket."""

    def __init__(self) -> None:
        self.clock = MovableClock(START)
        self.log = EventLog(self.clock)
        self.registry = Registry(self.clock, self.log)
        parts = (self.registry, Faults(), self.log, self.clock)
        self.vendor = NameCom(*parts, secret=TOKEN, balance=Decimal(100))

    def ask(
        self, verb: str, path: str, body: object = None, *, key: str | None = None, user: str = USERNAME
    ) -> HttpResponse:
        """Send one request."""
        credentials = base64.b64encode(f"{user}:{TOKEN}".encode()).decode()
        headers = {"authorization": f"Basic {credentials}"}
        headers |= {} if body is None else {"content-type": "application/json"}
        headers |= {"x-idempotency-key": key} if key else {}
        content = b"" if body is None else json.dumps(body).encode()
        return self.vendor.answer(HttpRequest(verb, f"/core/v1/{path}", headers, content))

    def told(self, verb: str, path: str, body: object = None, *, key: str | None = None) -> Any:
        """Send one request, and return what a yes tells."""
        answer = self.ask(verb, path, body, key=key)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    def status(self, verb: str, path: str, body: object = None) -> int:
        """Send one request, and return the status of the answer."""
        return self.ask(verb, path, body).status

    def buy(self, name: str = "example.com", *, key: str | None = None, **more: object) -> Any:
        """Register a name."""
        domain = {"domainName": name, "contacts": PEOPLE, "nameservers": ["ns1.example.net"]}
        return self.told("POST", "domains", {"domain": domain, "years": 1, **more}, key=key)


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_credentials_are_looked_at_first(shop: Shop) -> None:
    assert shop.ask("GET", "domains", user="somebody").status == 401
    assert shop.vendor.answer(HttpRequest("GET", "/core/v1/domains")).status == 401
    assert shop.status("GET", "domains") == 200


def test_a_body_needs_its_kind_and_must_be_json(shop: Shop) -> None:
    credentials = base64.b64encode(f"{USERNAME}:{TOKEN}".encode()).decode()
    headers = {"authorization": f"Basic {credentials}"}
    path = "/core/v1/domains:checkAvailability"
    assert shop.vendor.answer(HttpRequest("POST", path, headers, b"{}")).status == 415
    typed = headers | {"content-type": "application/json"}
    assert shop.vendor.answer(HttpRequest("POST", path, typed, b"{")).status == 400


def test_a_path_that_nobody_documents_is_404_also_with_an_encoded_colon(shop: Shop) -> None:
    assert shop.status("GET", "nothing") == 404
    assert shop.status("POST", "domains%3AcheckAvailability", {"domainNames": ["example.com"]}) == 404


def test_what_can_be_bought_has_its_price_and_what_cannot_has_none(shop: Shop) -> None:
    shop.buy()
    asked = {"domainNames": ["example.com", "premium-example.com", "unsure-example.ee"]}
    taken, premium = shop.told("POST", "domains:checkAvailability", asked)["results"]
    assert taken == {"domainName": "example.com", "sld": "example", "tld": "com", "purchasable": False}
    assert (premium["premium"], premium["purchaseType"]) == (True, "registration")
    assert shop.status("POST", "domains:checkAvailability", {"domainNames": ["x.ee"]}) == 422


def test_prices_are_for_the_years_asked_for_and_a_transfers_for_one(shop: Shop) -> None:
    told = shop.told("GET", "domains/example.com:getPricing?years=3")
    assert told["purchasePrice"] == 38.97
    assert told["transferPrice"] == 12.99
    assert shop.told("GET", "domains/example.ee:getPricing")["purchasePrice"] is None


def test_a_registration_is_paid_listed_and_read_back(shop: Shop) -> None:
    bought = shop.buy()
    assert bought["totalPaid"] == 12.99
    assert shop.told("GET", "accountinfo/balance") == {"balance": 87.01}
    held = shop.told("GET", "domains/example.com")
    assert held == bought["domain"]
    assert held["contacts"]["tech"]["phone"] == "+16135550111"
    [order] = shop.told("GET", "orders")["orders"]
    assert (order["id"], order["orderItems"][0]["type"]) == (bought["order"], "registration")
    assert shop.told("GET", f"orders/{bought['order']}") == order
    assert shop.status("GET", "orders/1") == 404


def test_a_key_is_answered_once_and_again_with_the_same_words(shop: Shop) -> None:
    body = {"domain": {"domainName": "example.com", "contacts": PEOPLE}, "years": 1}
    first, again = (shop.ask("POST", "domains", body, key="k-1") for _ in range(2))
    assert first.body == again.body
    assert "X-Idempotent-Replay" not in first.headers
    assert again.headers["X-Idempotent-Replay"] == "1"
    assert len(shop.log.ledger) == 1
    assert shop.ask("POST", "domains", {**body, "years": 2}, key="k-1").status == 409
    shop.clock.advance(timedelta(hours=13))
    assert shop.ask("POST", "domains", body, key="k-1").status == 400


def test_a_premium_name_needs_its_price_confirmed_and_a_wrong_price_is_refused(shop: Shop) -> None:
    shop.vendor.office.set_balance(Money(amount=Decimal(1000)))
    body = {"domain": {"domainName": "premium-example.com", "contacts": PEOPLE}}
    assert shop.status("POST", "domains", body) == 400
    assert shop.status("POST", "domains", {**body, "purchasePrice": 1.0}) == 400
    assert shop.told("POST", "domains", {**body, "purchasePrice": 349.95})["totalPaid"] == 349.95


def test_want_of_money_is_402_and_nothing_is_done(shop: Shop) -> None:
    shop.vendor.office.set_balance(Money(amount=Decimal(1)))
    assert (
        shop.status("POST", "domains", {"domain": {"domainName": "example.com", "contacts": PEOPLE}}) == 402
    )
    assert shop.registry.look_up(DomainName("example.com")) is None


@pytest.mark.parametrize(
    "change",
    [
        {"phone": "+1.6135550111"},
        {"firstName": ""},
        {"state": "Atlantis"},
        {"email": 7},
        {"country": "Canada"},
    ],
)
def test_a_contact_that_is_not_whole_is_400(shop: Shop, change: dict[str, object]) -> None:
    people = {**PEOPLE, "tech": {**PERSON, **change}}
    assert (
        shop.status("POST", "domains", {"domain": {"domainName": "example.com", "contacts": people}}) == 400
    )


def test_the_category_of_ca_is_asked_for_and_kept(shop: Shop) -> None:
    people = {role: PERSON for role in PEOPLE if role != "billing"}
    fields = shop.told("GET", "domaininfo/requirements/ca")["requirements"]["fields"]
    [key] = [key for key, field in fields.items() if "CCT" in str(field.get("options"))]
    body = {"domain": {"domainName": "example.ca", "contacts": people}, "tldRequirements": {key: "CCT"}}
    assert shop.status("POST", "domains", {**body, "tldRequirements": {}}) == 400
    shop.told("POST", "domains", body)
    record = shop.registry.look_up(DomainName("example.ca"))
    assert record is not None
    assert record.attributes["ca.legal_type"] == "CCT"
    assert shop.status("GET", "domaininfo/requirements/ee") == 404


def test_a_renewal_has_no_guard_and_no_key(shop: Shop) -> None:
    shop.buy()
    for years in (2, 3):
        shop.told("POST", "domains/example.com:renew", {"years": 1, "purchasePrice": 12.99}, key="k")
        record = shop.registry.look_up(DomainName("example.com"))
        assert record is not None
        assert day_of(record.registrar_expires_at).year == START.year + years


def test_lock_renewal_contacts_and_delegation_are_changed(shop: Shop) -> None:
    shop.buy()
    held = shop.told("PATCH", "domains/example.com", {"locked": True, "autorenewEnabled": True})
    assert (held["locked"], held["autorenewEnabled"]) == (True, True)
    assert shop.told("PATCH", "domains/example.com", {"locked": False})["locked"] is False
    assert shop.status("PATCH", "domains/example.com", {}) == 400
    told = shop.told("POST", "domains/example.com:setNameservers", {"nameservers": ["ns9.example.org"]})
    assert told["nameservers"] == ["NS9.EXAMPLE.ORG"]
    people = {**PEOPLE, "admin": {**PERSON, "firstName": "Other"}}
    shop.told("POST", "domains/example.com:setContacts", {"contacts": people})
    record = shop.registry.look_up(DomainName("example.com"))
    assert record is not None
    assert record.contacts[ContactRole.ADMIN].given == "Other"
    assert Status.CLIENT_TRANSFER_PROHIBITED not in record.statuses


def test_names_of_others_and_of_nobody_are_404_alike(shop: Shop) -> None:
    shop.buy()
    shop.registry.delete(DomainName("example.com"), by="namecom")
    for path in ("domains/example.com", "domains/example.com:getAuthCode", "transfers/example.com"):
        assert shop.status("GET", path) == 404
    assert shop.status("POST", "domains/example.com:renew", {}) == 404


def test_lists_have_pages_and_a_next_one_only_where_there_is_one(shop: Shop) -> None:
    for number in range(3):
        shop.buy(f"page-example-{number}.com")
    first = shop.told("GET", "domains?perPage=2&page=1")
    last = shop.told("GET", "domains?perPage=2&page=2")
    assert (first["totalCount"], first["nextPage"], first["lastPage"]) == (3, 2, 2)
    assert (first["from"], first["to"], last["from"], last["to"]) == (1, 2, 3, 3)
    assert "nextPage" not in last


def test_too_many_requests_tell_until_when(shop: Shop) -> None:
    answer = shop.vendor.answer_throttled(HttpRequest("GET", "/core/v1/domains"))
    assert answer.status == 429
    assert int(answer.headers["X-RateLimit-Reset"]) == int(START.timestamp()) + 30

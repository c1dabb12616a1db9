"""What every vendor's dialect stands on: money, orders, transfers, pages of names; and how a path is read."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from sandbox.clock import MovableClock
from sandbox.http_server import HttpRequest
from sandbox.log import EventLog
from sandbox.refusal import RegistryRefuses
from sandbox.registry import Registry
from sandbox.vendors.office import Office, sandbox_sponsor
from sandbox.vendors.routes import form_fields, routed
from tests.conformance.bench import START
from tests.conformance.people import roles_of

NAME = DomainName("example.com")
SECRET = "let-me-go-0123456789"


@pytest.fixture
def office() -> Office:
    clock = MovableClock(START)
    log = EventLog(clock)
    registry = Registry(clock, log)
    sponsor = sandbox_sponsor("vendor", "Sandbox Vendor Inc.")
    made = Office(sponsor, registry, log, clock, Money(amount=Decimal(100), currency="EUR"))
    registry.accredit(sponsor, payer=made.pay_auto_renewal)
    return made


def _euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def test_an_order_is_charged_in_the_accounts_currency_and_given_back(office: Office) -> None:
    price = office.prices.of(NAME)
    order = office.order(NAME, OrderKind.REGISTER, price=price, reference="order-1")
    assert (price, office.balance) == (_euros("12.99"), _euros("87.01"))
    office.refund(order.number)
    assert office.balance == _euros("100")
    assert [entry.action for entry in office.log.ledger] == ["charged", "refunded"]


def test_what_the_account_cannot_pay_is_told_before(office: Office) -> None:
    assert office.can_pay(_euros("100"))
    assert not office.can_pay(_euros("100.01"))


def test_a_transfer_is_pending_until_the_losing_registrar_lets_go(office: Office) -> None:
    office.registry.create(NAME, by="elsewhere", years=1, contacts=roles_of("com"), auth_info=SECRET)
    office.ask_transfer(NAME, auth_info=SECRET, price=_euros("10"))
    assert office.transfers[NAME].state == "pending"
    assert office.held(NAME) is None
    office.let_transfers_come()
    assert office.transfers[NAME].state == "done"
    assert office.held(NAME) is not None


def test_a_transfer_that_is_refused_is_given_back(office: Office) -> None:
    office.registry.create(NAME, by="elsewhere", years=1, contacts=roles_of("com"), auth_info=SECRET)
    office.ask_transfer(NAME, auth_info=SECRET, price=_euros("10"))
    office.registry.reject_transfer(NAME, by="elsewhere")
    office.take_note_of_transfers()
    assert office.transfers[NAME].state == "refused"
    assert office.balance == _euros("100")


def test_a_wrong_secret_costs_nothing(office: Office) -> None:
    office.registry.create(NAME, by="elsewhere", years=1, contacts=roles_of("com"), auth_info=SECRET)
    with pytest.raises(RegistryRefuses):
        office.ask_transfer(NAME, auth_info="wrong", price=_euros("10"))
    assert office.log.ledger == ()


def test_a_deleted_name_is_not_held_and_may_come_back(office: Office) -> None:
    office.registry.create(NAME, by=office.slug, years=1, contacts=roles_of("com"))
    assert isinstance(office.clock, MovableClock)
    office.clock.advance(timedelta(days=30))  # in its first days, a name that is deleted is gone at once
    office.registry.delete(NAME, by=office.slug)
    assert office.held(NAME) is None
    assert office.all_held() == []
    assert office.deleted(NAME) is not None


def test_signers_are_kept_by_the_vendor_and_shown_by_the_registry(office: Office) -> None:
    office.registry.create(NAME, by=office.slug, years=1, contacts=roles_of("com"))
    for rows, signed in ((["1 13 2 AA"], True), ([], False)):
        office.set_signers(NAME, rows)
        assert office.registry.info(NAME).delegation_signed is signed


@pytest.mark.parametrize(
    ("verb", "path", "meant"),
    [
        ("GET", "/v1/names?page=2", ("list", ())),
        ("GET", "/v1/names/a%20b", ("get", ("a b",))),
        ("POST", "/v1/names", None),
        ("GET", "/v2/names", None),
        ("GET", "/v1/names/a/more", None),
    ],
)
def test_an_operation_is_told_by_verb_and_path(verb: str, path: str, meant: object) -> None:
    routes = {"list": ("GET", "names"), "get": ("GET", "names/([^/]+)")}
    assert routed(HttpRequest(verb, path), routes, prefix="/v1/") == meant


def test_fields_stand_in_the_query_and_in_the_form_in_any_case() -> None:
    request = HttpRequest("POST", "/interface.asp?Command=Check", body=b"SLD=example&tld=ca&Empty=")
    assert form_fields(request) == {"command": "Check", "sld": "example", "tld": "ca"}

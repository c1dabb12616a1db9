"""Transfers into Name.com in the sandbox: paid at once, given back when they come to nothing."""

from datetime import UTC, datetime

import pytest

from portfolio.names import DomainName
from sandbox.vendors.namecom import NameCom
from tests.conformance.people import roles_of
from tests.sandbox.test_namecom_dialect import Shop

NAME = DomainName("elsewhere-example.com")
SECRET = "let-me-go-0123456789"


@pytest.fixture
def shop() -> Shop:
    shop = Shop()
    shop.clock.move_to(datetime(2026, 1, 15, 9, 30, tzinfo=UTC))
    shop.registry.create(NAME, by="elsewhere", years=3, contacts=roles_of("com"), auth_info=SECRET)
    shop.clock.move_to(datetime(2027, 1, 15, 9, 30, tzinfo=UTC))
    return shop


def _ask(shop: Shop, secret: str = SECRET) -> int:
    return shop.status("POST", "transfers", {"domainName": NAME, "authCode": secret})


def _state(shop: Shop) -> str:
    return shop.told("GET", f"transfers/{NAME}")["status"]


def _balance(shop: Shop) -> float:
    return shop.told("GET", "accountinfo/balance")["balance"]


def test_a_transfer_is_pending_and_then_completed(shop: Shop) -> None:
    assert _ask(shop) == 200
    assert (_state(shop), _balance(shop)) == ("pending_transfer", 87.01)
    shop.vendor.settle()
    assert _state(shop) == "completed"
    assert shop.status("GET", f"domains/{NAME}") == 200
    assert [told["status"] for told in shop.told("GET", "transfers")["transfers"]] == ["completed"]


def test_a_wrong_code_is_400_and_free(shop: Shop) -> None:
    assert _ask(shop, "wrong") == 400
    assert _balance(shop) == 100


def test_a_transfer_that_is_rejected_is_given_back(shop: Shop) -> None:
    _ask(shop)
    shop.registry.reject_transfer(NAME, by="elsewhere")
    assert (_state(shop), _balance(shop)) == ("rejected", 100)
    [order] = shop.told("GET", "orders")["orders"]
    assert order["orderItems"][0]["status"] == "refunded"


def test_a_transfer_can_be_cancelled_once(shop: Shop) -> None:
    _ask(shop)
    assert shop.told("POST", f"transfers/{NAME}:cancel", {})["status"] == "canceled"
    assert shop.status("POST", f"transfers/{NAME}:cancel", {}) == 404
    assert _balance(shop) == 100


def test_a_transfer_under_way_is_not_begun_again(shop: Shop) -> None:
    _ask(shop)
    assert _ask(shop) == 409
    assert _balance(shop) == 87.01


def test_what_is_kept_goes_on_where_it_was(shop: Shop) -> None:
    shop.buy("example.com", key="k-1")
    _ask(shop)
    kept = shop.vendor.kept()
    other = Shop()
    other.registry.restore_snapshot(shop.registry.snapshot())
    other.vendor.restore(type(kept).model_validate_json(kept.model_dump_json()))
    assert isinstance(other.vendor, NameCom)
    assert (_state(other), _balance(other)) == ("pending_transfer", 74.02)
    assert other.buy("example.com", key="k-1")["order"] == shop.told("GET", "orders")["orders"][1]["id"]
    assert _balance(other) == 74.02


def test_an_auto_renewal_is_paid_where_there_is_money(shop: Shop) -> None:
    shop.buy("example.com")
    shop.told("PATCH", "domains/example.com", {"autorenewEnabled": True})
    shop.clock.move_to(datetime(2028, 1, 16, 9, 30, tzinfo=UTC))
    shop.registry.settle()
    assert shop.told("GET", "domains/example.com")["expireDate"].startswith("2029-01-15")
    assert _balance(shop) == 74.02

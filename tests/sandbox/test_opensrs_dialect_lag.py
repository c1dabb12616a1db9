"""OpenSRS' lists can lag behind what is there, and transfers wait for people: both on the sandbox's clock."""

from datetime import timedelta

import pytest

from portfolio.names import DomainName
from tests.sandbox.opensrs_client import START, Vendor

ACKNOWLEDGED = "ack-example.com"


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


def _orders(vendor: Vendor, name: str) -> int:
    return len(vendor.told("get_orders_by_domain", domain=name)["orders"])


def _names(vendor: Vendor) -> list[str]:
    listed = vendor.told("get_domains_by_expiredate", exp_from="1985-01-01", exp_to="2099-12-31")
    return [entry["name"] for entry in listed["exp_domains"]]


def test_what_is_new_is_listed_after_the_lag_and_there_before(vendor: Vendor) -> None:
    vendor.dialect.let_lists_lag(timedelta(minutes=10))
    number = vendor.hold("example.com")
    assert (_orders(vendor, "example.com"), _names(vendor)) == (0, [])
    assert vendor.told("get", type="list")["domain_list"] == []
    assert vendor.told("get", domain="example.com", type="all_info")["sponsoring_rsp"] == "1"
    assert vendor.told("get_order_info", order_id=number)["field_hash"]["status"] == "completed"
    vendor.clock.advance(timedelta(minutes=10))
    assert (_orders(vendor, "example.com"), _names(vendor)) == (1, ["EXAMPLE.COM"])


def test_what_was_there_before_stays_listed(vendor: Vendor) -> None:
    vendor.hold("example.com")
    vendor.clock.advance(timedelta(hours=1))
    vendor.dialect.let_lists_lag(timedelta(minutes=10))
    vendor.told(
        "renew",
        domain="example.com",
        period="1",
        currentexpirationyear="2028",
        handle="process",
        auto_renew="0",
    )
    assert _orders(vendor, "example.com") == 1
    assert _names(vendor) == ["EXAMPLE.COM"]


def test_a_page_of_orders_is_no_longer_than_the_vendor_allows(vendor: Vendor) -> None:
    for _ in range(3):
        vendor.told("sw_register", **vendor.order())
    vendor.dialect.office.largest_page = 2
    first = vendor.told("get_orders_by_domain", domain="example.com", limit="100")
    second = vendor.told("get_orders_by_domain", domain="example.com", limit="100", page="2")
    assert (len(first["orders"]), first["page_size"], len(second["orders"])) == (2, "2", 1)


def _asked_for(vendor: Vendor, *, secret: str | None = None) -> str:
    vendor.registry.create(
        DomainName(ACKNOWLEDGED), by="elsewhere", years=2, contacts=_contacts(vendor), auth_info="let-me-go"
    )
    vendor.clock.move_to(START + timedelta(days=70))
    order = vendor.order(ACKNOWLEDGED, reg_type="transfer", handle="process", auth_info=secret or "let-me-go")
    return vendor.told("sw_register", **order)["id"]


def _contacts(vendor: Vendor) -> dict[object, object]:
    vendor.hold("people-example.com")
    record = vendor.registry.look_up(DomainName("people-example.com"))
    assert record is not None
    return dict(record.contacts)


def _state(vendor: Vendor) -> str:
    return vendor.told("check_transfer", domain=ACKNOWLEDGED, check_status="1")["status"]


def test_a_transfer_waits_for_its_owner_then_for_the_losing_registrar_and_arrives(vendor: Vendor) -> None:
    _asked_for(vendor)
    assert _state(vendor) == "pending_owner"
    vendor.clock.advance(timedelta(minutes=59))
    assert _state(vendor) == "pending_owner"
    vendor.clock.advance(timedelta(minutes=1))
    assert _state(vendor) == "pending_registry"
    record = vendor.registry.look_up(DomainName(ACKNOWLEDGED))
    assert record is not None
    assert record.transfer is not None
    vendor.clock.advance(timedelta(days=5))
    assert _state(vendor) == "completed"


def test_settling_finishes_a_transfer_from_whatever_stage(vendor: Vendor) -> None:
    _asked_for(vendor)
    vendor.dialect.settle()
    assert _state(vendor) == "completed"
    assert [entry.action for entry in vendor.log.ledger] == ["charged", "charged"]


def test_a_wrong_secret_comes_to_light_when_the_owner_has_said_yes(vendor: Vendor) -> None:
    number = _asked_for(vendor, secret="wrong")
    assert _state(vendor) == "pending_owner"
    vendor.clock.advance(timedelta(hours=1))
    assert _state(vendor) == "cancelled"
    assert vendor.told("get_order_info", order_id=number)["field_hash"]["status"] == "declined"
    assert [entry.action for entry in vendor.log.ledger][-1] == "refunded"


def test_a_losing_registrar_that_objects_ends_it(vendor: Vendor) -> None:
    _asked_for(vendor)
    vendor.clock.advance(timedelta(hours=1))
    assert _state(vendor) == "pending_registry"
    vendor.registry.reject_transfer(DomainName(ACKNOWLEDGED), by="elsewhere")
    assert _state(vendor) == "cancelled"
    assert [entry.action for entry in vendor.log.ledger][-1] == "refunded"


def test_a_slow_registry_renews_later(vendor: Vendor) -> None:
    vendor.hold("slow-example.net")
    vendor.dialect.settle()
    renewal = {
        "domain": "slow-example.net",
        "period": "1",
        "currentexpirationyear": "2028",
        "auto_renew": "0",
    }
    saved = vendor.told("renew", **renewal, handle="save", affiliate_id="order-2")
    assert vendor.ask("process_pending", order_id=saved["id"])["response_code"] == "250"
    waiting, _ = vendor.told("get_orders_by_domain", domain="slow-example.net")["orders"]
    assert (waiting["type"], waiting["status"]) == ("renewal", "waiting")
    vendor.dialect.settle()
    info = vendor.told("get_order_info", order_id=saved["id"])["field_hash"]
    assert (info["status"], info["affiliate_id"], info["cost"]) == ("completed", "order-2", "15.25")

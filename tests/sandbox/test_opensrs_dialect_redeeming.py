"""OpenSRS' names in redemption, the list of those that were deleted, and what coming back costs."""

from datetime import timedelta

import pytest

from portfolio.names import DomainName
from sandbox.faults import Fault
from sandbox.vendors.opensrs import Kept
from tests.sandbox.opensrs_client import Vendor, request_of

NAME = "example.com"


@pytest.fixture
def vendor() -> Vendor:
    vendor = Vendor()
    vendor.hold(NAME)
    vendor.clock.advance(timedelta(days=20))
    return vendor


def _deleted(vendor: Vendor) -> Vendor:
    vendor.registry.delete(DomainName(NAME), by="opensrs")
    vendor.clock.advance(timedelta(days=1))
    return vendor


def _charged(vendor: Vendor) -> list[str]:
    return [f"{entry.action} {entry.amount}" for entry in vendor.log.ledger]


def test_a_name_in_redemption_comes_back_for_the_price_of_a_restore(vendor: Vendor) -> None:
    _deleted(vendor)
    assert vendor.refused("get", domain=NAME, type="all_info") == "415"
    assert vendor.ask("redeem", domain=NAME).get("attributes") is None
    assert vendor.told("get", domain=NAME, type="all_info")["expiredate"] == "2028-01-15 09:30:00"
    assert _charged(vendor) == ["charged 14.50 USD", "charged 80.00 USD"]
    assert str(vendor.dialect.balance) == "905.50 USD"


def test_the_price_of_a_restore_is_the_price_lists(vendor: Vendor) -> None:
    _deleted(vendor)
    vendor.dialect.prices.restore = vendor.dialect.prices.restore * 2
    vendor.ask("redeem", domain=NAME)
    assert _charged(vendor)[-1] == "charged 160.00 USD"


def test_a_name_that_expired_long_ago_comes_back_with_another_year(vendor: Vendor) -> None:
    vendor.clock.advance(timedelta(days=365 + 30 + 20))
    assert vendor.told("belongs_to_rsp", domain=NAME)["belongs_to_rsp"] == "0"
    vendor.ask("redeem", domain=NAME)
    held = vendor.told("belongs_to_rsp", domain=NAME)
    assert (held["belongs_to_rsp"], held["domain_expdate"]) == ("1", "2029-01-15 09:30:00")


def test_the_restores_price_is_told_by_no_command(vendor: Vendor) -> None:
    assert vendor.refused("get_price", domain=NAME, reg_type="redemption") == "465"


def test_a_restore_leaves_no_order(vendor: Vendor) -> None:
    _deleted(vendor)
    vendor.ask("redeem", domain=NAME)
    orders = vendor.told("get_orders_by_domain", domain=NAME)["orders"]
    assert [order["type"] for order in orders] == ["new"]


def test_a_name_that_is_not_in_redemption_is_refused_and_free(vendor: Vendor) -> None:
    assert vendor.refused("redeem", domain=NAME) == "480"
    assert vendor.refused("redeem", domain="nobody-has-this-example.com") == "415"
    _deleted(vendor)
    vendor.ask("redeem", domain=NAME)
    assert vendor.refused("redeem", domain=NAME) == "480"
    assert _charged(vendor) == ["charged 14.50 USD", "charged 80.00 USD"]


def test_a_name_that_waits_for_its_release_is_too_late_and_the_money_comes_back(vendor: Vendor) -> None:
    _deleted(vendor)
    vendor.clock.advance(timedelta(days=30))
    assert vendor.refused("redeem", domain=NAME) == "480"
    assert str(vendor.dialect.balance) == "985.50 USD"


def test_an_empty_account_brings_nothing_back() -> None:
    vendor = Vendor(balance="20.00")
    vendor.hold(NAME)
    vendor.clock.advance(timedelta(days=20))
    assert _deleted(vendor).refused("redeem", domain=NAME) == "440"
    assert vendor.refused("get", domain=NAME, type="all_info") == "415"


def test_deleted_names_stay_on_their_list_when_they_come_back(vendor: Vendor) -> None:
    assert vendor.told("get_deleted_domains", domain=NAME)["total"] == "0"
    _deleted(vendor)
    [gone] = vendor.told("get_deleted_domains", domain=NAME)["del_domains"]
    vendor.ask("redeem", domain=NAME)
    [still] = vendor.told("get_deleted_domains", domain=NAME)["del_domains"]
    assert gone == still
    assert (gone["name"], gone["delete_date"]) == ("EXAMPLE.COM", "2027-02-04")
    assert vendor.told("get_deleted_domains", domain="other-example.com")["total"] == "0"
    assert vendor.told("get_deleted_domains")["total"] == "1"


def test_a_name_that_time_has_deleted_was_deleted_on_its_day(vendor: Vendor) -> None:
    vendor.clock.advance(timedelta(days=365 + 55))
    [gone] = vendor.told("get_deleted_domains", domain=NAME)["del_domains"]
    assert gone["delete_date"] == "2028-02-29"  # 45 days after 2028-01-15


def test_what_came_back_is_kept(vendor: Vendor) -> None:
    _deleted(vendor)
    vendor.ask("redeem", domain=NAME)
    vendor.dialect.let_lists_lag(timedelta(minutes=10))
    kept = Kept.model_validate_json(vendor.dialect.kept().model_dump_json())
    vendor.dialect.office.brought_back.clear()
    vendor.dialect.restore(kept)
    assert vendor.told("get_deleted_domains", domain=NAME)["total"] == "1"
    assert vendor.dialect.office.lists_lag == timedelta(minutes=10)


@pytest.mark.parametrize("action", ["redeem", "renew", "process_pending", "belongs_to_rsp"])
def test_each_action_has_its_own_channel_for_faults(vendor: Vendor, action: str) -> None:
    vendor.dialect.faults.order(Fault.LOST_AFTER, to=f"opensrs:{action}")
    channel = vendor.dialect.channel_of(request_of(action, {"domain": NAME}))
    assert vendor.dialect.faults.take(channel) is Fault.LOST_AFTER

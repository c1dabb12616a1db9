"""OpenSRS' orders: saved, processed, refused, waiting, cancelled; and each charge on the ledger once."""

from decimal import Decimal
from typing import Any

import pytest

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox.objects import DomainRecord
from tests.sandbox.opensrs_client import ADMIN, BILLING, CONTACTS, OWNER, TECH, Vendor


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


def held(vendor: Vendor, name: str = "example.com") -> DomainRecord:
    record = vendor.registry.look_up(DomainName(name))
    assert record is not None
    return record


def charges(vendor: Vendor) -> list[tuple[str | None, str | None, str]]:
    return [(entry.name, entry.reference, str(entry.amount)) for entry in vendor.log.of(action="charged")]


def test_a_saved_order_costs_nothing_until_it_is_processed(vendor: Vendor) -> None:
    told = vendor.told("sw_register", **vendor.order())
    assert set(told) == {"id"}
    assert vendor.registry.look_up(DomainName("example.com")) is None
    assert charges(vendor) == []
    done = vendor.told("process_pending", order_id=told["id"])
    assert done["registration expiration date"] == "2028-01-15 09:30:00"
    assert charges(vendor) == [("example.com", "order-1", "14.50 USD")]
    assert held(vendor).registrar_expires_at.year == 2028


def test_a_processed_order_is_not_processed_or_charged_again(vendor: Vendor) -> None:
    number = vendor.hold()
    assert vendor.refused("process_pending", order_id=number) == "465"
    assert vendor.refused("process_pending", order_id=number, command="cancel") == "465"
    assert len(charges(vendor)) == 1


def test_everything_that_was_ordered_is_registered(vendor: Vendor) -> None:
    vendor.hold("example.ca", auto_renew="1", lang_pref="FR", period="2")
    record = held(vendor, "example.ca")
    assert {role: who.email for role, who in record.contacts.items()} == {
        ContactRole.REGISTRANT: OWNER["email"],
        ContactRole.ADMIN: ADMIN["email"],
        ContactRole.TECH: TECH["email"],
    }
    assert record.contacts[ContactRole.ADMIN].phone.epp == "+1.6135550122x42"
    assert record.nameservers == ("ns1.example.net", "ns2.example.net")
    assert record.attributes == {"ca.legal_type": "CCO", "ca.language": "fr", "ca.trademark": "no"}
    assert Status.CLIENT_TRANSFER_PROHIBITED in record.statuses
    assert record.auto_renew
    assert record.registrar_expires_at.year == 2029
    assert charges(vendor) == [("example.ca", "order-1", "24.00 USD")]


def test_without_custom_tech_contact_the_tech_contact_is_not_ours(vendor: Vendor) -> None:
    vendor.hold(custom_tech_contact="0")
    assert ContactRole.TECH not in held(vendor).contacts


def test_a_taken_name_is_485_and_leaves_an_unpaid_order_behind(vendor: Vendor) -> None:
    vendor.hold()
    reply = vendor.ask("sw_register", **vendor.order(handle="process", affiliate_id="order-2"))
    assert (reply["is_success"], reply["response_code"]) == ("0", "485")
    left = reply["attributes"]["forced_pending"]
    info = vendor.told("get_order_info", order_id=left)["field_hash"]
    assert (info["status"], info["affiliate_id"], info["cost"]) == ("pending", "order-2", "0.00")
    vendor.told("cancel_order", order_id=left)
    assert vendor.told("get_order_info", order_id=left)["field_hash"]["status"] == "cancelled"
    assert len(charges(vendor)) == 1


def test_an_empty_account_is_a_yes_for_a_new_order_and_only_forced_pending_tells() -> None:
    """The vendor's own toolkit turns that yes into a no."""
    vendor = Vendor("10.00")
    reply = vendor.ask("sw_register", **vendor.order(handle="process"))
    assert (reply["is_success"], reply["response_code"]) == ("1", "200")
    assert set(reply["attributes"]) == {"forced_pending"}
    assert vendor.registry.look_up(DomainName("example.com")) is None


def test_an_empty_account_refuses_a_pending_order_which_stays_unpaid() -> None:
    vendor = Vendor("10.00")
    number = vendor.told("sw_register", **vendor.order())["id"]
    assert vendor.refused("process_pending", order_id=number) == "440"
    assert vendor.told("get_order_info", order_id=number)["field_hash"]["status"] == "pending"
    assert charges(vendor) == []
    vendor.dialect.office.pends_quietly = True
    assert vendor.told("process_pending", order_id=number) == {"forced_pending": number}
    vendor.dialect.office.set_balance(Money(amount=Decimal("14.50")))
    vendor.told("process_pending", order_id=number)
    assert vendor.told("get_balance") == {"balance": "0.00", "hold_balance": "0.00"}


def test_a_slow_registry_is_250_until_it_settles(vendor: Vendor) -> None:
    number = vendor.told("sw_register", **vendor.order("slow-example.net"))["id"]
    reply = vendor.ask("process_pending", order_id=number)
    assert (reply["is_success"], reply["response_code"]) == ("1", "250")
    assert reply["attributes"]["async_reason"] == "general"
    assert vendor.told("get_order_info", order_id=number)["field_hash"]["status"] == "waiting"
    assert vendor.refused("get", domain="slow-example.net", type="all_info") == "415"
    assert vendor.refused("sw_register", **vendor.order("slow-example.net", handle="process")) == "486"
    vendor.dialect.settle()
    assert vendor.told("get_order_info", order_id=number)["field_hash"]["status"] == "completed"
    assert held(vendor, "slow-example.net").registrar_expires_at.year == 2028
    assert charges(vendor) == [("slow-example.net", "order-1", "15.25 USD")]


def test_a_slow_registration_that_is_overtaken_is_declined_and_refunded(vendor: Vendor) -> None:
    vendor.hold()
    number = vendor.hold("slow-example.net")
    contacts = held(vendor).contacts
    vendor.registry.create(DomainName("slow-example.net"), by="elsewhere", years=1, contacts=contacts)
    vendor.dialect.settle()
    assert vendor.told("get_order_info", order_id=number)["field_hash"]["status"] == "declined"
    assert [entry.reference for entry in vendor.log.of(action="refunded")] == ["order-1"]
    assert vendor.told("get_balance")["balance"] == "985.50"


def test_a_new_order_cancels_the_saved_ones_of_its_name(vendor: Vendor) -> None:
    saved = vendor.told("sw_register", **vendor.order())["id"]
    told = vendor.told("sw_register", **vendor.order(handle="process", affiliate_id="order-2"))
    assert told["cancelled_orders"] == [saved]
    statuses = {
        o["id"]: o["status"] for o in vendor.told("get_orders_by_domain", domain="example.com")["orders"]
    }
    assert statuses == {saved: "cancelled", told["id"]: "completed"}


def test_a_cancelled_order_is_processed_anew_under_another_number(vendor: Vendor) -> None:
    number = vendor.told("sw_register", **vendor.order())["id"]
    vendor.told("process_pending", order_id=number, command="cancel")
    again = vendor.told("process_pending", order_id=number)
    assert again["order_id"] != number
    assert len(charges(vendor)) == 1


def test_orders_of_a_name_are_listed_newest_first_without_their_reference(vendor: Vendor) -> None:
    numbers = [vendor.told("sw_register", **vendor.order())["id"] for _ in range(12)]
    first = vendor.told("get_orders_by_domain", domain="Example.COM", limit="10")["orders"]
    second = vendor.told("get_orders_by_domain", domain="example.com", limit="10", page="2")["orders"]
    assert [order["id"] for order in first + second] == numbers[::-1]
    assert set(first[0]) == {"id", "order_date", "status", "type"}
    assert vendor.told("get_orders_by_domain", domain="none-example.com")["orders"] in (None, [])
    assert vendor.refused("get_order_info", order_id="1") == "480"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contact_set": {"owner": OWNER}}, "460"),
        ({"contact_set": CONTACTS | {"tech": TECH | {"last_name": ""}}}, "460"),
        ({"contact_set": CONTACTS | {"admin": ADMIN | {"phone": "613 555 0122"}}}, "465"),
        ({"contact_set": CONTACTS | {"owner": OWNER | {"state": "Quebec"}}}, "465"),
        ({"contact_set": CONTACTS | {"owner": OWNER | {"email": "nobody"}}}, "465"),
        ({"contact_set": CONTACTS | {"billing": BILLING | {"country": "Canada"}}}, "465"),
        ({"reg_username": ""}, "460"),
        ({"reg_type": "gift"}, "465"),
        ({"period": "11"}, "465"),
        ({"period": "soon"}, "465"),
        ({"handle": "maybe"}, "465"),
        ({"affiliate_id": "x" * 257}, "465"),
        ({"domain": "not a name"}, "465"),
        ({"domain": "example.ee"}, "465"),
        ({"nameserver_list": [{"name": "ns1.example.net", "sortorder": "first"}]}, "465"),
        ({"premium_price_to_verify": "1.00", "handle": "process"}, "465"),
    ],
)
def test_an_order_that_is_incomplete_or_wrong_is_refused(
    vendor: Vendor, changes: dict[str, Any], code: str
) -> None:
    assert vendor.refused("sw_register", **vendor.order(**changes)) == code
    assert charges(vendor) == []


@pytest.mark.parametrize("missing", ["legal_type", "lang_pref", "isa_trademark"])
def test_ca_needs_its_three_attributes(vendor: Vendor, missing: str) -> None:
    assert vendor.refused("sw_register", **vendor.order("example.ca", **{missing: ""})) == "460"
    assert vendor.refused("sw_register", **vendor.order("example.ca", **{missing: "??"})) == "465"


def test_ca_drops_a_billing_contact_and_does_not_need_one(vendor: Vendor) -> None:
    three = {word: who for word, who in CONTACTS.items() if word != "billing"}
    vendor.hold("first-example.ca")
    vendor.hold("second-example.ca", contact_set=three)
    assert ContactRole.BILLING not in held(vendor, "first-example.ca").contacts


def test_a_premium_name_costs_its_price_when_that_is_verified(vendor: Vendor) -> None:
    vendor.hold("premium-example.com", premium_price_to_verify="450.00")
    assert charges(vendor) == [("premium-example.com", "order-1", "450.00 USD")]


def renewal(**changes: str) -> dict[str, str]:
    return {
        "domain": "example.com", "period": "1", "currentexpirationyear": "2028", "handle": "process",
        "auto_renew": "0", "affiliate_id": "order-3",
    } | changes  # fmt: skip


def test_a_renewal_adds_years_and_is_charged(vendor: Vendor) -> None:
    vendor.hold()
    told = vendor.told("renew", **renewal(period="2"))
    assert told["registration expiration date"] == "2030-01-15 09:30:00"
    assert {"order_id", "id", "auto_renew"} <= set(told)
    assert charges(vendor)[1] == ("example.com", "order-3", "29.00 USD")


@pytest.mark.parametrize("on", ["0", "1"])
def test_a_renewal_sets_what_happens_at_the_next_expiry(vendor: Vendor, on: str) -> None:
    vendor.hold(auto_renew="1" if on == "0" else "0")
    vendor.told("renew", **renewal(auto_renew=on))
    assert held(vendor).auto_renew is (on == "1")


def test_a_renewal_from_another_year_is_refused_and_free(vendor: Vendor) -> None:
    vendor.hold()
    vendor.told("renew", **renewal())
    assert vendor.refused("renew", **renewal()) == "555"
    assert vendor.refused("renew", **renewal(handle="save")) == "555"
    assert vendor.refused("renew", **renewal(currentexpirationyear="2031")) == "465"
    assert len(charges(vendor)) == 2


def test_a_saved_renewal_is_not_processed_after_another_one(vendor: Vendor) -> None:
    vendor.hold()
    number = vendor.told("renew", **renewal(handle="save"))["order_id"]
    vendor.told("renew", **renewal())
    assert vendor.told("get_order_info", order_id=number)["field_hash"]["status"] == "cancelled"
    again = vendor.told("renew", **renewal(handle="save", currentexpirationyear="2029"))["order_id"]
    vendor.told("process_pending", order_id=again)
    assert held(vendor).registrar_expires_at.year == 2030


def test_a_renewal_without_money_or_of_another_s_name_is_refused(vendor: Vendor) -> None:
    vendor.hold()
    vendor.dialect.office.set_balance(Money(amount=Decimal(1)))
    assert vendor.refused("renew", **renewal()) == "440"
    assert vendor.refused("renew", **renewal(domain="nobody-example.com")) == "415"
    assert vendor.refused("renew", **renewal(auto_renew="")) == "460"

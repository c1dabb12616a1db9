"""OpenSRS' envelope, door and reading, as the vendor's documents describe them."""

import re
from datetime import timedelta

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from sandbox.http_server import HttpRequest
from tests.sandbox.opensrs_client import CONTACTS, KEY, OWNER, Vendor, keys_in_order, read, request_of, sign


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


def test_the_signature_is_md5_of_md5_over_the_bytes_sent() -> None:
    lines = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n<!DOCTYPE OPS_envelope SYSTEM "ops.dtd">\n',
        "<OPS_envelope><header><version>0.9</version></header><body><data_block><dt_assoc>",
        '<item key="action">LOOKUP</item><item key="attributes"><dt_assoc>',
        '<item key="domain">example.ca</item></dt_assoc></item><item key="object">DOMAIN</item>',
        '<item key="protocol">XCP</item></dt_assoc></data_block></body></OPS_envelope>',
    )
    body = "".join(lines).encode()
    assert len(body) == 406
    assert sign(body, "testkey") == "1649f5af9d7a70ffa7122c19d7dbfa83"


def test_a_wrong_key_a_wrong_user_and_a_changed_byte_are_refused(vendor: Vendor) -> None:
    good = request_of("lookup", {"domain": "example.com"})
    changed = HttpRequest("POST", "/", good.headers, good.body + b" ")
    wrong = [request_of("lookup", {}, key="other"), request_of("lookup", {}, user="other"), changed]
    for request in [*wrong, HttpRequest("POST", "/", {}, good.body)]:
        reply = read(vendor.dialect.answer(request))
        assert (reply["is_success"], reply["response_code"]) == ("0", "401")
    assert read(vendor.dialect.answer(good))["response_code"] == "210"


def test_a_reply_has_a_doctype_and_items_in_no_order(vendor: Vendor) -> None:
    answers = [vendor.dialect.answer(request_of("get_balance", {})) for _ in range(12)]
    assert all(b"<!DOCTYPE OPS_envelope SYSTEM 'ops.dtd'>" in answer.body for answer in answers)
    assert len({tuple(keys_in_order(answer)) for answer in answers}) > 6
    assert {read(answer)["action"] for answer in answers} == {"REPLY"}


def test_what_is_no_command_is_430_and_still_200_for_http(vendor: Vendor) -> None:
    for body in (
        b"",
        b"<html></html>",
        b"not xml",
        b"<OPS_envelope><body><data_block/></body></OPS_envelope>",
    ):
        signed = HttpRequest("POST", "/", {"x-username": "sandbox", "x-signature": sign(body)}, body)
        assert read(vendor.dialect.answer(signed))["response_code"] == "430"
    assert vendor.refused("no_such_command") == "430"
    assert vendor.dialect.answer(HttpRequest("GET", "/")).status == 405


def test_a_list_is_read_by_its_numbers_and_not_by_its_order(vendor: Vendor) -> None:
    vendor.hold()
    hosts = [f"ns{number}.example.net" for number in range(12)]
    change = {"domain": "example.com", "op_type": "assign", "assign_ns": hosts}
    request = request_of("advanced_update_nameservers", change)
    backwards = b"".join(reversed(re.findall(rb'<item key="\d+">ns\d+.example.net</item>', request.body)))
    body = re.sub(
        rb'(<dt_array>)<item key="\d+">ns.*</item>(</dt_array>)', rb"\1" + backwards + rb"\2", request.body
    )
    assert body != request.body
    vendor.dialect.answer(
        HttpRequest("POST", "/", {"x-username": "sandbox", "x-signature": sign(body)}, body)
    )
    record = vendor.registry.look_up(DomainName("example.com"))
    assert record is not None
    assert list(record.nameservers) == hosts


def test_the_channel_is_the_action_in_lower_case(vendor: Vendor) -> None:
    assert vendor.dialect.channel_of(request_of("SW_REGISTER", {})) == "opensrs:sw_register"
    assert vendor.dialect.channel_of(HttpRequest("POST", "/", {}, b"<x/>")) == "opensrs:unreadable"


def test_too_many_commands_are_300_and_nothing_is_done(vendor: Vendor) -> None:
    reply = read(vendor.dialect.answer_throttled(request_of("sw_register", vendor.order(handle="process"))))
    assert (reply["is_success"], reply["response_code"]) == ("0", "300")
    assert vendor.registry.look_up(DomainName("example.com")) is None


def test_an_answer_about_another_name_repeats_another_name(vendor: Vendor) -> None:
    vendor.hold()
    contacts = read(
        vendor.dialect.answer_other_name(request_of("get_domains_contacts", {"domain_list": ["example.com"]}))
    )
    assert list(contacts["attributes"]) == ["other-example.com"]


def test_lookup_says_free_taken_waiting_reserved_premium_and_undetermined(vendor: Vendor) -> None:
    vendor.hold("example.com")
    vendor.hold("slow-example.net")
    vendor.registry.reserve(DomainName("reserved-example.ca"))
    told = {
        name: (reply["response_code"], reply["attributes"]["status"], reply["attributes"].get("reason"))
        for name in ("free-example.com", "example.com", "slow-example.net", "reserved-example.ca",
                     "premium-example.com", "unsure-example.com")
        for reply in [vendor.ask("lookup", domain=name)]
    }  # fmt: skip
    assert told == {
        "free-example.com": ("210", "available", None),
        "example.com": ("211", "taken", None),
        "slow-example.net": ("221", "taken", None),
        "reserved-example.ca": ("211", "taken", "Reserved Name"),
        "premium-example.com": ("210", "available", "Premium Name"),
        "unsure-example.com": ("200", "undetermined", None),
    }
    assert vendor.refused("lookup", domain="example.invalid") == "465"
    assert vendor.refused("lookup") == "460"


def test_prices_are_by_tld_and_name_and_changeable(vendor: Vendor) -> None:
    assert vendor.told("get_price", domain="example.ca", period="2")["price"] == "24.00"
    premium = vendor.told("get_price", domain="premium-example.com", reg_type="renewal")
    assert (premium["price"], premium["is_registry_premium"]) == ("450.00", "1")
    vendor.dialect.prices.by_name[DomainName("example.ca")] = vendor.dialect.prices.premium
    assert vendor.told("get_price", domain="example.ca")["price"] == "450.00"
    assert vendor.refused("get_price", domain="example.ca", reg_type="gift") == "465"


def test_all_info_tells_everything_but_the_name_in_times_without_a_zone(vendor: Vendor) -> None:
    vendor.hold("example.ca")
    told = vendor.told("GET", domain="EXAMPLE.CA", type="all_info", clean_ca_subset="1")
    assert "domain" not in told
    assert told["expiredate"] == told["registry_expiredate"] == "2028-01-15 09:30:00"
    assert told["registry_createdate"] == "2027-01-15 09:30:00"
    assert [(ns["name"], ns["sortorder"]) for ns in told["nameserver_list"]] == [
        ("NS1.EXAMPLE.NET", "1"),
        ("NS2.EXAMPLE.NET", "2"),
    ]
    assert set(told["contact_set"]) == {"owner", "admin", "tech"}
    assert told["contact_set"]["owner"]["last_name"] == "Exemple"
    assert told["contact_set"]["owner"]["fax"] is None
    assert told["tld_data"] == {"legal_type": "CCO", "lang_pref": "EN", "isa_trademark": "0"}
    assert (told["auto_renew"], told["let_expire"], told["affiliate_id"]) == ("0", "0", "order-1")


def test_the_registry_s_date_moves_on_by_itself_and_the_registrar_s_does_not(vendor: Vendor) -> None:
    vendor.hold()
    vendor.clock.advance(timedelta(days=370))
    told = vendor.told("get", domain="example.com", type="all_info")
    assert (told["expiredate"][:4], told["registry_expiredate"][:4]) == ("2028", "2029")
    vendor.clock.advance(timedelta(days=60))
    assert vendor.refused("get", domain="example.com", type="all_info") == "415"


def test_auto_renewal_is_paid_from_the_account_when_it_is_on(vendor: Vendor) -> None:
    vendor.hold(auto_renew="1")
    vendor.clock.advance(timedelta(days=370))
    assert vendor.told("get", domain="example.com", type="all_info")["expiredate"][:4] == "2029"
    assert [str(entry.amount) for entry in vendor.log.ledger] == ["14.50 USD", "14.50 USD"]


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("status", "lock_state", "1"),
        ("expire_action", "let_expire", "0"),
        ("registry_dates", "registry_createdate", "2027-01-15 09:30:00"),
    ],
)
def test_get_has_types(vendor: Vendor, kind: str, key: str, value: str) -> None:
    vendor.hold()
    assert vendor.told("get", domain="example.com", type=kind)[key] == value


def test_get_tells_one_contact_and_the_auth_info(vendor: Vendor) -> None:
    vendor.hold()
    assert set(vendor.told("get", domain="example.com", type="tech")["contact_set"]) == {"tech"}
    secret = vendor.told("get", domain="example.com", type="domain_auth_info")["domain_auth_info"]
    record = vendor.registry.look_up(DomainName("example.com"))
    assert record is not None
    assert secret == record.auth_info
    assert vendor.refused("get", domain="example.com", type="nonsense") == "465"


def test_the_parts_of_a_ca_address_come_unless_the_clean_subset_is_asked_for(vendor: Vendor) -> None:
    vendor.hold("example.ca")
    plain = vendor.told("get", domain="example.ca", type="admin")["contact_set"]["admin"]
    clean = vendor.told("get", domain="example.ca", type="admin", clean_ca_subset="1")["contact_set"]["admin"]
    assert set(plain) - set(clean) >= {"addr_street_name", "addr_office"}


def test_a_name_that_is_not_ours_is_an_authentication_error_whoever_has_it(vendor: Vendor) -> None:
    contacts = vendor_contacts(vendor)
    vendor.registry.create(DomainName("elsewhere-example.com"), by="elsewhere", years=1, contacts=contacts)
    for name in ("elsewhere-example.com", "nobody-example.com"):
        assert vendor.refused("get", domain=name, type="all_info") == "415"
        told = vendor.told("get_domains_contacts", domain_list=[name])
        assert set(told[name]) == {"error"}


def vendor_contacts(vendor: Vendor) -> dict[ContactRole, Contact]:
    vendor.hold("source-example.com")
    record = vendor.registry.look_up(DomainName("source-example.com"))
    assert record is not None
    return record.contacts


def test_lists_are_paged_in_capitals_and_in_an_order_nobody_would_guess(vendor: Vendor) -> None:
    names = [f"page-example-{number}.com" for number in range(45)]
    for name in names:
        vendor.hold(name)
    window = {"exp_from": "2028-01-15", "exp_to": "2028-01-15"}
    first = vendor.told("get_domains_by_expiredate", **window)
    second = vendor.told("get_domains_by_expiredate", **window, page="2")
    listed = [item["name"] for page in (first, second) for item in page["exp_domains"]]
    assert len(first["exp_domains"]) == 40
    assert (first["remainder"], second["remainder"], first["total"], second["page"]) == ("1", "0", "45", "2")
    assert sorted(listed) == sorted(name.upper() for name in names)
    assert listed != sorted(listed)
    assert first["exp_domains"][0]["f_auto_renew"] == "N"
    assert (
        vendor.told("get_domains_by_expiredate", exp_from="2028-01-16", exp_to="2030-01-01")["total"] == "0"
    )
    assert vendor.refused("get_domains_by_expiredate", exp_from="15.01.2028", exp_to="2030-01-01") == "465"


def test_the_profile_s_list_counts_its_pages_from_zero(vendor: Vendor) -> None:
    for number in range(3):
        vendor.hold(f"page-example-{number}.com")
    pages = [vendor.told("get", type="list", limit="2", page=page) for page in ("0", "1")]
    assert [len(page["domain_list"]) for page in pages] == [2, 1]
    assert [page["remainder"] for page in pages] == ["1", "0"]


def test_the_fault_of_a_miscount_is_a_total_that_is_too_high(vendor: Vendor) -> None:
    vendor.hold()
    vendor.dialect.office.miscounts = 1
    assert (
        vendor.told("get_domains_by_expiredate", exp_from="2027-01-01", exp_to="2030-01-01")["total"] == "2"
    )


def test_what_is_kept_survives(vendor: Vendor) -> None:
    number = vendor.hold()
    vendor.told("modify", domain="example.com", data="expire_action", auto_renew="0", let_expire="1")
    kept, snapshot = vendor.dialect.kept(), vendor.registry.snapshot()
    again = Vendor("1.00")
    again.registry.restore_snapshot(type(snapshot).model_validate_json(snapshot.model_dump_json()))
    again.dialect.restore(type(kept).model_validate_json(kept.model_dump_json()))
    assert again.told("get_order_info", order_id=number)["field_hash"]["status"] == "completed"
    assert again.told("get_balance")["balance"] == "985.50"
    assert again.told("get", domain="example.com", type="expire_action")["let_expire"] == "1"
    assert int(again.hold("second-example.com")) > int(number)


def test_no_contact_and_no_secret_stands_in_the_log(vendor: Vendor) -> None:
    vendor.hold("example.ca")
    written = "".join(entry.model_dump_json() for entry in vendor.log.entries)
    assert not [
        value for who in CONTACTS.values() for value in (who["email"], who["phone"]) if value in written
    ]
    assert OWNER["address1"] not in written
    assert KEY not in written

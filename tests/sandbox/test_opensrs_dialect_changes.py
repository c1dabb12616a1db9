"""OpenSRS' changes to names that are held, and transfers in."""

from datetime import timedelta

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox.objects import DomainRecord
from tests.sandbox.opensrs_client import ADMIN, OWNER, TECH, Vendor


@pytest.fixture
def vendor() -> Vendor:
    vendor = Vendor()
    vendor.hold()
    return vendor


def held(vendor: Vendor, name: str = "example.com") -> DomainRecord:
    record = vendor.registry.look_up(DomainName(name))
    assert record is not None
    return record


def test_contacts_of_the_named_types_change_and_the_others_stay(vendor: Vendor) -> None:
    before = held(vendor).contacts
    sent = {"tech": TECH | {"first_name": "Noël"}, "owner": OWNER | {"first_name": "Nobody"}}
    told = vendor.told("update_contacts", domain="example.com", types=["tech"], contact_set=sent)
    detail = told["details"]["example.com"]
    assert (detail["is_success"], detail["response_code"], detail["waiting_requests_no"]) == ("1", "200", "0")
    after = held(vendor).contacts
    assert after[ContactRole.TECH].given == "Noël"
    assert {role for role in after if after[role] != before[role]} == {ContactRole.TECH}


def test_a_change_that_is_shrugged_off_is_answered_as_if_it_had_been_made(vendor: Vendor) -> None:
    before = held(vendor).contacts
    vendor.dialect.office.shrugged_off.add(DomainName("example.com"))
    sent = {"tech": TECH | {"first_name": "Noël"}}
    told = vendor.told("update_contacts", domain="example.com", types=["tech"], contact_set=sent)
    assert told["details"]["example.com"]["is_success"] == "1"
    assert held(vendor).contacts == before
    assert [entry.name for entry in vendor.log.of(action="shrugged off")] == ["example.com"]


def test_a_name_in_another_resellers_profiles_is_not_ours_to_ask_about(vendor: Vendor) -> None:
    vendor.dialect.office.with_others.add(DomainName("example.com"))
    assert vendor.refused("get", domain="example.com", type="all_info") == "415"
    assert held(vendor).sponsor.slug == "opensrs"


def test_a_slow_registry_changes_contacts_later(vendor: Vendor) -> None:
    vendor.hold("slow-example.net")
    vendor.dialect.settle()
    sent = {"tech": TECH | {"first_name": "Noël"}}
    told = vendor.told("update_contacts", domain="slow-example.net", types=["tech"], contact_set=sent)
    assert told["details"]["slow-example.net"]["waiting_requests_no"] == "1"
    assert held(vendor, "slow-example.net").contacts[ContactRole.TECH].given == "Tove"
    vendor.dialect.settle()
    assert held(vendor, "slow-example.net").contacts[ContactRole.TECH].given == "Noël"


def test_a_whole_success_may_hold_a_failure_about_the_name(vendor: Vendor) -> None:
    prohibited = (Status.CLIENT_UPDATE_PROHIBITED,)
    vendor.registry.change_statuses_behind_our_back(DomainName("example.com"), add=prohibited)
    told = vendor.told("update_contacts", domain="example.com", types=["tech"], contact_set={"tech": TECH})
    assert told["details"]["example.com"]["is_success"] == "0"


def test_ca_has_no_billing_contact_to_change(vendor: Vendor) -> None:
    vendor.hold("example.ca")
    change = {"domain": "example.ca", "types": ["billing"], "contact_set": {"billing": ADMIN}}
    assert vendor.refused("update_contacts", **change) == "465"


def test_an_incomplete_change_of_contacts_is_refused(vendor: Vendor) -> None:
    assert vendor.refused("update_contacts", domain="example.com", types=["tech"], contact_set={}) == "460"
    assert vendor.refused("update_contacts", domain="example.com", types=[], contact_set={}) == "460"
    assert (
        vendor.refused("update_contacts", domain="none.com", types=["tech"], contact_set={"tech": TECH})
        == "415"
    )


def test_the_lock_is_set_and_lifted_by_a_reply_without_attributes(vendor: Vendor) -> None:
    reply = vendor.ask("modify", domain="example.com", data="status", lock_state="0")
    assert (reply["is_success"], "attributes" in reply) == ("1", False)
    assert Status.CLIENT_TRANSFER_PROHIBITED not in held(vendor).statuses
    vendor.told("modify", domain="example.com", data="status", lock_state="1")
    assert vendor.told("get", domain="example.com", type="status")["lock_state"] == "1"
    assert vendor.refused("modify", domain="example.com", data="status", lock_state="2") == "465"


def test_what_happens_at_expiry_is_one_of_three(vendor: Vendor) -> None:
    change = {"domain": "example.com", "data": "expire_action"}
    vendor.told("modify", **change, auto_renew="1", let_expire="0")
    assert held(vendor).auto_renew
    vendor.told("modify", **change, auto_renew="0", let_expire="1")
    assert vendor.told("get", domain="example.com", type="expire_action") == {
        "auto_renew": "0",
        "let_expire": "1",
    }
    assert vendor.refused("modify", **change, auto_renew="1", let_expire="1") == "465"
    assert vendor.refused("modify", domain="example.com", data="weather") == "465"


def test_the_auth_info_can_be_set(vendor: Vendor) -> None:
    vendor.told("modify", domain="example.com", data="domain_auth_info", domain_auth_info="let-me-out-1")
    told = vendor.told("get", domain="example.com", type="domain_auth_info")
    assert told["domain_auth_info"] == "let-me-out-1"


def test_nameservers_are_assigned_or_added_and_removed(vendor: Vendor) -> None:
    hosts = ["NS3.example.net.", "ns4.example.net"]
    vendor.told("advanced_update_nameservers", domain="example.com", op_type="assign", assign_ns=hosts)
    assert held(vendor).nameservers == ("ns3.example.net", "ns4.example.net")
    change = {"add_ns": ["ns5.example.net"], "remove_ns": ["ns3.example.net"]}
    vendor.told("advanced_update_nameservers", domain="example.com", op_type="add_remove", **change)
    assert held(vendor).nameservers == ("ns4.example.net", "ns5.example.net")
    same = {"domain": "example.com", "op_type": "assign", "assign_ns": ["ns5.example.net", "ns4.example.net"]}
    assert (
        vendor.ask("advanced_update_nameservers", **same)["response_text"]
        == "No nameserver changes necessary"
    )
    assert (
        vendor.refused("advanced_update_nameservers", domain="example.com", op_type="assign", assign_ns=[])
        == "465"
    )


def elsewhere(vendor: Vendor, name: str = "elsewhere-example.com") -> str:
    contacts = {role: who for role, who in held(vendor).contacts.items() if role is not ContactRole.BILLING}
    record = vendor.registry.create(
        DomainName(name), by="elsewhere", years=1, contacts=contacts,
        attributes={"ca.legal_type": "CCO"} if name.endswith(".ca") else {},
    )  # fmt: skip
    assert record.auth_info is not None
    return record.auth_info


def test_a_transfer_is_asked_for_waits_and_arrives_with_the_contacts_of_its_order(vendor: Vendor) -> None:
    name = "elsewhere-example.com"
    secret = elsewhere(vendor)
    assert vendor.told("check_transfer", domain=name)["transferrable"] == "1"
    changed = {"contact_set": dict.fromkeys(("owner", "admin", "tech", "billing"), OWNER)}
    order = vendor.order(name, reg_type="transfer", auth_info=secret, handle="process", **changed)
    told = vendor.told("sw_register", **order)
    assert "transfer_id" in told
    assert vendor.told("check_transfer", domain=name, check_status="1")["status"] == "pending_registry"
    vendor.dialect.settle()
    assert vendor.told("check_transfer", domain=name, check_status="1")["status"] == "completed"
    assert vendor.told("get", domain=name, type="tech")["contact_set"]["tech"]["last_name"] == "Exemple"
    [listed] = vendor.told("get_transfers_in")["transfers"]
    assert (listed["domain"], listed["status"], listed["affiliate_id"]) == (name, "completed", "order-1")


def test_a_transfer_that_nobody_answers_is_approved_by_time(vendor: Vendor) -> None:
    name = "elsewhere-example.com"
    vendor.hold(name, reg_type="transfer", auth_info=elsewhere(vendor))
    vendor.clock.advance(timedelta(days=6))
    assert vendor.told("check_transfer", domain=name, check_status="1")["status"] == "completed"


def test_a_transfer_that_is_refused_is_cancelled_and_refunded(vendor: Vendor) -> None:
    name = DomainName("elsewhere-example.com")
    vendor.hold(name, reg_type="transfer", auth_info=elsewhere(vendor))
    vendor.registry.reject_transfer(name, by="elsewhere")
    assert vendor.told("check_transfer", domain=name, check_status="1")["status"] == "cancelled"
    assert vendor.told("get_balance")["balance"] == "985.50"


def test_a_transfer_of_ca_keeps_its_contacts(vendor: Vendor) -> None:
    secret = elsewhere(vendor, "elsewhere-example.ca")
    contacts = {"contact_set": dict.fromkeys(("owner", "admin", "tech"), OWNER)}
    vendor.hold("elsewhere-example.ca", reg_type="transfer", auth_info=secret, **contacts)
    vendor.dialect.settle()
    told = vendor.told("get", domain="elsewhere-example.ca", type="tech")
    assert told["contact_set"]["tech"]["last_name"] == "Næssmple"


@pytest.mark.parametrize(("secret", "lock", "code"), [("wrong", False, "465"), (None, True, "487")])
def test_a_transfer_with_a_wrong_secret_or_a_lock_costs_nothing(
    vendor: Vendor, secret: str | None, lock: bool, code: str
) -> None:
    name = DomainName("elsewhere-example.com")
    right = elsewhere(vendor)
    if lock:
        vendor.registry.change_statuses_behind_our_back(name, add=(Status.CLIENT_TRANSFER_PROHIBITED,))
    order = vendor.order(name, reg_type="transfer", auth_info=secret or right, handle="process")
    assert vendor.refused("sw_register", **order) == code
    assert vendor.told("get_balance")["balance"] == "985.50"
    assert vendor.told("check_transfer", domain=name, check_status="1").get("status") is None


def test_names_that_are_ours_or_nobody_s_cannot_be_transferred_in(vendor: Vendor) -> None:
    assert vendor.told("check_transfer", domain="example.com")["transferrable"] == "0"
    assert (
        vendor.told("check_transfer", domain="nobody-example.com")["reason_code"] == "domain_not_registered"
    )
    order = vendor.order("nobody-example.com", reg_type="transfer", auth_info="x", handle="process")
    assert vendor.refused("sw_register", **order) == "487"

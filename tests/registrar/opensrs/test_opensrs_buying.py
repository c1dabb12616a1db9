"""Money leaves once, for what was ordered, below the limit; what came of it can be found."""

import pytest

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from registrar.contract import OrderAbsent, OrderFound, OrderUnclear, Receipt
from registrar.errors import (
    AccessRefused,
    NameTaken,
    OutcomeUnknown,
    PriceRefused,
    RegistrarError,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from tests.registrar.opensrs.opensrs_player import CHANGES, PAID, playing
from tests.registrar.opensrs.opensrs_samples import (
    AGENT,
    AUTH_INFO,
    NAME,
    OWNER,
    ROLES,
    order,
    sought,
    transfer,
)

CANCELLED = frozenset(["process_pending_cancel"])
COST = Money(amount="12.50")


def test_an_order_is_saved_and_then_paid_by_its_number() -> None:
    with playing() as (player, registrar):
        assert registrar.register(order()) == Receipt(reference="3515691")
    saved = player.asked("sw_register")[0]
    assert (saved["handle"], saved["reg_type"], saved["period"]) == ("save", "new", "2")
    assert player.asked("process_pending") == [{"order_id": "3515691"}]


def test_an_order_carries_everything_that_was_ordered() -> None:
    with playing() as (player, registrar):
        registrar.register(order())
    saved = player.asked("sw_register")[0]
    assert saved["affiliate_id"] == "order-1"
    assert (saved["legal_type"], saved["lang_pref"], saved["isa_trademark"]) == ("CCO", "FR", "0")
    assert set(saved["contact_set"]) == {"owner", "admin", "tech"}
    assert saved["contact_set"]["tech"]["last_name"] == "Example Agency Ltd."
    assert saved["contact_set"]["owner"]["email"] == OWNER.email
    assert (saved["custom_tech_contact"], saved["custom_nameservers"]) == ("1", "1")
    assert saved["nameserver_list"] == [
        {"name": "ns1.example.net", "sortorder": "1"},
        {"name": "ns2.example.net", "sortorder": "2"},
    ]
    assert not {"premium_price_to_verify", "f_lock_domain", "auto_renew"} & set(saved)


def test_without_nameservers_the_vendors_own_are_used() -> None:
    with playing() as (player, registrar):
        registrar.register(order(nameservers=()))
    saved = player.asked("sw_register")[0]
    assert saved["custom_nameservers"] == "0"
    assert "nameserver_list" not in saved


def test_the_registrants_log_in_is_drawn_anew_for_each_order() -> None:
    with playing() as (player, registrar):
        registrar.register(order())
        registrar.register(order())
    first, second = player.asked("sw_register")
    assert first["reg_password"] != second["reg_password"]
    assert first["reg_username"] != second["reg_username"]
    assert len(first["reg_password"]) == 20


@pytest.mark.parametrize(
    ("request_", "because"),
    [
        (order(contacts={**ROLES, ContactRole.BILLING: OWNER}), "billing"),
        (order(attributes={"ca.legal_type": "CCO", "fr.siret": "1"}), "fr.siret"),
        (order(DomainName("example.com"), attributes={"ca.legal_type": "CCO"}), "ca.legal_type"),
        (order(DomainName("exämple.com")), "language"),
        (order(reference="r" * 257), "256"),
        (order(contacts={ContactRole.REGISTRANT: OWNER, ContactRole.ADMIN: OWNER}), "tech"),
        (order(contacts={ContactRole.ADMIN: OWNER, ContactRole.TECH: AGENT}), "registrant"),
    ],
)
def test_what_cannot_be_held_is_refused_before_anything_is_sent(request_: object, because: str) -> None:
    with playing() as (player, registrar):
        with pytest.raises(Unsupported, match=because):
            registrar.register(request_)
        assert player.heard == []


@pytest.mark.parametrize("limit", ["12.49", "0"])
def test_above_the_limit_nothing_is_ordered(limit: str) -> None:
    with playing() as (player, registrar):
        with pytest.raises(PriceRefused, match=r"12\.50 USD"):
            registrar.register(order(limit=Money(amount=limit)))
        assert player.count(CHANGES) == 0


def test_at_the_limit_it_is_ordered() -> None:
    with playing() as (_, registrar):
        assert registrar.register(order(limit=Money(amount="12.50"))).reference


def test_a_limit_in_another_currency_is_no_limit_to_compare() -> None:
    with playing() as (player, registrar):
        with pytest.raises(Unsupported, match="CAD"):
            registrar.register(order(limit=Money(amount="99", currency="CAD")))
        assert player.count(CHANGES) == 0


def test_a_premiums_price_goes_along() -> None:
    with playing() as (player, registrar):
        player.says(get_price="premium")
        registrar.register(order(limit=Money(amount="500")))
    assert player.asked("sw_register")[0]["premium_price_to_verify"] == "450.00"


@pytest.mark.parametrize(("listed", "pending"), [("done", False), ("waiting", True)])
def test_an_order_that_is_paid_is_its_receipt_and_nothing_is_paid_again(
    listed: str, *, pending: bool
) -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=listed)
        assert registrar.register(order()) == Receipt(pending=pending, reference="3515001", cost=COST)
        assert player.count(CHANGES) == 0


def test_an_order_on_a_later_page_is_found_however_short_the_pages_are() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=("short_page", "short_last_page"))
        assert registrar.register(order()) == Receipt(reference="3515001", cost=COST)
        assert [asked["page"] for asked in player.asked("get_orders_by_domain")] == ["1", "2"]


def test_a_page_that_comes_twice_ends_the_list() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain="short_page")
        assert registrar.register(order()).reference == "3515691"
        assert len(player.asked("get_orders_by_domain")) == 2


def test_somebody_elses_order_is_no_receipt() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain="done", get_order_info="somebody_elses")
        assert registrar.register(order()).reference == "3515691"


def test_an_order_that_was_only_saved_is_cancelled_before_another_is_paid() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain="saved")
        registrar.register(order())
    assert player.asked("process_pending_cancel") == [{"order_id": "3515001", "command": "cancel"}]
    channels = [heard.channel for heard in player.heard]
    assert channels.index("process_pending_cancel") < channels.index("sw_register")


def test_an_order_that_cannot_be_cancelled_is_not_doubled() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain="saved", process_pending_cancel="refused")
        with pytest.raises(OutcomeUnknown) as raised:
            registrar.register(order())
        assert raised.value.vendor_reference == "3515001"
        assert player.count(PAID | {"sw_register"}) == 0


@pytest.mark.parametrize("listed", ["unheard_of", "garbled", "refused"])
def test_orders_that_cannot_be_read_stop_the_registration(listed: str) -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=listed)
        with pytest.raises(RegistrarError):
            registrar.register(order())
        assert player.count(CHANGES) == 0


def test_a_taken_names_forced_order_is_cancelled() -> None:
    with playing() as (player, registrar):
        player.says(sw_register="taken")
        with pytest.raises(NameTaken) as raised:
            registrar.register(order())
    assert player.asked("process_pending_cancel")[0]["order_id"] == "3515692"
    assert raised.value.vendor_reference is None
    assert player.count(PAID) == 0


def test_a_forced_order_that_stays_is_told() -> None:
    with playing() as (player, registrar):
        player.says(sw_register="taken", process_pending_cancel="garbled")
        with pytest.raises(NameTaken, match="left behind unpaid") as raised:
            registrar.register(order())
    assert raised.value.vendor_reference == "3515692"


def test_a_payment_that_was_refused_leaves_no_order() -> None:
    with playing() as (player, registrar):
        player.says(process_pending="no_money")
        with pytest.raises(RegistrarError):
            registrar.register(order())
        assert player.asked("process_pending_cancel")[0]["order_id"] == "3515691"


def test_a_name_taken_perhaps_by_us_is_unknown_while_the_orders_cannot_be_read() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=("none", "garbled"), process_pending="taken")
        with pytest.raises(OutcomeUnknown) as raised:
            registrar.register(order())
        assert raised.value.vendor_reference == "3515691"
        assert player.count(CANCELLED) == 0


def test_a_refused_account_is_told_and_not_an_unclear_order() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain="any/not_listed")
        with pytest.raises(AccessRefused):
            registrar.find_order(sought())


def test_a_lost_answer_to_the_payment_is_an_unknown_outcome() -> None:
    with playing(attempts=4) as (player, registrar):
        player.breaks_off("process_pending")
        with pytest.raises(OutcomeUnknown) as raised:
            registrar.register(order())
        assert raised.value.vendor_reference == "3515691"
        assert player.count(PAID) == 1
        assert player.count(CANCELLED) == 0


def test_a_lost_answer_to_the_saving_is_unknown_too_and_nothing_is_paid() -> None:
    with playing() as (player, registrar):
        player.breaks_off("sw_register")
        with pytest.raises(OutcomeUnknown):
            registrar.register(order())
        assert player.count(PAID) == 0


def test_a_vendor_that_cannot_be_reached_has_done_nothing() -> None:
    with playing() as (_, registrar):
        pass
    with pytest.raises(TryAgain, match="nothing was sent"):
        registrar.set_contacts(NAME, ROLES)


@pytest.mark.parametrize(
    ("listed", "held", "found"),
    [
        ("done", "success", OrderFound(done=True, reference="3515001", cost=COST)),
        ("waiting", "not_ours", OrderFound(done=False, reference="3515001", cost=COST)),
        ("waiting", "success", OrderFound(done=False, reference="3515001", cost=COST)),
        ("none", "not_ours", OrderAbsent()),
        ("saved", "not_ours", OrderAbsent()),
    ],
)
def test_what_became_of_an_order_is_found(listed: str, held: str, found: object) -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=listed, get_all_info=held)
        assert registrar.find_order(sought()) == found
        assert player.count(CHANGES) == 0


@pytest.mark.parametrize(
    ("listed", "held", "because"),
    [
        ("done", "not_ours", "not in the account"),
        ("none", "success", "without a living order of ours"),
        ("none", "garbled", "get:"),
        ("none", "internal", "get:"),
        ("unheard_of", "not_ours", "nobody documents"),
        ("garbled", "not_ours", "get_orders_by_domain"),
    ],
)
def test_sources_that_disagree_or_cannot_be_read_are_unclear(listed: str, held: str, because: str) -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=listed, get_all_info=held, lookup="taken")
        told = registrar.find_order(sought())
    assert isinstance(told, OrderUnclear)
    assert because in told.reason


def test_a_transfer_is_asked_for_with_its_secret_and_is_pending() -> None:
    with playing() as (player, registrar):
        assert registrar.transfer_in(transfer()) == Receipt(pending=True, reference="3515691")
    saved = player.asked("sw_register")[0]
    assert (saved["reg_type"], saved["auth_info"], saved["affiliate_id"]) == (
        "transfer",
        AUTH_INFO,
        "order-1",
    )
    assert player.asked("get_price")[0]["reg_type"] == "transfer"


def test_contacts_are_changed_whole_and_for_the_given_roles_alone() -> None:
    with playing() as (player, registrar):
        registrar.set_contacts(NAME, {ContactRole.TECH: AGENT, ContactRole.REGISTRANT: OWNER})
    (sent,) = player.asked("update_contacts")
    assert sorted(sent["types"]) == ["owner", "tech"]
    assert set(sent["contact_set"]) == {"owner", "tech"}


def test_setting_what_is_set_sends_nothing() -> None:
    with playing() as (player, registrar):
        hosts = frozenset([HostName("ns1.example.net"), HostName("ns2.example.net")])
        assert registrar.set_nameservers(NAME, hosts) == Receipt()
        assert registrar.set_lock(NAME, locked=True) == Receipt()
        assert registrar.set_auto_renew(NAME, on=True) == Receipt()
        assert player.count(CHANGES) == 0


def test_setting_what_is_not_set_sends_it_once() -> None:
    with playing() as (player, registrar):
        registrar.set_nameservers(NAME, frozenset([HostName("b.example.org"), HostName("a.example.org")]))
        registrar.set_lock(NAME, locked=False)
        registrar.set_auto_renew(NAME, on=False)
    assert player.asked("advanced_update_nameservers")[0]["assign_ns"] == ["a.example.org", "b.example.org"]
    lock, renewal = player.asked("modify")
    assert (lock["data"], lock["lock_state"]) == ("status", "0")
    assert (renewal["data"], renewal["auto_renew"], renewal["let_expire"]) == ("expire_action", "0", "0")


def test_a_name_that_shall_renew_is_not_let_expire() -> None:
    with playing() as (player, registrar):
        player.says(get_expire_action="lets_expire")
        registrar.set_auto_renew(NAME, on=True)
    assert player.asked("modify")[0]["let_expire"] == "0"


def test_the_parts_of_a_ca_address_are_not_asked_for() -> None:
    with playing() as (player, registrar):
        registrar.contacts(NAME)
        registrar.contacts(DomainName("example.com"))
    ca, com = player.asked("get_all_info")
    assert ca["clean_ca_subset"] == "1"
    assert "clean_ca_subset" not in com


def test_a_missing_contact_is_the_vendors_to_refuse() -> None:
    with playing() as (player, registrar):
        player.says(sw_register="missing")
        with pytest.raises(ValueRefused, match="billing"):
            registrar.register(order(DomainName("example.com")))
        assert player.count(PAID) == 0

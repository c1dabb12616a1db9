"""Requests leave as Openprovider's document spells them, and its answers are read literally."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar.attributes import nested, written
from registrar.contract import (
    Availability,
    OrderSought,
    OrderUnclear,
    RenewalRequest,
    RestoreRequest,
    TransferState,
)
from registrar.errors import (
    AccessRefused,
    NotFound,
    OutcomeUnknown,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
)
from tests.conformance.bench import request_for, transfer_of
from tests.registrar.openprovider.openprovider_edge import DOMAIN, PASSWORD, PRICE, TOKEN, Vendor, page

NAME = DomainName("example.com")
HOSTS = frozenset({HostName("ns7.example.org"), HostName("ns8.example.org")})


def _renewal() -> RenewalRequest:
    limit = Money(amount=Decimal(20), currency="EUR")
    return RenewalRequest(
        reference="order 3", name=NAME, years=2, current_expiry=date(2028, 3, 1), price_limit=limit
    )


def _holding(**changes: object) -> Vendor:
    return Vendor().says("GET domains", page(DOMAIN | changes)).says("GET domains/prices", PRICE)


def test_a_name_is_looked_up_by_its_whole_name_after_a_login() -> None:
    vendor = _holding()
    told = vendor.registrar.info(NAME)
    assert vendor.sent == [
        ("POST auth/login", {"username": "reseller", "password": PASSWORD}),
        ("GET domains?full_name=example.com&limit=100", None),
    ]
    assert [headers.get("Authorization") for headers in vendor.headers] == [None, f"Bearer {TOKEN}"]
    assert (told.registered_at, told.registrar_expires_at) == (date(2021, 3, 1), date(2028, 3, 1))
    assert told.expires_at == date(2029, 3, 1)
    assert told.nameservers == {"ns1.example.net", "ns2.example.net"}
    assert told.statuses == {Status.CLIENT_TRANSFER_PROHIBITED}
    assert (told.auto_renew, told.privacy) == (False, False)


def test_the_accounts_default_of_auto_renewal_is_neither_on_nor_off() -> None:
    assert _holding(autorenew="default").registrar.info(NAME).auto_renew is None


@pytest.mark.parametrize("changes", [{"status": "XYZ"}, {"domain": {"name": "other", "extension": "com"}}])
def test_a_state_that_nobody_documents_and_another_name_are_not_understood(
    changes: dict[str, object],
) -> None:
    with pytest.raises(ReplyNotUnderstood):
        _holding(**changes).registrar.info(NAME)


def test_a_token_that_is_out_of_date_is_renewed_once_for_a_read() -> None:
    vendor = Vendor().says("GET resellers", {"balance": 5, "settings": {"currency": "EUR"}})
    registrar = vendor.registrar
    assert registrar.balance() == Money(amount=Decimal(5), currency="EUR")
    vendor.answers["GET resellers"].insert(0, (401, {"code": 196, "desc": "expired", "data": ""}))
    assert registrar.balance().amount == 5
    assert vendor.count("POST auth/login") == 2
    vendor.answers["GET resellers"] = [(500, {"code": 196, "desc": "expired", "data": ""})]
    with pytest.raises(AccessRefused):
        registrar.balance()
    assert vendor.count("POST auth/login") == 3


def test_a_change_under_an_old_token_is_not_sent_again() -> None:
    vendor = _holding().says("PUT domains/4100001", "", code=196, status=401)
    registrar = vendor.registrar
    with pytest.raises(TryAgain):
        registrar.set_lock(NAME, locked=False)
    assert vendor.count("PUT domains/4100001") == 1
    assert PASSWORD not in repr(vars(registrar))
    assert TOKEN not in repr(vars(registrar))


def test_a_check_asks_for_the_price_as_the_document_does() -> None:
    told = {
        "domain": "sample.tools",
        "is_premium": True,
        "premium": {"price": {"create": 300}},
        "status": "free",
    }
    vendor = Vendor().says("POST domains/check", {"results": [told]})
    offer = vendor.registrar.availability(DomainName("sample.tools"))
    assert (offer.availability, offer.premium) == (Availability.FREE, True)
    assert vendor.body_of("POST domains/check") == {
        "domains": [{"name": "sample", "extension": "tools"}],
        "with_price": True,
    }


@pytest.mark.parametrize(
    ("word", "means"),
    [("in use", Availability.TAKEN), ("reserved", Availability.UNCLEAR), ("hm", Availability.UNCLEAR)],
)
def test_only_plain_words_are_an_answer_to_a_check(word: str, means: Availability) -> None:
    vendor = Vendor().says("POST domains/check", {"results": [{"domain": "example.com", "status": word}]})
    assert vendor.registrar.availability(NAME).availability is means


def test_a_price_is_the_one_in_the_accounts_currency() -> None:
    vendor = _holding()
    quote = vendor.registrar.quote(NAME, kind=OrderKind.REGISTER, years=1)
    assert quote.price == Money(amount=Decimal("8.75"), currency="EUR")
    asked = "domain.name=example&domain.extension=com&operation=create&period=1"
    assert vendor.sent[-1] == (f"GET domains/prices?{asked}", None)


def test_a_price_without_a_currency_is_no_price() -> None:
    vendor = Vendor().says("GET domains/prices", {"price": {"reseller": {"price": 8.75}}})
    with pytest.raises(ReplyNotUnderstood):
        vendor.registrar.quote(NAME, kind=OrderKind.REGISTER, years=1)


def test_a_registration_carries_handles_category_mark_and_hosts_in_order() -> None:
    limit = Money(amount=Decimal(20), currency="EUR")
    made = [{"handle": f"RE90000{number}-CA"} for number in range(3)]
    vendor = Vendor().says("GET domains/prices", PRICE).says("POST customers", *made)
    vendor.says("POST domains/check", {"results": [{"domain": "new-example.ca", "status": "free"}]})
    vendor.says("POST domains", {"id": 4100003, "status": "REQ", "expiration_date": "2029-03-01 23:59:59"})
    receipt = vendor.registrar.register(request_for("new-example.ca", limit=limit))
    assert (receipt.pending, receipt.reference) == (True, "4100003")
    assert vendor.body_of("POST domains") == {
        "domain": {"name": "new-example", "extension": "ca"},
        "owner_handle": "RE900000-CA",
        "admin_handle": "RE900001-CA",
        "tech_handle": "RE900002-CA",
        "autorenew": "off",
        "period": 1,
        "unit": "y",
        "name_servers": [{"name": "ns1.example.net", "seq_nr": 0}, {"name": "ns2.example.net", "seq_nr": 1}],
        "additional_data": {"legal_type": "CCO"},
        "comments": "[namesteward register order-1]",
    }


def test_a_state_of_failure_is_no_yes_to_an_order() -> None:
    vendor = _holding(comments="").says("PUT domains/4100001", {"id": 4100001, "status": "ACT"})
    vendor.says("POST domains/4100001/renew", {"status": "FAI"})
    with pytest.raises(OutcomeUnknown):
        vendor.registrar.renew(_renewal())
    assert vendor.count("POST domains/4100001/renew") == 1


def test_a_renewal_is_marked_first_and_the_comments_of_others_stay() -> None:
    vendor = _holding().says("PUT domains/4100001", {"id": 4100001, "status": "ACT"})
    vendor.says("POST domains/4100001/renew", {"status": "ACT"})
    assert vendor.registrar.renew(_renewal()).reference == "4100001"
    assert [asked for asked, body in vendor.sent if body][-2:] == [
        "PUT domains/4100001",
        "POST domains/4100001/renew",
    ]
    mark = "ask for Sample [namesteward renew order%203 2028-03-01]"
    assert vendor.body_of("PUT domains/4100001") == {"comments": mark}
    assert vendor.body_of("POST domains/4100001/renew") == {"period": 2}


def test_a_renewal_whose_mark_shows_an_earlier_date_was_paid_already() -> None:
    vendor = _holding(comments="[namesteward renew order%203 2027-03-01]")
    assert vendor.registrar.renew(_renewal()).reference == "4100001"
    assert vendor.count("POST domains/4100001/renew") == 0


def test_an_update_of_another_number_is_no_yes() -> None:
    vendor = _holding().says("PUT domains/4100001", {"id": 4100002, "status": "ACT"})
    with pytest.raises(OutcomeUnknown):
        vendor.registrar.set_nameservers(NAME, HOSTS)
    assert vendor.body_of("PUT domains/4100001") == {
        "name_servers": [{"name": "ns7.example.org", "seq_nr": 0}, {"name": "ns8.example.org", "seq_nr": 1}]
    }


def test_a_registrant_that_changes_by_a_trade_only_is_not_sent() -> None:
    vendor = _holding(modify_owner_allowed=False)
    with pytest.raises(StatusProhibits):
        vendor.registrar.put_handles(NAME, {ContactRole.REGISTRANT: "RE1-CA"})
    assert vendor.count("PUT domains/4100001") == 0


@pytest.mark.parametrize(
    ("status", "state"),
    [("REQ", TransferState.PENDING), ("FAI", TransferState.REFUSED), ("ACT", TransferState.DONE)],
)
def test_a_transfer_is_as_far_as_its_record(status: str, state: TransferState) -> None:
    assert _holding(type="TRANSFER", status=status).registrar.transfer_state(NAME) is state
    assert _holding(status=status).registrar.transfer_state(NAME) is TransferState.NONE


def test_a_transfer_of_a_name_that_is_under_way_is_not_asked_again() -> None:
    with pytest.raises(StatusProhibits):
        _holding(status="REQ").registrar.transfer_in(transfer_of(NAME, auth_info="let-me-go"))


def test_a_list_that_cannot_be_read_leaves_an_order_unclear() -> None:
    vendor = Vendor().says("GET domains", {"results": [DOMAIN], "total": 2})
    sought = OrderSought(reference="order-1", name=NAME, kind=OrderKind.REGISTER)
    assert isinstance(vendor.registrar.find_order(sought), OrderUnclear)


def test_what_a_record_leaves_out_or_calls_null_is_not_told() -> None:
    sparse = {"id": 4100001, "domain": {"name": "example", "extension": "com"}, "status": "ACT"}
    left_out = Vendor().says("GET domains", page(sparse)).registrar.info(NAME)
    null = dict.fromkeys(set(DOMAIN) - set(sparse))
    assert Vendor().says("GET domains", page(sparse | null)).registrar.info(NAME) == left_out
    assert left_out == Registration(name=NAME)
    absent = Vendor().says("GET domains", {"results": None, "total": 0})
    with pytest.raises(NotFound):
        absent.registrar.info(NAME)


@pytest.mark.parametrize("word", ["REQ", "PEN", "SCH", "PRE", "RRQ", "FAI", "REJ"])
def test_a_name_that_is_ordered_or_asked_back_is_not_in_the_account_yet(word: str) -> None:
    with pytest.raises(NotFound, match="ordered"):
        _holding(status=word).registrar.info(NAME)


def test_a_restore_that_was_requested_is_not_asked_for_again() -> None:
    vendor = _holding(status="RRQ")
    limit = Money(amount=Decimal(99), currency="EUR")
    with pytest.raises(StatusProhibits):
        vendor.registrar.restore(RestoreRequest(reference="order-4", name=NAME, price_limit=limit))
    assert vendor.count("POST domains/4100001/restore") == 0


def test_a_name_in_its_own_letters_is_the_name() -> None:
    name = DomainName("exämple.com")
    vendor = _holding(domain={"name": "exämple", "extension": "com"})
    assert vendor.registrar.info(name).name == name


def test_the_registrys_word_on_signing_counts_more_than_the_keys_that_are_kept() -> None:
    key = {"alg": 13, "flags": 257, "protocol": 3, "pub_key": "no key at all", "readonly": 1}
    unsigned = _holding(dnssec="unsigned", dnssec_keys=[key], is_dnssec_enabled=False).registrar
    assert unsigned.info(NAME).delegation_signed is False
    assert unsigned.signers(NAME) == frozenset()
    signed = _holding(dnssec="signedDelegation", dnssec_keys=[key]).registrar
    assert signed.info(NAME).delegation_signed is True
    with pytest.raises(ReplyNotUnderstood):
        signed.signers(NAME)


def test_a_change_whose_yes_names_no_number_is_done() -> None:
    vendor = _holding().says("PUT domains/4100001", {"status": "ACT"})
    assert not vendor.registrar.set_lock(NAME, locked=False).pending


def test_a_fee_that_is_told_of_a_name_without_premium_is_not_accepted() -> None:
    limit = Money(amount=Decimal(20), currency="EUR")
    told = {
        "domain": "new-example.ca",
        "status": "free",
        "is_premium": False,
        "premium": {"price": {"create": 0}},
    }
    vendor = Vendor().says("GET domains/prices", PRICE).says("POST customers", {"handle": "RE1-CA"})
    vendor.says("POST domains/check", {"results": [told]}).says("POST domains", {"id": 1, "status": "ACT"})
    vendor.registrar.register(request_for("new-example.ca", limit=limit))
    assert "accept_premium_fee" not in vendor.body_of("POST domains")


def test_a_mark_that_is_also_a_trademark_is_said_in_the_vendors_way() -> None:
    attributes = {"ca.legal_type": "CCO", "ca.trademark": "yes"}
    told = nested(written("openprovider", DomainName("new-example.ca"), attributes))
    assert told == {"additional_data": {"legal_type": "CCO", "trademark": "1"}}

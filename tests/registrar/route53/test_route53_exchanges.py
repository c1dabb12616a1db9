"""What Route 53 Domains is sent, and what its answers mean."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.adapters.route53 import Route53Registrar
from registrar.contract import Availability, Receipt, TransferState
from registrar.errors import (
    AccessRefused,
    ExpiryMismatch,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    Refused,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from tests.conformance.bench import EXAMPLE, Held, renewal_of, request_for, restore_of, transfer_of
from tests.conformance.people import NEW_TECH
from tests.registrar.route53.route53_edge import (
    DETAIL,
    DONE,
    KEY_ID,
    NUMBER,
    PRICE,
    PRICES,
    at_the_edge,
    written_down,
)

NAME = EXAMPLE.name
LIMIT = Money.model_validate({"amount": "1000.00"})
CONSENT = {"MaxPrice": 1000.0, "Currency": "USD"}
TO_EXPIRY = renewal_of(Held(NAME, expires_on=datetime(2028, 3, 1, 12, tzinfo=UTC).date()))
ORDER = request_for(NAME)
Call = Callable[[Route53Registrar], object]


def test_a_name_is_read_with_its_days_hosts_and_statuses() -> None:
    with at_the_edge() as (edge, registrar):
        told = registrar.info(NAME)
    assert edge.of("GetDomainDetail") == [{"DomainName": NAME}]
    assert told.registered_at == datetime(2021, 3, 1, 12, tzinfo=UTC)
    assert told.nameservers == {HostName("ns1.example.net"), HostName("ns2.example.net")}
    assert told.statuses == {Status.CLIENT_TRANSFER_PROHIBITED}
    assert told.unmapped_statuses == ("somethingNew",)
    assert (told.privacy, told.auto_renew, told.delegation_signed) == (False, False, False)
    assert set(told.contacts) == {ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH}


def test_what_is_not_told_of_a_name_is_not_made_up() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("GetDomainDetail", {"DomainName": "example.com"})
        told = registrar.info(NAME)
        assert told.model_dump(exclude_defaults=True) == {"name": NAME}
        with pytest.raises(ReplyNotUnderstood):
            registrar.signers(NAME)


def test_contacts_of_which_some_are_hidden_are_neither_hidden_nor_shown() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("GetDomainDetail", {**DETAIL, "TechPrivacy": True})
        assert registrar.info(NAME).privacy is None
        registrar.set_privacy(NAME, on=True)
        expected = {"DomainName": NAME, "RegistrantPrivacy": True, "AdminPrivacy": True, "TechPrivacy": True}
        assert edge.of("UpdateDomainContactPrivacy") == [expected]


SPOILT: tuple[dict[str, Any], ...] = (
    {"ExpirationDate": "2028-03-01"},
    {"ExpirationDate": True},
    {"ExpirationDate": -1},
    {"ExpirationDate": 1e300},
    {"DomainName": "other.com"},
    {"StatusList": "ok"},
    {"Nameservers": [{"Name": "not a host"}]},
    {"AutoRenew": "true"},
    {"DnssecKeys": [{"KeyTag": 1}]},
)


@pytest.mark.parametrize("spoilt", SPOILT, ids=str)
def test_a_record_that_is_not_as_documented_is_never_data(spoilt: dict[str, Any]) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("GetDomainDetail", {**DETAIL, **spoilt})
        with pytest.raises(ReplyNotUnderstood):
            registrar.info(NAME)


def test_names_are_read_page_by_page_until_no_marker_is_told() -> None:
    with at_the_edge() as (edge, registrar):
        first = {"Domains": [{"DomainName": "example.com"}], "NextPageMarker": "after-one"}
        edge.says("ListDomains", first, {"Domains": [{"DomainName": "example.net"}]})
        assert list(registrar.holdings()) == ["example.com", "example.net"]
        assert edge.of("ListDomains") == [{"MaxItems": 100}, {"MaxItems": 100, "Marker": "after-one"}]


@pytest.mark.parametrize(
    "page",
    [
        {"Domains": [{"DomainName": "example.com"}], "NextPageMarker": "again"},
        {"Domains": [], "NextPageMarker": "more"},
        {"NextPageMarker": None},
    ],
    ids=["leads back", "empty", "without a list"],
)
def test_a_list_that_does_not_end_well_is_no_list(page: dict[str, Any]) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("ListDomains", page)
        with pytest.raises(ReplyNotUnderstood):
            registrar.holdings()


WORDS = (
    "AVAILABLE_RESERVED", "AVAILABLE_PREORDER", "UNAVAILABLE_PREMIUM", "UNAVAILABLE_RESTRICTED", "RESERVED",
    "DONT_KNOW", "INVALID_NAME_FOR_TLD", "PENDING", "available", "SOMETHING_NEW",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_every_other_word_is_neither_free_nor_taken(word: str) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("CheckDomainAvailability", {"Availability": word})
        offer = registrar.availability(NAME)
        assert (offer.availability, offer.reason) == (Availability.UNCLEAR, word)
        with pytest.raises(Refused):
            registrar.register(ORDER)
        assert edge.of("RegisterDomain") == []


def test_a_premium_is_told_by_the_kind_of_its_price() -> None:
    dear = {**PRICE, "Price": 349.95, "PriceType": "REGISTRY_PREMIUM"}
    with at_the_edge() as (edge, registrar):
        edge.says("CheckDomainAvailability", {"Availability": "AVAILABLE", "Price": dear})
        edge.says("GetDomainPrices", {"DomainPrice": {"Name": NAME, "RenewalPrice": dear}})
        assert registrar.availability(NAME).premium
        quote = registrar.quote(NAME, kind=OrderKind.RENEW, years=2)
        assert (str(quote.price), quote.premium) == ("699.90 USD", True)
        with pytest.raises(Refused):
            registrar.quote(NAME, kind=OrderKind.REGISTER, years=1)


def test_a_price_of_another_name_is_no_price() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("GetDomainPrices", {"DomainPrice": {"Name": "example.net", **PRICES}})
        with pytest.raises(ReplyNotUnderstood):
            registrar.renew(TO_EXPIRY)


def test_an_order_says_everything_that_would_be_filled_in_otherwise() -> None:
    with at_the_edge() as (edge, registrar):
        assert registrar.register(ORDER) == Receipt(reference=NUMBER)
        [sent] = edge.of("RegisterDomain")
        [hosts] = edge.of("UpdateDomainNameservers")
    roles = ("Registrant", "Admin", "Tech", "Billing")
    assert {sent[f"PrivacyProtect{role}Contact"] for role in roles} == {False}
    assert (sent["AutoRenew"], sent["DurationInYears"], sent["Consent"]) == (False, 1, CONSENT)
    assert sent["TechContact"]["PhoneNumber"] == "+1.2065550133"
    assert hosts["Nameservers"] == [{"Name": "ns1.example.net"}, {"Name": "ns2.example.net"}]


@pytest.mark.parametrize(("types", "kind"), [(("CCT",), "PERSON"), (("CCO", "GOV", "TDM"), "COMPANY")])
def test_a_name_of_ca_carries_its_category_with_the_registrant(types: tuple[str, ...], kind: str) -> None:
    for legal_type in types:
        order = request_for("example.ca")
        registrant = order.contacts[ContactRole.REGISTRANT]
        person = registrant if kind == "COMPANY" else registrant.model_copy(update={"organization": None})
        contacts = {**order.contacts, ContactRole.REGISTRANT: person}
        wanted = {"contacts": contacts, "attributes": {"ca.legal_type": legal_type}}
        with at_the_edge() as (edge, registrar):
            edge.says("GetDomainPrices", {"DomainPrice": {"Name": "example.ca", **PRICES}})
            edge.says("GetOperationDetail", {**DONE, "DomainName": "example.ca"})
            registrar.register(order.model_copy(update=wanted))
            [sent] = edge.of("RegisterDomain")
        assert sent["RegistrantContact"]["ContactType"] == kind
        assert sent["RegistrantContact"]["ExtraParams"] == [{"Name": "CA_LEGAL_TYPE", "Value": legal_type}]
        assert "ExtraParams" not in sent["AdminContact"]


@pytest.mark.parametrize(
    "attributes", [{"ca.legal_type": "CCT"}, {"ca.legal_type": "CCO", "ca.language": "fr"}]
)
def test_what_ca_has_no_place_for_is_not_ordered(attributes: dict[str, str]) -> None:
    with at_the_edge() as (edge, registrar):
        with pytest.raises(Unsupported):
            registrar.register(request_for("example.ca").model_copy(update={"attributes": attributes}))
        assert edge.sent == []


def test_a_contact_is_changed_with_what_it_carries_for_its_tld() -> None:
    extra = [{"Name": "CA_LEGAL_TYPE", "Value": "CCT"}]
    held = {**DETAIL, "RegistrantContact": {**DETAIL["RegistrantContact"], "ExtraParams": extra}}
    with at_the_edge() as (edge, registrar):
        edge.says("GetDomainDetail", held)
        registrar.set_contacts(NAME, {ContactRole.REGISTRANT: NEW_TECH})
        [sent] = edge.of("UpdateDomainContact")
    assert set(sent) == {"DomainName", "RegistrantContact"}
    assert sent["RegistrantContact"]["ExtraParams"] == extra
    assert sent["RegistrantContact"]["FirstName"] == "Noël"


def test_a_renewal_is_guarded_by_its_year_and_its_price() -> None:
    with at_the_edge() as (edge, registrar):
        assert registrar.renew(TO_EXPIRY) == Receipt(reference=NUMBER)
        expected = {"DomainName": NAME, "DurationInYears": 1, "CurrentExpiryYear": 2028, "Consent": CONSENT}
        assert edge.of("RenewDomain") == [expected]
        with pytest.raises(PriceRefused):
            registrar.renew(renewal_of(EXAMPLE, limit=Money.model_validate({"amount": "13.99"})))
        edge.says("GetDomainDetail", {**DETAIL, "ExpirationDate": None})
        with pytest.raises(ExpiryMismatch):
            registrar.renew(TO_EXPIRY)
        assert len(edge.of("RenewDomain")) == 1


OUTCOMES: dict[str, tuple[dict[str, str], object]] = {
    "done": ({}, Receipt(reference=NUMBER)),
    "submitted": ({"Status": "SUBMITTED"}, Receipt(pending=True, reference=NUMBER)),
    "in progress": ({"Status": "IN_PROGRESS"}, Receipt(pending=True, reference=NUMBER)),
    "another name": ({"DomainName": "example.net"}, Receipt(pending=True, reference=NUMBER)),
    "failed": ({"Status": "FAILED", "Message": "the registry says no"}, Refused),
    "unpaid": ({"Status": "FAILED", "StatusFlag": "PENDING_PAYMENT_VERIFICATION"}, PaymentRefused),
    "error": ({"Status": "ERROR"}, OutcomeUnknown),
    "a new word": ({"Status": "PERHAPS"}, OutcomeUnknown),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_how_far_an_operation_has_come_is_told_once(outcome: str) -> None:
    told, comes = OUTCOMES[outcome]
    with at_the_edge() as (edge, registrar):
        edge.says("GetOperationDetail", {**DONE, **told})
        if isinstance(comes, Receipt):
            assert registrar.renew(TO_EXPIRY) == comes
            return
        with pytest.raises(
            Refused if comes is Refused else OutcomeUnknown if comes is OutcomeUnknown else PaymentRefused
        ) as caught:
            registrar.renew(TO_EXPIRY)
        assert caught.value.vendor_reference == NUMBER
        assert told.get("Message", "") in caught.value.detail


def test_an_operation_that_is_no_longer_told_is_pending() -> None:
    with at_the_edge() as (edge, registrar):
        edge.refuses("GetOperationDetail", "InvalidInput")
        assert registrar.set_lock(NAME, locked=False) == Receipt(pending=True, reference=NUMBER)


def test_an_order_that_is_in_progress_tells_which_one() -> None:
    with at_the_edge() as (edge, registrar):
        edge.refuses("RegisterDomain", "DuplicateRequest", "in progress", requestId=NUMBER)
        edge.refuses("DisableDomainTransferLock", "DuplicateRequest", requestId=NUMBER)
        with pytest.raises(OutcomeUnknown) as caught:
            registrar.register(ORDER)
        assert caught.value.vendor_reference == NUMBER
        with pytest.raises(StatusProhibits):
            registrar.set_lock(NAME, locked=False)


def test_a_registration_whose_nameservers_are_refused_is_not_told_as_done() -> None:
    with at_the_edge() as (edge, registrar):
        edge.refuses("UpdateDomainNameservers", "InvalidInput", "no such host")
        with pytest.raises(OutcomeUnknown, match="registered") as caught:
            registrar.register(ORDER)
        assert caught.value.vendor_reference == NUMBER


def test_nameservers_of_a_registration_under_way_are_not_sent() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("GetOperationDetail", {**DONE, "Status": "IN_PROGRESS"})
        assert registrar.register(ORDER).pending
        assert edge.of("UpdateDomainNameservers") == []


def test_a_nameserver_below_the_name_needs_the_address_that_it_has() -> None:
    own = HostName("ns1.example.com")
    with at_the_edge() as (edge, registrar):
        with pytest.raises(Unsupported):
            registrar.set_nameservers(NAME, frozenset({own}))
        edge.says("GetDomainDetail", {**DETAIL, "Nameservers": [{"Name": own, "GlueIps": ["192.0.2.1"]}]})
        registrar.set_nameservers(NAME, frozenset({own, HostName("ns2.example.net")}))
        [sent] = edge.of("UpdateDomainNameservers")
    assert sent["Nameservers"] == [{"Name": own, "GlueIps": ["192.0.2.1"]}, {"Name": "ns2.example.net"}]


TRANSFERABILITY = {
    "UNTRANSFERABLE": ValueRefused, "DOMAIN_IN_OWN_ACCOUNT": ValueRefused, "PREMIUM_DOMAIN": ValueRefused,
    "DOMAIN_IN_ANOTHER_ACCOUNT": ValueRefused, "DONT_KNOW": Refused, "PENDING": Refused,
}  # fmt: skip


@pytest.mark.parametrize("word", TRANSFERABILITY)
def test_a_name_that_cannot_come_is_not_asked_for(word: str) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says(
            "CheckDomainTransferability", {"Transferability": {"Transferable": word}, "Message": "s3cret"}
        )
        with pytest.raises(TRANSFERABILITY[word]) as caught:
            registrar.transfer_in(transfer_of(NAME, auth_info="s3cret"))
        assert edge.of("TransferDomain") == []
        assert "s3cret" not in str(caught.value)


def test_a_transfer_is_sent_with_its_secret_and_all_contacts() -> None:
    with at_the_edge() as (edge, registrar):
        registrar.transfer_in(transfer_of(NAME, auth_info="s3cret"))
        [sent] = edge.of("TransferDomain")
    assert (sent["AuthCode"], sent["AutoRenew"], sent["Consent"]) == ("s3cret", False, CONSENT)
    assert {f"{role}Contact" for role in ("Registrant", "Admin", "Tech", "Billing")} <= set(sent)


STATES = {
    ("SUBMITTED", ""): TransferState.PENDING, ("IN_PROGRESS", ""): TransferState.PENDING,
    ("IN_PROGRESS", "PENDING_CUSTOMER_ACTION"): TransferState.AWAITING_OWNER,
    ("IN_PROGRESS", "PENDING_AUTHORIZATION"): TransferState.AWAITING_OWNER,
    ("IN_PROGRESS", "PENDING_SUPPORT_CASE"): TransferState.PENDING,
    ("SUCCESSFUL", ""): TransferState.DONE, ("FAILED", ""): TransferState.REFUSED,
}  # fmt: skip


@pytest.mark.parametrize("told", STATES, ids=" ".join)
def test_the_newest_transfer_of_a_name_is_told(told: tuple[str, str]) -> None:
    newest = {"DomainName": NAME, "Status": told[0], "StatusFlag": told[1]}
    others = {"DomainName": "example.net", "Status": "FAILED"}
    with at_the_edge() as (edge, registrar):
        edge.says(
            "ListOperations",
            {"Operations": [others], "NextPageMarker": "2"},
            {"Operations": [newest, {**newest, "Status": "FAILED"}]},
        )
        assert registrar.transfer_state(NAME) is STATES[told]
        asked = {
            "MaxItems": 100,
            "Type": ["TRANSFER_IN_DOMAIN"],
            "SortBy": "SubmittedDate",
            "SortOrder": "DESC",
        }
        assert edge.of("ListOperations") == [asked, {**asked, "Marker": "2"}]


@pytest.mark.parametrize("status", ["ERROR", "PERHAPS"])
def test_a_transfer_in_an_unclear_state_is_not_understood(status: str) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("ListOperations", {"Operations": [{"DomainName": NAME, "Status": status}]})
        with pytest.raises(ReplyNotUnderstood):
            registrar.transfer_state(NAME)


def test_a_name_that_is_not_in_redemption_is_not_restored_and_one_that_is_costs_its_own_price() -> None:
    with at_the_edge() as (edge, registrar):
        with pytest.raises(StatusProhibits):
            registrar.restore(restore_of(EXAMPLE))
        edge.says("GetDomainDetail", {**DETAIL, "StatusList": ["redemptionPeriod"]})
        assert registrar.restore(restore_of(EXAMPLE)) == Receipt(reference=NUMBER)
        assert edge.of("RestoreDomain") == [{"DomainName": NAME, "Consent": CONSENT}]


@pytest.mark.parametrize(
    ("endpoint", "key_id"),
    [("https://route53domains.us-east-1.amazonaws.com", "SANDBOXKEY0123456789"),
     ("http://127.0.0.1:8080", KEY_ID),
     ("https://route53domains.us-east-1.amazonaws.com", "ASIAIOSFODNN7EXAMPLE")],
)  # fmt: skip
def test_a_key_of_another_environment_never_leaves(endpoint: str, key_id: str) -> None:
    with at_the_edge(endpoint=endpoint, key_id=key_id) as (edge, registrar):
        with pytest.raises(AccessRefused):
            registrar.info(NAME)
        assert edge.sent == []


CALLS: dict[str, Call] = {
    "GetDomainDetail": lambda registrar: registrar.info(NAME),
    "RenewDomain": lambda registrar: registrar.renew(TO_EXPIRY),
}


@pytest.mark.parametrize("operation", CALLS)
def test_a_request_is_signed_and_says_what_it_is(operation: str) -> None:
    with at_the_edge() as (edge, registrar):
        CALLS[operation](registrar)
    [request] = [r for r in edge.sent if r.headers["x-amz-target"].endswith(f".{operation}")]
    assert request.method == "POST"
    assert request.headers["content-type"] == "application/x-amz-json-1.1"
    assert request.headers["host"] == "route53domains.us-east-1.amazonaws.com"
    assert "SignedHeaders=content-type;host;x-amz-date;x-amz-target" in request.headers["authorization"]


def test_a_server_that_fails_leaves_a_change_unknown_and_a_read_to_be_tried_again() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("RenewDomain", {"__type": "InternalFailure"}, status=500)
        with pytest.raises(OutcomeUnknown):
            registrar.renew(TO_EXPIRY)
        edge.says("GetDomainDetail", {"__type": "ServiceUnavailable"}, status=503)
        with pytest.raises(TryAgain):
            registrar.info(NAME)


WRITTEN: dict[str, tuple[Call, type[Exception] | None]] = {
    "GetDomainDetail/success": (lambda registrar: registrar.info(NAME), None),
    "GetDomainDetail/refused": (lambda registrar: registrar.info(NAME), NotFound),
    "GetDomainDetail/garbled": (lambda registrar: registrar.info(NAME), ReplyNotUnderstood),
    "RenewDomain/accepted": (lambda registrar: registrar.renew(TO_EXPIRY), None),
    "RenewDomain/duplicate": (lambda registrar: registrar.renew(TO_EXPIRY), OutcomeUnknown),
}


@pytest.mark.parametrize("exchange", WRITTEN)
def test_an_answer_that_is_written_down_means_what_it_should(exchange: str) -> None:
    call, error = WRITTEN[exchange]
    status, body = written_down(exchange)
    with at_the_edge() as (edge, registrar):
        edge.answers[exchange.partition("/")[0]] = [httpx.Response(status, content=body)]
        if error is None:
            assert call(registrar)
            return
        with pytest.raises(error):
            call(registrar)

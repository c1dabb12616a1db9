"""What Route 53 Domains is sent to order and to change names, and what comes of it."""

import pytest

from portfolio.contacts import ContactRole
from portfolio.dnssec import SigningKey
from portfolio.money import Money
from portfolio.names import HostName
from registrar.contract import Receipt
from registrar.errors import (
    ExpiryMismatch,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    Refused,
    StatusProhibits,
    Unsupported,
)
from tests.conformance.bench import EXAMPLE, renewal_of, request_for, restore_of
from tests.conformance.people import NEW_TECH
from tests.registrar.route53.route53_edge import (
    CONSENT,
    DETAIL,
    DONE,
    NAME,
    NUMBER,
    ORDER,
    PRICES,
    TO_EXPIRY,
    at_the_edge,
)


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


OUTCOMES: dict[str, tuple[dict[str, str | None], object]] = {
    "done": ({}, Receipt(reference=NUMBER)),
    "submitted": ({"Status": "SUBMITTED"}, Receipt(pending=True, reference=NUMBER)),
    "in progress": ({"Status": "IN_PROGRESS"}, Receipt(pending=True, reference=NUMBER)),
    "in the samples' word": ({"Status": "WORKFLOW_IN_PROGRESS"}, Receipt(pending=True, reference=NUMBER)),
    "without its name": ({"DomainName": None, "Message": None}, Receipt(reference=NUMBER)),
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
        assert (told.get("Message") or "") in caught.value.detail


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
        with pytest.raises(OutcomeUnknown, match="a part of it was done") as caught:
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


def test_a_name_that_is_not_in_redemption_is_not_restored_and_one_that_is_costs_its_own_price() -> None:
    with at_the_edge() as (edge, registrar):
        with pytest.raises(StatusProhibits):
            registrar.restore(restore_of(EXAMPLE))
        edge.says("GetDomainDetail", {**DETAIL, "StatusList": ["redemptionPeriod"]})
        assert registrar.restore(restore_of(EXAMPLE)) == Receipt(reference=NUMBER)
        assert edge.of("RestoreDomain") == [{"DomainName": NAME, "Consent": CONSENT}]


def test_a_signer_waits_for_the_one_before_it() -> None:
    keys = [SigningKey(algorithm=13, public_key=key) for key in ("mdsswUyr3DPW", "oJMRESz5E4gY")]
    with at_the_edge() as (edge, registrar):
        edge.says("GetOperationDetail", {**DONE, "Status": "IN_PROGRESS"})
        assert registrar.set_signers(NAME, frozenset(keys[:1])).pending
        with pytest.raises(OutcomeUnknown) as caught:
            registrar.set_signers(NAME, frozenset(keys))
        assert caught.value.vendor_reference == NUMBER
        assert len(edge.of("AssociateDelegationSignerToDomain")) == 2

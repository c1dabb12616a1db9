"""What Route 53 Domains tells of names, lists and prices."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.contract import Availability
from registrar.errors import (
    Refused,
    ReplyNotUnderstood,
)
from tests.registrar.route53.route53_edge import (
    DETAIL,
    NAME,
    ORDER,
    PRICE,
    PRICES,
    TO_EXPIRY,
    at_the_edge,
)


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
    {"DnssecKeys": [{"KeyTag": "1"}]},
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


# Shapes that Amazon's documents and others' tools have, written for the purpose.
SHAPES: dict[str, dict[str, Any]] = {
    "times that are written out": {
        "CreationDate": "2021-03-01T12:00:00+00:00",
        "ExpirationDate": "2028-03-01T13:00:00.123000+01:00",
    },
    "what there is none of": {"AbuseContactPhone": None, "Reseller": None, "DnsSec": "", "DnsSecKeys": None},
    "no hosts with addresses": {"Nameservers": [{"Name": "ns1.example.net"}, {"Name": "NS2.example.net."}]},
    "a name in full": {"DomainName": "Example.COM."},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_record_is_read_alike_in_every_shape_that_it_has(shape: str) -> None:
    with at_the_edge() as (edge, registrar):
        usual = registrar.info(NAME)
        edge.says("GetDomainDetail", {**DETAIL, **SHAPES[shape]})
        assert registrar.info(NAME) == usual


def test_contacts_that_are_empty_are_none_and_lines_that_are_empty_are_left_out() -> None:
    with at_the_edge() as (edge, registrar):
        held = {"TechContact": {}, "BillingContact": {**DETAIL["AdminContact"], "AddressLine2": ""}}
        edge.says("GetDomainDetail", {**DETAIL, **held})
        told = registrar.info(NAME)
    assert set(told.contacts) == {ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.BILLING}
    assert told.contacts[ContactRole.BILLING].street == ("200 Sample Street",)
    assert told.privacy is None


SIGNER = {"Algorithm": 13, "DigestType": 2, "Digest": "AB" * 32, "KeyTag": 12345, "Id": "one"}


def test_a_signer_is_read_in_capitals_and_without_its_key() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("GetDomainDetail", {**DETAIL, "DnssecKeys": [{**SIGNER, "Flags": None, "PublicKey": None}]})
        [signer] = registrar.signers(NAME)
    assert (signer.key_tag, signer.digest) == (12345, "ab" * 32)


@pytest.mark.parametrize("lacks", [*SIGNER, "a digest that is one"])
def test_a_signer_that_is_half_told_signs_the_name_and_is_no_signer(lacks: str) -> None:
    key = {**SIGNER, lacks: None} if lacks in SIGNER else {**SIGNER, "Digest": "no digest"}
    with at_the_edge() as (edge, registrar):
        edge.says("GetDomainDetail", {**DETAIL, "DnssecKeys": [key]})
        assert registrar.info(NAME).delegation_signed is True
        with pytest.raises(ReplyNotUnderstood):
            registrar.signers(NAME)


def test_a_price_that_there_is_not_hides_no_other() -> None:
    prices = {"Name": "EXAMPLE.com", "RenewalPrice": PRICE, "ChangeOwnershipPrice": None}
    with at_the_edge() as (edge, registrar):
        edge.says("GetDomainPrices", {"DomainPrice": prices})
        assert str(registrar.quote(NAME, kind=OrderKind.RENEW, years=2).price) == "28.00 USD"

"""Exchanges in the shapes of DNSimple's own examples are read, and mean what they should."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import SecretStr

from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.contract import (
    Availability,
    Receipt,
    RegistrationRequest,
    RenewalRequest,
    TransferRequest,
    TransferState,
)
from registrar.errors import NotSponsored, OutcomeUnknown, ReplyNotUnderstood, StatusProhibits, Unsupported
from tests.registrar.dnsimple.dnsimple_edge import CHANGE, DOMAIN, PRICES, Edge, at_the_edge, order, rows

NAME = DomainName("example.com")
PATH = "registrar/domains/example.com"
ENOUGH = Money(amount=Decimal("1000.00"))
REGISTRANT = Contact(
    given="Registrant",
    family="Example",
    organization="Example Inc.",
    address=PostalAddress(
        street=("100 Example Street",),
        city="Ottawa",
        subdivision="CA-ON",
        postal_code="K1A 0B1",
        country="CA",
    ),
    phone=Phone.parse("+1.6135550123"),
    email="registrant@example.ca",
)
ROLES: list[ContactRole] = [ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH]
PEOPLE = dict.fromkeys(ROLES, REGISTRANT)
ORDER = RegistrationRequest(reference="order-1", name=NAME, years=1, contacts=PEOPLE, price_limit=ENOUGH)
RENEWAL = RenewalRequest(
    reference="order-3", name=NAME, years=1, current_expiry=date(2028, 3, 1), price_limit=ENOUGH
)
TRANSFER = TransferRequest(
    reference="order-2", name=NAME, auth_info=SecretStr("let-me-go-1"), contacts=PEOPLE, price_limit=ENOUGH
)


def answers_as_free(edge: Edge) -> None:
    """Let the name be free, and its TLD ask for nothing."""
    edge.says("GET tlds/com/extended_attributes", [])
    edge.says(f"GET {PATH}/check", {"domain": "example.com", "available": True, "premium": False})


def test_a_name_is_read_with_its_lock_delegation_and_registrant() -> None:
    with at_the_edge() as (_, registrar):
        told = registrar.info(NAME)
    assert told.registrar_expires_at == datetime(2028, 3, 1, 12, tzinfo=UTC)
    assert told.registered_at is None  # when it came into the account is no registration
    assert told.nameservers == {"ns1.example.net", "ns2.example.net"}
    assert told.privacy is False
    assert told.contacts[ContactRole.REGISTRANT].email == "registrant@example.ca"


def test_a_name_that_is_only_hosted_is_not_registered_here() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("GET domains/example.com", DOMAIN | {"state": "hosted", "registrant_id": None})
        with pytest.raises(NotSponsored):
            registrar.info(NAME)


def test_hosted_names_count_and_are_not_holdings() -> None:
    hosted = DOMAIN | {"id": 4712, "name": "example.net", "state": "hosted", "registrant_id": None}
    with at_the_edge() as (edge, registrar):
        edge.says_whole("GET domains", rows(DOMAIN, hosted))
        assert list(registrar.holdings()) == [NAME]
        edge.says_whole("GET domains", rows(DOMAIN, hosted, total=3))
        with pytest.raises(ReplyNotUnderstood):
            registrar.holdings()


@pytest.mark.parametrize(
    ("status", "state", "pending"),
    [(201, "registered", False), (202, "registering", True), (201, "new", True), (202, "registered", True)],
)
def test_a_registration_is_pending_until_both_say_that_it_is_not(
    status: int, state: str, pending: bool
) -> None:
    with at_the_edge() as (edge, registrar):
        answers_as_free(edge)
        edge.says(f"POST {PATH}/registrations", order(state, period=1), status=status)
        assert registrar.register(ORDER) == Receipt(pending=pending, reference="55")
        assert edge.body_of(f"POST {PATH}/registrations") == {"registrant_id": 88}
        assert edge.body_of("POST contacts")["label"] == "order-1"


@pytest.mark.parametrize("state", ["failed", "cancelled", "purchased"])
def test_a_yes_with_a_state_that_is_none_is_unknown(state: str) -> None:
    with at_the_edge() as (edge, registrar):
        answers_as_free(edge)
        edge.says(f"POST {PATH}/registrations", order(state), status=201)
        with pytest.raises(OutcomeUnknown):
            registrar.register(ORDER)
        assert len(edge.of(f"POST {PATH}/registrations")) == 1


def test_a_premium_price_is_confirmed_in_its_own_words() -> None:
    with at_the_edge() as (edge, registrar):
        answers_as_free(edge)
        edge.says(f"GET {PATH}/prices", PRICES | {"premium": True, "registration_price": 349.5})
        edge.says(f"POST {PATH}/registrations", order("registered"), status=201)
        registrar.register(ORDER)
        assert edge.body_of(f"POST {PATH}/registrations")["premium_price"] == "349.50"


def test_more_years_than_one_cannot_be_registered() -> None:
    with at_the_edge() as (edge, registrar):
        with pytest.raises(Unsupported):
            registrar.register(ORDER.model_copy(update={"years": 2}))
        assert edge.sent == []


def test_a_renewal_is_about_the_name_and_the_years_that_were_asked_for() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says(f"POST {PATH}/renewals", order("renewed", period=1), status=201)
        assert not registrar.renew(RENEWAL).pending
        assert edge.body_of(f"POST {PATH}/renewals") == {"period": 1}
        edge.says(f"POST {PATH}/renewals", order("renewed", period=2), status=201)
        with pytest.raises(OutcomeUnknown):
            registrar.renew(RENEWAL)


def test_a_renewal_that_is_too_early_is_forbidden() -> None:
    told = {"message": "example.com may not be renewed at this time", "errors": {}}
    with at_the_edge() as (edge, registrar):
        edge.says_whole(f"POST {PATH}/renewals", told, status=400)
        with pytest.raises(StatusProhibits, match="may not be renewed"):
            registrar.renew(RENEWAL)


def test_renewals_are_priced_by_the_year() -> None:
    with at_the_edge() as (_, registrar):
        assert registrar.quote(NAME, kind=OrderKind.RENEW, years=2).price == Money(amount=Decimal("29.00"))
        with pytest.raises(Unsupported):
            registrar.quote(NAME, kind=OrderKind.TRANSFER, years=2)


@pytest.mark.parametrize(
    ("state", "means"),
    [
        ("transferring", TransferState.PENDING),
        ("transferred", TransferState.DONE),
        ("failed", TransferState.REFUSED),
        ("cancelled", TransferState.REFUSED),
    ],
)
def test_a_transfer_is_followed_by_its_number(state: str, means: TransferState) -> None:
    with at_the_edge() as (edge, registrar):
        answers_as_free(edge)
        edge.says(f"POST {PATH}/transfers", order("transferring"), status=202)
        assert registrar.transfer_in(TRANSFER).pending
        assert edge.body_of(f"POST {PATH}/transfers") == {"registrant_id": 88, "auth_code": "let-me-go-1"}
        edge.says(f"GET {PATH}/transfers/55", order(state, status_description=None))
        assert registrar.transfer_state(NAME) is means


def test_a_change_of_registrant_is_checked_first_and_may_be_pending() -> None:
    told = {"domain_id": 4711, "contact_id": 88, "extended_attributes": [], "registry_owner_change": True}
    with at_the_edge() as (edge, registrar):
        edge.says("POST registrar/registrant_changes/check", told)
        edge.says("POST registrar/registrant_changes", CHANGE, status=202)
        assert registrar.set_contacts(NAME, {ContactRole.REGISTRANT: REGISTRANT}).pending
        assert edge.body_of("POST registrar/registrant_changes") == {"domain_id": NAME, "contact_id": 88}
        wanted = {"name": "x-number", "description": "", "required": True, "options": []}
        edge.says("POST registrar/registrant_changes/check", told | {"extended_attributes": [wanted]})
        with pytest.raises(Unsupported, match="x-number"):
            registrar.put_handles(NAME, {ContactRole.REGISTRANT: "88"})
        assert len(edge.of("POST registrar/registrant_changes")) == 1


def test_signers_are_numbers_in_quotes() -> None:
    row = {
        "id": 2, "domain_id": 4711, "algorithm": "8", "digest": "AB" * 32, "digest_type": "2",
        "keytag": "44620", "public_key": None,
    }  # fmt: skip
    with at_the_edge() as (edge, registrar):
        edge.says_whole("GET domains/example.com/ds_records", rows(row))
        expected = DelegationSigner(key_tag=44620, algorithm=8, digest_type=2, digest="ab" * 32)
        assert registrar.signers(NAME) == frozenset([expected])
        odd: list[dict[str, object]] = [
            {"keytag": "many"},
            {"algorithm": "256"},
            {"digest": None},
            {"digest": "xy"},
        ]
        for told in odd:
            edge.says_whole("GET domains/example.com/ds_records", rows(row | told))
            with pytest.raises(ReplyNotUnderstood):
                registrar.signers(NAME)


def test_a_switch_without_a_body_is_a_yes_only_where_that_is_documented() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says_whole(f"PUT {PATH}/auto_renewal", None, status=204)
        assert registrar.set_auto_renew(NAME, on=True) == Receipt()
        edge.says_whole(f"DELETE {PATH}/transfer_lock", None, status=204)
        with pytest.raises(OutcomeUnknown):
            registrar.set_lock(NAME, locked=False)


@pytest.mark.parametrize("available", [True, False])
def test_a_check_is_a_plain_word(available: bool) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says(f"GET {PATH}/check", {"domain": NAME, "available": available, "premium": True})
        told = registrar.availability(NAME)
    assert told.premium
    assert told.availability is (Availability.FREE if available else Availability.TAKEN)


def test_an_older_answer_tells_a_day_and_no_switches() -> None:
    spare = {key: DOMAIN[key] for key in ("id", "account_id", "registrant_id", "name", "state", "expires_on")}
    with at_the_edge() as (edge, registrar):
        edge.says("GET domains/example.com", spare)
        told = registrar.info(NAME)
        assert (told.registrar_expires_at, told.auto_renew, told.privacy) == (date(2028, 3, 1), None, None)
        edge.says(f"POST {PATH}/renewals", order("renewed", period=1), status=201)
        assert registrar.renew(RENEWAL) == Receipt(reference="55")


def test_privacy_that_is_neither_on_nor_off_yet_is_pending() -> None:
    service = {"id": 9, "domain_id": 4711, "expires_on": None, "enabled": None}
    with at_the_edge() as (edge, registrar):
        edge.says(f"PUT {PATH}/whois_privacy", service, status=201)
        assert registrar.set_privacy(NAME, on=True) == Receipt(pending=True)
        for odd in ({"enabled": False}, {"domain_id": 4712}):
            edge.says(f"PUT {PATH}/whois_privacy", service | odd, status=201)
            with pytest.raises(OutcomeUnknown):
                registrar.set_privacy(NAME, on=True)
        edge.says(f"PUT {PATH}/whois_privacy", service, status=200)
        with pytest.raises(OutcomeUnknown):
            registrar.set_privacy(NAME, on=True)


@pytest.mark.parametrize("odd", [{"private_whois": None}, {"state": "expired"}])
def test_privacy_that_might_be_bought_is_not_put_on(odd: dict[str, object]) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("GET domains/example.com", DOMAIN | odd)
        with pytest.raises(Unsupported, match="would be bought"):
            registrar.set_privacy(NAME, on=True)
        assert edge.of(f"PUT {PATH}/whois_privacy") == []

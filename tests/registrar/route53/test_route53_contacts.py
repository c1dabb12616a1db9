"""Contacts in Route 53 Domains' spelling, and back: whole, or refused by name of field and never by value."""

import json
from collections.abc import Mapping

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.route53.wire import WORDS, written
from registrar.errors import Unsupported
from tests.conformance.people import ADMIN, BILLING, EVERYONE, NEW_TECH, ODD, TECH

COM, CA = DomainName("example.com"), DomainName("example.ca")
HELD: Mapping[str, Contact] = {
    **{role.value: who for role, who in EVERYONE.items()},
    "new tech": NEW_TECH,
    "ligatures": ADMIN.model_copy(update={"given": "Œdipe", "family": "L'Exemple-Çà"}),
    "a long organization": ODD["a long organization"],
    "no province": ODD["no province"],
}
REFUSED = (
    "an extension", "three street lines", "one name only", "an organization only",
    "letters that are not Latin",
)  # fmt: skip


@pytest.mark.parametrize("whose", HELD)
def test_a_contact_comes_back_as_it_was_sent(whose: str) -> None:
    people, _ = written(COM, {ContactRole.TECH: HELD[whose]}, {})
    told = json.loads(json.dumps(people))["TechContact"]
    assert told["ContactType"] == ("COMPANY" if HELD[whose].organization else "PERSON")
    assert WORDS.seen(told) == SeenContact.of(HELD[whose])


@pytest.mark.parametrize("oddity", REFUSED)
def test_what_has_no_place_is_refused_and_not_repeated(oddity: str) -> None:
    contact = ODD[oddity]
    with pytest.raises(Unsupported) as refused:
        written(COM, {ContactRole.TECH: contact}, {})
    assert "tech" in refused.value.detail
    private = (contact.email, contact.address.street[0], contact.phone.number, contact.name)
    assert not [value for value in private if value in str(refused.value)]


def test_ca_has_no_billing_contact() -> None:
    with pytest.raises(Unsupported, match="billing"):
        written(CA, {ContactRole.BILLING: BILLING}, {})


def test_what_may_stand_in_no_error_is_every_value() -> None:
    _, private = written(COM, {ContactRole.TECH: TECH}, {})
    assert {TECH.email, TECH.phone.epp, TECH.address.city, *TECH.address.street} <= set(private)


@pytest.mark.parametrize("legal_type", ["CCT", "RES", "ABO", "LGR"])
def test_a_persons_category_goes_with_no_organization(legal_type: str) -> None:
    extra = {ContactRole.REGISTRANT: [{"Name": "CA_LEGAL_TYPE", "Value": legal_type}]}
    with pytest.raises(Unsupported, match="organization"):
        written(CA, {ContactRole.REGISTRANT: ADMIN}, extra)
    with pytest.raises(Unsupported, match="organization"):
        written(
            CA,
            {ContactRole.REGISTRANT: TECH},
            {ContactRole.REGISTRANT: [{"Name": "CA_LEGAL_TYPE", "Value": "CCO"}]},
        )


def test_what_is_not_told_is_not_made_up() -> None:
    assert WORDS.seen({}) == SeenContact()
    assert WORDS.seen({"ExtraParams": [], "Fax": None}) == SeenContact()


def test_a_phone_that_cannot_be_read_is_shown_as_it_is() -> None:
    assert WORDS.seen({"PhoneNumber": "call us"}).phone == "call us"

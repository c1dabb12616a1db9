"""Contacts in Name.com's spelling, and back: whole, or refused by name of field and never by value."""

import json
from collections.abc import Mapping

import pytest

from portfolio.contacts import Contact, ContactRole, Phone
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.namecom.wire import WORDS, written
from registrar.errors import Unsupported
from tests.conformance.people import ADMIN, BILLING, EVERYONE, NEW_TECH, ODD, REGISTRANT, TECH

COM, CA = DomainName("example.com"), DomainName("example.ca")
HELD: Mapping[str, Contact] = {
    **{role.value: who for role, who in EVERYONE.items()},
    "new tech": NEW_TECH,
    "ligatures": ADMIN.model_copy(update={"given": "Œdipe", "family": "L'Exemple-Çà"}),
    "a long organization": ODD["a long organization"],
    "two street lines": TECH,
}
REFUSED = (
    "an extension", "three street lines", "one name only", "an organization only", "no province",
    "letters that are not Latin",
)  # fmt: skip


def _round(contact: Contact) -> SeenContact:
    told = written(COM, {ContactRole.TECH: contact})["tech"]
    return WORDS.seen(json.loads(json.dumps(told)))


def _empty_is_none(who: SeenContact) -> SeenContact:
    return who.model_copy(update={"organization": who.organization or None, "fax": who.fax or None})


@pytest.mark.parametrize("whose", HELD)
def test_a_contact_comes_back_as_it_was_sent(whose: str) -> None:
    assert _empty_is_none(_round(HELD[whose])) == SeenContact.of(HELD[whose])


@pytest.mark.parametrize("oddity", REFUSED)
def test_what_has_no_place_is_refused_and_not_repeated(oddity: str) -> None:
    contact = ODD[oddity]
    with pytest.raises(Unsupported) as refused:
        written(COM, {ContactRole.TECH: contact})
    assert "tech" in refused.value.detail
    private = (contact.email, contact.address.street[0], contact.phone.number, contact.name)
    assert not [value for value in private if value in str(refused.value)]


def test_a_number_that_is_too_short_for_the_vendor_is_refused() -> None:
    short = ADMIN.model_copy(update={"phone": Phone(number="+29012")})
    with pytest.raises(Unsupported, match="short"):
        written(COM, {ContactRole.ADMIN: short})


def test_a_fax_with_an_extension_is_refused_too() -> None:
    fax = ADMIN.model_copy(update={"fax": Phone.parse("+1.6135550123x7")})
    with pytest.raises(Unsupported, match="extension"):
        written(COM, {ContactRole.ADMIN: fax})


def test_ca_has_no_billing_contact() -> None:
    with pytest.raises(Unsupported, match="billing"):
        written(CA, {ContactRole.BILLING: BILLING})


def test_phones_have_no_dot_and_provinces_no_country() -> None:
    told = written(COM, {ContactRole.REGISTRANT: REGISTRANT})["registrant"]
    assert (told["phone"], told["state"], told["country"]) == ("+15145550111", "QC", "CA")
    assert told["address2"] == "Bureau 4"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"state": "on", "country": "ca"}, "CA-ON"),
        ({"state": "CA-ON", "country": "CA"}, "CA-ON"),
        ({"state": "Ontario", "country": "CA"}, "Ontario"),
        ({"state": "IDF", "country": "FR"}, "FR-IDF"),
        ({"state": "ON"}, "ON"),
        ({"country": "CA"}, None),
    ],
)
def test_provinces_are_shown_by_their_codes_where_they_are_codes(
    told: dict[str, str], shown: str | None
) -> None:
    assert WORDS.seen(told).state == shown


def test_what_is_not_told_is_not_made_up() -> None:
    assert WORDS.seen({}) == SeenContact()


def test_a_phone_that_cannot_be_read_is_shown_as_it_is() -> None:
    assert WORDS.seen({"phone": "call us"}).phone == "call us"

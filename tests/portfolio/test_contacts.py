"""Contacts are complete and possible, or refused without repeating what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portfolio.contacts import Phone, PostalAddress
from portfolio.observation import SeenContact
from tests.portfolio.samples import a_contact


@pytest.mark.parametrize(
    ("typed", "number", "extension", "epp"),
    [
        ("+1.6135550123", "+16135550123", None, "+1.6135550123"),
        ("+1.6135550123x12", "+16135550123", "12", "+1.6135550123x12"),
        ("+1 613 555 0123 ext. 12", "+16135550123", "12", "+1.6135550123x12"),
        ("+1 (613) 555-0123", "+16135550123", None, "+1.6135550123"),
        ("tel:+1-613-555-0123;ext=12", "+16135550123", "12", "+1.6135550123x12"),
        ("+39.0669812345", "+390669812345", None, "+39.0669812345"),
        ("+1242.5550123", "+12425550123", None, "+1.2425550123"),
        ("+44.2079460123x12", "+442079460123", "12", "+44.2079460123x12"),
    ],
)
def test_a_phone_is_read_in_every_spelling(typed: str, number: str, extension: str | None, epp: str) -> None:
    phone = Phone.parse(typed)
    assert (phone.number, phone.extension, phone.epp) == (number, extension, epp)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "613 555 0123",
        "REDACTED FOR PRIVACY",
        "+1.613",
        "+999.5550123456",
        "+1.61355501234567890",
        "+",
        "x12",
    ],
)
def test_a_phone_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="phone"):
        Phone.parse(typed)


@given(
    st.integers(2, 9), st.integers(0, 9), st.integers(0, 9999999), st.one_of(st.none(), st.integers(1, 99999))
)
def test_epps_form_of_a_phone_reads_back_as_the_same_phone(
    first: int, second: int, rest: int, extension: int | None
) -> None:
    phone = Phone(number=f"+1{first}{second}5{rest:07}", extension=str(extension) if extension else None)
    assert Phone.parse(phone.epp) == phone


@pytest.mark.parametrize(
    "changes",
    [
        {"family": None, "organization": None},
        {"email": "nobody"},
        {"email": "a@b@example.ca"},
        {"given": "Two\nLines"},
        {"organization": "Line\u2028Separator"},
        {"family": "x" * 256},
        {"language": "xx"},
        {"shoe_size": "43"},
    ],
)
def test_an_incomplete_contact_is_refused_without_repeating_it(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        a_contact(**changes)
    for value in changes.values():
        assert value is None or str(value) not in str(refused.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"country": "ZZ"}, {"country": "Canada"}, {"country": "ca"}, {"subdivision": "ON"},
        {"subdivision": "CA-XX"}, {"subdivision": "US-NY"}, {"street": ()}, {"street": ("1", "2", "3", "4")},
        {"city": " "},
    ],
)  # fmt: skip
def test_an_address_is_checked_against_its_country(changes: dict[str, object]) -> None:
    fields = a_contact().address.model_dump() | changes
    with pytest.raises(ValidationError):
        PostalAddress.model_validate(fields)


def test_a_contact_never_shows_itself_in_a_repr() -> None:
    contact = a_contact()
    shown = repr(contact) + str(contact) + f"{contact}" + repr([contact.phone, contact.address])
    for personal in ("Example", "Ottawa", "6135550123", "registrant@"):
        assert personal not in shown


def test_a_company_without_a_person_is_called_by_its_name() -> None:
    assert a_contact().name == "Registrant Example"
    assert a_contact(given=None, family=None).name == "Example Bakery Inc."


def test_our_own_contact_takes_the_shape_of_an_answer() -> None:
    seen = SeenContact.of(a_contact(fax=Phone.parse("+1.6135550199")))
    assert (seen.name, seen.organization, seen.state) == (
        "Registrant Example",
        "Example Bakery Inc.",
        "CA-ON",
    )
    assert (seen.phone, seen.fax) == ("+1.6135550123", "+1.6135550199")
    assert seen.hidden == frozenset()


def test_two_contacts_are_equal_when_they_mean_the_same() -> None:
    assert a_contact(given=" Registrant ") == a_contact()
    assert a_contact(phone=Phone.parse("+1 613-555-0123")) == a_contact()

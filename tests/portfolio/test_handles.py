"""What a handle is called, and when two contacts are one at a registrar."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from portfolio.handles import Handle, fingerprint, reference_of
from portfolio.observation import CONTACT_FIELDS, SeenContact
from tests.portfolio.samples import a_contact

SEEN = SeenContact.of(a_contact())
_OTHER = {"street": ("9 Other Street",), "phone": "+1.6135550199", "fax": "+1.6135550198", "country": "US"}


def changed(**fields: object) -> SeenContact:
    return SEEN.model_copy(update=fields)


@pytest.mark.parametrize("field", CONTACT_FIELDS)
def test_contacts_that_differ_in_a_field_are_two(field: str) -> None:
    assert fingerprint(changed(**{field: _OTHER.get(field, "other@example.org")})) != fingerprint(SEEN)


@pytest.mark.parametrize("field", CONTACT_FIELDS)
def test_a_hidden_field_makes_a_contact_equal_to_nothing(field: str) -> None:
    assert fingerprint(changed(hidden=frozenset({field}))) is None


def test_a_vendors_own_field_may_be_hidden() -> None:
    assert fingerprint(changed(hidden=frozenset({"registry_id"}))) == fingerprint(SEEN)


def test_the_handle_is_no_part_of_the_contact() -> None:
    assert fingerprint(changed(handle="AB123456-XX")) == fingerprint(SEEN)


def test_a_corrected_accent_is_another_contact() -> None:
    plain, accented = changed(name="Renee Example"), changed(name="Renée Example")
    assert fingerprint(plain) != fingerprint(accented)


def test_nothing_and_an_empty_text_are_the_same() -> None:
    assert fingerprint(changed(fax="", organization=" ")) == fingerprint(changed(fax=None, organization=None))


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("phone", "+1.6135550123", "+1 613 555 0123"),
        ("phone", "no number", "NO  NUMBER"),
        ("email", "One@Example.CA", "one@example.ca"),
        ("postal_code", "K1A 0B1", "k1a0b1"),
        ("country", "CA", "ca"),
        ("state", "CA-ON", "ca-on"),
        ("street", ("1 Example Street", ""), ("1 Example Street",)),
    ],
)
def test_a_spelling_of_the_same_is_no_other_contact(field: str, one: object, other: object) -> None:
    assert fingerprint(changed(**{field: one})) == fingerprint(changed(**{field: other}))


@given(st.text(max_size=30))
def test_blanks_and_composed_forms_make_no_difference(text: str) -> None:
    one, other = unicodedata.normalize("NFC", text), f"  {unicodedata.normalize('NFD', text)} "
    assert fingerprint(changed(name=one)) == fingerprint(changed(name=other))


def test_the_same_two_street_lines_in_one_are_another_contact() -> None:
    one, two = changed(street=("1 Example Street Floor 2",)), changed(street=("1 Example Street", "Floor 2"))
    assert fingerprint(one) != fingerprint(two)


def test_our_name_for_a_handle_is_the_same_each_time_and_fits_epp() -> None:
    reference = reference_of("main", "owner", 3)
    assert reference == reference_of("main", "owner", 3)
    assert re.fullmatch(r"NS[0-9A-F]{12}", reference)  # RFC 5730: an id has 3 to 16 characters


@given(
    st.sets(
        st.tuples(st.text("ab-1", min_size=1), st.text("ab-1", min_size=1), st.integers(1, 9)), max_size=9
    )
)
def test_different_versions_have_different_references(versions: set[tuple[str, str, int]]) -> None:
    assert len({reference_of(*version) for version in versions}) == len(versions)
    assert all(reference_of(*each) != reference_of(*each, earlier=1) for each in versions)


@pytest.mark.parametrize("text", ["", "with blank", "é", "x" * 81])
def test_what_no_registrar_calls_a_handle_is_none(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter[str](Handle).validate_python(text)

"""One table of words writes a contact for a vendor, and reads it back."""

from dataclasses import replace
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from registrar.contacts.words import ContactWords
from tests.conformance.people import REGISTRANT

_WORDS = ContactWords(
    given="first", family="last", organization="org", street=("line1", "line2"), city="city", fax="fax",
    subdivision="state", postal_code="zip", country="country", phone="phone", email="email",
)  # fmt: skip


def test_one_field_holds_every_line_of_a_street() -> None:
    words = replace(_WORDS, street=("street",))
    written = words.written(REGISTRANT)
    assert written["street"] == "\n".join(REGISTRANT.address.street)
    assert words.seen(written).street == REGISTRANT.address.street
    assert words.seen({"street": ""}).street == ()


def test_each_line_of_a_street_has_a_field() -> None:
    written = _WORDS.written(REGISTRANT)
    assert (written["line1"], written["line2"]) == REGISTRANT.address.street
    assert _WORDS.seen(written).street == REGISTRANT.address.street


def test_a_subdivision_goes_without_its_country_or_whole_and_comes_back_the_same() -> None:
    state = REGISTRANT.address.subdivision
    for words, sent in ((_WORDS, "QC"), (replace(_WORDS, whole=True), "CA-QC")):
        assert words.written(REGISTRANT)["state"] == sent
        assert words.seen(words.written(REGISTRANT)).state == state


def test_a_phone_goes_in_epps_form_or_bare_and_comes_back_the_same() -> None:
    for words, sent in ((_WORDS, "+1.5145550111"), (replace(_WORDS, bare_phones=True), "+15145550111")):
        assert words.written(REGISTRANT)["phone"] == sent
        assert words.seen(words.written(REGISTRANT)).phone == REGISTRANT.phone.epp


def test_a_contact_in_an_answer_has_texts_and_what_else_it_may_have() -> None:
    read = TypeAdapter(Annotated[dict[str, object], _WORDS.checked(hidden=bool)])
    told = {"first": "Registrant", "hidden": True, "line2": None, "other": 7}
    assert read.validate_python(told) == {"first": "Registrant", "hidden": True}
    for wrong in ({"city": 7}, {"line1": ["100 Example Street"]}, {"hidden": "yes"}):
        with pytest.raises(ValidationError, match="not what a contact holds"):
            read.validate_python(told | wrong)

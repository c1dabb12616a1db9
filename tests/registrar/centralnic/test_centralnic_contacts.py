"""Contacts in CentralNic's spelling and back: whole, or refused before anything is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.contacts import Contact, Phone
from portfolio.observation import SeenContact
from registrar.errors import OutcomeUnknown, ReplyNotUnderstood, Unsupported
from registrar.keyvalue.contacts import seen, unholdable, written
from registrar.keyvalue.reply import read_keyvalue
from tests.conformance.people import ADMIN, EVERYONE, ODD, TECH
from tests.registrar.centralnic.centralnic_edge import Told, centralnic, hexonet, reply

HELD = ("an extension", "three street lines", "a long organization", "no province")


def _told_back(contact: Contact, handle: str = "P-ABC1") -> SeenContact:
    """What StatusContact would show of the parameters that make a contact: streets stand in one column."""
    given_to = written(contact)
    streets = tuple(value for key, value in given_to.items() if key.startswith("STREET"))
    fields = {key: value for key, value in given_to.items() if not key.startswith("STREET")}
    return seen(handle, read_keyvalue(reply(columns=fields, ID=handle, STREET=streets)))


@pytest.mark.parametrize("contact", [*EVERYONE.values(), *(ODD[name] for name in HELD)])
def test_a_contact_is_read_back_as_it_was_written(contact: Contact) -> None:
    assert _told_back(contact) == SeenContact.of(contact).model_copy(update={"handle": "P-ABC1"})


LETTERS = st.text("abcdefghijklmnopqrstuvwxyzàâçéèêëîïôûùüÿœæ'- ", min_size=1, max_size=40).filter(str.strip)


@given(LETTERS, LETTERS, st.lists(LETTERS, min_size=1, max_size=3), st.integers(0, 9999999))
def test_any_latin_contact_is_read_back_as_it_was_written(
    name: str, city: str, street: list[str], extension: int
) -> None:
    address = TECH.address.model_validate({**TECH.address.model_dump(), "street": street, "city": city})
    phone = Phone(number="+16135550122", extension=str(extension))
    contact = Contact.model_validate({
        **TECH.model_dump(), "given": name, "family": name, "address": address, "phone": phone,
    })  # fmt: skip
    told = _told_back(contact)
    assert (told.name, told.street, told.city) == (contact.name, address.street, address.city)
    assert told.phone == phone.epp


@pytest.mark.parametrize("oddity", sorted(set(ODD) - set(HELD)))
def test_what_cannot_be_held_is_refused_before_anything_is_sent(oddity: str) -> None:
    assert list(unholdable(ODD[oddity]))
    for make in (centralnic, hexonet):
        told = Told({})
        with pytest.raises(Unsupported):
            make(told).create_handle(ODD[oddity], reference="NS000000000001")
        assert told.forms == []


def test_a_province_is_two_letters_on_the_way_and_has_its_country_again() -> None:
    assert written(ADMIN)["STATE"] == "ON"
    assert _told_back(ADMIN).state == "CA-ON"


def test_an_address_without_a_postal_code_is_not_sent() -> None:
    bare = ADMIN.model_copy(update={"address": ADMIN.address.model_copy(update={"postal_code": None})})
    assert list(unholdable(bare)) == ["an address without postal code"]


def test_equal_contacts_are_left_to_the_vendor_to_share() -> None:
    """`NEW` would make another handle for every order; none is ever edited, so that sharing harms nobody."""
    told = Told({"AddContact": reply(CONTACT="P-ABC1", NEW="0", STATUS="ACTIVE")})
    assert hexonet(told).create_handle(ADMIN, reference="NS000000000001") == "P-ABC1"
    assert "NEW" not in told.commands[0]


@pytest.mark.parametrize("answer", [reply(), reply(CONTACT=""), reply(CONTACT="two words")])
def test_a_handle_that_is_none_may_have_been_made(answer: bytes) -> None:
    with pytest.raises(OutcomeUnknown):
        hexonet(Told({"AddContact": answer})).create_handle(ADMIN, reference="NS000000000001")


def test_a_contact_under_another_handle_is_never_data() -> None:
    told = Told({"StatusContact": reply(ID="P-XYZ9", COUNTRY="CA", FIRSTNAME="One", LASTNAME="Sample")})
    with pytest.raises(ReplyNotUnderstood):
        hexonet(told).handle_contact("P-ABC1")

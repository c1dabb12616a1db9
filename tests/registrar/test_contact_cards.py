"""Contacts like EPP's are spelled and read back whole from one table of words."""

import pytest

from portfolio.contacts import Contact
from portfolio.handles import fingerprint
from portfolio.observation import SeenContact
from registrar.contacts.cards import CardWords
from registrar.exchange import Unreadable
from tests.conformance.people import EVERYONE, ODD, REGISTRANT

WORDS = CardWords(street="lines", phone="voice")
HELD = [who for oddity, who in sorted(ODD.items()) if oddity != "an extension"]


@pytest.mark.parametrize("who", [*EVERYONE.values(), *HELD])
def test_what_is_written_is_read_back(who: Contact) -> None:
    assert list(WORDS.unholdable(who)) == []
    assert fingerprint(WORDS.seen(WORDS.written(who))) == fingerprint(SeenContact.of(who))


def test_the_vendors_words_are_used_and_what_is_not_there_is_left_out() -> None:
    told = WORDS.written(REGISTRANT)
    assert (told["lines"], told["voice"]) == (list(REGISTRANT.address.street), REGISTRANT.phone.epp)
    assert "fax" not in told


def test_what_has_no_place_is_told_and_its_value_is_not() -> None:
    who = ODD["an extension"]
    nowhere = who.model_copy(update={"address": who.address.model_copy(update={"postal_code": None})})
    assert list(WORDS.unholdable(nowhere)) == ["a phone's extension", "an address without postal code"]


@pytest.mark.parametrize("told", [{"name": 1}, {"lines": "one"}, {"lines": [1]}, {"city": ["here"]}])
def test_a_field_of_another_type_is_unreadable(told: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        WORDS.seen(told)


def test_what_is_not_told_is_none() -> None:
    assert WORDS.seen({"brand": "default", "name": None}, handle="owner1") == SeenContact(handle="owner1")

"""Contacts in Realtime Register's spelling, and read back: whole, or refused before anything is sent."""

import pytest

from portfolio.contacts import Contact
from portfolio.handles import fingerprint
from registrar.adapters.realtimeregister import RealtimeRegisterRegistrar
from registrar.contacts.handle_cards import Card
from registrar.errors import OutcomeUnknown, Unsupported, ValueRefused
from tests.conformance.people import ADMIN, EVERYONE, ODD, REGISTRANT
from tests.registrar.realtimeregister.realtimeregister_edge import account

WORDS = RealtimeRegisterRegistrar.words
HANDLE = "NS0123456789AB"
PATH = f"customers/example/contacts/{HANDLE}"
HELD = sorted(set(ODD) - {"an extension"})


def test_a_contact_is_spelled_as_the_reference_has_it() -> None:
    assert WORDS.written(REGISTRANT) == {
        "name": "Renée Exemple", "organization": "Boulangerie Exemple Inc.",
        "addressLine": ["100, rue de l'Exemple", "Bureau 4"], "postalCode": "H2Y 1A1", "city": "Montréal",
        "state": "QC", "country": "CA", "email": "renee@example.ca", "voice": "+1.5145550111",
    }  # fmt: skip


@pytest.mark.parametrize("who", [*EVERYONE.values(), *(ODD[oddity] for oddity in HELD)])
def test_a_contact_is_read_back_as_it_is_kept(who: Contact) -> None:
    registrar, _ = account({})
    card = Card.model_validate(WORDS.written(who) | {"handle": HANDLE})
    assert fingerprint(registrar.seen(card)) == fingerprint(registrar.as_kept(who))


def test_an_extension_is_refused_before_anything_is_sent() -> None:
    registrar, http = account({})
    assert list(WORDS.unholdable(ODD["an extension"])) == ["a phone's extension"]
    with pytest.raises(Unsupported):
        registrar.create_handle(ODD["an extension"], reference=HANDLE)
    assert http.sent == []


def test_a_handle_that_is_there_is_ours_if_its_contact_is_equal() -> None:
    exists = (409, {"type": "ObjectExists", "message": "in use"})
    answers = {f"POST {PATH}": exists, f"GET {PATH}": (200, WORDS.written(ADMIN) | {"handle": HANDLE})}
    registrar, _ = account(answers)
    assert registrar.create_handle(ADMIN, reference=HANDLE) == HANDLE
    with pytest.raises(ValueRefused):
        registrar.create_handle(REGISTRANT, reference=HANDLE)


def test_an_empty_yes_is_believed_when_the_contact_is_seen() -> None:
    there = {f"POST {PATH}": (201, None), f"GET {PATH}": (200, WORDS.written(ADMIN) | {"handle": HANDLE})}
    registrar, _ = account(there)
    assert registrar.create_handle(ADMIN, reference=HANDLE) == HANDLE
    registrar, _ = account({f"POST {PATH}": (201, None)})
    with pytest.raises(OutcomeUnknown):
        registrar.create_handle(ADMIN, reference=HANDLE)

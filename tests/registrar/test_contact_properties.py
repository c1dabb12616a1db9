"""What a registry asks of a registrant goes with its contact: told, fitted, given once, carried over."""

from collections.abc import Mapping

import pytest

from portfolio.contacts import ContactRole
from portfolio.handles import Handle
from portfolio.names import DomainName
from registrar.contacts.cards import CardWords
from registrar.contacts.properties import PropertyCards
from registrar.contract import Receipt
from registrar.errors import NotFound, ReplyNotUnderstood, Unsupported, ValueRefused
from tests.registrar.written_json import MANNER, Told, opened

NAME = DomainName("example.ca")
LEGAL = {"name": "LEGAL_TYPE", "label": "Legal type", "mandatory": True, "values": {"CCO": "a corporation"}}
CA = {"provider": "cira", "metadata": {"contactProperties": [LEGAL, {"name": "LANG"}]}}
ASKED = "GET tlds/ca/info"


class _Vendor(PropertyCards):
    slug = "vendor"
    manner = MANNER
    in_use = "Exists"
    words = CardWords()

    def _cards(self) -> str:
        return "cards"

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        raise NotFound("no names here", name=name)

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        raise NotFound("no names here", name=name)


def cards(**held: object) -> dict[str, Told]:
    """Return the answers of cards with these properties, to which some may be given."""
    seen: dict[str, Told] = {
        f"GET cards/{handle}": (200, {"handle": handle, "properties": told}) for handle, told in held.items()
    }
    return seen | {
        f"POST cards/{handle}/{where}": (200, None) for handle in held for where in ("cira", "CIRA")
    }


def test_what_is_asked_has_the_tld_before_its_name() -> None:
    vendor, _ = opened(_Vendor, {ASKED: (200, CA)})
    legal, language = vendor.attributes_asked("ca")
    assert (legal.name, legal.label, legal.required) == ("ca-LEGAL_TYPE", "Legal type", True)
    assert (legal.choices, language.required) == ({"CCO": "a corporation"}, False)


def test_a_tld_may_ask_for_nothing_and_must_say_so() -> None:
    vendor, _ = opened(_Vendor, {ASKED: (200, {"provider": "cira", "metadata": {}})})
    assert vendor.attributes_asked("ca") == []
    vendor, _ = opened(_Vendor, {ASKED: (200, {"provider": "cira"})})
    with pytest.raises(ReplyNotUnderstood):
        vendor.attributes_asked("ca")


def test_our_attributes_are_fitted_to_the_registrys_own_names() -> None:
    vendor, _ = opened(_Vendor, {ASKED: (200, CA)})
    assert vendor.fitted_to(NAME, {"ca.legal_type": "cco"}) == ("cira", {"LEGAL_TYPE": "CCO"})
    with pytest.raises(Unsupported):
        vendor.fitted_to(NAME, {})


def test_properties_are_given_once_and_never_changed() -> None:
    vendor, http = opened(_Vendor, cards(H1=None, H2={"cira": {"LANG": "fr"}}))
    vendor.give("H1", "cira", {"LANG": "fr"})
    assert http.sent[-1] == ("POST cards/H1/cira", {"properties": {"LANG": "fr"}})
    vendor.give("H2", "cira", {"LANG": "fr"})
    with pytest.raises(ValueRefused):
        vendor.give("H2", "cira", {"LANG": "en"})
    vendor.give("H1", "cira", {})
    assert [line for line, _ in http.sent if line.startswith("POST")] == ["POST cards/H1/cira"]


def test_a_new_contact_has_what_the_names_registry_had_of_the_old_one() -> None:
    held = {"CIRA": {"LANG": "fr"}, "afnic": {"BIRTH": "place"}}
    vendor, http = opened(_Vendor, cards(H1=held, H2=None))
    vendor.carry_over("H1", "H2", "cira")
    assert http.sent[-1] == ("POST cards/H2/CIRA", {"properties": {"LANG": "fr"}})
    vendor.carry_over("H1", "H2", "verisign")
    assert [line for line, _ in http.sent].count("POST cards/H2/CIRA") == 1

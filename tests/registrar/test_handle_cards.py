"""Cards under handles of our choice are made by one request, seen again, and found by what they hold."""

from collections.abc import Mapping

import pytest

from portfolio.contacts import ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from registrar.contacts.cards import CardWords
from registrar.contacts.handle_cards import HandleCards
from registrar.contract import Receipt
from registrar.errors import NotFound, OutcomeUnknown, ReplyNotUnderstood
from tests.conformance.people import ADMIN, REGISTRANT
from tests.registrar.written_json import MANNER, Told, opened


class _Vendor(HandleCards):
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


def card(handle: str = "H1") -> dict[str, object]:
    return {**CardWords().written(ADMIN), "handle": handle}


@pytest.mark.parametrize("yes", [(200, {"handle": "H1"}), (201, {"handle": "H1"}), (201, None), (200, {})])
def test_a_card_is_made_once_below_the_path_of_all(yes: Told) -> None:
    vendor, http = opened(_Vendor, {"POST cards/H1": yes, "GET cards/H1": (200, card())})
    assert vendor.create_handle(ADMIN, reference="H1") == "H1"
    assert http.sent[0] == ("POST cards/H1", CardWords().written(ADMIN))
    assert [line for line, _ in http.sent].count("POST cards/H1") == 1


def test_a_yes_without_a_card_to_be_seen_is_unknown() -> None:
    vendor, _ = opened(_Vendor, {"POST cards/H1": (201, None)})
    with pytest.raises(OutcomeUnknown):
        vendor.create_handle(ADMIN, reference="H1")


def test_a_card_is_seen_under_its_handle_whatever_its_case() -> None:
    vendor, _ = opened(_Vendor, {"GET cards/H%2F1": (200, card("h/1"))})
    assert fingerprint(vendor.handle_contact("H/1")) == fingerprint(vendor.as_kept(ADMIN))


@pytest.mark.parametrize("told", [card("H2"), card() | {"city": 7}, {"name": "Registrant Example"}])
def test_another_card_or_one_that_cannot_be_is_not_understood(told: object) -> None:
    vendor, _ = opened(_Vendor, {"GET cards/H1": (200, told)})
    with pytest.raises(ReplyNotUnderstood):
        vendor.handle_contact("H1")


def test_handles_are_found_by_what_they_hold() -> None:
    other = {**CardWords().written(REGISTRANT), "handle": "H2"}
    listing = {"entities": [card(), other, card("H3")], "pagination": {"total": 3}}
    answers = {f"GET cards/{handle}": (200, card(handle)) for handle in ("H1", "H3")}
    vendor, _ = opened(_Vendor, {"GET cards?limit=100&offset=0": (200, listing), **answers})
    assert vendor.find_handles(ADMIN) == {"H1", "H3"}

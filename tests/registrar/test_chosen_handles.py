"""A contact under a handle of our choice is made once, and believed when it is seen."""

from collections.abc import Iterable, Mapping

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.contacts.cards import CardWords
from registrar.contacts.chosen import ChosenHandles
from registrar.contract import Receipt
from registrar.errors import NotFound, OutcomeUnknown, Unsupported, ValueRefused
from tests.conformance.people import ADMIN, ODD, REGISTRANT


class _Vendor(ChosenHandles):
    slug = "vendor"
    in_use = "Exists"
    words = CardWords()

    def __init__(self, *, shows: bool = True, keeps: bool = True, code: str = "Exists") -> None:
        self.shows, self.keeps, self.code = shows, keeps, code
        self.cards: dict[Handle, Contact] = {}
        self.sent = 0

    def _make(self, contact: Contact, handle: Handle) -> bool:
        self.sent += 1
        if handle in self.cards:
            raise ValueRefused("it is there", vendor_code=self.code)
        if self.keeps:
            self.cards[handle] = contact
        return self.shows

    def handle_contact(self, handle: Handle) -> SeenContact:
        if handle not in self.cards:
            raise NotFound("not there")
        return SeenContact.of(self.cards[handle])

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        raise NotImplementedError

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        raise NotImplementedError

    def alike(self, contact: Contact) -> Iterable[Handle]:
        raise NotImplementedError


@pytest.mark.parametrize("shows", [True, False])
def test_making_it_twice_makes_one(*, shows: bool) -> None:
    vendor = _Vendor(shows=shows)
    assert vendor.create_handle(ADMIN, reference="H1") == "H1"
    assert vendor.create_handle(ADMIN, reference="H1") == "H1"
    assert list(vendor.cards) == ["H1"]


def test_a_handle_with_another_contact_is_refused_and_so_is_another_no() -> None:
    vendor = _Vendor()
    vendor.create_handle(ADMIN, reference="H1")
    with pytest.raises(ValueRefused):
        vendor.create_handle(REGISTRANT, reference="H1")
    vendor.code = "Invalid"
    with pytest.raises(ValueRefused):
        vendor.create_handle(ADMIN, reference="H1")


def test_a_yes_that_shows_nothing_is_unknown_when_the_contact_is_not_to_be_seen() -> None:
    vendor = _Vendor(shows=False, keeps=False)
    with pytest.raises(OutcomeUnknown):
        vendor.create_handle(ADMIN, reference="H1")
    assert vendor.sent == 1


def test_what_cannot_be_held_is_not_sent() -> None:
    vendor = _Vendor()
    with pytest.raises(Unsupported):
        vendor.create_handle(ODD["an extension"], reference="H1")
    assert vendor.sent == 0

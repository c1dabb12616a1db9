"""Contacts under handles are read once each, set by fresh ones, and found again by what they hold."""

from collections.abc import Iterable, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.contacts.handled import HandledContacts
from registrar.contract import Receipt
from tests.conformance.people import ADMIN, REGISTRANT, TECH

NAME = DomainName("example.com")


class Keeper(HandledContacts):
    """Keeps contacts under numbers, and notes what it was asked."""

    slug = "keeper"
    chooses_handles = False

    def __init__(self, *kept: Contact) -> None:
        self.kept = {f"H{number}": contact for number, contact in enumerate(kept)}
        self.roles: dict[ContactRole, Handle] = dict(zip(ContactRole, self.kept, strict=False))
        self.read: list[Handle] = []

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        assert len(reference) == 14
        handle = f"H{len(self.kept)}"
        self.kept[handle] = contact
        return handle

    def handle_contact(self, handle: Handle) -> SeenContact:
        self.read.append(handle)
        return SeenContact.of(self.kept[handle]).model_copy(update={"handle": handle})

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        assert name == NAME
        return self.roles

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        assert name == NAME
        self.roles |= handles
        return Receipt()

    def alike(self, contact: Contact) -> Iterable[Handle]:
        return [handle for handle, one in self.kept.items() if one.email == contact.email]


def test_a_handle_on_two_roles_is_read_once() -> None:
    keeper = Keeper(REGISTRANT, ADMIN)
    keeper.roles[ContactRole.TECH] = "H1"
    told = keeper.contacts(NAME)
    assert [told[role].handle for role in (ContactRole.REGISTRANT, ContactRole.TECH)] == ["H0", "H1"]
    assert told[ContactRole.ADMIN] is told[ContactRole.TECH]
    assert keeper.read == ["H0", "H1"]


def test_contacts_are_set_by_fresh_handles_and_other_roles_stay() -> None:
    keeper = Keeper(REGISTRANT, ADMIN)
    keeper.set_contacts(NAME, {ContactRole.ADMIN: TECH, ContactRole.TECH: TECH})
    assert keeper.roles == {ContactRole.REGISTRANT: "H0", ContactRole.ADMIN: "H2", ContactRole.TECH: "H2"}
    assert keeper.kept["H1"] == ADMIN


def test_a_contact_is_found_by_all_that_it_holds_among_those_alike() -> None:
    moved = ADMIN.model_copy(update={"family": "Sample-Moved"})
    keeper = Keeper(REGISTRANT, ADMIN, moved, ADMIN)
    assert keeper.find_handles(ADMIN) == {"H1", "H3"}
    assert keeper.read == ["H1", "H2", "H3"]
    assert keeper.find_handles(TECH) == frozenset()

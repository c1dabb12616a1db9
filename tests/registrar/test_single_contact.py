"""Where names have a registrant only, nobody else is dropped or put in another's place."""

from collections.abc import Iterable, Mapping

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.contacts.single import HandledRegistrant, the_registrant, whole_registrant
from registrar.contract import Receipt
from registrar.errors import NotFound, Unsupported
from registrar.handles import number_of
from tests.conformance.people import ADMIN, REGISTRANT

NAME = DomainName("example.com")
EVERYONE = dict.fromkeys(ContactRole, REGISTRANT)


def test_the_registrant_stands_for_roles_that_are_the_same_person() -> None:
    assert the_registrant("vendor", NAME, {ContactRole.REGISTRANT: REGISTRANT}) == REGISTRANT
    assert whole_registrant("vendor", NAME, EVERYONE) == REGISTRANT


@pytest.mark.parametrize(
    ("people", "why"),
    [
        (EVERYONE | {ContactRole.TECH: ADMIN}, "no place for another tech contact"),
        ({}, "no place for a name without one"),
        ({ContactRole.ADMIN: ADMIN}, "no place for a name without one"),
    ],
)
def test_another_person_has_no_place(people: dict[ContactRole, Contact], why: str) -> None:
    with pytest.raises(Unsupported, match=why):
        the_registrant("vendor", NAME, people)


def test_an_order_names_every_role_that_the_registry_wants_and_none_that_it_refuses() -> None:
    with pytest.raises(Unsupported, match="a missing admin contact would be filled in"):
        whole_registrant("vendor", NAME, {ContactRole.REGISTRANT: REGISTRANT})
    with pytest.raises(Unsupported, match="has no billing contact"):
        whole_registrant("vendor", DomainName("example.ca"), EVERYONE)


class Keeper(HandledRegistrant):
    """Numbers its contacts, and notes where they are put."""

    slug = "keeper"
    chooses_handles = False

    def __init__(self, *kept: Contact) -> None:
        self.kept = [*kept]
        self.put: list[Handle] = []

    def everyone(self) -> Iterable[SeenContact]:
        return [self.handle_contact(str(number)) for number in range(len(self.kept))]

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        assert len(reference) == 14
        self.kept.append(contact)
        return str(len(self.kept) - 1)

    def handle_contact(self, handle: Handle) -> SeenContact:
        return SeenContact.of(self.kept[int(handle)]).model_copy(update={"handle": handle})

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        assert name == NAME
        return {ContactRole.REGISTRANT: "0"}

    def put_registrant(self, name: DomainName, handle: Handle) -> Receipt:
        assert name == NAME
        self.put.append(handle)
        return Receipt(reference=handle)


def test_a_registrant_gets_a_fresh_handle() -> None:
    keeper = Keeper(REGISTRANT)
    assert keeper.set_contacts(NAME, dict.fromkeys(ContactRole, ADMIN)) == Receipt(reference="1")
    assert (keeper.kept, keeper.put) == ([REGISTRANT, ADMIN], ["1"])


def test_a_handle_has_no_place_on_another_role() -> None:
    keeper = Keeper(REGISTRANT)
    with pytest.raises(Unsupported, match="names have a registrant only"):
        keeper.put_handles(NAME, {ContactRole.REGISTRANT: "0", ContactRole.ADMIN: "0"})
    with pytest.raises(Unsupported, match="another admin"):
        keeper.set_contacts(NAME, {ContactRole.REGISTRANT: REGISTRANT, ContactRole.ADMIN: ADMIN})
    assert keeper.put == []


def test_handles_are_found_by_what_they_hold() -> None:
    keeper = Keeper(REGISTRANT, ADMIN, REGISTRANT)
    assert keeper.find_handles(REGISTRANT) == {"0", "2"}
    assert keeper.contacts(NAME)[ContactRole.REGISTRANT] == keeper.handle_contact("0")


def test_a_handle_that_is_no_number_is_nobodys_where_contacts_are_numbered() -> None:
    assert number_of("88", registrar="vendor") == 88
    for handle in ("C88", "-8", "\u0663"):
        with pytest.raises(NotFound):
            number_of(handle, registrar="vendor")

"""Faults with handles on purpose, in the reference: each must make the suite fail."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.contract import Receipt
from registrar.errors import NotFound, OutcomeUnknown
from tests.conformance.bench import without_handles
from tests.conformance.planting import Adapter, Plant, with_methods
from tests.conformance.reference import REFERENCE, ReferenceRegistrar
from tests.conformance.reference_bench import ReferenceBench
from tests.conformance.subjects import CHOOSING, ChoosingRegistrar, Subject


def made_twice(adapter: Adapter) -> Adapter:
    """A contact whose making was not answered is made once more."""

    def create_handle(self: Any, contact: Contact, *, reference: str) -> Handle:
        try:
            return adapter.create_handle(self, contact, reference=reference)
        except OutcomeUnknown:
            return adapter.create_handle(self, contact, reference=reference)

    return with_methods(adapter, create_handle=create_handle)


def edited_in_place(adapter: Adapter) -> Adapter:
    """A role's contact is edited under the handle that it has, whoever shares it."""

    def put_handles(self: Any, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        standing = self.cards.on(name)
        receipt = adapter.put_handles(self, name, handles)
        for role, handle in handles.items():
            self.cards.edit(standing[role], self.cards.kept[handle])
        return receipt

    return with_methods(adapter, put_handles=put_handles)


def one_handle_for_all_roles(adapter: Adapter) -> Adapter:
    """Every role's handle is the registrant's."""

    def handles(self: Any, name: DomainName) -> dict[Any, Any]:
        told = adapter.handles(self, name)
        return dict.fromkeys(told, told[ContactRole.REGISTRANT])

    return with_methods(adapter, handles=handles)


def put_one_by_one(adapter: Adapter) -> Adapter:
    """Each role is a request of its own."""

    def put_handles(self: Any, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        for role, handle in handles.items():
            adapter.put_handles(self, name, {role: handle})
        return Receipt()

    return with_methods(adapter, put_handles=put_handles)


def first_page_of_contacts(adapter: Adapter) -> Adapter:
    """Only the first page of contacts and of names is read."""

    def every_page(self: Any, operation: str, page: Any) -> list[Any]:
        return self._page_of(operation, 1, page)[0]

    return with_methods(adapter, _every_page=every_page)


def missing_is_empty(adapter: Adapter) -> Adapter:
    """A handle that is not there is a contact of which nothing is known."""

    def handle_contact(self: Any, handle: Handle) -> SeenContact:
        try:
            return adapter.handle_contact(self, handle)
        except NotFound:
            return SeenContact(handle=handle)

    return with_methods(adapter, handle_contact=handle_contact)


def as_kept_is_as_given(adapter: Adapter) -> Adapter:
    """It is not said what the vendor leaves out."""
    return with_methods(adapter, as_kept=lambda _self, contact: SeenContact.of(contact))


def another_under_our_reference(adapter: Adapter) -> Adapter:
    """Whoever has the handle already is taken for the contact that was to be made."""

    def create_handle(self: Any, contact: Contact, *, reference: str) -> Handle:
        if reference in self.cards.kept:
            return reference
        return adapter.create_handle(self, contact, reference=reference)

    return with_methods(adapter, create_handle=create_handle)


def shown_without_handles(adapter: Adapter) -> Adapter:
    """A name's contacts are shown without their handles."""

    def contacts(self: Any, name: DomainName) -> dict[ContactRole, SeenContact]:
        return without_handles(adapter.contacts(self, name))

    return with_methods(adapter, contacts=contacts)


CAUGHT_BY: Mapping[Plant, tuple[str, ...]] = {
    made_twice: ("test_a_contact_whose_making_was_not_answered_is_unknown_and_sent_once",),
    edited_in_place: ("test_a_handle_is_put_on_the_given_role_of_the_given_name_only",),
    one_handle_for_all_roles: ("test_each_role_has_its_own_handle",),
    shown_without_handles: ("test_contacts_are_shown_with_the_handles_that_they_have",),
    put_one_by_one: (
        "test_all_roles_are_put_in_one_request",
        "test_a_handle_that_is_not_there_is_put_nowhere",
    ),
    first_page_of_contacts: (
        "test_handles_are_found_whatever_the_paging",
        "test_every_name_of_a_handle_is_told_whatever_the_paging",
    ),
    missing_is_empty: ("test_a_handle_that_is_not_there_is_not_found",),
    as_kept_is_as_given: ("test_a_contact_is_made_once_and_read_back_as_it_is_kept",),
    another_under_our_reference: ("test_a_handle_of_our_choice_is_made_once_however_often_it_is_asked_for",),
}
"""Each fault, and the tests that must fail for it."""

SOUND = "sound"
_EVERY_TEST = frozenset(test for tests in CAUGHT_BY.values() for test in tests)


def _subject(plant: Plant) -> Subject:
    adapter = plant(ChoosingRegistrar if plant is another_under_our_reference else ReferenceRegistrar)
    return Subject(
        replace(REFERENCE, adapter=adapter), lambda _: ReferenceBench(adapter), frozenset(CAUGHT_BY[plant])
    )


IN_HANDLES = {SOUND: replace(CHOOSING, held_to=_EVERY_TEST)} | {
    plant.__name__: _subject(plant) for plant in CAUGHT_BY
}
"""The reference that takes our handles as it is, and the reference with each fault."""

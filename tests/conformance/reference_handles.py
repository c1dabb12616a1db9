"""The reference registrar's contacts under handles."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import TypeVar

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.contract import Receipt
from registrar.errors import ReplyNotUnderstood
from registrar.handles import FindsHandles, KeepsHandles, TellsHandleUse
from registrar.support import Capability
from tests.conformance.reference_cards import Cards, filed

Told = TypeVar("Told")


class ReferenceHandles(KeepsHandles, FindsHandles, TellsHandleUse):
    """Keeps every promise about handles, over whatever carries a request to the vendor."""

    chooses_handles = False
    cards: Cards

    @abstractmethod
    def _read(self, operation: str, name: DomainName | None, do: Callable[[], Told]) -> Told: ...

    @abstractmethod
    def _change(self, to: Capability, name: DomainName | None, do: Callable[[], Told]) -> Told: ...

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(filed(contact))

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        return self._change(Capability.KEEP_HANDLES, None, lambda: self.cards.create(contact, reference))

    def handle_contact(self, handle: Handle) -> SeenContact:
        card = self._read("contact", None, lambda: self.cards.find(handle))
        return SeenContact.of(card).model_copy(update={"handle": handle})

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        return self._read("handles", name, lambda: self.cards.on(name))

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        given = dict(handles)
        self._change(Capability.KEEP_HANDLES, name, lambda: self.cards.put(name, given))
        return Receipt()

    def find_handles(self, contact: Contact) -> frozenset[Handle]:
        sought = fingerprint(self.as_kept(contact))
        cards = self._every_page("contacts", self.cards.page)
        return frozenset(handle for handle, kept in cards if fingerprint(self.as_kept(kept)) == sought)

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        names = self._every_page("uses", lambda number: self.cards.names_page(handle, number))
        return frozenset(DomainName(name) for name in names)

    def _every_page(self, operation: str, page: Callable[[int], tuple[list[Told], int]]) -> list[Told]:
        found: list[Told] = []
        number, total = 0, 1
        while len(found) < total:
            number += 1
            rows, total = self._page_of(operation, number, page)
            found += rows
            if not rows and len(found) < total:
                raise ReplyNotUnderstood("the pages do not add up to the total", registrar=self.slug)
        return found

    def _page_of(
        self, operation: str, number: int, page: Callable[[int], tuple[list[Told], int]]
    ) -> tuple[list[Told], int]:
        return self._read(operation, None, lambda: page(number))

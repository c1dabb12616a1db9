"""Contacts at vendors that let us choose the handle: making one twice makes one, and none is edited."""

from abc import abstractmethod
from typing import ClassVar

from portfolio.contacts import Contact
from portfolio.handles import Handle, fingerprint
from registrar.contacts.cards import CardWords
from registrar.contacts.handled import HandledContacts
from registrar.errors import OutcomeUnknown, RegistrarError, Unsupported, ValueRefused


class ChosenHandles(HandledContacts):
    """
    Makes contacts. A vendor says its `words`, how one is sent, and what it calls a handle that is in use.

    The vendor keeps every field of a contact that it can hold.
    """

    chooses_handles = True
    in_use: ClassVar[str]
    words: ClassVar[CardWords]

    @abstractmethod
    def _make(self, contact: Contact, handle: Handle) -> bool:
        """Send a contact, once, and return whether the yes shows its handle. Raises what a change raises."""
        ...

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        if problems := "; ".join(f"{what} cannot be held" for what in self.words.unholdable(contact)):
            raise Unsupported(f"{problems}; nothing was sent", registrar=self.slug)
        try:
            is_shown = self._make(contact, reference)
        except ValueRefused as err:
            if err.vendor_code != self.in_use or not self._holds(reference, contact):
                raise
            return reference
        if not is_shown:
            self._confirm(reference, contact)
        return reference

    def _holds(self, handle: Handle, contact: Contact) -> bool:
        return fingerprint(self.handle_contact(handle)) == fingerprint(self.as_kept(contact))

    def _confirm(self, handle: Handle, contact: Contact) -> None:
        """See that a contact is there, where the answer to its making does not say so."""
        try:
            is_there = self._holds(handle, contact)
        except RegistrarError:
            is_there = False
        if not is_there:
            raise OutcomeUnknown("it was sent once, and is not to be seen", registrar=self.slug)

"""Contacts of names at vendors with handles, told and set by what the vendor's own handles can do."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.contacts.fresh import put_fresh
from registrar.contract import Receipt, SetsContacts, TellsContacts
from registrar.handles import FindsHandles, KeepsHandles


class HandledContacts(KeepsHandles, FindsHandles, TellsContacts, SetsContacts):
    """Reads each handle of a name once, and sets contacts by fresh handles; `alike` narrows a search."""

    @abstractmethod
    def alike(self, contact: Contact) -> Iterable[Handle]:
        """Return every handle that may hold a contact, from the whole list."""
        ...

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        handles = self.handles(name)
        found = {handle: self.handle_contact(handle) for handle in sorted(set(handles.values()))}
        return {role: found[handle] for role, handle in handles.items()}

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        return put_fresh(self, name, contacts)

    def find_handles(self, contact: Contact) -> frozenset[Handle]:
        sought = fingerprint(self.as_kept(contact))
        found = (
            handle for handle in self.alike(contact) if fingerprint(self.handle_contact(handle)) == sought
        )
        return frozenset(found)

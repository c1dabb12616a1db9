"""Contacts under handles: made for a contact, read, put on names, found again. None is ever edited."""

from collections.abc import Mapping
from typing import ClassVar

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.centralnic.reading import Reading
from registrar.contacts.fresh import put_fresh
from registrar.contract import Receipt, SetsContacts, TellsContacts
from registrar.handles import FindsHandles, KeepsHandles, TellsHandleUse
from registrar.keyvalue.contacts import handle_of, handles_in, on_roles, seen, unholdable, written
from registrar.keyvalue.domain import changed
from registrar.keyvalue.line import Command, of
from registrar.keyvalue.lists import names_in_rows, rows


class Contacts(Reading, TellsContacts, SetsContacts, KeepsHandles, FindsHandles, TellsHandleUse):
    """The contacts of the account and those of its names."""

    chooses_handles = False
    use: ClassVar[str] = "QueryDomainListByContact"
    as_role: ClassVar[tuple[str, ...]] = ("CONTACT",)

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        handles = self.handles(name)
        known = {handle: self.handle_contact(handle) for handle in set(handles.values())}
        return {role: known[handle] for role, handle in handles.items()}

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        self.refuse_unholdable(name, contacts)
        return put_fresh(self, name, contacts)

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        del reference  # the vendor calls its handles as it likes, and gives one that it has for equal data
        self.refuse_unholdable(None, {ContactRole.REGISTRANT: contact})
        given = written(contact)
        command = Command("AddContact", given=given, private=tuple(given.values()))
        return self._line.change(command, lambda reply: handle_of(reply.needed("CONTACT")))

    def handle_contact(self, handle: Handle) -> SeenContact:
        command = Command("StatusContact", given={"CONTACT": handle})
        return self._line.read(command, lambda reply: seen(handle, reply))

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        return self._line.read(Command("StatusDomain", name), lambda reply: handles_in(of(name, reply)))

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        return self._line.change(Command("ModifyDomain", name, on_roles(handles)), changed)

    def find_handles(self, contact: Contact) -> frozenset[Handle]:
        sought, given = fingerprint(self.as_kept(contact)), {"EMAIL": contact.email}
        found = rows(self._line, "QueryContactList", given, "CONTACT", registrar=self.slug)
        return frozenset(h for h in found if fingerprint(self.handle_contact(h)) == sought)

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        asked = [{role: handle} for role in self.as_role]
        found = (names_in_rows(self._line, self.use, given, registrar=self.slug) for given in asked)
        return frozenset[DomainName]().union(*found)

    def refuse_unholdable(self, name: DomainName | None, contacts: Mapping[ContactRole, Contact]) -> None:
        """Raise `Unsupported`, nothing having been sent, for what handles cannot hold whole."""
        problems = [
            f"{what} of the {role} contact cannot be held"
            for role, contact in contacts.items()
            for what in unholdable(contact)
        ]
        if problems:
            raise self.unsupported(name, "; ".join(problems))

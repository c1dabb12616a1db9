"""Contacts under handles: made for a contact, read, put on names, found again. None is ever edited."""

from collections.abc import Iterator, Mapping
from itertools import chain

from pydantic import TypeAdapter, ValidationError

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.centralnic.reading import Reading, changed
from registrar.adapters.centralnic.wire import Command
from registrar.contract import Receipt, SetsContacts, TellsContacts
from registrar.errors import ReplyNotUnderstood
from registrar.exchange import Unreadable
from registrar.fresh_handles import put_fresh
from registrar.handles import FindsHandles, KeepsHandles, TellsHandleUse
from registrar.keyvalue_reply import KeyValueReply
from registrar.spelling import is_latin, seen_phone, seen_subdivision

ROLES: Mapping[ContactRole, str] = {
    ContactRole.REGISTRANT: "OWNERCONTACT",
    ContactRole.ADMIN: "ADMINCONTACT",
    ContactRole.TECH: "TECHCONTACT",
    ContactRole.BILLING: "BILLINGCONTACT",
}
_HANDLE: TypeAdapter[str] = TypeAdapter(Handle)


class Contacts(Reading, TellsContacts, SetsContacts, KeepsHandles, FindsHandles, TellsHandleUse):
    """The contacts of the account and those of its names."""

    chooses_handles = False

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        handles = self.handles(name)
        seen = {handle: self.handle_contact(handle) for handle in set(handles.values())}
        return {role: seen[handle] for role, handle in handles.items()}

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        self.refuse_unholdable(name, contacts)
        return put_fresh(self, name, contacts)

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        del reference  # the vendor calls its handles as it likes, and gives one that it has for equal data
        self.refuse_unholdable(None, {ContactRole.REGISTRANT: contact})
        given = _written(contact)
        command = Command("AddContact", given=given, private=tuple(given.values()))
        return self._line.change(command, lambda reply: _handle(reply.needed("CONTACT")))

    def handle_contact(self, handle: Handle) -> SeenContact:
        return self._line.read(
            Command("StatusContact", given={"CONTACT": handle}), lambda reply: _seen(handle, reply)
        )

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        status = self.status(name)
        told = {role: status.first(column) for role, column in ROLES.items()}
        try:
            return {role: _handle(handle) for role, handle in told.items() if handle}
        except Unreadable as err:
            raise ReplyNotUnderstood(str(err), registrar=self.slug, name=name) from None

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        return self._line.change(Command("ModifyDomain", name, on_roles(handles)), changed)

    def find_handles(self, contact: Contact) -> frozenset[Handle]:
        sought = fingerprint(self.as_kept(contact))
        found = self.listed("QueryContactList", {"EMAIL": contact.email}, "CONTACT")
        handles = (_handle(handle) for handle in found)
        return frozenset(h for h in handles if fingerprint(self.handle_contact(h)) == sought)

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        lists = (self.names(self.profile.use, {role: handle}) for role in self.profile.as_role)
        return frozenset(chain.from_iterable(lists))

    def refuse_unholdable(self, name: DomainName | None, contacts: Mapping[ContactRole, Contact]) -> None:
        """Raise `Unsupported`, nothing having been sent, for what handles cannot hold whole."""
        problems = [
            f"{what} of the {role} contact cannot be held"
            for role, contact in contacts.items()
            for what in _unholdable(contact)
        ]
        if problems:
            raise self._unsupported(name, "; ".join(problems))


def on_roles(handles: Mapping[ContactRole, Handle]) -> dict[str, str]:
    """Return the parameters that put handles on roles."""
    return {f"{ROLES[role]}0": handle for role, handle in handles.items()}


def _handle(told: str) -> Handle:
    try:
        return _HANDLE.validate_python(told)
    except ValidationError:
        raise Unreadable("the reply's CONTACT is no handle") from None


def _unholdable(contact: Contact) -> Iterator[str]:
    fine = {
        "a name without given and family name": contact.given and contact.family,
        "an address without postal code": contact.address.postal_code,
        "a letter that is not Latin": is_latin(contact),
    }
    yield from (what for what, is_fine in fine.items() if not is_fine)


def _written(contact: Contact) -> dict[str, str]:
    address = contact.address
    fields = {
        "FIRSTNAME": contact.given,
        "LASTNAME": contact.family,
        "ORGANIZATION": contact.organization,
        **{f"STREET{number}": line for number, line in enumerate(address.street)},
        "CITY": address.city,
        "STATE": (address.subdivision or "").partition("-")[2],
        "ZIP": address.postal_code,
        "COUNTRY": address.country,
        "PHONE": contact.phone.epp,
        "FAX": contact.fax.epp if contact.fax else None,
        "EMAIL": contact.email,
    }
    return {key: value for key, value in fields.items() if value}


def _seen(handle: Handle, reply: KeyValueReply) -> SeenContact:
    told = reply.first("CONTACT", "ID", "DESCRIPTION")
    if told is not None and told.upper() != handle.upper():
        raise Unreadable("the reply is about another contact")
    names = [reply.first(part) for part in ("FIRSTNAME", "MIDDLENAME", "LASTNAME")]
    name = " ".join(part for part in names if part) or reply.first("NAME")
    country = reply.needed("COUNTRY").upper()
    return SeenContact(
        handle=handle,
        name=name,
        organization=reply.first("ORGANIZATION"),
        street=reply.all("STREET") or None,
        city=reply.first("CITY"),
        state=seen_subdivision(reply.first("STATE"), country),
        postal_code=reply.first("ZIP"),
        country=country,
        phone=seen_phone(reply.first("PHONE")),
        fax=seen_phone(reply.first("FAX")),
        email=reply.first("EMAIL"),
    )

"""Contacts under handles that we choose. One that is there is never edited: names share them."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.account import Account
from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, RegistrarError, Unsupported, ValueRefused
from registrar.fresh_handles import made
from registrar.handled_contacts import HandledContacts
from registrar.handles import TellsHandleUse
from registrar.inline_contacts import raise_if_unholdable, values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.spelling import seen_phone, seen_subdivision
from registrar.told import raise_unless

_VOICE = re.compile(r"\+[0-9]{1,3}\.[0-9]{1,14}")
_MADE = frozenset({200, 201})
_SAME = {"name", "organization", "city", "postal_code", "country", "email"}


class Handling(Account, HandledContacts, TellsHandleUse):
    """Makes contacts, finds them, and puts them on names."""

    chooses_handles = True

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        if problems := "; ".join(f"{what} cannot be held" for what in unholdable(contact)):
            raise Unsupported(f"{problems}; nothing was sent", registrar=self.slug)
        body, path = written(contact), self._card(reference)
        call = Call(
            "createContact", path, None, "POST", body, private=values_in([body]), yes=_MADE, bare=_MADE
        )
        try:
            told = self._line.change(call, lambda reply: reply.items.get("handle"))
        except ValueRefused as err:
            if err.vendor_code != "ObjectExists" or not self._holds(reference, contact):
                raise
        else:
            if told != reference:
                self._confirm(reference, contact)
        return reference

    def _holds(self, handle: Handle, contact: Contact) -> bool:
        return fingerprint(self.handle_contact(handle)) == fingerprint(self.as_kept(contact))

    def _confirm(self, handle: Handle, contact: Contact) -> None:
        """See that a contact is there: no document says what the answer to its making holds."""
        try:
            is_there = self._holds(handle, contact)
        except RegistrarError:
            is_there = False
        if not is_there:
            detail = "it was sent once, and the contact is not to be seen"
            raise OutcomeUnknown(detail, registrar=self.slug, operation="createContact")

    def handle_contact(self, handle: Handle) -> SeenContact:
        return seen(self._contact(handle))

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        return standing(self._domain(name))

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        held = self._domain(name)
        for handle in sorted(set(handles.values())):
            self._contact(handle)
        body: dict[str, object] = {}
        if ContactRole.REGISTRANT in handles:
            body["registrant"] = handles[ContactRole.REGISTRANT]
        if others := rows(handles):
            roles = {row["role"] for row in others}
            kept = [row.model_dump() for row in held.contacts or () if row.role.upper() not in roles]
            body["contacts"] = kept + others
        return self._update(name, body) if body else Receipt()

    def alike(self, contact: Contact) -> Iterator[Handle]:
        sought, path = fingerprint(self.as_kept(contact)), self._ours("contacts")
        for card in self._rows("listContacts", path, wire.Contact, lambda card: card.handle):
            if fingerprint(seen(card)) == sought:
                yield card.handle

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        path = "domains?fields=domainName,registrant,contacts"
        listed = self._rows("listDomains", path, wire.Listed, lambda row: row.domain_name)
        return frozenset(DomainName(row.domain_name) for row in listed if handle in standing(row).values())

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        raise_if_unholdable(self.slug, name, contacts, unholdable)
        held = self._domain(name)
        handles = made(self, name, contacts, occasion=f"{held.updated_date or held.created_date:%F %T}")
        if ContactRole.REGISTRANT in handles:
            properties = self._contact(held.registrant).properties or {}
            for registry, wanted in properties.items():
                if registry.lower() == (held.registry or "").lower():
                    self._add_properties(handles[ContactRole.REGISTRANT], registry, wanted)
        return self.put_handles(name, handles)

    def _add_properties(self, handle: Handle, registry: str, wanted: Mapping[str, object]) -> None:
        """Give a contact that we made what a registry wants of it, where it has not got it yet."""
        has = (self._contact(handle).properties or {}).get(registry)
        if has is not None and has != wanted:
            detail = "the contact has other properties already"
            raise ValueRefused(detail, registrar=self.slug, operation="addContactProperties")
        if has is None and wanted:
            path, body = f"{self._card(handle)}/{quote(registry, safe='')}", {"properties": dict(wanted)}
            self._tell(Call("addContactProperties", path, None, "POST", body, bare=frozenset({200})))

    def _card(self, handle: Handle) -> str:
        return self._ours(f"contacts/{quote(handle, safe='')}")

    def _contact(self, handle: Handle) -> wire.Contact:
        def told(reply: JsonReply) -> wire.Contact:
            card = reply.as_a(wire.Contact)
            is_it = card.handle.lower() == handle.lower()
            raise_unless("the reply is about another contact", is_so=is_it)
            return card

        return self._line.read(Call("getContact", self._card(handle)), told)


def unholdable(contact: Contact) -> Iterator[str]:
    """Yield what the API has no place for."""
    if not all(_VOICE.fullmatch(phone.epp) for phone in (contact.phone, contact.fax) if phone):
        yield "a phone's extension"
    if not contact.address.postal_code:
        yield "an address without postal code"


def written(contact: Contact) -> dict[str, object]:
    """Return a contact in the vendor's spelling."""
    address = contact.address
    body: dict[str, object] = {
        "name": contact.name,
        "organization": contact.organization,
        "addressLine": list(address.street),
        "postalCode": address.postal_code,
        "city": address.city,
        "state": (address.subdivision or "").partition("-")[2],
        "country": address.country,
        "email": contact.email,
        "voice": contact.phone.epp,
        "fax": contact.fax.epp if contact.fax else None,
    }
    return {field: value for field, value in body.items() if value}


def seen(card: wire.Contact) -> SeenContact:
    """Return a contact as the vendor shows it."""
    return SeenContact(
        handle=card.handle,
        street=None if card.address_line is None else tuple(filter(None, card.address_line)),
        state=seen_subdivision(card.state, card.country),
        phone=seen_phone(card.voice),
        fax=seen_phone(card.fax),
        **card.model_dump(include=_SAME),
    )


def standing(held: wire.Listed) -> dict[ContactRole, Handle]:
    """Return the handle of each role; the first where a role has several."""
    roles = {row.role.upper(): row.handle for row in reversed(held.contacts or ())}
    told = {role: roles[role.upper()] for role in ContactRole if role.upper() in roles}
    return {ContactRole.REGISTRANT: held.registrant} | told


def rows(handles: Mapping[ContactRole, Handle]) -> list[dict[str, str]]:
    """Return the handles of the roles beside the registrant, as names and orders carry them."""
    others = {role: handle for role, handle in handles.items() if role is not ContactRole.REGISTRANT}
    return [{"role": role.upper(), "handle": handle} for role, handle in others.items()]

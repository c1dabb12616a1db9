"""Contacts under handles that we choose. One that is there is never edited: names share them."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.account import Account, unreadable_unless
from registrar.contract import Receipt, SetsContacts, TellsContacts
from registrar.errors import OutcomeUnknown, RegistrarError, Unsupported, ValueRefused
from registrar.fresh_handles import made
from registrar.handles import FindsHandles, KeepsHandles, TellsHandleUse
from registrar.inline_contacts import raise_if_unholdable, values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.spelling import seen_phone, seen_subdivision

_VOICE = re.compile(r"\+[0-9]{1,3}\.[0-9]{1,14}")


class Handling(Account, KeepsHandles, FindsHandles, TellsHandleUse, TellsContacts, SetsContacts):
    """Makes contacts, finds them, and puts them on names."""

    chooses_handles = True

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        problems = "; ".join(f"{what} cannot be held" for what in unholdable(contact))
        if problems:
            raise Unsupported(f"{problems}; nothing was sent", registrar=self.slug)
        body, made_it = written(contact), frozenset({201})
        call = Call(
            "createContact", self._card(reference), method="POST", body=body,
            private=values_in([body]), yes=made_it, bare=made_it,
        )  # fmt: skip
        try:
            if not self._line.change(call, lambda reply: reply.items.get("handle") == reference):
                self._confirm(reference, contact)
        except ValueRefused as err:
            is_there = err.vendor_code == "ObjectExists"
            if not is_there or fingerprint(self.handle_contact(reference)) != fingerprint(
                self.as_kept(contact)
            ):
                raise
        return reference

    def _confirm(self, reference: str, contact: Contact) -> None:
        """See that a contact is there: no document says what the answer to its making holds."""
        try:
            is_there = fingerprint(self.handle_contact(reference)) == fingerprint(self.as_kept(contact))
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
            kept = [row.model_dump() for row in held.contacts or () if row.role not in roles]
            body["contacts"] = kept + others
        return self._update(name, body) if body else Receipt()

    def find_handles(self, contact: Contact) -> frozenset[Handle]:
        sought = fingerprint(self.as_kept(contact))
        cards = self._rows("listContacts", self._ours("contacts"), wire.Contact, lambda card: card.handle)
        return frozenset(card.handle for card in cards if fingerprint(seen(card)) == sought)

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        listed = self._rows(
            "listDomains", "domains", wire.Listed, lambda row: row.domain_name,
            "fields=domainName,registrant,contacts&",
        )  # fmt: skip
        return frozenset(DomainName(row.domain_name) for row in listed if handle in standing(row).values())

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        handles = self.handles(name)
        cards = {handle: self.handle_contact(handle) for handle in sorted(set(handles.values()))}
        return {role: cards[handle] for role, handle in handles.items()}

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        raise_if_unholdable(self.slug, name, contacts, unholdable)
        held = self._domain(name)
        occasion = f"{held.updated_date or held.created_date:%Y-%m-%d %H:%M:%S}"
        handles = made(self, name, contacts, occasion=occasion)
        if ContactRole.REGISTRANT in handles:
            properties = self._contact(held.registrant).properties or {}
            for registry, wanted in properties.items():
                if registry.lower() == (held.registry or "").lower():
                    self._add_properties(handles[ContactRole.REGISTRANT], registry, wanted)
        return self.put_handles(name, handles)

    def _add_properties(self, handle: Handle, registry: str, wanted: Mapping[str, str]) -> None:
        """Give a contact that we made what a registry wants of it, where it has not got it yet."""
        has = (self._contact(handle).properties or {}).get(registry)
        if has is not None and has != wanted:
            detail = "the contact has other properties already"
            raise ValueRefused(detail, registrar=self.slug, operation="addContactProperties")
        if has is None and wanted:
            path, body = f"{self._card(handle)}/{quote(registry, safe='')}", {"properties": dict(wanted)}
            call = Call("addContactProperties", path, None, "POST", body, bare=frozenset({200}))
            self._line.change(call, lambda _: None)

    def _card(self, handle: Handle) -> str:
        return self._ours(f"contacts/{quote(handle, safe='')}")

    def _contact(self, handle: Handle) -> wire.Contact:
        def told(reply: JsonReply) -> wire.Contact:
            card = reply.as_a(wire.Contact)
            is_it = card.handle.lower() == handle.lower()
            unreadable_unless("the reply is about another contact", is_so=is_it)
            return card

        return self._line.read(Call("getContact", self._card(handle)), told)


def unholdable(contact: Contact) -> Iterator[str]:
    """Yield what the API has no place for."""
    phones = [phone.epp for phone in (contact.phone, contact.fax) if phone]
    if not all(_VOICE.fullmatch(phone) for phone in phones):
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
    lines = card.address_line
    return SeenContact(
        handle=card.handle,
        name=card.name,
        organization=card.organization,
        street=None if lines is None else tuple(line for line in lines if line),
        city=card.city,
        state=seen_subdivision(card.state, card.country),
        postal_code=card.postal_code,
        country=card.country,
        phone=seen_phone(card.voice),
        fax=seen_phone(card.fax),
        email=card.email,
    )


def standing(held: wire.Listed) -> dict[ContactRole, Handle]:
    """Return the handle of each role; the first where a role has several."""
    roles = {row.role: row.handle for row in reversed(held.contacts or ())}
    told = {role: roles[role.upper()] for role in ContactRole if role.upper() in roles}
    return {ContactRole.REGISTRANT: held.registrant} | told


def rows(handles: Mapping[ContactRole, Handle]) -> list[dict[str, str]]:
    """Return the handles of the roles beside the registrant, as names and orders carry them."""
    return [
        {"role": role.upper(), "handle": handle}
        for role, handle in handles.items()
        if role is not ContactRole.REGISTRANT
    ]

"""Contacts under handles that we choose. One that is there is never edited: names share them."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import quote

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.account import Account, rows_of
from registrar.chosen_handles import ChosenHandles
from registrar.contact_cards import CardWords
from registrar.contract import Receipt
from registrar.errors import ValueRefused
from registrar.fresh_handles import made
from registrar.handles import TellsHandleUse
from registrar.inline_contacts import raise_if_unholdable, values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.told import raise_unless

WORDS = CardWords(street="addressLine", phone="voice")
_MADE = frozenset({200, 201})
_ToldT = TypeVar("_ToldT")


class Handling(Account, ChosenHandles, TellsHandleUse):
    """Makes contacts, finds them, and puts them on names."""

    in_use = "ObjectExists"
    words = WORDS

    def _make(self, contact: Contact, handle: Handle) -> bool:
        body, path = WORDS.written(contact), self._card(handle)
        call = Call(
            "createContact", path, None, "POST", body, private=values_in([body]), yes=_MADE, bare=_MADE
        )
        return self._line.change(call, lambda reply: reply.items.get("handle") == handle)

    def handle_contact(self, handle: Handle) -> SeenContact:
        return self._contact(handle, seen)

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        return standing(self._domain(name))

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        held = self._domain(name)
        for handle in sorted(set(handles.values())):
            self.handle_contact(handle)
        body: dict[str, object] = {}
        if ContactRole.REGISTRANT in handles:
            body["registrant"] = handles[ContactRole.REGISTRANT]
        if others := rows(handles):
            roles = {row["role"] for row in others}
            kept = [row.model_dump() for row in held.contacts or () if row.role.upper() not in roles]
            body["contacts"] = kept + others
        return self._update(name, body) if body else Receipt()

    def alike(self, contact: Contact) -> list[Handle]:
        def told(reply: JsonReply) -> list[SeenContact]:
            return [seen(card) for card in reply.rows_at("entities", wire.Contact)]

        sought = fingerprint(self.as_kept(contact))
        cards = self._rows("listContacts", self._ours("contacts"), told, lambda card: card.handle)
        return [card.handle for card in cards if card.handle and fingerprint(card) == sought]

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        path = "domains?fields=domainName,registrant,contacts"
        listed = self._rows("listDomains", path, rows_of(wire.Listed), lambda row: row.domain_name)
        return frozenset(DomainName(row.domain_name) for row in listed if handle in standing(row).values())

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        raise_if_unholdable(self.slug, name, contacts, WORDS.unholdable)
        held = self._domain(name)
        handles = made(self, name, contacts, occasion=f"{held.updated_date or held.created_date:%F %T}")
        if ContactRole.REGISTRANT in handles:
            for registry, wanted in self._contact(held.registrant, wanted_by).items():
                if registry.lower() == (held.registry or "").lower():
                    self._add_properties(handles[ContactRole.REGISTRANT], registry, wanted)
        return self.put_handles(name, handles)

    def _add_properties(self, handle: Handle, registry: str, wanted: Mapping[str, object]) -> None:
        """Give a contact that we made what a registry wants of it, where it has not got it yet."""
        has = self._contact(handle, wanted_by).get(registry)
        if has is not None and has != wanted:
            detail = "the contact has other properties already"
            raise ValueRefused(detail, registrar=self.slug, operation="addContactProperties")
        if has is None and wanted:
            path, body = f"{self._card(handle)}/{quote(registry, safe='')}", {"properties": dict(wanted)}
            self._tell(Call("addContactProperties", path, None, "POST", body, bare=frozenset({200})))

    def _card(self, handle: Handle) -> str:
        return self._ours(f"contacts/{quote(handle, safe='')}")

    def _contact(self, handle: Handle, told: Callable[[wire.Contact], _ToldT]) -> _ToldT:
        def read(reply: JsonReply) -> _ToldT:
            card = reply.as_a(wire.Contact)
            is_it = card.handle.lower() == handle.lower()
            raise_unless("the reply is about another contact", is_so=is_it)
            return told(card)

        return self._line.read(Call("getContact", self._card(handle)), read)


def seen(card: wire.Contact) -> SeenContact:
    """Return a contact as the vendor shows it. Raises `Unreadable`."""
    return WORDS.seen(card.model_extra or {}, handle=card.handle)


def wanted_by(card: wire.Contact) -> dict[str, wire.Row]:
    """Return what registries want of a contact, by registry."""
    return card.properties or {}


def standing(held: wire.Listed) -> dict[ContactRole, Handle]:
    """Return the handle of each role; the first where a role has several."""
    roles = {row.role.upper(): row.handle for row in reversed(held.contacts or ())}
    told = {role: roles[role.upper()] for role in ContactRole if role.upper() in roles}
    return {ContactRole.REGISTRANT: held.registrant} | told


def rows(handles: Mapping[ContactRole, Handle]) -> list[dict[str, str]]:
    """Return the handles of the roles beside the registrant, as names and orders carry them."""
    others = {role: handle for role, handle in handles.items() if role is not ContactRole.REGISTRANT}
    return [{"role": role.upper(), "handle": handle} for role, handle in others.items()]

"""Changes at Openprovider that cost nothing: an update of the name, sent once, and handles made afresh."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar
from urllib.parse import quote

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import SigningKey
from portfolio.handles import Handle
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from registrar import contract
from registrar.adapters.openprovider import wire
from registrar.adapters.openprovider.reading import KEY_WORDS, Reading, held_among, hosts_of, keys_of
from registrar.contract import Receipt
from registrar.errors import StatusProhibits, Unsupported
from registrar.exchange import Unreadable
from registrar.handled_contacts import HandledContacts
from registrar.handles import TellsHandleUse
from registrar.inline_contacts import values_in
from registrar.json_envelope import Data
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.key_rows import as_rows
from registrar.order_marks import Stage
from registrar.parted_contact import PartedContact, seen, written
from registrar.plain_contact import unholdable
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners
from registrar.token_account import said

T = TypeVar("T")
_FIELDS = dict(
    zip(ContactRole, ("owner_handle", "admin_handle", "tech_handle", "billing_handle"), strict=True)
)


def spelled(hosts: Iterable[HostName]) -> list[object]:
    """Return nameservers as the vendor numbers them."""
    return [{"name": host, "seq_nr": number} for number, host in enumerate(hosts)]


class Setting(
    Reading, contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew, SetsPrivacy, SetsSigners
):
    """Nameservers, lock, auto-renewal, privacy, DNSSEC. No fee of an update is ever accepted."""

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        return self._unless_so(name, hosts_of, hosts, {"name_servers": spelled(sorted(hosts))})

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        return self._unless_so(name, lambda held: held.is_locked, locked, {"is_locked": locked})

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        word = "on" if on else "off"
        return self._unless_so(name, lambda held: held.autorenew, word, {"autorenew": word})

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        body: dict[str, object] = {"is_private_whois_enabled": on}
        return self._unless_so(name, lambda held: held.is_private_whois_enabled, on, body)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        rows = as_rows(keys, KEY_WORDS)
        body: dict[str, object] = {"dnssec_keys": rows, "is_dnssec_enabled": bool(rows)}

        def now(held: wire.Domain) -> frozenset[SigningKey] | None:
            return None if held.dnssec_keys is None else keys_of(held)

        return self._unless_so(name, now, keys, body)

    def _unless_so(
        self, name: DomainName, now: Callable[[wire.Domain], T | None], wish: T, body: dict[str, object]
    ) -> Receipt:
        held, found = self._records(name, lambda records: ((one := held_among(records)), now(one)))
        return Receipt() if found == wish else self._update(name, held.id, body)

    def _update(self, name: DomainName, number: int, body: dict[str, object]) -> Receipt:
        return self._changed(Call("UpdateDomain", f"domains/{number}", name, "PUT", body), number)

    def _changed(self, call: Call, number: int | None = None) -> Receipt:
        """Send an order or a change, once. A yes that names another `number`, or a state of no, is no yes."""

        def told(reply: JsonReply) -> Receipt:
            done = reply.as_a(Data[wire.Done]).data
            known = done.id or number
            if number not in (None, known):
                raise Unreadable("the reply is about another name")
            if done.stage not in (Stage.HELD, Stage.PENDING):
                raise Unreadable("the reply says yes, with a state that is none")
            return Receipt(pending=done.stage is Stage.PENDING, reference=str(known) if known else None)

        return self._line.change(call, told)


def on_roles(handles: Mapping[ContactRole, Handle]) -> dict[str, object]:
    """Return the vendor's fields for the handles of roles."""
    return {_FIELDS[role]: handle for role, handle in handles.items()}


def not_held(contact: Contact) -> Iterator[str]:
    """Yield what of a contact there is no place for; a province there need not be."""
    return (what for what in unholdable(contact) if what != "an address without province or state")


class Handles(Setting, HandledContacts, TellsHandleUse):
    """Contacts under handles; one that exists is never edited."""

    chooses_handles = False

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        if problems := [*not_held(contact)]:
            raise Unsupported(f"{'; '.join(problems)} cannot be held; nothing was sent", registrar=self.slug)
        body = written(contact)
        private = values_in([body, contact.name, contact.address.street])
        call = Call(
            "CreateCustomer", "customers", None, "POST", body | {"comments": reference}, None, private
        )
        return self._line.change(call, lambda reply: said(reply, "handle"))

    def handle_contact(self, handle: Handle) -> SeenContact:
        def told(reply: JsonReply) -> SeenContact:
            customer = reply.as_a(Data[PartedContact]).data
            if customer.handle != handle:
                raise Unreadable("the reply is about another contact")
            return seen(customer)

        return self._line.read(Call("GetCustomer", f"customers/{quote(handle, safe='')}"), told)

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        held = self._held(name)
        return {role: handle for role, field in _FIELDS.items() if (handle := getattr(held, field))}

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        held = self._held(name)
        if ContactRole.REGISTRANT in handles and not held.modify_owner_allowed:
            raise StatusProhibits("its registrant changes by a trade only", registrar=self.slug, name=name)
        for handle in sorted(set(handles.values())):
            self.handle_contact(handle)
        return self._update(name, held.id, on_roles(handles))

    def alike(self, contact: Contact) -> Iterable[Handle]:
        everyone = self._every(wire.Customers, "ListCustomers", "customers")
        return [one.handle for one in everyone if one.email.lower() == contact.email.lower()]

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        return frozenset(self._names(status="ACT", contact_handle=handle))

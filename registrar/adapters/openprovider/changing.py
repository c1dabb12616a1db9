"""What is changed at Openprovider, and what is bought: each change and each paid request leaves once."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import SigningKey
from portfolio.handles import Handle
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from registrar import attributes, contract, errors
from registrar.adapters.openprovider.reading import KEY_WORDS, Domain, Done, Reading, offered, split
from registrar.answers.told import raise_unless
from registrar.buying.guards import raise_unless_free
from registrar.buying.marked import MarkedOrders
from registrar.buying.marks import Noted, Stage, held_among, mark
from registrar.contacts import parted as parted_contact
from registrar.contacts.fresh import made
from registrar.contacts.handled import HandledContacts
from registrar.contacts.inline import raise_if_incomplete, raise_if_unholdable, values_in
from registrar.contacts.parted import PartedContact, not_held
from registrar.contract import Receipt
from registrar.handles import TellsHandleUse
from registrar.in_json.envelope import Data, Rows
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply
from registrar.in_json.token_account import said
from registrar.privacy import SetsPrivacy
from registrar.signers.keys import as_rows
from registrar.signing import SetsSigners

_Order = contract.RegistrationRequest | contract.TransferRequest
_FIELDS = {role: f"{role}_handle" for role in ContactRole} | {ContactRole.REGISTRANT: "owner_handle"}


def _numbered(hosts: Iterable[HostName]) -> list[object]:
    return [{"name": host, "seq_nr": number} for number, host in enumerate(hosts)]


def _on_roles(handles: Mapping[ContactRole, Handle]) -> dict[str, object]:
    return {_FIELDS[role]: handle for role, handle in handles.items()}


class Setting(
    Reading, HandledContacts, TellsHandleUse, contract.SetsNameservers, contract.SetsLock,
    contract.SetsAutoRenew, SetsPrivacy, SetsSigners,
):  # fmt: skip
    """Updates of a name, of which no fee is accepted, and contacts under handles, of which none is edited."""

    chooses_handles = False

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        return self._put(name, lambda held: held.hosts == hosts, name_servers=_numbered(sorted(hosts)))

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        return self._put(name, lambda held: held.is_locked is locked, is_locked=locked)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        word = "on" if on else "off"
        return self._put(name, lambda held: held.autorenew == word, autorenew=word)

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        return self._put(name, lambda held: held.is_private_whois_enabled is on, is_private_whois_enabled=on)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        def is_so(held: Domain) -> bool:
            return held.dnssec_keys is not None and held.keys == keys

        rows = as_rows(keys, KEY_WORDS)
        return self._put(name, is_so, dnssec_keys=rows, is_dnssec_enabled=bool(rows))

    def _put(self, name: DomainName, is_so: Callable[[Domain], bool], **fields: object) -> Receipt:
        held, is_done = self._records(name, lambda records: ((one := held_among(records)), is_so(one)))
        return Receipt() if is_done else self._update(name, held.id, fields)

    def _update(self, name: DomainName, number: int | str, fields: Mapping[str, object]) -> Receipt:
        return self._changed(Call("UpdateDomain", f"domains/{number}", name, "PUT", fields), str(number))

    def _changed(self, call: Call, number: str | None = None) -> Receipt:
        """Send an order or a change, once. A yes that names another `number`, or a state of no, is no yes."""

        def told(reply: JsonReply) -> Receipt:
            done = reply.as_a(Data[Done]).data
            known = str(done.id) if done.id else number
            raise_unless("the reply is about another name", is_so=number in (None, known))
            is_pending = done.stage is Stage.PENDING
            raise_unless("the yes has a state that is none", is_so=is_pending or done.stage is Stage.HELD)
            return Receipt(pending=is_pending, reference=known)

        return self._line.change(call, told)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        if problems := "; ".join(not_held(contact)):
            raise errors.Unsupported(f"{problems} cannot be held; nothing was sent", registrar=self.slug)
        body = parted_contact.written(contact)
        private = values_in([body, contact.name, contact.address.street])
        body["comments"] = reference
        call = Call("CreateCustomer", "customers", None, "POST", body, private=private)
        return self._line.change(call, lambda reply: said(reply, "handle"))

    def handle_contact(self, handle: Handle) -> SeenContact:
        def told(reply: JsonReply) -> SeenContact:
            customer = reply.as_a(Data[PartedContact]).data
            raise_unless("the reply is about another contact", is_so=customer.handle == handle)
            return parted_contact.seen(customer)

        return self._line.read(Call("GetCustomer", f"customers/{quote(handle, safe='')}"), told)

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        held = self._held(name)
        return {role: handle for role, field in _FIELDS.items() if (handle := getattr(held, field))}

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        held = self._held(name)
        if ContactRole.REGISTRANT in handles and not held.modify_owner_allowed:
            detail = "its registrant changes by a trade only"
            raise errors.StatusProhibits(detail, registrar=self.slug, name=name)
        for handle in sorted(set(handles.values())):
            self.handle_contact(handle)
        return self._update(name, held.id, _on_roles(handles))

    def alike(self, contact: Contact) -> Iterable[Handle]:
        everyone = self._every(Data[Rows[PartedContact]], "ListCustomers", "customers")
        return [one.handle for one in everyone if one.email.lower() == contact.email.lower()]

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        return frozenset(self._names(status="ACT", contact_handle=handle))


class Buying(Setting, MarkedOrders, contract.Registers, contract.TransfersIn):
    """Orders, and the look-up of orders by marks in the comments, which only the reseller sees."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name = request.name
        body = self._form(OrderKind.REGISTER, request) | {"period": request.years}
        checked = self._checked(name)
        raise_unless_free(offered(name, checked), registrar=self.slug)
        self._affordable(name, OrderKind.REGISTER, request.years, request.price_limit)
        if request.nameservers:
            body["name_servers"] = _numbered(request.nameservers)
        if checked.is_premium and checked.fee is not None:
            body["accept_premium_fee"] = float(checked.fee)
        body |= _on_roles(made(self, name, request.contacts, occasion=request.reference))
        return self._changed(Call("CreateDomain", "domains", name, "POST", body))

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        body = self._form(OrderKind.TRANSFER, request) | {"auth_code": secret}
        self._raise_if_here(name)
        if self._affordable(name, OrderKind.TRANSFER, 1, request.price_limit).premium:
            detail = "the fee of a premium transfer is told too late"
            raise errors.Unsupported(detail, registrar=self.slug, name=name)
        body |= _on_roles(made(self, name, request.contacts, occasion=request.reference))
        call = Call("TransferDomain", "domains/transfer", name, "POST", body, private=(secret,))
        return self._changed(call)

    def _form(self, kind: OrderKind, request: _Order) -> dict[str, object]:
        """Return what both orders carry, our mark too. Raises `Unsupported` for what cannot be held."""
        name, people = request.name, request.contacts
        raise_if_unholdable(self.slug, name, people, not_held)
        raise_if_incomplete(self.slug, name, people)
        # CIRA's letters go to the registrant, whose language the contact carries (`locale`), and the vendor
        # documents a word for yes only.
        unsaid = {"ca.language": people[ContactRole.REGISTRANT].language, "ca.trademark": "no"}
        rest = {what: value for what, value in request.attributes.items() if unsaid.get(what) != value}
        form: dict[str, object] = {"domain": split(name), "unit": "y", "autorenew": "off"}
        form["comments"] = mark(kind, request.reference)
        return {**form, **attributes.nested(attributes.written(self.slug, name, rest))}

    def noted(self, name: DomainName, *, deleted: bool = False) -> list[Noted]:
        def told(records: list[Domain]) -> list[Noted]:
            return [Noted(str(one.id), one.stage, one.expiration_date, one.comments) for one in records]

        return self._records(name, told, **({"status": "DEL"} if deleted else {}))

    def put_note(self, name: DomainName, record: Noted, note: str) -> Receipt:
        return self._update(name, record.number, {"comments": note})

    def extended(self, name: DomainName, record: Noted, years: int) -> Receipt:
        call = Call("RenewDomain", f"domains/{record.number}/renew", name, "POST", {"period": years})
        return self._changed(call, record.number)

    def restored(self, name: DomainName, record: Noted) -> Receipt:
        call = Call("RestoreDomain", f"domains/{record.number}/restore", name, "POST", {})
        return self._changed(call, record.number)

"""Orders and changes at Name.com: each leaves once, guarded by what was read right before it."""

from collections.abc import Callable, Mapping
from uuid import UUID, uuid5

from pydantic.alias_generators import to_camel

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar import contract, errors
from registrar.adapters.namecom.reading import Reading, record_in
from registrar.adapters.namecom.wire import Bought, Domain, Signer, Transfer, written
from registrar.answers.told import raise_if_other
from registrar.attributes import fitted
from registrar.buying.guards import raise_if_moved, raise_if_under_way, raise_unless_free
from registrar.contacts.inline import raise_if_incomplete, unsupported, values_in
from registrar.contract import Receipt, TransferState
from registrar.exchange import Unreadable
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners, one_by_one

_ORDERS = UUID("7c0f4d1e-5b3a-4a68-9d52-0c8f6d2b9e41")
_TRANSFERS: Mapping[str, TransferState] = {
    **dict.fromkeys(("canceled", "canceled_pending_refund", "failed", "rejected"), TransferState.REFUSED),
    **dict.fromkeys(("pending", "pending_insert", "pending_new_auth_code"), TransferState.PENDING),
    **dict.fromkeys(("pending_transfer", "submitting_transfer"), TransferState.PENDING),
    "pending_unlock": TransferState.AWAITING_LOSING_REGISTRAR,
    "completed": TransferState.DONE,
}


def idempotency_key(reference: str) -> str:
    """Return the key of our order `reference`: a UUID, the same for every try."""
    return str(uuid5(_ORDERS, reference))


class Changing(
    Reading, contract.Registers, contract.Renews, contract.TransfersIn, contract.SetsContacts,
    contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew, SetsSigners, SetsPrivacy,
):  # fmt: skip
    """The orders and the changes of one account."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name = request.name
        people = written(name, request.contacts)
        raise_if_incomplete(self.slug, name, request.contacts)
        if "xn--" in name:
            raise unsupported(self.slug, name, "the language of an internationalized name would be guessed")
        extra = fitted(self.slug, name, self.attributes_asked(name.tld), request.attributes)
        offer = self._offer(name)
        raise_unless_free(offer, registrar=self.slug, operation="CheckAvailability", look=self._record)
        price = self._confirmed(name, OrderKind.REGISTER, request.years, request.price_limit)
        domain = {"domainName": name, "contacts": people, "privacyEnabled": False}
        domain |= {"nameservers": list(request.nameservers)} if request.nameservers else {}
        body = {"domain": domain, "years": request.years, **price, "tldRequirements": extra}
        key, private = idempotency_key(request.reference), values_in(people.values())
        call = Call("CreateDomain", "domains", name, "POST", body, key, private)
        return self._line.change(call, lambda reply: _receipt(name, reply))

    def _confirmed(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> dict[str, float]:
        """The price now, which is within the limit, as the vendor wants it confirmed."""
        return {"purchasePrice": float(self._affordable(name, kind, years, limit).price.amount)}

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name = request.name
        raise_if_moved(self._record(name).expire_date, request, registrar=self.slug)
        price = self._confirmed(name, OrderKind.RENEW, request.years, request.price_limit)

        def told(reply: JsonReply) -> Receipt:
            renewed = reply.as_a(Bought).domain
            if renewed is not None and day_of(renewed.expire_date) <= request.current_expiry:
                raise Unreadable("the reply says yes, and a date that has not moved")
            return _receipt(name, reply)

        body = {"years": request.years, **price}
        return self._line.change(Call("RenewDomain", f"domains/{name}:renew", name, "POST", body), told)

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        if request.attributes:
            raise unsupported(self.slug, name, "a transfer has no place for attributes")
        raise_if_under_way(self.transfer_state(name), name, registrar=self.slug)
        price = self._confirmed(name, OrderKind.TRANSFER, 1, request.price_limit)
        body = {"domainName": name, "authCode": secret, **price, "privacyEnabled": False}
        call = Call("CreateTransfer", "transfers", name, "POST", body, private=(secret,))
        return self._line.change(call, lambda reply: _receipt(name, reply, pending=True))

    def transfer_state(self, name: DomainName) -> TransferState:
        def told(reply: JsonReply) -> TransferState:
            transfer = reply.as_a(Transfer)
            raise_if_other(name, transfer.domain_name)
            if transfer.status not in _TRANSFERS:
                raise Unreadable("the transfer is in a state that nobody documents")
            return _TRANSFERS[transfer.status]

        try:
            return self._line.read(Call("GetTransfer", f"transfers/{name}", name), told)
        except errors.NotFound:
            return TransferState.NONE

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        """Send the given roles; the call replaces all, so that the others go as they were read."""
        new = written(name, contacts)
        held = {role: dict(person) for role, person in self._record(name).contacts.items() if person}
        people = held | new
        path, private = f"domains/{name}:setContacts", values_in(people.values())
        call = Call("SetContacts", path, name, "POST", {"contacts": people}, private=private)
        return self._set(call, name, lambda told: set(people) <= set(told.contacts))

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if self._record(name).nameservers == hosts:
            return Receipt()
        path, body = f"domains/{name}:setNameservers", {"nameservers": sorted(hosts)}
        call = Call("SetNameservers", path, name, "POST", body)
        return self._set(call, name, lambda told: told.nameservers == hosts)

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        return self._switch(name, "locked", on=locked)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        return self._switch(name, "autorenew_enabled", on=on)

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        return self._switch(name, "privacy_enabled", on=on)

    def _switch(self, name: DomainName, what: str, *, on: bool) -> Receipt:
        if getattr(self._record(name), what) is on:
            return Receipt()
        call = Call("UpdateDomain", f"domains/{name}", name, "PATCH", {to_camel(what): on})
        return self._set(call, name, lambda told: getattr(told, what) is on)

    def _set(self, call: Call, name: DomainName, is_so: Callable[[Domain], bool]) -> Receipt:
        return self._tell(call, lambda reply: is_so(record_in(name, reply)))

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        def told(reply: JsonReply) -> frozenset[DelegationSigner]:
            return frozenset(_signer(name, row) for row in reply.rows_at("dnssec", Signer, needed=False))

        return self._line.read(Call("ListDNSSECs", f"domains/{name}/dnssec", name), told)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        path = f"domains/{name}/dnssec"

        def add(signer: DelegationSigner) -> Receipt:
            body = {to_camel(field): value for field, value in signer.model_dump().items()}
            call = Call("CreateDNSSEC", path, name, "POST", body | {"digest": signer.digest.upper()})
            return self._tell(call, lambda reply: _signer(name, reply.as_a(Signer)) == signer)

        def remove(signer: DelegationSigner) -> Receipt:
            one, yes = f"{path}/{signer.digest.upper()}", frozenset({200, 204})
            return self._tell(Call("DeleteDNSSEC", one, name, "DELETE", yes=yes))

        return one_by_one(self.signers(name), signers_of(name, keys), add=add, remove=remove)


def _receipt(name: DomainName, reply: JsonReply, *, pending: bool = False) -> Receipt:
    bought = reply.as_a(Bought)
    about = bought.domain or bought.transfer
    if about is None:
        raise Unreadable("the reply does not say what was bought")
    raise_if_other(name, about.domain_name)
    cost = None if bought.total_paid is None else Money(amount=bought.total_paid)
    return Receipt(pending=pending, reference=str(bought.order), cost=cost)


def _signer(name: DomainName, row: Signer) -> DelegationSigner:
    raise_if_other(name, row.domain_name)
    return row.signer

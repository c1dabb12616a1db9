"""What costs money at Name.com: each paid request leaves once, guarded by what was read right before it."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar import contract, errors
from registrar.adapters.namecom import wire
from registrar.adapters.namecom.contacts import written
from registrar.adapters.namecom.reading import Reading
from registrar.attributes import fitted
from registrar.contract import Receipt, TransferState
from registrar.exchange import Unreadable
from registrar.guards import raise_if_moved, raise_unless_free
from registrar.inline_contacts import raise_if_incomplete, unsupported, values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.told import raise_if_other

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


class Buying(Reading, contract.Registers, contract.Renews, contract.TransfersIn):
    """The orders of one account."""

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
            renewed = reply.as_a(wire.Bought).domain
            if renewed is not None and day_of(renewed.expire_date) <= request.current_expiry:
                raise Unreadable("the reply says yes, and a date that has not moved")
            return _receipt(name, reply)

        body = {"years": request.years, **price}
        return self._line.change(Call("RenewDomain", f"domains/{name}:renew", name, "POST", body), told)

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        if request.attributes:
            raise unsupported(self.slug, name, "a transfer has no place for attributes")
        if self.transfer_state(name).is_under_way:
            raise errors.StatusProhibits("a transfer is under way already", registrar=self.slug, name=name)
        price = self._confirmed(name, OrderKind.TRANSFER, 1, request.price_limit)
        body = {"domainName": name, "authCode": secret, **price, "privacyEnabled": False}
        call = Call("CreateTransfer", "transfers", name, "POST", body, private=(secret,))
        receipt = self._line.change(call, lambda reply: _receipt(name, reply))
        return receipt.model_copy(update={"pending": True})

    def transfer_state(self, name: DomainName) -> TransferState:
        def told(reply: JsonReply) -> TransferState:
            transfer = reply.as_a(wire.Transfer)
            raise_if_other(name, transfer.domain_name)
            if transfer.status not in _TRANSFERS:
                raise Unreadable("the transfer is in a state that nobody documents")
            return _TRANSFERS[transfer.status]

        try:
            return self._line.read(Call("GetTransfer", f"transfers/{name}", name), told)
        except errors.NotFound:
            return TransferState.NONE


def _receipt(name: DomainName, reply: JsonReply) -> Receipt:
    bought = reply.as_a(wire.Bought)
    about = bought.domain or bought.transfer
    if about is None:
        raise Unreadable("the reply does not say what was bought")
    raise_if_other(name, about.domain_name)
    cost = None if bought.total_paid is None else Money(amount=bought.total_paid)
    return Receipt(reference=str(bought.order), cost=cost)

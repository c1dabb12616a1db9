"""What costs money at Gandi: guarded by what was read right before it, tried dry, and sent once."""

from dataclasses import replace

from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar import contract, errors
from registrar.adapters.gandi.contacts import Fields, ordered
from registrar.adapters.gandi.reading import DRY_RUN, Reading
from registrar.adapters.gandi.wire import words_of
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.guards import raise_if_moved, raise_if_short, raise_unless_free
from registrar.inline_contacts import unsupported, values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.price_limit import raise_if_dearer
from registrar.words import without_values

_ACCEPTED = frozenset({202})
_Paid = (
    contract.RegistrationRequest
    | contract.RenewalRequest
    | contract.TransferRequest
    | contract.RestoreRequest
)


class Buying(Reading):
    """The orders of one account. 202 says that one was accepted, and no more; there is no number to it."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name, people = request.name, ordered(request.name, request.contacts, request.attributes)
        if "xn--" in name:
            raise unsupported(self.slug, name, "the language of an internationalized name has no place")
        offer = self._offer(name)
        raise_unless_free(offer, registrar=self.slug)
        body: Fields = {"fqdn": name, "duration": request.years, **people}
        body |= {"nameservers": list(request.nameservers)} if request.nameservers else {}
        body |= {"enforce_premium": True} if offer.premium else {}
        self._pay(self._order("CreateDomain", "domain/domains", request, body), OrderKind.REGISTER, request)
        return Receipt(pending=not self._is_seen(name))

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        held, path = self._held(request.name), f"domain/domains/{request.name}/renew"
        raise_if_moved(held.ends, request, registrar=self.slug)
        if "pendingRenew" in held.status:
            raise errors.StatusProhibits("a renewal is under way", registrar=self.slug, name=request.name)
        order = self._order("RenewDomain", path, request, {"duration": request.years})
        self._pay(order, OrderKind.RENEW, request)
        return Receipt(pending=not self._is_seen(request.name, later_than=request))

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, people = request.name, ordered(request.name, request.contacts, request.attributes)
        secret = request.auth_info.get_secret_value()
        if self.transfer_state(name).is_under_way:
            raise errors.StatusProhibits("a transfer is under way", registrar=self.slug, name=name)

        def told(reply: JsonReply) -> None:
            if not reply.part("available", bool):
                words = without_values(str(reply.items.get("msg") or ""), [secret])
                raise errors.ValueRefused(f"it cannot be transferred: {words}")

        path = f"domain/transferin/{name}/available"
        self._line.read(Call("CheckTransfer", path, name, "POST", {"authinfo": secret}), told)
        body: Fields = {"fqdn": name, "authinfo": secret, "duration": 1, **people}
        order = self._order("TransferIn", "domain/transferin", request, body)
        return self._pay(order, OrderKind.TRANSFER, request)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        path = f"domain/domains/{request.name}/restore"
        call = Call("GetRestore", path, request.name)
        if not self._line.read(call, lambda reply: reply.part("restorable", bool)):
            raise errors.StatusProhibits("not in redemption", registrar=self.slug, name=request.name)
        return self._pay(self._order("RestoreDomain", path, request, {}), OrderKind.RESTORE, request)

    def _order(self, operation: str, path: str, request: _Paid, body: Fields) -> Call:
        return self._change(operation, "POST", self._paid_by(path), request.name, body)

    def _change(self, operation: str, method: str, path: str, name: DomainName, body: Fields) -> Call:
        return Call(operation, path, name, method, body, private=values_in([body]), yes=_ACCEPTED)

    def _pay(self, order: Call, kind: OrderKind, request: _Paid) -> Receipt:
        """Send an order that is within its limit, that the account can pay, and that a dry run finds good."""
        quote = self.quote(request.name, kind=kind, years=getattr(request, "years", 1))
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        raise_if_short(self._prepaid(), quote, registrar=self.slug)
        if kind is not OrderKind.RESTORE:
            self._try(order)
        return self._send(order)

    def _send(self, change: Call) -> Receipt:
        def told(reply: JsonReply) -> Receipt:
            reply.part("message", str)
            return Receipt(pending=True)

        return self._line.change(change, told)

    def _try(self, call: Call) -> None:
        """Let the vendor check a request without doing it. Raises `ValueRefused`."""

        def told(reply: JsonReply) -> None:
            if reply.status in _ACCEPTED:
                raise errors.OutcomeUnknown("a dry run was answered like the real thing")
            if (status := reply.part("status", str)) == "error":
                raise errors.ValueRefused(f"tried dry: {without_values(words_of(reply), call.private)}")
            if status != "success":
                raise Unreadable("a dry run ended with a word that nobody documents")

        dry = replace(call, operation=f"{call.operation}{DRY_RUN}", yes=frozenset({200, *_ACCEPTED}))
        self._line.read(dry, told)

    def _is_seen(self, name: DomainName, *, later_than: contract.RenewalRequest | None = None) -> bool:
        """Whether what was accepted is done already; what cannot be read is not seen."""
        try:
            held = self._held(name)
        except errors.RegistrarError:
            return False
        return later_than is None or day_of(held.ends) > later_than.current_expiry

"""What costs money at Gandi: guarded by what was read right before it, tried dry, and sent once."""

from collections.abc import Mapping
from dataclasses import replace

from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar import contract, errors
from registrar.adapters.gandi.contacts import ordered
from registrar.adapters.gandi.reading import DRY_RUN, Reading
from registrar.adapters.gandi.wire import words_of
from registrar.contract import Availability, Receipt
from registrar.exchange import Unreadable
from registrar.inline_contacts import unsupported, values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.price_limit import raise_if_dearer
from registrar.words import without_values

ACCEPTED = frozenset({202})
_Request = (
    contract.RegistrationRequest
    | contract.RenewalRequest
    | contract.TransferRequest
    | contract.RestoreRequest
)


class Buying(Reading):
    """The orders of one account."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name, people = request.name, ordered(request.name, request.contacts, request.attributes)
        if "xn--" in name:
            raise unsupported(self.slug, name, "the language of an internationalized name has no place")
        offer = self._offer(name)
        if offer.availability is Availability.TAKEN:
            raise self._taken(name)
        if offer.availability is Availability.UNCLEAR:
            raise self._refused(f"{offer.reason}; nothing was ordered", "CheckDomain", name)
        body: dict[str, object] = {"fqdn": name, "duration": request.years, **people}
        body |= {"nameservers": list(request.nameservers)} if request.nameservers else {}
        body |= {"enforce_premium": True} if offer.premium else {}
        call = self._order("CreateDomain", "domain/domains", name, body, values_in(people.values()))
        self._pay(call, OrderKind.REGISTER, request)
        return Receipt(pending=not self._is_so(name))

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, held = request.name, self._held(request.name)
        if day_of(held.ends) != request.current_expiry:
            detail = f"the registrar's date is {day_of(held.ends)}, not {request.current_expiry}"
            raise errors.ExpiryMismatch(detail, registrar=self.slug, name=name)
        if "pendingRenew" in held.status:
            raise errors.StatusProhibits("a renewal is under way", registrar=self.slug, name=name)
        path, body = f"domain/domains/{name}/renew", {"duration": request.years}
        self._pay(self._order("RenewDomain", path, name, body), OrderKind.RENEW, request)
        return Receipt(pending=not self._is_so(name, later_than=request))

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, people = request.name, ordered(request.name, request.contacts, request.attributes)
        if self.transfer_state(name).is_under_way:
            raise errors.StatusProhibits("a transfer is under way already", registrar=self.slug, name=name)
        secret = {"authinfo": request.auth_info.get_secret_value()}
        private = (*values_in(people.values()), *secret.values())
        self._raise_if_not_transferable(name, secret)
        body = {"fqdn": name, "duration": 1, **secret, **people}
        call = self._order("TransferIn", "domain/transferin", name, body, private)
        return self._pay(call, OrderKind.TRANSFER, request)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name, path = request.name, f"domain/domains/{request.name}/restore"
        call = Call("GetRestore", path, name)
        if not self._line.read(call, lambda reply: reply.part("restorable", bool)):
            raise errors.StatusProhibits("it cannot be restored now", registrar=self.slug, name=name)
        return self._pay(self._order("RestoreDomain", path, name, {}), OrderKind.RESTORE, request, dry=False)

    def _order(
        self, operation: str, path: str, name: DomainName, body: Mapping[str, object],
        private: tuple[str, ...] = (),
    ) -> Call:  # fmt: skip
        return Call(operation, self._paid_by(path), name, "POST", body, private=private, yes=ACCEPTED)

    def _pay(
        self, call: Call, kind: OrderKind,
        request: _Request, *, dry: bool = True,
    ) -> Receipt:  # fmt: skip
        """Send an order that is within its limit and that the account can pay. There is no number to it."""
        years = getattr(request, "years", 1)
        quote = self.quote(request.name, kind=kind, years=years)
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        prepaid = self._prepaid()
        if prepaid is not None and prepaid.currency == quote.price.currency and quote.price > prepaid:
            detail = f"the price is {quote.price}, {prepaid} are there"
            raise errors.PaymentRefused(
                detail, registrar=self.slug, operation=call.operation, name=request.name
            )
        if dry:
            self._try(call)
        return self._send(call)

    def _send(self, call: Call) -> Receipt:
        """Send a change, once. 202 says that it was accepted, and no more."""

        def told(reply: JsonReply) -> Receipt:
            reply.part("message", str)
            return Receipt(pending=True)

        return self._line.change(call, told)

    def _try(self, call: Call) -> None:
        """Let the vendor check a request without doing it. Raises `ValueRefused`."""

        def told(reply: JsonReply) -> None:
            if reply.status in ACCEPTED:
                raise errors.OutcomeUnknown("a dry run was answered like the real thing")
            if (status := reply.part("status", str)) == "error":
                raise errors.ValueRefused(f"refused dry: {without_values(words_of(reply), call.private)}")
            if status != "success":
                raise Unreadable("a dry run ended with a word that nobody documents")

        dry = replace(call, operation=f"{call.operation}{DRY_RUN}", yes=frozenset({200, *ACCEPTED}))
        self._line.read(dry, told)

    def _is_so(self, name: DomainName, *, later_than: contract.RenewalRequest | None = None) -> bool:
        """Whether what was accepted is seen already; what cannot be read is not seen."""
        try:
            held = self._held(name)
        except errors.RegistrarError:
            return False
        return later_than is None or day_of(held.ends) > later_than.current_expiry

    def _taken(self, name: DomainName) -> errors.NameTaken:
        try:
            self._held(name)
            detail = "it is in this account already, by an earlier try or by hand"
        except errors.NotFound:
            detail = "it is not for sale"
        return errors.NameTaken(detail, registrar=self.slug, operation="CheckDomain", name=name)

    def _raise_if_not_transferable(self, name: DomainName, secret: Mapping[str, str]) -> None:
        def told(reply: JsonReply) -> None:
            if not reply.part("available", bool):
                words = without_values(str(reply.items.get("msg") or ""), secret.values())
                raise errors.ValueRefused(f"it cannot be transferred: {words}".rstrip(": "))

        path = f"domain/transferin/{name}/available"
        self._line.read(Call("CheckTransfer", path, name, "POST", secret), told)

"""What costs money at Realtime Register: quoted whole by a dry run, agreed to as quoted, sent once."""

from collections.abc import Callable, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.account import NOTHING_CAME, unreadable_unless
from registrar.adapters.realtimeregister.contacts import Handling, rows, unholdable
from registrar.adapters.realtimeregister.reading import Reading, money
from registrar.attributes import fitted
from registrar.contract import (
    FindsOrders,
    OrderAbsent,
    OrderAnswer,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Quote,
    Quotes,
    Receipt,
    Registers,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    RestoreRequest,
    Restores,
    TransferRequest,
    TransfersIn,
)
from registrar.errors import NotFound, Refused, ReplyNotUnderstood, StatusProhibits, TryAgain
from registrar.fresh_handles import made, reference_for
from registrar.guards import raise_if_moved, raise_unless_free
from registrar.inline_contacts import raise_if_incomplete, raise_if_unholdable, unsupported
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.price_limit import raise_if_dearer
from registrar.told import raise_if_other

_YES = frozenset({200, 201, 202})
_ACTIONS = {
    OrderKind.REGISTER: "create",
    OrderKind.RENEW: "renew",
    OrderKind.TRANSFER: "transfer",
    OrderKind.RESTORE: "restore",
}
_REASON = "ordered by its registrant"


class Buying(Reading, Handling, Quotes, Registers, Renews, Restores, TransfersIn, FindsOrders):
    """Buys. An order that costs more than was quoted a moment before is refused by the vendor."""

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        if kind is OrderKind.RENEW:
            return self._dry_run(name, kind, {"period": 12 * years}, years=years)[0]
        if kind is OrderKind.RESTORE:
            return self._dry_run(name, kind, {"reason": _REASON})[0]
        return self._listed_price(name, kind, years)

    def register(self, request: RegistrationRequest) -> Receipt:
        name = request.name
        if "xn--" in name:
            raise unsupported(self.slug, name, "the language of an internationalized name is not known")
        registry, extra = self._checked(name, request.contacts, request.attributes)
        raise_unless_free(self._offer(name), registrar=self.slug)
        body = self._people(request, registry, extra) | {"period": 12 * request.years}
        body |= {"ns": list(request.nameservers)} if request.nameservers else {}

        def read(reply: JsonReply) -> None:
            raise_if_other(name, reply.as_a(wire.Registered).domain_name)

        return self._bought(request, OrderKind.REGISTER, body, read, years=request.years)

    def transfer_in(self, request: TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        registry, extra = self._checked(name, request.contacts, request.attributes)
        if self.transfer_state(name).is_under_way:
            raise StatusProhibits("a transfer is under way already", registrar=self.slug, name=name)
        body = self._people(request, registry, extra) | {"authcode": secret}

        def read(reply: JsonReply) -> None:
            reply.as_a(wire.Accepted)

        receipt = self._bought(request, OrderKind.TRANSFER, body, read, private=(secret,))
        return receipt.model_copy(update={"pending": True})

    def renew(self, request: RenewalRequest) -> Receipt:
        until = self._domain(request.name).expiry_date
        raise_if_moved(until, request, registrar=self.slug)
        body = {"period": 12 * request.years, "expiryDate": f"{until:%Y-%m-%dT%H:%M:%SZ}"}

        def read(reply: JsonReply) -> None:
            is_later = day_of(reply.as_a(wire.Renewed).expiry_date) > request.current_expiry
            unreadable_unless("the reply says yes, and a date that has not moved", is_so=is_later)

        return self._bought(request, OrderKind.RENEW, body, read, years=request.years)

    def restore(self, request: RestoreRequest) -> Receipt:
        name = request.name
        if "REDEMPTION_PERIOD" not in self._domain(name).status:
            raise StatusProhibits("it is not in redemption", registrar=self.slug, name=name)
        body = {"reason": f"{_REASON}, {request.reference}"}
        return self._bought(
            request, OrderKind.RESTORE, body, lambda reply: reply.as_a(wire.Renewed).expiry_date
        )

    def find_order(self, sought: OrderSought) -> OrderAnswer:
        try:
            return self._found(sought)
        except (TryAgain, ReplyNotUnderstood, Refused) as err:
            return OrderUnclear(reason=err.detail)

    def _checked(
        self, name: DomainName, contacts: Mapping[ContactRole, Contact], attributes: Mapping[str, str]
    ) -> tuple[str, dict[str, str]]:
        """Return the registry and what it wants to know. Raises `Unsupported` for what cannot be held."""
        raise_if_unholdable(self.slug, name, contacts, unholdable)
        raise_if_incomplete(self.slug, name, contacts)
        registry, asked = self._asked(name.tld)
        told = fitted(self.slug, name, list(asked.values()), attributes)
        return registry, {own: told[one.name] for own, one in asked.items() if one.name in told}

    def _people(
        self, request: RegistrationRequest | TransferRequest, registry: str, extra: Mapping[str, str]
    ) -> dict[str, object]:
        """Make the contacts of an order, and return its part that does not depend on the kind."""
        handles = made(self, request.name, request.contacts, occasion=request.reference)
        registrant = handles[ContactRole.REGISTRANT]
        if extra:
            self._add_properties(registrant, registry, extra)
        return {
            "customer": self._customer, "registrant": registrant, "contacts": rows(handles),
            "autoRenew": False, "privacyProtect": False,
        }  # fmt: skip

    def _dry_run(
        self,
        name: DomainName,
        kind: OrderKind,
        body: Mapping[str, object],
        *,
        years: int = 1,
        private: tuple[str, ...] = (),
    ) -> tuple[Quote, list[wire.Billable]]:
        """Return what an order would cost, and of which parts. The vendor checks it and does nothing."""
        path = f"{_path(name, kind)}?quote=true"
        call = Call(f"{_ACTIONS[kind]}Domain?quote", path, name, "POST", body, private=private)

        def told(reply: JsonReply) -> tuple[Quote, list[wire.Billable]]:
            quote = reply.as_a(wire.Quoted).quote
            has_currency = quote.currency is not None or not quote.total
            unreadable_unless("the reply has a price without a currency", is_so=has_currency)
            price = money(quote.total, quote.currency or "USD")
            return Quote(name=name, kind=kind, years=years, price=price), quote.billables or []

        return self._line.read(call, told)

    def _bought(
        self,
        request: RegistrationRequest | TransferRequest | RenewalRequest | RestoreRequest,
        kind: OrderKind,
        body: Mapping[str, object],
        read: Callable[[JsonReply], object],
        *,
        years: int = 1,
        private: tuple[str, ...] = (),
    ) -> Receipt:
        """Order what a dry run has just priced within the limit, and agree to the parts of that price."""
        name = request.name
        quote, parts = self._dry_run(name, kind, body, years=years, private=private)
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        agreed = {"billables": [part.model_dump() for part in parts]} if parts else {}
        operation, path = f"{_ACTIONS[kind]}Domain", _path(name, kind)
        call = Call(operation, path, name, "POST", {**body, **agreed}, private=private, yes=_YES)
        return self._change(call, read)

    def _found(self, sought: OrderSought) -> OrderAnswer:
        name, number = sought.name, sought.vendor_reference
        processes = self._processes(name)
        if number is not None and number not in {str(process.id) for process in processes}:
            return OrderUnclear(reason="the list lacks an order that is known")
        of_kind = [process for process in processes if process.action == _ACTIONS[sought.kind]]
        for process in of_kind:
            if str(process.id) == number or self._is_ours(process, sought):
                if process.status in NOTHING_CAME:
                    return OrderFailed(reference=str(process.id))
                return OrderFound(done=process.status == "COMPLETED", reference=str(process.id))
        if any(process.status not in NOTHING_CAME for process in of_kind):
            return OrderUnclear(reason="there is an order of this kind, and nothing tells whose it is")
        if sought.kind in (OrderKind.REGISTER, OrderKind.TRANSFER) and self._is_held(name):
            return OrderUnclear(reason="we hold the name by another order")
        return OrderAbsent()

    def _processes(self, name: DomainName) -> list[wire.Process]:
        """Return what was asked of a name, the newest first."""
        found = self._rows(
            "listProcesses", "processes", wire.Process, lambda process: process.id, f"q=identifier:{name}&"
        )
        about = [process for process in found if (process.type, process.identifier) == ("domain", name)]
        return sorted(about, key=lambda process: process.id, reverse=True)

    def _is_ours(self, process: wire.Process, sought: OrderSought) -> bool:
        """Whether a process carries our reference: in its reason, or in the handle that was made for it."""
        command = process.command or wire.Command()
        if command.reason is not None:
            return command.reason == f"{_REASON}, {sought.reference}"
        if command.registrant is None:
            return False
        try:
            kept = self.handle_contact(command.registrant)
        except NotFound:
            return False
        return command.registrant == reference_for(self.slug, sought.name, kept, sought.reference)

    def _is_held(self, name: DomainName) -> bool:
        try:
            self._domain(name)
        except NotFound:
            return False
        return True


def _path(name: DomainName, kind: OrderKind) -> str:
    return f"domains/{name}" if kind is OrderKind.REGISTER else f"domains/{name}/{_ACTIONS[kind]}"

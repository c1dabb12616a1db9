"""What costs money at Realtime Register: quoted whole by a dry run, agreed to as quoted, sent once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar import contract
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.account import progress_of, rows_of
from registrar.adapters.realtimeregister.contacts import WORDS, Handling, rows
from registrar.adapters.realtimeregister.reading import Reading, money
from registrar.attributes import fitted
from registrar.contract import OrderAnswer, OrderSought, OrderUnclear, Quote, Receipt
from registrar.errors import NotFound, Refused, ReplyNotUnderstood, StatusProhibits, TryAgain
from registrar.exchange import Unreadable
from registrar.fresh_handles import made, reference_for
from registrar.guards import raise_if_moved, raise_unless_free
from registrar.inline_contacts import raise_if_incomplete, raise_if_unholdable, unsupported
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.price_limit import raise_if_dearer
from registrar.processes import Listed, verdict
from registrar.told import raise_if_other, raise_unless

_REASON = "ordered by its registrant"
_ACTIONS = {
    OrderKind.REGISTER: "create",
    OrderKind.RENEW: "renew",
    OrderKind.TRANSFER: "transfer",
    OrderKind.RESTORE: "restore",
}
_Brings = contract.RegistrationRequest | contract.TransferRequest


@dataclass(frozen=True)
class _Order:
    kind: OrderKind
    name: DomainName
    body: Mapping[str, object] = field(repr=False)
    years: int = 1
    private: tuple[str, ...] = field(default=(), repr=False)

    def call(self, *, agreed: Mapping[str, object] | None = None) -> Call:
        """Return the order with what was agreed to; without that, its dry run."""
        action, dry = _ACTIONS[self.kind], "" if agreed is not None else "?quote"
        path = f"domains/{self.name}" + ("" if self.kind is OrderKind.REGISTER else f"/{action}")
        return Call(
            f"{action}Domain{dry}", path + (dry and f"{dry}=true"), self.name, "POST",
            {**self.body, **(agreed or {})}, private=self.private, bare=frozenset({202}),
            yes=frozenset({200} if dry else {200, 201, 202}),
        )  # fmt: skip


class Buying(
    Reading,
    Handling,
    contract.Quotes,
    contract.Registers,
    contract.Renews,
    contract.Restores,
    contract.TransfersIn,
    contract.FindsOrders,
):
    """Buys. An order that costs more than was quoted a moment before is refused by the vendor."""

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        if kind is OrderKind.RENEW:
            return self._dry_run(_Order(kind, name, {"period": 12 * years}, years))[0]
        if kind is OrderKind.RESTORE:
            return self._dry_run(_Order(kind, name, {"reason": _REASON}))[0]
        return self._listed_price(name, kind, years)

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name = request.name
        if "xn--" in name:
            raise unsupported(self.slug, name, "the language of an internationalized name is not known")
        registry, extra = self._checked(request)
        raise_unless_free(self._offer(name), registrar=self.slug)
        body = self._people(request, registry, extra) | {"period": 12 * request.years}
        body |= {"ns": list(request.nameservers)} if request.nameservers else {}
        return self._bought(request, _Order(OrderKind.REGISTER, name, body, request.years), _is_about(name))

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        registry, extra = self._checked(request)
        if self.transfer_state(name).is_under_way:
            raise StatusProhibits("a transfer is under way already", registrar=self.slug, name=name)
        body = self._people(request, registry, extra) | {"authcode": secret}
        order = _Order(OrderKind.TRANSFER, name, body, private=(secret,))
        return self._bought(request, order, _is_about(name)).model_copy(update={"pending": True})

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, until = request.name, self._domain(request.name).expiry_date
        raise_if_moved(until, request, registrar=self.slug)

        def shows(reply: JsonReply) -> None:
            is_later = _until(reply).date() > request.current_expiry
            raise_unless("the reply says yes, and a date that has not moved", is_so=is_later)

        body = {"period": 12 * request.years, "expiryDate": f"{until:%Y-%m-%dT%H:%M:%SZ}"}
        return self._bought(request, _Order(OrderKind.RENEW, name, body, request.years), shows)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name = request.name
        if "REDEMPTION_PERIOD" not in self._domain(name).status:
            raise StatusProhibits("it is not in redemption", registrar=self.slug, name=name)
        order = _Order(OrderKind.RESTORE, name, {"reason": f"{_REASON}, {request.reference}"})
        return self._bought(request, order, _until)

    def find_order(self, sought: OrderSought) -> OrderAnswer:
        brings = sought.kind in (OrderKind.REGISTER, OrderKind.TRANSFER)
        try:
            return verdict(
                self._processes(sought),
                sought,
                is_ours=lambda process: self._is_ours(process, sought),
                is_held=lambda: brings and self._is_held(sought.name),
            )
        except (TryAgain, ReplyNotUnderstood, Refused) as err:
            return OrderUnclear(reason=err.detail)

    def _checked(self, request: _Brings) -> tuple[str, dict[str, str]]:
        """Return the registry and what it wants to know. Raises `Unsupported` for what cannot be held."""
        name = request.name
        raise_if_unholdable(self.slug, name, request.contacts, WORDS.unholdable)
        raise_if_incomplete(self.slug, name, request.contacts)
        registry, asked = self._asked(name.tld)
        told = fitted(self.slug, name, list(asked.values()), request.attributes)
        return registry, {own: told[one.name] for own, one in asked.items() if one.name in told}

    def _people(self, request: _Brings, registry: str, extra: Mapping[str, str]) -> wire.Row:
        """Make the contacts of an order, and return its part that does not depend on the kind."""
        handles = made(self, request.name, request.contacts, occasion=request.reference)
        registrant = handles[ContactRole.REGISTRANT]
        if extra:
            self._add_properties(registrant, registry, extra)
        return {
            "customer": self._username, "registrant": registrant, "contacts": rows(handles),
            "autoRenew": False, "privacyProtect": False,
        }  # fmt: skip

    def _dry_run(self, order: _Order) -> tuple[Quote, list[wire.Billable]]:
        """Return what an order would cost, and of which parts. The vendor checks it and does nothing."""

        def told(reply: JsonReply) -> tuple[Quote, list[wire.Billable]]:
            quote = reply.as_a(wire.Quoted).quote
            has_currency = quote.currency is not None or not quote.total
            raise_unless("the reply has a price without a currency", is_so=has_currency)
            price = money(quote.total, quote.currency or "USD")
            priced = Quote(name=order.name, kind=order.kind, years=order.years, price=price)
            return priced, quote.billables or []

        return self._line.read(order.call(), told)

    def _bought(
        self,
        request: _Brings | contract.RenewalRequest | contract.RestoreRequest,
        order: _Order,
        shows: Callable[[JsonReply], object],
    ) -> Receipt:
        """Order what a dry run has just priced within the limit, and agree to the parts of that price."""
        quote, parts = self._dry_run(order)
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        agreed = {"billables": [part.model_dump() for part in parts]} if parts else {}
        return self._change(order.call(agreed=agreed), shows)

    def _processes(self, sought: OrderSought) -> list[Listed[wire.Process]]:
        """Return what was asked of a name; its action or type tells a transfer as `incomingTransfer`."""
        path, action = f"processes?identifier:eq={sought.name}", _ACTIONS[sought.kind]
        found = self._rows("listProcesses", path, rows_of(wire.Process), lambda one: one.id)
        about = [one for one in found if one.identifier == sought.name]
        return [
            Listed(str(one.id), progress_of(one), _what(one).endswith(action), one)
            for one in sorted(about, key=lambda one: one.id, reverse=True)
        ]

    def _is_ours(self, process: wire.Process, sought: OrderSought) -> bool:
        """Whether a process carries our reference: in its reason, or in the handle that was made for it."""
        command = process.command or {}
        handle = command.get("registrant")
        if "reason" in command or not isinstance(handle, str):
            return command.get("reason") == f"{_REASON}, {sought.reference}"
        try:
            kept = self.handle_contact(handle)
        except NotFound:
            return False
        return handle == reference_for(self.slug, sought.name, kept, sought.reference)

    def _is_held(self, name: DomainName) -> bool:
        try:
            self._domain(name)
        except NotFound:
            return False
        return True


def _what(process: wire.Process) -> str:
    return (process.action if process.type == "domain" else process.type).lower()


def _is_about(name: DomainName) -> Callable[[JsonReply], None]:
    return lambda reply: raise_if_other(name, reply.part("domainName", str))


def _until(reply: JsonReply) -> datetime:
    """Return the expiry that a renewal or a restore tells at once; only its day counts."""
    try:
        return datetime.fromisoformat(reply.part("expiryDate", str))
    except ValueError:
        raise Unreadable("the reply's expiryDate is no date") from None

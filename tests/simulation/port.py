"""The registrar as the house reaches it: the contract's roles over the vendor's truth, and faults."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar.contract import (
    Availability,
    ChecksAvailability,
    FindsOrders,
    Offer,
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
    Registrar,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    RestoreRequest,
    Restores,
    TellsBalance,
    TellsContacts,
    TransferRequest,
    TransfersIn,
    TransferState,
)
from registrar.errors import AccessRefused, NotFound, NotSponsored, ReplyNotUnderstood, TryAgain
from tests.simulation.faults import Fault
from tests.simulation.till import Till
from tests.simulation.vendor import Fate, Name, Purchase

if TYPE_CHECKING:
    from tests.simulation.world import World

OVERTAKEN = 0.3
"""How often another instance may act while one waits for a read."""
LISTS = ("find order", "holdings")

_STAGES = (
    TransferState.AWAITING_OWNER, TransferState.AWAITING_LOSING_REGISTRAR, TransferState.AWAITING_REGISTRY,
)  # fmt: skip


class SimulatedRegistrar(
    Registrar,
    ChecksAvailability,
    Quotes,
    Registers,
    FindsOrders,
    Renews,
    TransfersIn,
    Restores,
    TellsContacts,
):
    """An adapter that keeps its contract, over a vendor and a line that do what they like."""

    slug = "simulated"

    def __init__(self, world: "World") -> None:
        self.world = world
        self.till = Till(world)

    def register(self, request: RegistrationRequest) -> Receipt:
        return self.till.pay(OrderKind.REGISTER, request, years=request.years)

    def renew(self, request: RenewalRequest) -> Receipt:
        return self.till.pay(OrderKind.RENEW, request, years=request.years)

    def transfer_in(self, request: TransferRequest) -> Receipt:
        return self.till.pay(OrderKind.TRANSFER, request, years=1)

    def restore(self, request: RestoreRequest) -> Receipt:
        return self.till.pay(OrderKind.RESTORE, request, years=1)

    def availability(self, name: DomainName) -> Offer:
        with self._reading("availability", name):
            vendor = self.world.vendor
            taken = name in vendor.elsewhere or name in vendor.names
            return Offer(name=name, availability=Availability.TAKEN if taken else Availability.FREE)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        with self._reading("quote", name):
            return Quote(name=name, kind=kind, years=years, price=self.world.vendor.prices[kind])

    def info(self, name: DomainName) -> Registration:
        with self._reading("info", name):
            return self._record(name)

    def holdings(self) -> Iterator[DomainName]:
        with self._reading("holdings", None):
            now = self._now
            names = [name for name, held in self.world.vendor.names.items() if held.shown_at(now)]
            return iter(names)

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        with self._reading("contacts", name):
            held = self._held(name)
            return {role: SeenContact.of(contact) for role, contact in held.contacts.items()}

    def transfer_state(self, name: DomainName) -> TransferState:
        with self._reading("transfer state", name):
            of_name = [
                order
                for order in self.world.vendor.listed(self._now)
                if order.kind is OrderKind.TRANSFER and order.name == name
            ]
            return self._stage(of_name[0]) if of_name else TransferState.NONE

    def find_order(self, sought: OrderSought) -> OrderAnswer:
        try:
            with self._reading("find order", sought.name):
                orders = [o for o in self.world.vendor.listed(self._now) if o.reference == sought.reference]
        except ReplyNotUnderstood as err:
            return OrderUnclear(reason=err.detail)
        ours = [order for order in orders if order.kind is sought.kind and order.name == sought.name]
        if not ours:
            return OrderAbsent()
        charged = [order for order in ours if order.charged]
        newest = charged[0] if charged else ours[0]
        if not newest.charged:
            return OrderFailed(reference=newest.number)
        cost = newest.cost if self.world.tells_cost else None
        return OrderFound(done=newest.fate is Fate.DONE, reference=newest.number, cost=cost)

    @property
    def _now(self) -> datetime:
        return self.world.machine.clock.at

    def _stage(self, order: Purchase) -> TransferState:
        if order.fate is Fate.DONE:
            return TransferState.DONE
        if order.fate is Fate.FAILED:
            return TransferState.REFUSED
        return _STAGES[int((self._now - order.at) / timedelta(days=2)) % len(_STAGES)]

    def _held(self, name: DomainName) -> Name:
        held = self.world.vendor.names.get(name)
        if held is None or held.shown_at(self._now) is None:
            raise (
                NotSponsored("held elsewhere", name=name)
                if name in self.world.vendor.elsewhere
                else (NotFound("not in the account", name=name))
            )
        return held

    def _record(self, name: DomainName) -> Registration:
        pending = self._pending(name)
        if pending is not None and pending.kind is OrderKind.REGISTER and self.world.shows_pending:
            return Registration(name=name, statuses=frozenset({Status.PENDING_CREATE}))
        held = self._held(name)
        expires = held.shown_at(self._now)
        statuses = {Status.REDEMPTION_PERIOD} if held.redemption_at(self._now) else {Status.OK}
        if pending is not None and self.world.shows_pending:
            statuses |= {
                OrderKind.RENEW: {Status.PENDING_RENEW},
                OrderKind.RESTORE: {Status.PENDING_RESTORE},
            }.get(pending.kind, set())
        return Registration(
            name=name,
            registered_at=held.expires - timedelta(days=365),
            expires_at=expires,
            registrar_expires_at=expires,
            nameservers=held.hosts,
            statuses=frozenset(statuses),
        )

    def _pending(self, name: DomainName) -> Purchase | None:
        for order in self.world.vendor.listed(self._now):
            if order.name == name and order.fate is Fate.PENDING:
                return order
        return None

    @contextmanager
    def _reading(self, what: str, name: DomainName | None) -> Iterator[None]:
        """Pass a read through the line: it may fail on the way, and the process may die before and after."""
        world = self.world
        world.machine.point(f"before {what}")
        world.machine.clock.advance(timedelta(milliseconds=300))
        world.catch_up()
        world.asked(what, name)
        if world.dice.happens(OVERTAKEN):
            world.machine.opening(f"{what} is on its way")
        if not world.vendor.access:
            world.mark(Fault.ACCESS, name)
            world.shut_out()
            raise AccessRefused("the key is not accepted")
        fault = Fault.PAGING if what in LISTS and world.now < world.torn_until else world.dice.read()
        if fault is not Fault.NONE:
            world.mark(fault, name)
            world.machine.tell(f"{what} {name or ''}: {fault}")
            raise _read_error(fault)
        world.machine.tell(f"{what} {name or ''}")
        yield
        world.machine.point(f"after {what}")


class TellingRegistrar(SimulatedRegistrar, TellsBalance):
    """The same, of a vendor whose API shows the balance."""

    def balance(self) -> Money:
        with self._reading("balance", None):
            return self.world.vendor.balance


def _read_error(fault: Fault) -> Exception:
    match fault:
        case Fault.GARBLED | Fault.OTHER_NAME | Fault.PAGING:
            return ReplyNotUnderstood(fault)
        case Fault.THROTTLED:
            return TryAgain("too many requests", retry_after=timedelta(minutes=5))
        case _:
            return TryAgain(fault)

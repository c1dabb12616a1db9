"""Paid requests on their way: what leaves, what arrives, what is done about it, and what comes back."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.contract import Receipt
from registrar.errors import (
    AccessRefused,
    NameTaken,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    RegistrarError,
    TryAgain,
)
from tests.simulation.counter import raise_if_impossible
from tests.simulation.faults import EFFECT_LOST, NO_EFFECT_LOST, Fault
from tests.simulation.vendor import Fate, Purchase

if TYPE_CHECKING:
    from tests.simulation.world import World

DEADLINE = timedelta(seconds=120)
"""What the house waits for one exchange, as `registrar.catalogue` has it."""


class Bug(Exception):
    """Our own code broke, somewhere in the adapter."""


class Till:
    """Takes paid requests. Each arrival is held against the records at that very moment."""

    def __init__(self, world: "World") -> None:
        self.world = world

    def pay(self, kind: OrderKind, request: object, *, years: int) -> Receipt:
        """Pass a paid request through the line, once."""
        world = self.world
        world.machine.point(f"before {kind}")
        world.leaves(kind, request)
        try:
            receipt = self._sent(kind, request, years)
        finally:
            world.comes_back(request)
        world.machine.tell(f"{kind} {request.name} ({request.reference}): {receipt}")
        world.machine.point(f"after {kind}")
        return receipt

    def _sent(self, kind: OrderKind, request: object, years: int) -> Receipt:
        world, name = self.world, request.name
        world.refusals.pop(request.reference, None)
        fault = world.dice.paid()
        if fault is not Fault.NONE:
            world.mark(fault, name)
            world.machine.tell(f"{kind} {name} ({request.reference}): {fault}")
        if fault in (Fault.UNREACHED, Fault.THROTTLED):
            later = timedelta(minutes=10) if fault is Fault.THROTTLED else None
            world.refusals[request.reference] = "TryAgain"
            raise TryAgain(fault, retry_after=later)
        world.machine.opening("a paid request is under way")
        if fault is Fault.ACCESS:
            world.vendor.access = False
        if fault in NO_EFFECT_LOST:
            self._comes_late(fault, kind, request, years)
            self._lose(request, fault)
        try:
            later = fault is Fault.PENDING or (fault in EFFECT_LOST and world.dice.happens(0.25))
            purchase = self._done(kind, request, years, later=later)
        except RegistrarError as refused:
            if fault in EFFECT_LOST:
                self._lose(request, fault)
            self._told(refused, name)
            world.refusals[request.reference] = type(refused).__name__
            raise
        world.machine.opening("a paid request was done, and is not answered yet")
        if fault in EFFECT_LOST:
            self._lose(request, fault)
        if fault is Fault.BUG:
            world.lost(request.reference)
            raise Bug("a bug of ours, after it was done")
        cost = purchase.cost if world.tells_cost else None
        return Receipt(pending=purchase.fate is Fate.PENDING, reference=purchase.number, cost=cost)

    def _lose(self, request: object, fault: Fault) -> None:
        slow = fault in (Fault.LOST_AFTER, Fault.LOST_BEFORE, Fault.LATE)
        self.world.machine.clock.advance(DEADLINE if slow else timedelta(seconds=2))
        self.world.lost(request.reference)
        raise OutcomeUnknown(fault)

    def _comes_late(self, fault: Fault, kind: OrderKind, request: object, years: int) -> None:
        """
        Let a request that was given up arrive all the same, long after.

        Only at a registrar that knows a duplicate: at another one nobody could ever be safe from it.
        """
        world = self.world
        if fault is Fault.LATE and not world.vendor.takes_twice:
            at = world.now + timedelta(minutes=world.dice.random.randint(5, 30))
            world.late.append((at, lambda: self._arrived_late(kind, request, years, at=at)))

    def _arrived_late(self, kind: OrderKind, request: object, years: int, *, at: datetime) -> None:
        world = self.world
        if request.reference in world.closed:
            return  # staff had the registrar's word that nothing was under way
        state = world.state_of(request.reference)
        with suppress(RegistrarError):
            purchase = self._done(kind, request, years, later=False, at=at)
            purchase.found = state
            world.machine.tell(
                f"{kind} {request.name} ({request.reference}): done at last, {purchase.number}"
            )

    def _told(self, refused: RegistrarError, name: DomainName) -> None:
        kinds = {
            NameTaken: Fault.TAKEN, PaymentRefused: Fault.FUNDS, PriceRefused: Fault.PRICE,
            AccessRefused: Fault.ACCESS,
        }  # fmt: skip
        if type(refused) in kinds:
            self.world.mark(kinds[type(refused)], name)
        if type(refused) is AccessRefused:
            self.world.shut_out()
        self.world.machine.tell(f"{name}: {type(refused).__name__}: {refused.detail}")

    def _done(
        self, kind: OrderKind, request: object, years: int, *, later: bool, at: datetime | None = None
    ) -> Purchase:
        """Let the vendor decide and do. Raises what the adapter makes of its refusals."""
        world, vendor = self.world, self.world.vendor
        now = at or world.machine.clock.at
        world.catch_up()
        world.arrives(kind, request)
        if not vendor.access:
            raise AccessRefused("the key is not accepted")
        cost = vendor.prices[kind]
        if cost.amount > request.price_limit.amount:
            raise PriceRefused(f"costs {cost}")
        raise_if_impossible(world, kind, request)
        if cost.amount > vendor.balance.amount:
            raise PaymentRefused("the balance is too low")
        lag = world.dice.lag(world.window)
        if world.in_flight[request.reference] == 0:  # it comes late, and is seen later still
            lag = world.window - timedelta(seconds=1)
        if world.hides_long() and not lag:
            lag = timedelta(days=3)
        if lag:
            world.mark(Fault.LAG, request.name)
        purchase = vendor.take(request, kind, now=now, lag=lag, years=years)
        world.bought(purchase)
        if later or kind is OrderKind.TRANSFER:
            self._postpone(purchase)
        else:
            vendor.carry_out(purchase, now=now)
        return purchase

    def _postpone(self, purchase: Purchase) -> None:
        random, now = self.world.dice.random, self.world.machine.clock.at
        purchase.fate = Fate.PENDING
        purchase.settles_at = now + timedelta(hours=random.choice((1, 6, 30, 100, 200)))
        vanishing = 1 if self.world.dice.mix.name == "standard" else 6
        fate = random.choices((Fate.DONE, Fate.FAILED, Fate.VANISHED), (24, 6, vanishing))[0]
        purchase.comes_to = Fate.DONE if self.world.dice.healed else fate

"""Paid requests on their way: what leaves, what arrives, what is done about it, and what comes back."""

from datetime import timedelta
from typing import TYPE_CHECKING

from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar.contract import Receipt
from registrar.errors import (
    AccessRefused,
    AuthInfoRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    RegistrarError,
    StatusProhibits,
    TryAgain,
)
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
        fault = world.dice.paid()
        if fault is not Fault.NONE:
            world.mark(fault, name)
            world.machine.tell(f"{kind} {name} ({request.reference}): {fault}")
        if fault in (Fault.UNREACHED, Fault.THROTTLED):
            later = timedelta(minutes=10) if fault is Fault.THROTTLED else None
            raise TryAgain(fault, retry_after=later)
        world.machine.opening("a paid request is under way")
        if fault is Fault.ACCESS:
            world.vendor.access = False
        if fault in NO_EFFECT_LOST:
            self._lose(request, fault)
        try:
            purchase = self._done(kind, request, years, later=fault is Fault.PENDING)
        except RegistrarError as refused:
            if fault in EFFECT_LOST:
                self._lose(request, fault)
            self._told(refused, name)
            raise
        world.machine.opening("a paid request was done, and is not answered yet")
        if fault in EFFECT_LOST:
            self._lose(request, fault)
        if fault is Fault.BUG:
            raise Bug("a bug of ours, after it was done")
        cost = purchase.cost if world.tells_cost else None
        return Receipt(pending=purchase.fate is Fate.PENDING, reference=purchase.number, cost=cost)

    def _lose(self, request: object, fault: Fault) -> None:
        slow = fault in (Fault.LOST_AFTER, Fault.LOST_BEFORE)
        self.world.machine.clock.advance(DEADLINE if slow else timedelta(seconds=2))
        self.world.lost(request.reference)
        raise OutcomeUnknown(fault)

    def _told(self, refused: RegistrarError, name: DomainName) -> None:
        kinds = {
            NameTaken: Fault.TAKEN, PaymentRefused: Fault.FUNDS, PriceRefused: Fault.PRICE,
            AccessRefused: Fault.ACCESS,
        }  # fmt: skip
        if type(refused) in kinds:
            self.world.mark(kinds[type(refused)], name)
        self.world.machine.tell(f"{name}: {type(refused).__name__}: {refused.detail}")

    def _done(self, kind: OrderKind, request: object, years: int, *, later: bool) -> Purchase:
        """Let the vendor decide and do. Raises what the adapter makes of its refusals."""
        world, vendor = self.world, self.world.vendor
        now = world.machine.clock.at
        vendor.settle(now)
        world.arrives(kind, request)
        if not vendor.access:
            raise AccessRefused("the key is not accepted")
        cost = vendor.prices[kind]
        if cost.amount > request.price_limit.amount:
            raise PriceRefused(f"costs {cost}")
        self._raise_if_impossible(kind, request)
        if cost.amount > vendor.balance.amount:
            raise PaymentRefused("the balance is too low")
        lag = world.dice.lag(world.window)
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
        fates = (Fate.DONE, Fate.DONE, Fate.DONE, Fate.DONE, Fate.FAILED, Fate.VANISHED)
        purchase.comes_to = Fate.DONE if self.world.dice.healed else random.choice(fates)

    def _raise_if_impossible(self, kind: OrderKind, request: object) -> None:
        vendor, now, name = self.world.vendor, self.world.machine.clock.at, request.name
        held = vendor.names.get(name)
        known = [] if vendor.takes_twice else [
            o for o in vendor.ledger if o.name == name and o.kind is kind and o.charged
        ]  # fmt: skip
        match kind:
            case OrderKind.REGISTER:
                self._raise_if_not_free(name, ours=bool(held) or bool(known))
            case OrderKind.RENEW:
                if held is None:
                    raise NotFound("not in the account")
                shown = held.expires if not vendor.takes_twice else held.shown_at(now)
                if shown is None or day_of(shown) != request.current_expiry:
                    raise ExpiryMismatch("its expiry is another")
                if any(o.fate is Fate.PENDING for o in known):
                    raise StatusProhibits("a renewal is under way")
            case OrderKind.TRANSFER:
                if request.auth_info.get_secret_value() != self.world.auth_info_of(name):
                    raise AuthInfoRefused("the secret is wrong")
                if name not in vendor.elsewhere or any(o.fate is Fate.PENDING for o in known):
                    raise StatusProhibits("it is here, or on its way")
            case OrderKind.RESTORE:
                if held is None or not (held.in_redemption or vendor.takes_twice):
                    raise StatusProhibits("not in redemption")
                if any(o.fate is Fate.PENDING for o in known):
                    raise StatusProhibits("a restore is under way")

    def _raise_if_not_free(self, name: DomainName, *, ours: bool) -> None:
        vendor = self.world.vendor
        if name in vendor.elsewhere:
            raise NameTaken("the name is taken")
        if ours and not vendor.takes_twice:
            self.world.mark(Fault.DUPLICATE, name)
            if self.world.dice.random.random() < 0.5:
                raise OutcomeUnknown("an order for it exists already")
            raise NameTaken("the name is taken")

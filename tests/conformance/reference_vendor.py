"""A registrar in memory with a dialect of its own: names in capitals, a dot at the end, pages of three."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import SigningKey
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from registrar.support import Capability
from tests.conformance.bench import READS, START, Charge, Held, To

PAGE = 3
Told = TypeVar("Told")


class Mishap(StrEnum):
    """What can become of a request on the way; the line between registrar and vendor brings it about."""

    LOST_AFTER = "lost after"
    LOST_BEFORE = "lost before"
    GARBLED = "garbled"
    TRUNCATED = "truncated"
    ODD = "odd"
    SERVER_ERROR = "server error"
    THROTTLED = "throttled"
    OTHER_NAME = "other name"


class Unsent(Exception):
    """No connection could be opened."""


class Unanswered(Exception):
    """The request left and no whole answer came."""


class Failed(Exception):
    """The vendor's server answered with an error of its own."""


class Noise(Exception):
    """An answer came that is none."""


class Says(Exception):
    """The vendor says no, in its own words."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass
class Entry:
    """An order as the vendor keeps it. It is paid when it is accepted; if it fails, the money comes back."""

    number: str
    name: DomainName
    kind: OrderKind
    reference: str
    cost: Money
    done: bool
    apply: Callable[[], None]
    failed: bool = False


@dataclass
class ReferenceVendor:
    """The vendor's side: what it holds, what it took, and what it was asked."""

    held: dict[DomainName, Held] = field(default_factory=dict)
    elsewhere: dict[DomainName, tuple[Held, str]] = field(default_factory=dict)
    redeemable: dict[DomainName, Held] = field(default_factory=dict)
    orders: list[Entry] = field(default_factory=list)
    paid: list[Charge] = field(default_factory=list)
    balance: Decimal = Decimal("500.00")
    yearly: Decimal = Decimal("10.00")
    premium: Decimal = Decimal("400.00")
    restoring: Decimal = Decimal("90.00")
    extra: int = 0
    keys: dict[DomainName, frozenset[SigningKey]] = field(default_factory=dict)
    messages: dict[int, DomainName] = field(default_factory=dict)

    def find(self, name: DomainName) -> Held:
        """Return what the account holds. Says "absent" or "other account" otherwise."""
        if name in self.elsewhere:
            raise Says("other account")
        if name not in self.held:
            raise Says("absent")
        return self.held[name]

    def page(self, number: int) -> tuple[list[str], int]:
        """Return one page of names, the newest first, and the total."""
        names = [self.spell(name) for name in reversed(self.held)]
        return names[(number - 1) * PAGE : number * PAGE], len(names) + self.extra

    def secret_of(self, name: DomainName) -> str:
        """Return the auth_info of a name in the account."""
        return f"leave-{self.find(name).name}"

    @staticmethod
    def spell(name: str) -> str:
        """Return a name as this vendor writes it."""
        return f"{name.upper()}."

    def is_free(self, name: DomainName) -> bool | None:
        """Whether a name can be had; None where the vendor is not sure."""
        if name.startswith("unsure-"):
            return None
        ordered = {order.name for order in self.orders if not order.done and not order.failed}
        return name not in self.held.keys() | self.elsewhere.keys() | self.redeemable.keys() | ordered

    def price(self, name: DomainName, years: int, *, kind: OrderKind = OrderKind.REGISTER) -> Decimal:
        """Return what `years` cost, or a restore."""
        if kind is OrderKind.RESTORE:
            return self.restoring
        return (self.premium if name.startswith("premium-") else self.yearly) * years

    def order_page(self, name: DomainName, number: int) -> tuple[list[Entry], bool]:
        """Return one page of a name's orders, the newest first, and whether there are more."""
        orders = [order for order in reversed(self.orders) if order.name == name]
        return orders[(number - 1) * PAGE : number * PAGE], len(orders) > number * PAGE

    def register(self, held: Held, *, years: int, reference: str, limit: Decimal, later: bool) -> Entry:
        """Take the order and the money at once; `later` registers the name when things settle."""
        if self.is_free(held.name) is not True:
            raise Says("taken")
        return self._order(
            OrderKind.REGISTER, held.name, years, reference, limit, lambda: self._hold(held), later=later
        )

    def renew(self, name: DomainName, *, years: int, current: date, reference: str, limit: Decimal) -> Entry:
        """Extend a name that expires on `current`; an order of the same reference is told once more."""
        if earlier := self._earlier(OrderKind.RENEW, name, reference):
            return earlier
        held = self.find(name)
        if held.expires_on != current:
            raise Says("other date")
        longer = replace(held, expires_on=held.expires_on.replace(year=held.expires_on.year + years))
        return self._order(
            OrderKind.RENEW, name, years, reference, limit, lambda: self._hold(longer), later=False
        )

    def restore(self, name: DomainName, *, reference: str, limit: Decimal) -> Entry:
        """Bring a name back from redemption."""
        if name in self.held:
            raise Says("not deleted")
        if name not in self.redeemable:
            self.find(name)
        held = self.redeemable[name]
        return self._order(
            OrderKind.RESTORE, name, 1, reference, limit, lambda: self._hold(held), later=False
        )

    def transfer(self, name: DomainName, *, auth_info: str, reference: str, limit: Decimal) -> Entry:
        """Ask for a transfer in; it is done when things settle."""
        if earlier := self._earlier(OrderKind.TRANSFER, name, reference):
            return earlier
        held, secret = self.elsewhere.get(name, (None, None))
        if held is None:
            raise Says("absent")
        if auth_info != secret:
            raise Says("auth_info")
        return self._order(
            OrderKind.TRANSFER, name, 1, reference, limit, lambda: self._hold(held), later=True
        )

    def update(self, name: DomainName, **changes: Any) -> None:
        """Change what is held: the fields of `Held`, each with its own type (hence Any)."""
        self.held[name] = replace(self.find(name), **changes)

    def set_contacts(self, name: DomainName, contacts: dict[ContactRole, Contact]) -> None:
        """Change some roles."""
        self.update(name, contacts={**self.find(name).contacts, **contacts})

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> None:
        """Change the delegation."""
        self.update(name, nameservers=hosts)

    def keys_of(self, name: DomainName) -> frozenset[SigningKey]:
        """Return the keys that a name of the account is signed with."""
        return self.keys.get(self.find(name).name, frozenset())

    def sign(self, name: DomainName, keys: frozenset[SigningKey]) -> None:
        """Make `keys` those that the name is signed with."""
        self.update(name, signed=bool(keys))
        self.keys[name] = keys

    def settle(self) -> None:
        """Do what was accepted."""
        for order in self.orders:
            if not order.done and not order.failed:
                order.apply()
                order.done = True

    def decline(self) -> None:
        """Let what was accepted come to nothing, and give the money back."""
        for order in self.orders:
            if not order.done:
                order.failed = True
                self.balance += order.cost.amount
                self.paid.remove(Charge(order.name, order.cost, order.reference or None))

    def _earlier(self, kind: OrderKind, name: DomainName, reference: str) -> Entry | None:
        """The order that carries the reference already: it is told once more, and not paid again."""
        sought = (kind, name, reference)
        return next((o for o in self.orders if (o.kind, o.name, o.reference) == sought), None)

    def _hold(self, held: Held) -> None:
        self.elsewhere.pop(held.name, None)
        self.redeemable.pop(held.name, None)
        self.held[held.name] = held

    def _order(
        self,
        kind: OrderKind,
        name: DomainName,
        years: int,
        reference: str,
        limit: Decimal,
        apply: Callable[[], None],
        *,
        later: bool,
    ) -> Entry:
        price = self.price(name, years, kind=kind)
        if price > limit:
            raise Says("price")
        if price > self.balance:
            raise Says("money")
        self.balance -= price
        cost, number = Money(amount=price), f"R{len(self.orders) + 1}"
        self.paid.append(Charge(name, cost, reference or None))
        if not later:
            apply()
        self.orders.append(Entry(number, name, kind, reference, cost, not later, apply))
        return self.orders[-1]


@dataclass
class Line:
    """What lies between a registrar and its vendor: requests are counted here, and go wrong here."""

    mishaps: dict[To, tuple[Mishap, int]] = field(default_factory=dict)
    sent: list[To] = field(default_factory=list)
    reachable: bool = True
    admitted: bool = True

    def send(self, to: To, do: Callable[[], Told], *, other: Callable[[], Told]) -> Told:
        """Carry one request, and what the vendor answers. Raises what becomes of it on the way."""
        if not self.reachable:
            raise Unsent
        self.sent.append(to)
        if not self.admitted:
            raise Says("access")
        mishap = self._take(to)
        match mishap:
            case Mishap.LOST_BEFORE:
                raise Unanswered
            case Mishap.SERVER_ERROR:
                raise Failed
            case Mishap.THROTTLED:
                raise Says("slow down")
            case Mishap.OTHER_NAME:
                return other()
            case _:
                return self._after(mishap, do)

    def _after(self, mishap: Mishap | None, do: Callable[[], Told]) -> Told:
        told = do()
        match mishap:
            case Mishap.LOST_AFTER:
                raise Unanswered
            case Mishap.GARBLED | Mishap.TRUNCATED | Mishap.ODD:
                raise Noise
            case _:
                return told

    def _take(self, to: To) -> Mishap | None:
        mishap, left = self.mishaps.get(to, (None, 0))
        if mishap is None or left == 0:
            return None
        self.mishaps[to] = (mishap, left - 1)
        return mishap

    def count(self, *capabilities: Capability) -> int:
        """How many requests for these capabilities arrived."""
        return sum(to in capabilities for to in self.sent if to != READS)


def a_year_from_start() -> date:
    """The day on which a name registered now for a year expires."""
    return (START + timedelta(days=365)).date()

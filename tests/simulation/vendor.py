"""What really happens at the registrar: its orders, its money, its names. What ours is held against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind

YEAR = timedelta(days=365)


class Fate(StrEnum):
    """What becomes of an order that the registrar has taken."""

    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"
    VANISHED = "vanished"


@dataclass
class Purchase:
    """One accepted paid request. `charged` ends when the registrar gives the money back."""

    number: str
    reference: str
    kind: OrderKind
    name: DomainName
    years: int
    cost: Money
    at: datetime
    seen_from: datetime
    request: object
    fate: Fate = Fate.DONE
    settles_at: datetime | None = None
    comes_to: Fate = Fate.DONE
    charged: bool = True
    listed: bool = True
    found: str = ""
    """What the order said when a request that was given up long before was done at last."""


@dataclass
class Name:
    """A name in the account. Until `seen_from` the lists still show what was before: `before`, or nothing."""

    name: DomainName
    expires: datetime
    contacts: Mapping[ContactRole, Contact]
    hosts: frozenset[HostName] = frozenset()
    in_redemption: bool = False
    seen_from: datetime | None = None
    before: datetime | None = None
    redeemed_from: datetime | None = None

    def redemption_at(self, now: datetime) -> bool:
        """Whether the lists show the name in redemption."""
        return self.in_redemption or (self.redeemed_from is not None and now < self.redeemed_from)

    def shown_at(self, now: datetime) -> datetime | None:
        """Return the expiry that the lists show; None while they do not show the name."""
        if self.seen_from is None or now >= self.seen_from:
            return self.expires
        return self.before


@dataclass
class Vendor:
    """
    The registrar's side of one account.

    With `takes_twice` a paid request that it has seen before is charged again: it knows no duplicates. `skew`
    is by how much its clock is wrong.
    """

    prices: dict[OrderKind, Money]
    balance: Money
    takes_twice: bool = False
    skew: timedelta = timedelta(0)
    ledger: list[Purchase] = field(default_factory=list)
    names: dict[DomainName, Name] = field(default_factory=dict)
    elsewhere: set[DomainName] = field(default_factory=set)
    access: bool = True
    shows_money: bool = True
    mishears: bool = False

    def take(
        self, request: object, kind: OrderKind, *, now: datetime, lag: timedelta, years: int
    ) -> Purchase:
        """Do what is asked, and charge it. What is settled later is told by `postpone`."""
        name, reference = request.name, request.reference
        cost = self.prices[kind]
        self.balance = Money(amount=self.balance.amount - cost.amount)
        purchase = Purchase(
            number=f"v-{len(self.ledger) + 1}",
            reference=reference,
            kind=kind,
            name=name,
            years=years,
            cost=cost,
            at=now,
            seen_from=now + lag,
            request=request,
        )
        self.ledger.append(purchase)
        return purchase

    def carry_out(self, purchase: Purchase, *, now: datetime) -> None:
        """Make the account show, sooner or later, what was bought."""
        seen_from = max(purchase.seen_from, now)
        held = self.names.get(purchase.name)
        if purchase.kind in (OrderKind.REGISTER, OrderKind.TRANSFER):
            self._gain(purchase, now=now, seen_from=seen_from)
        elif held is not None:
            shown = held.shown_at(now)
            held.before, held.seen_from = shown, seen_from
            if purchase.kind is OrderKind.RENEW:
                held.expires += YEAR * purchase.years
            else:
                held.in_redemption, held.redeemed_from = False, seen_from
                held.expires = max(held.expires, now + YEAR + self.skew)

    def _gain(self, purchase: Purchase, *, now: datetime, seen_from: datetime) -> None:
        self.elsewhere.discard(purchase.name)
        self.names[purchase.name] = Name(
            name=purchase.name,
            expires=now + self.skew + YEAR * purchase.years,
            contacts=self.misheard(dict(purchase.request.contacts)),
            hosts=frozenset(getattr(purchase.request, "nameservers", ())),
            seen_from=seen_from,
        )

    def misheard(self, contacts: dict[ContactRole, Contact]) -> dict[ContactRole, Contact]:
        """Return the contacts as they are kept here: some registrars keep them as they please."""
        if self.mishears:
            tech = contacts[ContactRole.TECH]
            contacts[ContactRole.TECH] = tech.model_copy(update={"email": "tech-canary@example.org"})
        return contacts

    def settle(self, now: datetime) -> None:
        """Bring to their end the pending orders whose time has come."""
        for purchase in self.ledger:
            due = purchase.settles_at
            if purchase.fate is not Fate.PENDING or due is None or due > now:
                continue
            purchase.fate = purchase.comes_to
            if purchase.fate is Fate.DONE:
                self.carry_out(purchase, now=now)
            elif purchase.fate is Fate.FAILED:
                self.give_back(purchase)
            else:
                purchase.listed = False
                if not self.shows_money:
                    self.give_back(purchase)  # else nobody could ever know

    def give_back(self, purchase: Purchase) -> None:
        """Return the money of an order that came to nothing."""
        purchase.charged = False
        self.balance = Money(amount=self.balance.amount + purchase.cost.amount)

    def listed(self, now: datetime) -> Iterator[Purchase]:
        """Yield the orders that the order list shows, the newest first."""
        for purchase in reversed(self.ledger):
            if purchase.listed and now >= purchase.seen_from:
                yield purchase

    def charged(self) -> list[Purchase]:
        """Return the orders that money was taken for and not given back."""
        return [purchase for purchase in self.ledger if purchase.charged]

    def spent(self) -> Decimal:
        """Return the sum of what was charged and not given back."""
        return sum((purchase.cost.amount for purchase in self.charged()), Decimal(0))

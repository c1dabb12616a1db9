"""What every command works with: the registry, the reseller's money, the order book, the vendor's habits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Lock

from portfolio.clock import Clock
from portfolio.lifecycle import Phase
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import Instant, PersonalValue, Value
from sandbox.log import EventLog
from sandbox.objects import DomainRecord
from sandbox.registry import Registry
from sandbox.vendors.opensrs.answers import Refusal, unknown_registrant
from sandbox.vendors.opensrs.orders import OrderBook, VendorOrder
from sandbox.vendors.opensrs.prices import CURRENCY, Prices

CHANNEL = SPONSOR = "opensrs"

_DELETED = (Phase.REDEMPTION, Phase.PENDING_DELETE)


OWNER_ANSWERS_AFTER = timedelta(hours=1)
"""How long owners take here to acknowledge a transfer."""


class Deletion(Value):
    """That a name of the reseller's was deleted, which stays on the vendor's list when it comes back."""

    name: DomainName
    deleted_at: Instant
    expired_at: Instant


class Kept(PersonalValue):
    """Everything that the vendor keeps beside the registry, to be written down and read again."""

    balance: Money
    orders: tuple[VendorOrder, ...] = ()
    let_expire: tuple[DomainName, ...] = ()
    brought_back: tuple[Deletion, ...] = ()
    lists_lag: timedelta = timedelta(0)
    private: frozenset[DomainName] = frozenset()


class Office:
    """
    The vendor behind its interface.

    `waiting` holds changes that an asynchronous registry has accepted. `miscounts` is added to every total,
    `largest_page` is the most that a page holds. With `pends_quietly`, want of money is answered by a yes
    for every order, as it is for new ones; what holds for the others is not documented. Lists show names and
    orders only when they are older than `lists_lag`. `brought_back` are deletions that were undone.

    `shrugged_off` are names whose contacts are never changed, whatever the answer says. `with_others` are
    names that stand in another reseller's profiles of the same registrar, `private` those with WHOIS privacy.
    """

    def __init__(self, registry: Registry, log: EventLog, clock: Clock, balance: Money) -> None:
        self.registry = registry
        self.log = log
        self.clock = clock
        self.prices = Prices()
        self.orders = OrderBook()
        self.let_expire: set[DomainName] = set()
        self.waiting: list[tuple[DomainName, Callable[[], object]]] = []
        self.miscounts = 0
        self.largest_page = 1000
        self.pends_quietly = False
        self.lists_lag = timedelta(0)
        self.brought_back: list[Deletion] = []
        self.shrugged_off: set[DomainName] = set()
        self.with_others: set[DomainName] = set()
        self.private: set[DomainName] = set()
        self._balance = balance.amount
        # Separate from the dialect's own lock: the registry asks for money while it is locked itself.
        self._money = Lock()

    @property
    def balance(self) -> Money:
        """What the reseller can spend."""
        with self._money:
            return Money(amount=self._balance, currency=CURRENCY)

    def set_balance(self, balance: Money) -> None:
        """Make `balance` what the reseller can spend."""
        with self._money:
            self._balance = balance.amount

    def charge(self, price: Money, *, name: DomainName, reference: str | None, detail: str) -> bool:
        """Take `price` from the account and write it on the ledger, or return False and take nothing."""
        with self._money:
            if price.amount > self._balance:
                return False
            self._balance -= price.amount
        self.log.add(CHANNEL, "charged", name=name, reference=reference, amount=price, detail=detail)
        return True

    def refund(self, order: VendorOrder) -> None:
        """Give the money of an order back."""
        price = order.cost or Money(amount=Decimal(0), currency=CURRENCY)
        detail = f"order {order.number}: {order.type}"
        self.give_back(price, name=order.name, reference=order.reference, detail=detail)

    def give_back(self, price: Money, *, name: DomainName, reference: str | None, detail: str) -> None:
        """Undo a charge, on the ledger too."""
        with self._money:
            self._balance += price.amount
        self.log.add(CHANNEL, "refunded", name=name, reference=reference, amount=price, detail=detail)

    def pay_auto_renewal(self, name: DomainName) -> bool:
        """Pay a year for a name whose auto-renew is on. Called by the registry at expiry."""
        if name in self.let_expire:
            return False
        price = self.prices.of(name, kind=OrderKind.RENEW, years=1)
        return self.charge(price, name=name, reference=None, detail="auto-renewal")

    def held(self, name: DomainName) -> DomainRecord:
        """Return the record of a name in the reseller's profiles, not yet deleted. Raises `Refusal` (415)."""
        record = self.registry.look_up(name)
        if record is None or record.sponsor.slug != SPONSOR or record.phase in _DELETED:
            raise unknown_registrant()
        if name in self.with_others:
            raise unknown_registrant()
        return record

    def all_held(self) -> list[DomainRecord]:
        """Return the records of every name in the reseller's profiles."""
        records = [self.registry.look_up(name) for name in self.registry.names(sponsor=SPONSOR)]
        return [record for record in records if record is not None and record.phase not in _DELETED]

    def is_listed(self, since: datetime) -> bool:
        """Whether lists show yet what there is since that instant."""
        return since + self.lists_lag <= self.clock.now()

    def deleted(self, name: DomainName) -> DomainRecord | None:
        """Return the record of a name of ours that is deleted and may come back; None for others."""
        record = self.registry.look_up(name)
        is_gone = record is not None and record.phase in _DELETED and record.sponsor.slug == SPONSOR
        return record if is_gone else None

    @staticmethod
    def asks_the_owner(name: DomainName) -> bool:
        """Whether a transfer waits for its owner's word before it goes to the registry: labels in "ack-"."""
        return name.startswith("ack-")

    @staticmethod
    def is_slow(name: DomainName) -> bool:
        """Whether the name's registry answers later: labels under .net that begin with "slow-"."""
        return name.tld == "net" and name.startswith("slow-")

    def raise_if_not_sold(self, name: DomainName) -> None:
        """Raise `Refusal` (465) for a name that the vendor does not carry."""
        if not self.prices.sells(name) or len(name.labels) != 2:
            raise Refusal(465, "Invalid data supplied: the TLD is not supported")

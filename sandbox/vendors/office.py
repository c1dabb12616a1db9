"""
What every vendor's dialect stands on: the registry, the account's money, orders and transfers.

A dialect says how all this is asked for and told; nothing here knows a vendor.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from decimal import Decimal
from threading import Lock, RLock
from typing import ClassVar, Literal

from portfolio.clock import Clock
from portfolio.lifecycle import Phase
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import Instant, PersonalValue, Value
from sandbox.faults import Faults
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.log import EventLog
from sandbox.objects import DomainRecord, Sponsor
from sandbox.registry import Registry

_DELETED = (Phase.REDEMPTION, Phase.PENDING_DELETE)


class VendorOrder(Value):
    """One order. `reference` is ours, where the vendor keeps one."""

    number: int
    name: DomainName
    kind: OrderKind
    status: Literal["pending", "completed", "refunded"] = "completed"
    years: int = 1
    cost: Money
    reference: str | None = None
    ordered_at: Instant


class VendorTransfer(Value):
    """The newest transfer in of a name, and the order that paid it."""

    name: DomainName
    state: Literal["pending", "done", "refused"] = "pending"
    order: int


class Kept(PersonalValue):
    """
    Everything that a vendor keeps beside the registry, to be written down and read again.

    `signers` are a name's rows of DNSSEC data as the dialect spells them; `notes` whatever else it keeps.
    """

    balance: Money
    orders: tuple[VendorOrder, ...] = ()
    transfers: tuple[VendorTransfer, ...] = ()
    private: frozenset[DomainName] = frozenset()
    signers: dict[DomainName, tuple[str, ...]] = {}
    notes: dict[str, str] = {}


class Prices:
    """A small price list a year, to be changed at will; premium names cost more, a restore is dear."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.by_tld = {
            "ca": Decimal("13.99"),
            "com": Decimal("12.99"),
            "net": Decimal("14.99"),
            "org": Decimal("11.99"),
        }
        self.premium = Decimal("349.95")
        self.restore = Decimal("80.00")
        self.premium_prefix = "premium-"

    def sells(self, name: DomainName) -> bool:
        """Whether the vendor carries the name's TLD."""
        return name.tld in self.by_tld and len(name.labels) == 2

    def is_premium(self, name: DomainName) -> bool:
        """Whether the registry asks more for this name than for others."""
        return name.startswith(self.premium_prefix)

    def of(self, name: DomainName, *, kind: OrderKind = OrderKind.REGISTER, years: int = 1) -> Money:
        """Return the price for `years`; that of a restore is one whatever the years. Raises `KeyError`."""
        yearly = self.premium if self.is_premium(name) else self.by_tld[name.tld]
        return Money(
            amount=self.restore if kind is OrderKind.RESTORE else yearly * years, currency=self.currency
        )


class Office:
    """
    A vendor behind its interface, with one account of ours.

    `miscounts` is added to every total that a dialect tells, `largest_page` is the most that a page holds.
    """

    def __init__(
        self, sponsor: Sponsor, registry: Registry, log: EventLog, clock: Clock, balance: Money
    ) -> None:
        self.sponsor = sponsor
        self.registry = registry
        self.log = log
        self.clock = clock
        self.prices = Prices(balance.currency)
        self.orders: dict[int, VendorOrder] = {}
        self.transfers: dict[DomainName, VendorTransfer] = {}
        self.private: set[DomainName] = set()
        self.signers: dict[DomainName, tuple[str, ...]] = {}
        self.notes: dict[str, str] = {}
        self.miscounts = 0
        self.largest_page = 1000
        self._balance = balance.amount
        # Separate from the dialect's own lock: the registry asks for money while it is locked itself.
        self._money = Lock()

    @property
    def slug(self) -> str:
        """What the vendor is to the registry, and on the log."""
        return self.sponsor.slug

    @property
    def currency(self) -> str:
        """What the account is kept in."""
        return self.prices.currency

    @property
    def balance(self) -> Money:
        """What the account can spend."""
        with self._money:
            return Money(amount=self._balance, currency=self.currency)

    def set_balance(self, balance: Money) -> None:
        """Make `balance` what the account can spend."""
        with self._money:
            self._balance = balance.amount

    def can_pay(self, price: Money) -> bool:
        """Whether the account has as much as `price`."""
        return not price > self.balance

    def order(
        self,
        name: DomainName,
        kind: OrderKind,
        *,
        price: Money,
        years: int = 1,
        reference: str | None = None,
        pending: bool = False,
    ) -> VendorOrder:
        """Charge an order and keep it."""
        self._charge(price, name=name, detail=kind, reference=reference)
        order = VendorOrder(
            number=max(self.orders, default=810_000) + 1, name=name, kind=kind, years=years, cost=price,
            status="pending" if pending else "completed", reference=reference, ordered_at=self.clock.now(),
        )  # fmt: skip
        self.orders[order.number] = order
        return order

    def complete(self, number: int) -> None:
        """Note that a pending order has been carried out."""
        self.orders[number] = self.orders[number].model_copy(update={"status": "completed"})

    def refund(self, number: int) -> None:
        """Note that an order has come to nothing, and give its money back."""
        order = self.orders[number]
        self.orders[number] = order.model_copy(update={"status": "refunded"})
        with self._money:
            self._balance += order.cost.amount
        self.log.add(
            self.slug, "refunded", name=order.name, amount=order.cost, detail=order.kind,
            reference=order.reference,
        )  # fmt: skip

    def pay_auto_renewal(self, name: DomainName) -> bool:
        """Pay a year for a name whose auto-renew is on. Called by the registry at expiry."""
        price = self.prices.of(name, kind=OrderKind.RENEW)
        if not self.can_pay(price):
            return False
        self._charge(price, name=name, detail="auto-renewal", reference=None)
        return True

    def held(self, name: DomainName) -> DomainRecord | None:
        """Return the record of a name in the account that is not deleted."""
        record = self.registry.look_up(name)
        return record if record is not None and self._is_ours(record) else None

    def deleted(self, name: DomainName) -> DomainRecord | None:
        """Return the record of a name of the account that is deleted and may come back."""
        record = self.registry.look_up(name)
        is_gone = record is not None and record.phase in _DELETED and record.sponsor.slug == self.slug
        return record if is_gone else None

    def all_held(self) -> list[DomainRecord]:
        """Return the records of every name in the account, in order of their names."""
        records = [self.registry.look_up(name) for name in self.registry.names(sponsor=self.slug)]
        return [record for record in records if record is not None and self._is_ours(record)]

    def set_signers(self, name: DomainName, rows: Iterable[str]) -> None:
        """Make `rows` the DNSSEC data of a name; none takes the signing away. Raises `RegistryRefuses`."""
        self.signers[name] = tuple(rows)
        self.registry.sign_behind_our_back(name, signed=bool(self.signers[name]))

    def ask_transfer(
        self, name: DomainName, *, auth_info: str, price: Money, reference: str | None = None
    ) -> VendorTransfer:
        """Ask the registry for a name; paid at once. Raises `RegistryRefuses`, charging nothing."""
        self.registry.request_transfer(name, by=self.slug, auth_info=auth_info)
        order = self.order(name, OrderKind.TRANSFER, price=price, reference=reference, pending=True)
        self.transfers[name] = VendorTransfer(name=name, order=order.number)
        return self.transfers[name]

    def end_transfer(self, name: DomainName, *, done: bool) -> None:
        """Note that the transfer of a name has ended, and give its price back unless it is done."""
        transfer = self.transfers[name]
        self.transfers[name] = transfer.model_copy(update={"state": "done" if done else "refused"})
        (self.complete if done else self.refund)(transfer.order)

    def take_note_of_transfers(self) -> None:
        """See at the registry what became of the transfers that are under way."""
        for name, transfer in list(self.transfers.items()):
            record = self.registry.look_up(name)
            if transfer.state == "pending" and (record is None or record.transfer is None):
                self.end_transfer(name, done=record is not None and record.sponsor.slug == self.slug)

    def let_transfers_come(self) -> None:
        """Let losing registrars let go of every name that was asked for."""
        for name in self.transfers:
            record = self.registry.look_up(name)
            if record is not None and record.transfer is not None:
                self.registry.approve_transfer(name, by=record.sponsor.slug)
        self.take_note_of_transfers()

    def _charge(self, price: Money, *, name: DomainName, detail: str, reference: str | None) -> None:
        with self._money:
            self._balance -= price.amount
        self.log.add(self.slug, "charged", name=name, amount=price, detail=detail, reference=reference)

    def _is_ours(self, record: DomainRecord) -> bool:
        return record.sponsor.slug == self.slug and record.phase not in _DELETED


class Dialect(ABC):
    """
    A vendor's address: one account, asked and told in the vendor's own way.

    `slug` names it in the catalogue, to the registry and on the log; `username` and `secret` are the
    account's; `path` is what stands behind the host in the endpoint. What the account buys is charged to
    `balance` and stands on the log's ledger.
    """

    slug: ClassVar[str]
    username: ClassVar[str]
    path: ClassVar[str] = ""
    currency: ClassVar[str] = "USD"
    sponsor: ClassVar[Sponsor]

    def __init__(
        self,
        registry: Registry,
        faults: Faults,
        log: EventLog,
        clock: Clock,
        *,
        secret: str,
        balance: Decimal,
    ) -> None:
        self.faults = faults
        self.secret = secret
        funds = Money(amount=balance, currency=self.currency)
        self.office = Office(self.sponsor, registry, log, clock, funds)
        self.lock = RLock()
        registry.accredit(self.sponsor, payer=self.office.pay_auto_renewal)

    @abstractmethod
    def operation_of(self, request: HttpRequest) -> str:
        """Return the vendor's word for what is asked, "unknown" where there is none."""

    @abstractmethod
    def answered(self, request: HttpRequest) -> HttpResponse:
        """Do what the request says and answer it. Called under the lock, transfers being up to date."""

    @abstractmethod
    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        """Say in the vendor's way that there were too many requests; nothing is done."""

    @abstractmethod
    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        """Do what the request says, and tell another name in the place of the one that it is about."""

    def channel_of(self, request: HttpRequest) -> str:
        """Return the slug and the operation, as faults are ordered for them: "gandi:domain.create"."""
        return f"{self.slug}:{self.operation_of(request)}"

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Do what the request says and answer it."""
        with self.lock:
            self.office.take_note_of_transfers()
            return self.answered(request)

    def settle(self) -> None:
        """Let everything happen that the vendor has accepted: losing registrars let go."""
        with self.lock:
            self.office.let_transfers_come()

    def kept(self) -> Kept:
        """Return what has to be written down, so that `restore` can go on from there."""
        with self.lock:
            office = self.office
            return Kept(
                balance=office.balance,
                orders=tuple(office.orders.values()),
                transfers=tuple(office.transfers.values()),
                private=frozenset(office.private),
                signers=dict(office.signers),
                notes=dict(office.notes),
            )

    def restore(self, kept: Kept) -> None:
        """Go on from what `kept` holds."""
        with self.lock:
            office = self.office
            office.set_balance(kept.balance)
            office.orders = {order.number: order for order in kept.orders}
            office.transfers = {transfer.name: transfer for transfer in kept.transfers}
            office.private, office.signers = set(kept.private), dict(kept.signers)
            office.notes = dict(kept.notes)


def sandbox_sponsor(slug: str, title: str) -> Sponsor:
    """Return a made-up registrar; its number is one that IANA's list of registrars has set aside."""
    host = f"{slug}.example.com"
    return Sponsor(
        slug=slug,
        name=title,
        iana_id="9994",
        url=f"https://{host}",
        whois_server=f"whois.{host}",
        abuse_email=f"abuse@{host}",
        abuse_phone="+1.6135550120",
    )

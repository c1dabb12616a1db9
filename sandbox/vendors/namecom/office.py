"""What every operation works with: the registry, the account's credit, orders, transfers, keys."""

from collections.abc import Mapping
from decimal import Decimal
from threading import Lock

from portfolio.clock import Clock
from portfolio.lifecycle import Phase
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.values import Instant, PersonalValue, Value
from sandbox.log import EventLog
from sandbox.objects import DomainRecord, Sponsor
from sandbox.registry import Registry

CHANNEL = "namecom"
USERNAME = "sandbox-test"
CURRENCY = "USD"

# 9994 is set aside in IANA's list of registrars, as 9995 and 9996 are.
SPONSOR = Sponsor(
    slug=CHANNEL,
    name="Sandbox Retail Registrar Inc.",
    iana_id="9994",
    url="https://retail.example.com",
    whois_server="whois.retail.example.com",
    abuse_email="abuse@retail.example.com",
    abuse_phone="+1.6135550120",
)


class Refusal(Exception):
    """A no: an HTTP status with a message and, mostly, details."""

    def __init__(self, status: int, message: str, details: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details


class VendorOrder(Value):
    """One order with its one item. `key` is the idempotency key that it came under, shown to nobody."""

    number: int
    name: DomainName
    type: str
    status: str = "success"
    years: int = 1
    cost: Money
    key: str | None = None
    ordered_at: Instant


class VendorTransfer(Value):
    """The newest transfer in of a name, and the order that paid it."""

    name: DomainName
    status: str
    order: int


class Answered(PersonalValue):
    """What was answered under an idempotency key, to a body of which only the hash is kept."""

    key: str
    body_hash: str
    at: Instant
    answer: str


class Kept(PersonalValue):
    """Everything that the vendor keeps beside the registry, to be written down and read again."""

    balance: Money
    orders: tuple[VendorOrder, ...] = ()
    transfers: tuple[VendorTransfer, ...] = ()
    answered: tuple[Answered, ...] = ()


class Prices:
    """A small price list in US dollars a year, to be changed at will; premium names cost more."""

    def __init__(self) -> None:
        self.by_tld = {
            "ca": Decimal("13.99"),
            "com": Decimal("12.99"),
            "net": Decimal("14.99"),
            "org": Decimal("11.99"),
        }
        self.premium = Decimal("349.95")
        self.premium_prefix = "premium-"

    def sells(self, name: DomainName) -> bool:
        """Whether the vendor carries the name's TLD."""
        return name.tld in self.by_tld and len(name.labels) == 2

    def is_premium(self, name: DomainName) -> bool:
        """Whether the registry asks more for this name than for others."""
        return name.startswith(self.premium_prefix)

    def of(self, name: DomainName, *, years: int) -> Money:
        """Return the price for `years`, whatever is bought. Raises `KeyError` for another TLD."""
        yearly = self.premium if self.is_premium(name) else self.by_tld[name.tld]
        return Money(amount=yearly * years, currency=CURRENCY)


class Office:
    """
    The vendor behind its interface.

    `miscounts` is added to every total, `largest_page` is the most that a page holds.
    """

    def __init__(self, registry: Registry, log: EventLog, clock: Clock, balance: Money) -> None:
        self.registry = registry
        self.log = log
        self.clock = clock
        self.prices = Prices()
        self.orders: dict[int, VendorOrder] = {}
        self.transfers: dict[DomainName, VendorTransfer] = {}
        self.answered: dict[str, Answered] = {}
        self.miscounts = 0
        self.largest_page = 1000
        self._balance = balance.amount
        # Separate from the dialect's own lock: the registry asks for money while it is locked itself.
        self._money = Lock()

    @property
    def balance(self) -> Money:
        """What the account can spend."""
        with self._money:
            return Money(amount=self._balance, currency=CURRENCY)

    def set_balance(self, balance: Money) -> None:
        """Make `balance` what the account can spend."""
        with self._money:
            self._balance = balance.amount

    def raise_if_short(self, price: Money) -> None:
        """Raise `Refusal` (402) where the account cannot pay `price`."""
        if price > self.balance:
            raise Refusal(402, "Payment failed", "Insufficient Funds")

    def order(
        self, name: DomainName, kind: str, *, years: int, price: Money, key: str | None = None
    ) -> VendorOrder:
        """Charge an order that was carried out, and keep it."""
        self._charge(price, name=name, detail=kind, reference=key)
        order = VendorOrder(
            number=max(self.orders, default=810_000) + 1, name=name, type=kind, years=years, cost=price,
            key=key, ordered_at=self.clock.now(),
        )  # fmt: skip
        self.orders[order.number] = order
        return order

    def refund(self, number: int) -> None:
        """Give the money of an order back."""
        order = self.orders[number]
        self.orders[number] = order.model_copy(update={"status": "refunded"})
        with self._money:
            self._balance += order.cost.amount
        self.log.add(
            CHANNEL, "refunded", name=order.name, amount=order.cost, detail=order.type, reference=order.key
        )

    def pay_auto_renewal(self, name: DomainName) -> bool:
        """Pay a year for a name whose auto-renew is on. Called by the registry at expiry."""
        price = self.prices.of(name, years=1)
        if price > self.balance:
            return False
        self._charge(price, name=name, detail="auto-renewal", reference=None)
        return True

    def held(self, name: DomainName) -> DomainRecord:
        """Return the record of a name in the account. Raises `Refusal` (404)."""
        record = self.registry.look_up(name)
        if record is None or not self._is_ours(record):
            raise Refusal(404, "Not Found", "The requested domain does not exist.")
        return record

    def all_held(self) -> list[DomainRecord]:
        """Return the records of every name in the account."""
        records = [self.registry.look_up(name) for name in self.registry.names(sponsor=CHANNEL)]
        return [record for record in records if record is not None and self._is_ours(record)]

    def paged(self, query: Mapping[str, str], items: list[object], under: str) -> dict[str, object]:
        """Return one page of `items`, with `nextPage` only where there is one."""
        size = min(int(query.get("perPage", "1000")), self.largest_page)
        page = int(query.get("page", "1"))
        chosen = items[(page - 1) * size : page * size]
        last = -(-len(items) // size)
        more: dict[str, object] = {"nextPage": page + 1, "lastPage": last} if page < last else {}
        start = (page - 1) * size
        return {
            under: chosen, "totalCount": len(items) + self.miscounts,
            "from": start + 1 if chosen else 0, "to": start + len(chosen), **more,
        }  # fmt: skip

    def _charge(self, price: Money, *, name: DomainName, detail: str, reference: str | None) -> None:
        with self._money:
            self._balance -= price.amount
        self.log.add(CHANNEL, "charged", name=name, amount=price, detail=detail, reference=reference)

    @staticmethod
    def _is_ours(record: DomainRecord) -> bool:
        gone = record.phase in (Phase.REDEMPTION, Phase.PENDING_DELETE)
        return record.sponsor.slug == CHANNEL and not gone

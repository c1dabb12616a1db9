"""The vendor's order book: every registration, renewal and transfer is an order, pending at first."""

from enum import StrEnum
from itertools import count

from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.values import Instant, PersonalValue
from sandbox.vendors.opensrs.answers import Refusal


class OrderType(StrEnum):
    """The vendor's word for what is bought (`reg_type`)."""

    NEW = "new"
    RENEWAL = "renewal"
    TRANSFER = "transfer"


class OrderStatus(StrEnum):
    """
    How far an order has come, in the vendor's words.

    PENDING is saved and unpaid; WAITING is paid and with an asynchronous registry; PROCESSED is a transfer
    that waits for its owner (`VendorOrder.awaits_owner`), and then for the registry.
    """

    PENDING = "pending"
    WAITING = "waiting"
    PROCESSED = "processed"
    COMPLETED = "completed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class VendorOrder(PersonalValue):
    """One order. `cost` is what was charged, None until then; `reference` is the client's affiliate_id."""

    number: int
    name: DomainName
    type: OrderType
    status: OrderStatus = OrderStatus.PENDING
    years: int
    reference: str | None = None
    comments: str | None = None
    contacts: dict[ContactRole, Contact] = {}
    nameservers: tuple[HostName, ...] = ()
    attributes: dict[str, str] = {}
    auto_renew: bool = False
    lock: bool = False
    auth_info: str | None = None
    awaits_owner: bool = False
    expiry_year: int | None = None
    premium_price: str | None = None
    cost: Money | None = None
    ordered_at: Instant
    completed_at: Instant | None = None


class OrderBook:
    """Orders by number. An order is replaced by its next state, never changed."""

    def __init__(self, orders: tuple[VendorOrder, ...] = ()) -> None:
        self._orders = {order.number: order for order in orders}
        self._numbers = count(max(self._orders, default=3_515_690) + 1)

    def next_number(self) -> int:
        """Return a number that no order has."""
        return next(self._numbers)

    def keep(self, order: VendorOrder) -> VendorOrder:
        """Keep an order's newest state."""
        self._orders[order.number] = order
        return order

    def find(self, number: str) -> VendorOrder:
        """Return an order by its number. Raises `Refusal` (480)."""
        order = self._orders.get(int(number)) if number.isdecimal() else None
        if order is None:
            raise Refusal(480, "Order not found")
        return order

    def of(
        self, name: DomainName, *, kind: OrderType | None = None, status: OrderStatus | None = None
    ) -> list[VendorOrder]:
        """Return the orders of a name, newest first."""
        return [
            order
            for order in sorted(self._orders.values(), key=lambda order: -order.number)
            if order.name == name and kind in (None, order.type) and status in (None, order.status)
        ]

    def all(self, *statuses: OrderStatus) -> list[VendorOrder]:
        """Return the orders with one of `statuses`, oldest first; every order without any."""
        return [
            order for _, order in sorted(self._orders.items()) if not statuses or order.status in statuses
        ]

"""What every step of an order needs: the records, the registrars, the clock, and the house's limits."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.drift import Difference
from portfolio.held import RegistrarAccount
from portfolio.observation import SeenContact
from portfolio.order import Order, OrderState, Progress
from portfolio.policy.spending import Spending
from records import Records
from registrar.contract import Registrar

log = logging.getLogger("orders")

RegistrarFor = Callable[[RegistrarAccount], Registrar]
Compare = Callable[[Mapping[ContactRole, Contact], Mapping[ContactRole, SeenContact]], Sequence[Difference]]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """
    Under what terms orders are handled.

    `visibility` is how long a registrar's lists may lag. A day of spending begins at midnight in `zone`.
    `resend` lets a job send a confirmed absent order again, once, under the same reference.
    """

    records: Records
    registrar_for: RegistrarFor
    clock: Clock
    spending: Spending
    visibility: timedelta
    zone: str
    resend: bool
    contacts_differ: Compare

    @property
    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock.now()

    @property
    def today_began(self) -> datetime:
        """The first instant of the house's present day, UTC."""
        zone = ZoneInfo(self.zone)
        today = self.now.astimezone(zone).date()
        return datetime.combine(today, time.min, zone).astimezone(UTC)

    def order(self, reference: str) -> Order:
        """Return the order as it stands. Raises `NotHeld`."""
        with self.records.reading() as unit:
            return unit.orders.get(reference)

    def registrar_of(self, order: Order) -> Registrar:
        """Return the registrar of the order's account."""
        with self.records.reading() as unit:
            account = unit.accounts.get(order.account)
        return self.registrar_for(account)

    def move(
        self,
        order: Order,
        to: OrderState,
        *,
        by: str,
        detail: str = "",
        progress: Progress | None = None,
        vendor_reference: str | None = None,
    ) -> Order:
        """Advance the order from the state it was read in, committed. Raises `Moved` if it has moved on."""
        with self.records.changing(by) as unit:
            moved = unit.orders.advance(
                order.reference,
                from_=order.state,
                to=to,
                detail=detail,
                vendor_reference=vendor_reference or order.vendor_reference,
                progress=progress,
            )
            unit.commit()
        log.info("order=%s name=%s from=%s to=%s", order.reference, order.name, order.state, to)
        return moved

"""What every step of an order needs: the records, the registrars, the clock, and the house's two limits."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portfolio.clock import Clock
from portfolio.held import RegistrarAccount
from portfolio.money import Money
from portfolio.order import Order, OrderState
from portfolio.tld import rules_for
from records import Records, Unit
from registrar.contract import Registers, Registrar, RegistrationRequest
from registrar.support import require

log = logging.getLogger("orders")

RegistrarFor = Callable[[RegistrarAccount], Registrar]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Under what terms orders are handled. `visibility` is how long a registrar's lists may lag."""

    records: Records
    registrar_for: RegistrarFor
    clock: Clock
    second_person_above: Money
    visibility: timedelta

    @property
    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock.now()

    def order(self, reference: str) -> Order:
        """Return the order as it stands. Raises `NotHeld`."""
        with self.records.reading() as unit:
            return unit.orders.get(reference)

    def prepared(self, order: Order) -> tuple[Registrar, RegistrationRequest]:
        """
        Return the order's registrar and the complete request, contacts as the records have them now.

        Raises `Unsupported` where the registrar does not register names, and `NotHeld`. No money can move.
        """
        with self.records.reading() as unit:
            account = unit.accounts.get(order.account)
            request = _request(order, unit)
        registrar = self.registrar_for(account)
        require(registrar, Registers)
        return registrar, request

    def move(
        self, order: Order, to: OrderState, *, by: str, detail: str = "", vendor_reference: str | None = None
    ) -> Order:
        """Advance the order from the state it was read in, committed. Raises `Moved` if it has moved on."""
        with self.records.changing(by) as unit:
            moved = unit.orders.advance(
                order.reference,
                from_=order.state,
                to=to,
                detail=detail,
                vendor_reference=vendor_reference or order.vendor_reference,
            )
            unit.commit()
        log.info("order=%s name=%s from=%s to=%s", order.reference, order.name, order.state, to)
        return moved

    def note(self, order: Order, detail: str, *, by: str) -> Order:
        """Write `detail` on the order without moving it; nothing is written when it says so already."""
        return order if order.detail == detail else self.move(order, order.state, by=by, detail=detail)


def _request(order: Order, unit: Unit) -> RegistrationRequest:
    return RegistrationRequest(
        reference=order.reference,
        name=order.name,
        years=order.years,
        contacts={role: unit.contacts.get(slug).contact for role, slug in order.roles.items()},
        nameservers=order.nameservers,
        attributes=rules_for(order.name).with_defaults(order.attributes),
        price_limit=order.price_limit,
    )

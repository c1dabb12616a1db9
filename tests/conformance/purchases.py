"""What can be bought and looked for afterwards, told once for every test that looks for it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.contract import FindsOrders, OrderAnswer, OrderSought, Receipt, Registers, Renews, TransfersIn
from registrar.support import Capability, require
from tests.conformance.bench import (
    ELSEWHERE,
    EXAMPLE,
    SLOW_NAME,
    Bench,
    order_for,
    renewal_of,
    transfer_for,
)

REFERENCE = "order-7"
UNHEARD_OF = "order-of-somebody-else"


@dataclass(frozen=True)
class Purchase:
    """A purchase: its name, what must be there first, and how it is sent under a reference."""

    kind: OrderKind
    capability: Capability
    name: DomainName
    prepare: Callable[[Bench], None]
    send: Callable[[Bench, str], Receipt]

    def sought(self, reference: str = REFERENCE, *, vendor_reference: str | None = None) -> OrderSought:
        """Return what to look for."""
        return OrderSought(
            reference=reference, name=self.name, kind=self.kind, vendor_reference=vendor_reference
        )


def look_for(bench: Bench, sought: OrderSought) -> OrderAnswer:
    """Ask the registrar what became of it."""
    return require(bench.registrar, FindsOrders).find_order(sought)


def _nothing(_bench: Bench) -> None:
    return


def _register(name: DomainName) -> Callable[[Bench, str], Receipt]:
    def send(bench: Bench, reference: str) -> Receipt:
        return require(bench.registrar, Registers).register(order_for(bench, name, reference=reference))

    return send


def _renew(bench: Bench, reference: str) -> Receipt:
    return require(bench.registrar, Renews).renew(renewal_of(EXAMPLE, reference=reference))


def _transfer(bench: Bench, reference: str) -> Receipt:
    secret = bench.given_elsewhere(ELSEWHERE) if bench.truth(ELSEWHERE.name) is None else "gone-already"
    request = transfer_for(bench, ELSEWHERE.name, auth_info=secret, reference=reference)
    return require(bench.registrar, TransfersIn).transfer_in(request)


_NEW = DomainName("new-example.ca")
REGISTRATION = Purchase(OrderKind.REGISTER, Capability.REGISTER, _NEW, _nothing, _register(_NEW))
SLOW_REGISTRATION = Purchase(
    OrderKind.REGISTER, Capability.REGISTER, SLOW_NAME, _nothing, _register(SLOW_NAME)
)
RENEWAL = Purchase(
    OrderKind.RENEW, Capability.RENEW, EXAMPLE.name, lambda bench: bench.given(EXAMPLE), _renew
)
TRANSFER = Purchase(OrderKind.TRANSFER, Capability.TRANSFER_IN, ELSEWHERE.name, _nothing, _transfer)


def _over(*purchases: Purchase) -> pytest.MarkDecorator:
    marked = [
        pytest.param(
            purchase,
            marks=pytest.mark.needs(Capability.FIND_ORDERS, purchase.capability),
            id=f"{purchase.kind}-{purchase.name}",
        )
        for purchase in purchases
    ]
    return pytest.mark.parametrize("purchase", marked)


every_purchase = _over(REGISTRATION, RENEWAL, TRANSFER)
"""Runs a test once for each kind of order that carries a reference."""

every_slow_purchase = _over(SLOW_REGISTRATION, TRANSFER)
"""Those that are pending before they are done."""

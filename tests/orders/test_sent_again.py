"""An order that goes again after its absence was confirmed: the first one's failure is not the second's."""

import pytest

from portfolio.order import Order, OrderKind, OrderState
from registrar.contract import TransferState
from tests.orders.ledger_registrar import Mishap
from tests.orders.shop import NAME, WINDOW, Shop

FIRST, SECOND = "vendor-0", "vendor-1"


def pending_again(shop: Shop, kind: OrderKind) -> str:
    """Return an order that was sent twice, was accepted at last, and shows no effect yet."""
    reference = shop.approved_of(kind)
    shop.registrar.mishaps += [Mishap.LOST_BEFORE, Mishap.PENDING]
    shop.sent(reference)
    for _ in range(2):
        shop.orders.reconcile(reference, "job:orders")
        shop.clock.advance(WINDOW)
    assert shop.order(reference).state is OrderState.ABSENT_CONFIRMED
    again = shop.sent(reference)
    assert (again.state, again.progress.sends, again.vendor_reference) == (OrderState.PENDING, 2, SECOND)
    shop.registrar.held.pop(NAME, None)
    return reference


def failed(shop: Shop, reference: str, number: str) -> Order:
    """Let the list of orders show the order `number` as come to nothing, and look."""
    shop.registrar.orders[reference].failed = True
    shop.registrar.orders[reference].number = number
    return shop.orders.follow(reference, "job:orders")


def test_the_first_that_comes_to_light_as_failed_says_nothing_of_the_second(shop: Shop) -> None:
    reference = pending_again(shop, OrderKind.REGISTER)
    assert failed(shop, reference, FIRST).state is OrderState.PENDING


def test_when_nothing_but_the_failed_first_is_to_be_seen_a_person_is_asked(shop: Shop) -> None:
    reference = pending_again(shop, OrderKind.REGISTER)
    failed(shop, reference, FIRST)
    shop.clock.advance(WINDOW)
    assert failed(shop, reference, FIRST).state is OrderState.NEEDS_HUMAN


def test_the_second_that_failed_is_refused(shop: Shop) -> None:
    reference = pending_again(shop, OrderKind.REGISTER)
    assert failed(shop, reference, SECOND).state is OrderState.REFUSED


@pytest.mark.parametrize(
    ("number", "state"), [(FIRST, OrderState.PENDING), (SECOND, OrderState.REFUSED)], ids=["first", "second"]
)
def test_a_transfers_refusal_is_of_the_one_that_the_list_of_orders_names(
    shop: Shop, number: str, state: OrderState
) -> None:
    reference = pending_again(shop, OrderKind.TRANSFER)
    shop.registrar.transfers[NAME] = TransferState.REFUSED
    shop.clock.advance(WINDOW)
    assert failed(shop, reference, number).state is state

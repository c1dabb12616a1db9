from datetime import timedelta

import pytest

from orders import NotNow
from portfolio.order import OrderState
from tests.orders.ledger_registrar import Mishap
from tests.orders.shop import NAME, WINDOW, Shop


def unknown(shop: Shop, mishap: Mishap) -> str:
    reference = shop.approved()
    shop.registrar.mishaps.append(mishap)
    assert shop.orders.submit(reference, "drafter").state is OrderState.UNKNOWN
    return reference


def look(shop: Shop, reference: str) -> OrderState:
    return shop.orders.reconcile(reference, "job:orders").state


def test_a_lost_answer_is_found_in_the_registrars_list_and_not_bought_again(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    order = shop.orders.reconcile(reference, "job:orders")
    assert (order.state, order.vendor_reference) == (OrderState.ACTIVE, "vendor-1")
    assert shop.registrar.paid_requests == 1
    assert shop.holds()


def test_found_but_not_done_is_pending(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.pending.add(NAME)
    assert look(shop, reference) is OrderState.PENDING
    shop.registrar.settle()
    assert shop.orders.follow(reference, "job:orders").state is OrderState.ACTIVE


def test_absent_is_believed_only_twice_a_window_apart(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    assert look(shop, reference) is OrderState.RECONCILING
    shop.clock.advance(WINDOW - timedelta(seconds=1))
    assert look(shop, reference) is OrderState.RECONCILING
    shop.clock.advance(timedelta(seconds=1))
    assert look(shop, reference) is OrderState.ABSENT_CONFIRMED


def test_a_list_that_lags_within_the_window_is_not_absence(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.shows_holdings = False
    assert look(shop, reference) is OrderState.RECONCILING
    shop.clock.advance(WINDOW)
    shop.registrar.shows_holdings = True
    assert look(shop, reference) is OrderState.ACTIVE


def test_a_look_that_fails_is_no_look(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    look(shop, reference)
    shop.clock.advance(WINDOW)
    shop.registrar.reads_fail = True
    assert look(shop, reference) is OrderState.RECONCILING
    assert "could not look: TryAgain" in shop.order(reference).detail
    shop.registrar.reads_fail = False
    assert look(shop, reference) is OrderState.ABSENT_CONFIRMED


def test_a_first_look_that_fails_does_not_count(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    shop.registrar.reads_fail = True
    look(shop, reference)
    shop.clock.advance(WINDOW)
    shop.registrar.reads_fail = False
    assert look(shop, reference) is OrderState.RECONCILING


def test_unclear_goes_to_a_person_who_can_have_it_looked_for_again(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.unclear = True
    order = shop.orders.reconcile(reference, "job:orders")
    assert (order.state, order.detail) == (OrderState.NEEDS_HUMAN, "unclear: the order list was cut short")
    shop.registrar.unclear = False
    assert look(shop, reference) is OrderState.ACTIVE


def test_an_order_confirmed_absent_that_shows_up_after_all_goes_on(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.shows_holdings = False
    look(shop, reference)
    shop.clock.advance(WINDOW)
    assert look(shop, reference) is OrderState.ABSENT_CONFIRMED
    shop.registrar.shows_holdings = True
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    assert shop.registrar.paid_requests == 1


def test_an_order_confirmed_absent_is_sent_again_under_the_same_reference(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    look(shop, reference)
    shop.clock.advance(WINDOW)
    look(shop, reference)
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    assert [entry[0] for entry in shop.registrar.ledger] == [reference]


def test_taken_when_sent_again_may_be_ourselves(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.shows_holdings = False
    look(shop, reference)
    shop.clock.advance(WINDOW)
    look(shop, reference)
    assert shop.orders.submit(reference, "drafter").state is OrderState.UNKNOWN
    shop.registrar.shows_holdings = True
    assert look(shop, reference) is OrderState.ACTIVE
    assert shop.wrongs([reference]) == []


@pytest.mark.parametrize("state", ["draft", "approved", "active", "refused"])
def test_what_is_known_is_not_looked_for(shop: Shop, state: str) -> None:
    reference = shop.draft().reference
    if state != "draft":
        shop.orders.approve(reference, "approver")
    if state in ("active", "refused"):
        shop.registrar.mishaps += [Mishap.REFUSED] if state == "refused" else []
        shop.orders.submit(reference, "drafter")
    with pytest.raises(NotNow):
        shop.orders.reconcile(reference, "job:orders")
    assert shop.order(reference).state == state


def test_looking_sends_nothing_that_costs(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    for _ in range(5):
        look(shop, reference)
        shop.clock.advance(WINDOW)
    assert shop.registrar.paid_requests == 1

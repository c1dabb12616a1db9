from datetime import timedelta
from decimal import Decimal

import pytest

from orders import NotNow
from portfolio.names import DomainName
from portfolio.order import OrderState
from portfolio.policy.looking import CHARGED_WINDOWS, GIVE_UP_LOOKS
from portfolio.registration import Status
from registrar.contract import FindsOrders, TellsBalance
from tests.orders.ledger_registrar import Mishap, without
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
    shop.registrar.orders[reference].done = False
    shop.registrar.held[NAME].statuses.add(Status.PENDING_CREATE)
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
    assert shop.order(reference).detail == "could not look: TryAgain"
    shop.registrar.reads_fail = False
    assert look(shop, reference) is OrderState.ABSENT_CONFIRMED


def test_a_first_look_that_fails_does_not_count(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    shop.registrar.reads_fail = True
    look(shop, reference)
    shop.clock.advance(WINDOW)
    shop.registrar.reads_fail = False
    assert look(shop, reference) is OrderState.RECONCILING


def test_what_stays_unclear_goes_to_a_person_and_is_found_all_the_same(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.unclear = True
    states = []
    for _ in range(GIVE_UP_LOOKS):
        states.append(look(shop, reference))
        shop.clock.advance(WINDOW)
    assert set(states[:-1]) == {OrderState.RECONCILING}
    assert states[-1] is OrderState.NEEDS_HUMAN
    assert shop.order(reference).detail == "could not look: the order list was cut short"
    shop.registrar.unclear = False
    assert look(shop, reference) is OrderState.ACTIVE


def test_a_registrar_without_a_list_of_orders_leaves_absence_to_a_person(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    shop.registrar = without(shop.registrar, FindsOrders)
    assert look(shop, reference) is OrderState.RECONCILING
    shop.clock.advance(WINDOW)
    assert look(shop, reference) is OrderState.NEEDS_HUMAN
    assert shop.registrar.paid_requests == 1


def test_a_registrar_without_a_list_of_orders_shows_what_was_bought(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar = without(shop.registrar, FindsOrders)
    assert look(shop, reference) is OrderState.ACTIVE


def test_a_registrar_that_tells_no_balance_is_judged_by_its_lists(shop: Shop) -> None:
    shop.registrar = without(shop.registrar, TellsBalance)
    reference = unknown(shop, Mishap.LOST_BEFORE)
    look(shop, reference)
    shop.clock.advance(WINDOW)
    assert look(shop, reference) is OrderState.ABSENT_CONFIRMED


@pytest.mark.parametrize("moved", ["-12", "-5", "+50"])
def test_absence_is_not_believed_when_the_balance_moved(shop: Shop, moved: str) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    shop.registrar.money += Decimal(moved)
    assert look(shop, reference) is OrderState.RECONCILING
    shop.clock.advance(CHARGED_WINDOWS * WINDOW)
    assert look(shop, reference) is OrderState.NEEDS_HUMAN
    assert "balance" in shop.order(reference).detail


def test_what_our_other_orders_cost_explains_the_balance(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    shop.clock.advance(timedelta(minutes=3))
    other = shop.approved(name=DomainName("example.net"))
    assert shop.orders.submit(other, "drafter").state is OrderState.ACTIVE
    look(shop, reference)
    shop.clock.advance(WINDOW)
    assert look(shop, reference) is OrderState.ABSENT_CONFIRMED


def test_a_name_that_the_accounts_list_has_and_its_record_has_not_is_unclear(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    monkeypatch.setattr(shop.registrar, "holdings", lambda: iter([NAME]))
    look(shop, reference)
    shop.clock.advance(WINDOW)
    assert look(shop, reference) is OrderState.RECONCILING
    assert "list has the name" in shop.order(reference).detail


def test_an_account_that_shows_it_and_a_list_of_orders_that_does_not_disagree(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    placed = shop.registrar.orders.pop(reference)
    look(shop, reference)
    shop.clock.advance(WINDOW)
    assert look(shop, reference) is OrderState.RECONCILING
    shop.registrar.orders[reference] = placed
    assert look(shop, reference) is OrderState.ACTIVE


def test_a_job_looks_on_for_what_a_person_was_asked_about_and_decides_nothing(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    shop.registrar.money -= 12
    look(shop, reference)
    shop.clock.advance(CHARGED_WINDOWS * WINDOW)
    assert look(shop, reference) is OrderState.NEEDS_HUMAN
    shop.registrar.money += 12
    for _ in range(3):
        shop.clock.advance(WINDOW)
        assert look(shop, reference) is OrderState.NEEDS_HUMAN
    assert shop.orders.reconcile(reference, "drafter").state is OrderState.RECONCILING
    shop.clock.advance(WINDOW)
    assert look(shop, reference) is OrderState.ABSENT_CONFIRMED
    assert reference not in [order.reference for order in shop.orders.due()]


def test_an_order_confirmed_absent_that_shows_up_after_all_goes_on(shop: Shop) -> None:
    shop.registrar = without(shop.registrar, TellsBalance)
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.shows_holdings = False
    look(shop, reference)
    shop.clock.advance(WINDOW)
    assert look(shop, reference) is OrderState.ABSENT_CONFIRMED
    shop.registrar.shows_holdings = True
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    assert shop.registrar.paid_requests == 1


def test_what_was_carried_out_late_shows_itself_before_a_person_is_asked(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.shows_holdings = False
    for _ in range(CHARGED_WINDOWS):
        assert look(shop, reference) is OrderState.RECONCILING
        shop.clock.advance(WINDOW)
    shop.registrar.shows_holdings = True
    assert look(shop, reference) is OrderState.ACTIVE
    assert not shop.order(reference).progress.person_asked


def test_a_list_that_lags_for_long_is_betrayed_by_the_balance(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.shows_holdings = False
    look(shop, reference)
    shop.clock.advance(CHARGED_WINDOWS * WINDOW)
    assert look(shop, reference) is OrderState.NEEDS_HUMAN
    shop.registrar.shows_holdings = True
    assert look(shop, reference) is OrderState.ACTIVE


def test_an_order_confirmed_absent_is_sent_again_under_the_same_reference(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_BEFORE)
    look(shop, reference)
    shop.clock.advance(WINDOW)
    look(shop, reference)
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    assert [entry[0] for entry in shop.registrar.ledger] == [reference]


def test_taken_when_sent_again_may_be_ourselves(shop: Shop) -> None:
    shop.registrar = without(shop.registrar, TellsBalance)
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


def test_a_look_while_the_clock_is_behind_the_sending_is_no_look_in_vain(shop: Shop) -> None:
    reference = unknown(shop, Mishap.LOST_AFTER)
    shop.registrar.shows_holdings = False
    shop.clock.advance(-timedelta(hours=1))
    for _ in range(3):
        assert look(shop, reference) is OrderState.RECONCILING
        shop.clock.advance(WINDOW)
    shop.clock.advance(timedelta(hours=1))
    assert look(shop, reference) is OrderState.RECONCILING
    shop.registrar.shows_holdings = True
    assert look(shop, reference) is OrderState.ACTIVE

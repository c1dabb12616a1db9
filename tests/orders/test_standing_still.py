"""Accounts whose key is refused or whose money is short, and days that have cost enough."""

from datetime import timedelta
from decimal import Decimal

import pytest

from orders import AccountStands, SpentForToday
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import Order, OrderKind, OrderState
from portfolio.policy.spending import Spending
from portfolio.stop import AccountStop, StopReason
from registrar.contract import TellsBalance
from tests.orders.ledger_registrar import Mishap, without
from tests.orders.shop import WINDOW, Shop

TWO, THREE = DomainName("example.net"), DomainName("example.org")


def stop_of(shop: Shop) -> AccountStop | None:
    with shop.records.reading() as unit:
        return unit.stops.of("house")


def a_day_of_jobs(shop: Shop, *, every: timedelta = timedelta(minutes=1)) -> None:
    for _ in range(int(timedelta(days=1) / every)):
        for order in shop.orders.due():
            shop.orders.step(order.reference, "job:orders")
        shop.clock.advance(every)


def test_a_refused_key_stops_the_account_with_one_call_and_the_orders_stay_approved(shop: Shop) -> None:
    references = [shop.approved(), shop.approved(name=TWO), shop.approved(name=THREE)]
    shop.registrar.access_refused = True
    shop.registrar.reads = 0
    a_day_of_jobs(shop, every=timedelta(minutes=10))
    assert shop.registrar.reads + shop.registrar.paid_requests == 1
    assert {shop.order(reference).state for reference in references} == {OrderState.APPROVED}
    stop = stop_of(shop)
    assert stop is not None
    assert stop.reason is StopReason.ACCESS


def test_of_a_key_refused_in_mid_pass_the_steps_that_were_due_already_ask_nothing_more(shop: Shop) -> None:
    unclear, first = shop.approved(), shop.approved(name=TWO)
    shop.registrar.mishaps.append(Mishap.LOST_AFTER)
    assert shop.orders.submit(unclear, "drafter").state is OrderState.UNKNOWN
    shop.clock.advance(WINDOW)
    due = {order.reference for order in shop.orders.due()}
    assert due == {unclear, first}
    shop.registrar.access_refused = True
    shop.registrar.reads = shop.registrar.paid_requests = 0
    for reference in (first, unclear):
        shop.orders.step(reference, "job:orders")
    assert shop.registrar.reads + shop.registrar.paid_requests == 1
    assert shop.order(unclear).state is OrderState.UNKNOWN


def test_an_account_that_stands_is_not_asked_by_a_person_either_until_it_is_put_right(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.ACCESS)
    assert shop.orders.submit(reference, "drafter").state is OrderState.APPROVED
    with pytest.raises(AccountStands, match="access refused; nothing was sent; put the key"):
        shop.orders.submit(reference, "drafter")
    with shop.records.changing("drafter") as unit:
        assert unit.stops.resume("house")
        unit.commit()
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE


def test_short_money_is_seen_before_anything_is_sent(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.money = Decimal(5)
    order = shop.orders.submit(reference, "drafter")
    assert (order.state, shop.registrar.paid_requests) == (OrderState.APPROVED, 0)
    assert "balance is 5.00 USD, and the price 12.00 USD" in order.detail
    stop = stop_of(shop)
    assert stop is not None
    assert stop.reason is StopReason.FUNDS


def test_after_a_top_up_what_waits_goes_on_by_itself_under_the_same_reference(shop: Shop) -> None:
    references = [shop.approved(), shop.approved(name=TWO), shop.approved(name=THREE)]
    shop.registrar.money = Decimal(13)
    shop.clock.advance(WINDOW)
    a_day_of_jobs(shop)
    states = sorted(shop.order(reference).state for reference in references)
    assert states == [OrderState.ACTIVE, OrderState.APPROVED, OrderState.APPROVED]
    assert shop.registrar.reads < 300
    shop.registrar.money = Decimal(500)
    a_day_of_jobs(shop)
    assert {shop.order(reference).state for reference in references} == {OrderState.ACTIVE}
    assert sorted(entry[0] for entry in shop.registrar.ledger) == sorted(references)
    assert stop_of(shop) is None


def test_a_registrar_without_a_balance_is_tried_again_when_its_time_has_come(shop: Shop) -> None:
    shop.registrar = without(shop.registrar, TellsBalance)
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.BALANCE)
    shop.orders.submit(reference, "drafter")
    with pytest.raises(AccountStands, match="funds short"):
        shop.orders.submit(reference, "drafter")
    a_day_of_jobs(shop)
    assert shop.order(reference).state is OrderState.ACTIVE
    assert stop_of(shop) is None


def test_where_no_balance_is_told_a_long_shortage_is_one_stop_and_few_attempts(shop: Shop) -> None:
    shop.registrar = without(shop.registrar, TellsBalance)
    references = [shop.approved(), shop.approved(name=TWO), shop.approved(name=THREE)]
    shop.registrar.mishaps += [Mishap.BALANCE] * 100
    shop.orders.submit(references[0], "drafter")
    began = stop_of(shop)
    a_day_of_jobs(shop)
    stop = stop_of(shop)
    assert began is not None
    assert stop is not None
    assert stop == began.model_copy(update={"next_probe_at": stop.next_probe_at})
    assert 3 < shop.registrar.paid_requests < 3 * 12
    shop.registrar.mishaps.clear()
    a_day_of_jobs(shop)
    assert {shop.order(reference).state for reference in references} == {OrderState.ACTIVE}
    assert stop_of(shop) is None


def test_reads_go_on_while_money_is_short(shop: Shop) -> None:
    unknown = shop.approved()
    shop.registrar.mishaps.append(Mishap.LOST_AFTER)
    shop.orders.submit(unknown, "drafter")
    shop.registrar.mishaps.append(Mishap.BALANCE)
    shop.orders.submit(shop.approved(name=TWO), "drafter")
    assert unknown in [order.reference for order in shop.orders.due()]


def test_a_day_costs_no_more_than_it_may_and_the_rest_goes_tomorrow(shop: Shop) -> None:
    shop.orders = shop.opened(spending=Spending(most_per_day=Decimal(30)))
    references = [shop.approved(name=name) for name in (DomainName("example.com"), TWO, THREE)]
    for reference in references[:2]:
        assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    with pytest.raises(SpentForToday, match=r"12.00 USD on top of today's 24.00 USD is more than a day"):
        shop.orders.submit(references[2], "drafter")
    assert shop.orders.step(references[2], "job:orders").state is OrderState.APPROVED
    assert shop.orders.due() == []
    a_day_of_jobs(shop, every=timedelta(minutes=10))
    assert shop.order(references[2]).state is OrderState.ACTIVE


def test_what_may_have_cost_counts_as_spent(shop: Shop) -> None:
    shop.orders = shop.opened(spending=Spending(most_per_day=Decimal(20)))
    shop.registrar.mishaps.append(Mishap.LOST_BEFORE)
    assert shop.orders.submit(shop.approved(), "drafter").state is OrderState.UNKNOWN
    with pytest.raises(SpentForToday):
        shop.orders.submit(shop.approved(name=TWO), "drafter")


def test_what_was_refused_does_not_count(shop: Shop) -> None:
    shop.orders = shop.opened(spending=Spending(most_per_day=Decimal(20)))
    shop.registrar.mishaps.append(Mishap.REFUSED)
    shop.orders.submit(shop.approved(), "drafter")
    assert shop.orders.submit(shop.approved(name=TWO), "drafter").state is OrderState.ACTIVE


def test_an_order_above_the_houses_limit_is_not_even_drafted(shop: Shop) -> None:
    from orders import OrderRefused

    shop.orders = shop.opened(spending=Spending(most_per_order=Decimal(10)))
    with pytest.raises(OrderRefused, match=r"12\.00 USD is more than one order may cost"):
        shop.draft()


def test_what_an_order_cost_is_recorded(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.RENEW)
    order: Order = shop.orders.submit(reference, "drafter")
    assert order.progress.cost == Money(amount=Decimal(12))

"""What a job does for an order by itself: the next thing, once, whoever else is at it."""

from datetime import timedelta

import pytest

from portfolio.names import DomainName
from portfolio.order import OrderKind, OrderState
from portfolio.policy.looking import LEASE
from tests.orders.ledger_registrar import Crash, Mishap
from tests.orders.shop import NAME, WINDOW, Shop


def jobs(shop: Shop, minutes: int = 240) -> None:
    """A runner that looks each minute for so long."""
    for _ in range(minutes):
        shop.orders.recover()
        for order in shop.orders.due():
            shop.orders.step(order.reference, "job:orders")
        shop.clock.advance(timedelta(minutes=1))


@pytest.mark.parametrize("kind", [OrderKind.REGISTER, OrderKind.RENEW, OrderKind.RESTORE])
@pytest.mark.parametrize("mishap", list(Mishap))
def test_jobs_alone_bring_every_approved_order_to_its_end(
    shop: Shop, kind: OrderKind, mishap: Mishap, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = shop.approved_of(kind)
    shop.registrar.mishaps.append(mishap)
    shop.clock.advance(LEASE)
    try:
        jobs(shop, minutes=3)
    except (TypeError, Crash):
        shop.orders = shop.opened()
    shop.registrar.settle()
    with shop.records.changing("drafter") as unit:
        unit.stops.resume("house")
        unit.commit()
    jobs(shop)
    order = shop.order(reference)
    assert shop.wrongs([reference]) == []
    assert order.state is (OrderState.REFUSED if mishap is Mishap.REFUSED else OrderState.ACTIVE)
    assert shop.orders.due() == []


def test_an_approved_order_is_left_to_its_approver_for_a_minute(shop: Shop) -> None:
    reference = shop.approved()
    assert shop.orders.due() == []
    shop.clock.advance(LEASE)
    assert [order.reference for order in shop.orders.due()] == [reference]


def test_drafts_wait_for_a_person_for_ever(shop: Shop) -> None:
    reference = shop.draft().reference
    shop.clock.advance(timedelta(days=400))
    assert shop.orders.due() == []
    assert shop.orders.step(reference, "job:orders").state is OrderState.DRAFT


def test_an_order_that_is_being_sent_is_left_alone_until_its_lease_is_over(shop: Shop) -> None:
    reference = shop.approved()
    _die_while_sending(shop, reference, Mishap.CRASH_AFTER)
    assert shop.orders.step(reference, "job:orders").state is OrderState.SUBMITTING
    assert shop.orders.due() == []
    shop.clock.advance(LEASE)
    assert [order.reference for order in shop.orders.due()] == [reference]
    assert shop.orders.step(reference, "job:orders").state is OrderState.UNKNOWN
    assert shop.orders.step(reference, "job:orders").state is OrderState.ACTIVE


def test_a_sender_that_is_known_to_be_gone_is_not_waited_for(shop: Shop) -> None:
    reference = shop.approved()
    _die_while_sending(shop, reference, Mishap.CRASH_BEFORE)
    assert shop.orders.step(reference, "job:orders", left_behind=True).state is OrderState.UNKNOWN


def _die_while_sending(shop: Shop, reference: str, mishap: Mishap) -> None:
    shop.registrar.mishaps.append(mishap)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("orders.submit._classed", _dies)
        with pytest.raises(Crash):
            shop.orders.submit(reference, "drafter")


def _dies(*_args: object, **_kwargs: object) -> object:
    raise Crash


def test_a_confirmed_absent_order_goes_again_once_and_no_more(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.mishaps += [Mishap.LOST_BEFORE, Mishap.LOST_BEFORE]
    shop.orders.submit(reference, "drafter")
    jobs(shop)
    order = shop.order(reference)
    assert (order.state, order.progress.sends) == (OrderState.ABSENT_CONFIRMED, 2)
    assert shop.registrar.paid_requests == 2
    assert shop.orders.due() == []


def test_where_the_house_wants_it_no_job_sends_anything_again(shop: Shop) -> None:
    shop.orders = shop.opened(resend=False)
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.LOST_BEFORE)
    shop.orders.submit(reference, "drafter")
    jobs(shop)
    assert shop.order(reference).state is OrderState.ABSENT_CONFIRMED
    assert shop.registrar.paid_requests == 1
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE


def test_looks_become_rarer(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.PENDING)
    shop.orders.submit(reference, "drafter")
    shop.registrar.reads = 0
    jobs(shop, minutes=60 * 24)
    assert shop.order(reference).state is OrderState.PENDING
    assert shop.registrar.reads < 30
    shop.registrar.settle()
    jobs(shop, minutes=60 * 7)
    assert shop.order(reference).state is OrderState.ACTIVE


def test_a_step_for_an_order_that_moved_on_changes_nothing(shop: Shop) -> None:
    reference = shop.approved()
    shop.orders.submit(reference, "drafter")
    before = shop.order(reference)
    for _ in range(3):
        assert shop.orders.step(reference, "job:orders", left_behind=True) == before


def test_a_step_that_is_overtaken_gives_way(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = shop.approved(name=DomainName("example.net"))
    balance, seen = shop.registrar.balance, []

    def sent_meanwhile() -> object:
        if not seen:
            seen.append(True)
            shop.opened().submit(reference, "approver")
        return balance()

    monkeypatch.setattr(shop.registrar, "balance", sent_meanwhile)
    assert shop.orders.step(reference, "job:orders").state is OrderState.ACTIVE
    assert shop.registrar.purchases(reference) == 1
    assert not shop.holds(NAME)
    shop.clock.advance(WINDOW)

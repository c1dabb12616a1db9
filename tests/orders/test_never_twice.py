"""The registrar's ledger and the records, compared after every short schedule of mishaps."""

import itertools
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders import AccountStands, NotNow
from orders.purchases import purchase_of
from portfolio.order import OrderState
from records import Moved
from tests.orders.ledger_registrar import DONE, Crash, LedgerRegistrar, Mishap
from tests.orders.shop import WINDOW, Shop

FINAL = {OrderState.ACTIVE, OrderState.REFUSED, OrderState.APPROVED, OrderState.ABSENT_CONFIRMED}


@pytest.mark.parametrize("mishap", list(Mishap))
@pytest.mark.parametrize("lag", [False, True])
def test_after_any_mishap_the_order_ends_where_the_ledger_says(shop: Shop, mishap: Mishap, lag: bool) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(mishap)
    shop.registrar.shows_holdings = not lag
    try:
        shop.orders.submit(reference, "drafter")
    except (TypeError, Crash):
        shop.orders = shop.opened()
    assert shop.wrongs([reference]) == []
    shop.registrar.settle()
    shop.settled(reference, rounds=1)
    shop.registrar.shows_holdings = True
    order = shop.settled(reference)
    assert shop.wrongs([reference]) == []
    bought = mishap in DONE
    assert (order.state is OrderState.ACTIVE) is bought
    assert order.state in FINAL


@pytest.mark.parametrize("mishaps", list(itertools.product(Mishap, repeat=2)), ids=str)
def test_sent_again_after_any_mishap_and_met_by_any_other_it_is_bought_at_most_once(
    shop: Shop, mishaps: tuple[Mishap, Mishap]
) -> None:
    reference = shop.approved()
    shop.registrar.mishaps += mishaps
    for _ in mishaps:
        try:
            shop.orders.submit(reference, "drafter")
        except (TypeError, Crash, NotNow):
            shop.orders = shop.opened()
        assert shop.wrongs([reference]) == []
        shop.registrar.settle()
        shop.settled(reference)
        assert shop.wrongs([reference]) == []
    assert shop.order(reference).state in FINAL


STEPS = st.lists(
    st.sampled_from(
        ["submit", "reconcile", "follow", "recover", "wait", "lag", "catch up", "fail", "work", "settle"]
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mishaps=st.lists(st.sampled_from(list(Mishap)), max_size=4), steps=STEPS)
def test_in_any_order_of_steps_nothing_is_bought_twice_or_unaccounted(
    tmp_path_factory: pytest.TempPathFactory, mishaps: list[Mishap], steps: list[str]
) -> None:
    shop = Shop(tmp_path_factory.mktemp("shop"))
    reference = shop.approved()
    shop.registrar.mishaps += mishaps
    for step in steps:
        _take(shop, reference, step)
        assert len(shop.registrar.ledger) <= 1
        # A list that lags longer than the window may call a purchase absent; it is found when it catches up.
        if shop.registrar.shows_holdings:
            late = shop.order(reference).state is OrderState.ABSENT_CONFIRMED
            assert late or shop.wrongs([reference]) == []
    shop.registrar.shows_holdings, shop.registrar.reads_fail = True, False
    shop.registrar.mishaps.clear()
    shop.registrar.settle()
    state = shop.order(reference).state
    if state in (OrderState.ABSENT_CONFIRMED, OrderState.NEEDS_HUMAN):
        shop.orders.reconcile(reference, "drafter")
    shop.settled(reference)
    assert shop.wrongs([reference]) == []
    assert shop.order(reference).state in FINAL
    shop.records.close()


def _take(shop: Shop, reference: str, step: str) -> None:
    desk = shop.orders
    match step:
        case "wait":
            shop.clock.advance(WINDOW)
        case "lag" | "catch up":
            shop.registrar.shows_holdings = step == "catch up"
        case "fail" | "work":
            shop.registrar.reads_fail = step == "fail"
        case "settle":
            shop.registrar.settle()
        case "recover":
            desk.recover(everything=True)
        case _:
            try:
                getattr(desk, step)(reference, "drafter")
            except (NotNow, AccountStands, TypeError, Crash, Moved):
                shop.orders = shop.opened()


@pytest.mark.parametrize("moment", ["before the purchase", "after the purchase"])
def test_a_process_that_is_killed_between_commit_and_answer_is_recovered(tmp_path: Path, moment: str) -> None:
    written = tmp_path / "ledger"

    class Killed(LedgerRegistrar):
        def register(self, request: object) -> object:
            if moment == "after the purchase":
                written.write_text(request.reference)
            os._exit(9)

    shop = Shop(tmp_path)
    reference = shop.approved()
    shop.records.close()
    child = os.fork()
    if child == 0:
        _submit_in_a_process_of_its_own(tmp_path, shop, reference, Killed())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

    shop.records = _opened(tmp_path, shop)
    shop.orders = shop.opened()
    assert shop.order(reference).state is OrderState.SUBMITTING
    if written.exists():
        with shop.records.reading() as unit:
            shop.registrar.register(purchase_of(unit.orders.get(reference), unit).registration())
    assert shop.orders.recover() == []
    assert [order.state for order in shop.orders.recover(everything=True)] == [OrderState.UNKNOWN]
    assert shop.orders.recover(everything=True) == []
    expected = OrderState.ACTIVE if written.exists() else OrderState.ABSENT_CONFIRMED
    assert shop.settled(reference).state is expected
    assert shop.wrongs([reference]) == []
    shop.records.close()


def test_a_start_elsewhere_that_takes_it_for_left_behind_does_not_lose_the_purchase(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = shop.approved()
    register = shop.registrar.register

    def while_another_starts(request: object) -> object:
        shop.opened().recover(everything=True)
        return register(request)

    monkeypatch.setattr(shop.registrar, "register", while_another_starts)
    assert shop.orders.submit(reference, "drafter").state is OrderState.UNKNOWN
    assert shop.settled(reference).state is OrderState.ACTIVE
    assert shop.wrongs([reference]) == []


def _opened(folder: Path, shop: Shop) -> object:
    from records import Records

    return Records.open(f"sqlite:///{folder / 'records.db'}", key_file=folder / "key", clock=shop.clock)


def _submit_in_a_process_of_its_own(
    folder: Path, shop: Shop, reference: str, registrar: LedgerRegistrar
) -> None:
    try:
        shop.records = _opened(folder, shop)
        shop.registrar = registrar
        shop.opened().submit(reference, "drafter")
    finally:
        os._exit(1)

"""Every order answers whether anything was charged, and what comes next, in every state."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from console.order_words import charged, next_of, order_row, total_words
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import Order, OrderKind, OrderState, Progress, TransferStage

PRICE = Money(amount=Decimal("12.00"))
AT = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)


def order(state: OrderState, kind: OrderKind = OrderKind.REGISTER, **progress: object) -> Order:
    return Order(
        reference="ns-1", kind=kind, name=DomainName("example.com"), client="acme", account="house", years=1,
        price=PRICE, price_limit=PRICE, state=state, drafted_by="drafter", drafted_at=AT,
        progress=Progress.model_validate(progress),
    )  # fmt: skip


@pytest.mark.parametrize("kind", OrderKind)
@pytest.mark.parametrize("state", OrderState)
def test_the_answer_about_the_charge_agrees_with_what_the_state_allows(
    state: OrderState, kind: OrderKind
) -> None:
    said = charged(order(state, kind))
    if state.is_unclear:
        assert said == "not known whether it was charged"
    elif state.may_have_cost:
        assert said.startswith(("charged", "accepted"))
    else:
        assert said == "nothing was charged"


def test_the_cost_is_told_where_it_is_known_and_as_at_most_where_nobody_told_it() -> None:
    assert charged(order(OrderState.ACTIVE, cost=PRICE)) == "charged once: 12.00 USD"
    assert charged(order(OrderState.PENDING, cost=PRICE)) == "accepted; charged once: 12.00 USD"
    restored = order(OrderState.ACTIVE, OrderKind.RESTORE, cost=PRICE)
    assert charged(restored) == "charged once, at most 12.00 USD"
    cheaper = Money(amount=Decimal(8))
    assert charged(order(OrderState.ACTIVE, OrderKind.RESTORE, cost=cheaper)) == "charged once: 8.00 USD"


@pytest.mark.parametrize("state", OrderState)
def test_every_state_says_what_comes_next_and_an_unclear_one_never_to_send(state: OrderState) -> None:
    said = next_of(order(state))
    assert said
    assert "{}" not in said
    if state.is_unclear:
        assert "submit" not in said
    assert ("it is over" in said) == (not state.is_open)


def test_an_approved_transfer_wants_its_auth_code() -> None:
    assert "auth code" in next_of(order(OrderState.APPROVED, OrderKind.TRANSFER))


def test_a_stage_is_told_while_the_order_is_open() -> None:
    stage = TransferStage.LOSING_REGISTRAR
    assert order_row(order(OrderState.PENDING, stage=stage))["stage"] == stage.value
    assert order_row(order(OrderState.REFUSED, stage=stage))["stage"] is None


def test_totals_are_one_phrase() -> None:
    assert total_words([]) == "nothing"
    assert total_words([PRICE, Money(amount=Decimal(3), currency="CAD")]) == "12.00 USD and 3.00 CAD"

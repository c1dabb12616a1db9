from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.money import Money
from portfolio.policy.spending import Spending

AMOUNTS = st.decimals(min_value=0, max_value=5000, places=2)


def usd(amount: str | Decimal) -> Money:
    return Money(amount=Decimal(amount))


@pytest.mark.parametrize(
    ("limit", "premium", "needed"),
    [
        (usd("100.00"), False, False),
        (usd("100.01"), False, True),
        (usd("1.00"), True, True),
        (Money(amount=Decimal(1), currency="CAD"), False, True),
    ],
)
def test_who_else_must_approve(limit: Money, premium: bool, needed: bool) -> None:
    assert Spending().needs_second_person(limit, premium=premium) is needed


@given(limit=AMOUNTS, spent=AMOUNTS)
def test_a_day_never_costs_more_than_it_may(limit: Decimal, spent: Decimal) -> None:
    allowed = Spending().problem_today(usd(limit), usd(spent)) is None
    assert allowed is (limit + spent <= Spending().most_per_day)


@given(limit=AMOUNTS)
def test_an_order_never_costs_more_than_it_may(limit: Decimal) -> None:
    assert (Spending().problem_with_order(usd(limit)) is None) is (limit <= Spending().most_per_order)


def test_a_refusal_names_both_amounts() -> None:
    assert Spending().problem_today(usd("50"), usd("1990")) == (
        "50.00 USD on top of today's 1990.00 USD is more than a day may cost (2000.00 USD)"
    )

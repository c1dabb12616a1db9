"""Amounts in hundredths are read as money, and a list is believed where it says one thing."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from portfolio.money import Money
from registrar.answers.cents import Credit, ListedPrice, money_in, only_balance, price_in
from registrar.errors import Unsupported

NET = ListedPrice(product="domain_net", action="CREATE", currency="EUR", price=1050)


@pytest.mark.parametrize(("cents", "amount"), [(0, "0.00"), (1, "0.01"), (1050, "10.50")])
def test_hundredths_are_money(cents: int, amount: str) -> None:
    assert money_in(cents, "EUR") == Money(amount=Decimal(amount), currency="EUR")


def test_a_price_is_of_one_product_and_one_action() -> None:
    others = [NET.model_copy(update={"action": "RENEW"}), NET.model_copy(update={"product": "domain_ca"})]
    assert price_in([*others, NET], "domain_net", "CREATE") == money_in(1050, "EUR")


@pytest.mark.parametrize("rows", [[], [NET, NET]])
def test_a_list_without_a_price_or_with_two_tells_none(rows: list[ListedPrice]) -> None:
    with pytest.raises(Unsupported):
        price_in(rows, "domain_net", "CREATE")


@pytest.mark.parametrize("price", [-1, 10.5, "1050", True])
def test_a_price_that_is_no_number_of_cents_is_none(price: object) -> None:
    with pytest.raises(ValidationError):
        ListedPrice.model_validate({**NET.model_dump(), "price": price})


def test_what_is_owed_is_not_a_balance_and_two_currencies_have_none() -> None:
    euros = Credit(currency="EUR", balance=-420)
    assert only_balance([euros]) == money_in(0, "EUR")
    assert only_balance([euros.model_copy(update={"balance": 420})]) == money_in(420, "EUR")
    for accounts in ([], [euros, euros.model_copy(update={"currency": "USD"})]):
        with pytest.raises(Unsupported):
            only_balance(accounts)

"""Amounts that vendors tell in hundredths of a currency, and their lists of prices by product and action."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from portfolio.money import Money
from registrar.errors import Unsupported
from registrar.in_json.reply import Theirs

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Cents = Annotated[int, Field(ge=0, le=99_999_999_99)]


class ListedPrice(Theirs):
    """A price of the list."""

    product: str
    action: str
    currency: Currency
    price: Cents


class Credit(Theirs):
    """The money in one currency; `balance` can be spent."""

    currency: Currency
    balance: Annotated[int, Field(le=99_999_999_99)]


def money_in(cents: int, currency: str) -> Money:
    """Return an amount that is told in hundredths."""
    return Money(amount=Decimal(cents) / 100, currency=currency)


def price_in(prices: Iterable[ListedPrice], product: str, action: str) -> Money:
    """Return what a list says of an action. Raises `Unsupported` where it says nothing, or two things."""
    found = [row for row in prices if (row.product, row.action) == (product, action)]
    if len(found) != 1:
        raise Unsupported("the list tells no price of this")
    return money_in(found[0].price, found[0].currency)


def only_balance(accounts: Sequence[Credit]) -> Money:
    """Return what can be spent, 0 where that is less. Raises `Unsupported` for several currencies."""
    if len(accounts) != 1:
        raise Unsupported(f"the money is in {len(accounts)} currencies: there is no one balance")
    return money_in(max(accounts[0].balance, 0), accounts[0].currency)

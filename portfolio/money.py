"""Amounts of money: a decimal and a currency, never a float."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from portfolio.values import Value


class Money(Value):
    """An amount in a currency (ISO 4217, three capital letters)."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "USD"

    @classmethod
    def typed(cls, text: str, *, currency: str) -> Self:
        """Return what someone typed: `20.00 USD`, or `20.00` in `currency`. Raises `ValueError`."""
        amount, _, said = text.strip().partition(" ")
        try:
            return cls(amount=Decimal(amount), currency=said.strip().upper() or currency)
        except (InvalidOperation, ValueError) as error:
            raise ValueError("an amount is written as 20.00 or 20.00 USD") from error

    def __str__(self) -> str:
        return f"{self.amount:.2f} {self.currency}"

    def __gt__(self, other: "Money") -> bool:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be compared")
        return self.amount > other.amount

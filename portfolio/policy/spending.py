"""What may be spent: on one order, in one day, and by one person alone. Pure: the decision, not the act."""

from decimal import Decimal

from portfolio.money import Money
from portfolio.values import Value


class Spending(Value):
    """
    The house's limits. The numbers hold in every currency by itself: amounts are never converted.

    Above `second_person_above`, which is in `currency`, and for any amount in another currency, the approver
    is not the drafter.
    """

    currency: str = "USD"
    second_person_above: Decimal = Decimal(100)
    most_per_order: Decimal = Decimal(1000)
    most_per_day: Decimal = Decimal(2000)

    def needs_second_person(self, limit: Money, *, premium: bool) -> bool:
        """Return whether an order that may cost `limit` needs another approver than its drafter."""
        other_currency = limit.currency != self.currency
        return premium or other_currency or limit.amount > self.second_person_above

    def problem_with_order(self, limit: Money) -> str | None:
        """Return why an order may not cost `limit`, None where it may."""
        if limit.amount <= self.most_per_order:
            return None
        most = Money(amount=self.most_per_order, currency=limit.currency)
        return f"{limit} is more than one order may cost ({most})"

    def problem_today(self, limit: Money, spent: Money) -> str | None:
        """Return why `limit` may not be spent on top of today's `spent` (one currency), None where it may."""
        if limit.amount + spent.amount <= self.most_per_day:
            return None
        most = Money(amount=self.most_per_day, currency=limit.currency)
        return f"{limit} on top of today's {spent} is more than a day may cost ({most})"

"""What the vendor charges a reseller: a price a year by TLD, premiums by name, and the account's money."""

from decimal import Decimal

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind

CURRENCY = "USD"


class Prices:
    """
    A small price list in US dollars, to be changed at will.

    `premium_prefix` marks the names that the registry sells dearer; they cost `premium` a year, renewals too.
    """

    def __init__(self) -> None:
        self.by_tld = {
            "ca": Decimal("12.00"),
            "com": Decimal("14.50"),
            "net": Decimal("15.25"),
            "org": Decimal("13.75"),
        }
        self.by_name: dict[DomainName, Decimal] = {}
        self.restore = Decimal("80.00")
        self.premium = Decimal("450.00")
        self.premium_prefix = "premium-"

    def sells(self, name: DomainName) -> bool:
        """Whether the vendor carries the name's TLD."""
        return name.tld in self.by_tld

    def is_premium(self, name: DomainName) -> bool:
        """Whether the registry asks more for this name than for others."""
        return name.startswith(self.premium_prefix)

    def of(self, name: DomainName, *, kind: OrderKind, years: int) -> Money:
        """Return the price of `kind` for `years`. Raises `KeyError` for a TLD that is not carried."""
        if kind is OrderKind.RESTORE:
            return Money(amount=self.restore, currency=CURRENCY)
        yearly = self.by_name.get(name, self.premium if self.is_premium(name) else self.by_tld[name.tld])
        return Money(amount=yearly * years, currency=CURRENCY)

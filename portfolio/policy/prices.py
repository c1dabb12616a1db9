"""What the house asks its clients for: prices that may stand in a letter. A registrar's own never do."""

from collections.abc import Mapping
from decimal import Decimal

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.values import Value


class PriceList(Value):
    """Prices by TLD, `*` for every other, all in one `currency` (ISO 4217)."""

    currency: str = "CAD"
    renewal: Mapping[str, Decimal] = {}
    restore: Mapping[str, Decimal] = {}

    def renewal_of(self, name: DomainName) -> Money | None:
        """Return what a year costs the client, or None where the house has set no price."""
        return self._price(self.renewal, name)

    def restore_of(self, name: DomainName) -> Money | None:
        """Return what a restore costs the client, renewal included, or None where no price is set."""
        return self._price(self.restore, name)

    def _price(self, prices: Mapping[str, Decimal], name: DomainName) -> Money | None:
        amount = prices.get(name.tld, prices.get("*"))
        return None if amount is None else Money(amount=amount, currency=self.currency)

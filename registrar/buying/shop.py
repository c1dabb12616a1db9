"""Registrars that tell of a name whether it can be had, and what it costs, before they are paid."""

from abc import abstractmethod

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.buying.price_limit import raise_if_dearer
from registrar.contract import Availability, ChecksAvailability, Offer, Quote, Quotes, Registrar
from registrar.errors import Refused, ReplyNotUnderstood, Unsupported


class Shop(Registrar, ChecksAvailability, Quotes):
    """What an adapter has for free that says `_offer` and `quote`."""

    @abstractmethod
    def _offer(self, name: DomainName) -> Offer:
        """What is told of a name's availability. Raises what a read raises."""
        ...

    def availability(self, name: DomainName) -> Offer:
        try:
            return self._offer(name)
        except (Refused, ReplyNotUnderstood, Unsupported) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def _affordable(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> Quote:
        """What it costs now. Raises `PriceRefused` above `limit`."""
        quote = self.quote(name, kind=kind, years=years)
        raise_if_dearer(quote, limit, registrar=self.slug)
        return quote

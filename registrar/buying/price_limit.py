"""The last look before money moves: is it dearer than staff allowed?"""

from portfolio.money import Money
from registrar.contract import Quote
from registrar.errors import PriceRefused, Unsupported


def raise_if_dearer(quote: Quote, limit: Money, *, registrar: str) -> None:
    """Raise `PriceRefused` for a price above `limit`, `Unsupported` for a limit in another currency."""
    if limit.currency != quote.price.currency:
        detail = f"prices are in {quote.price.currency}, the limit is in {limit.currency}"
        raise Unsupported(detail, registrar=registrar, name=quote.name)
    if quote.price > limit:
        detail = f"the price is {quote.price}, the limit {limit}"
        raise PriceRefused(detail, registrar=registrar, name=quote.name)

"""Whether a name can be had and for how much, as the registrar says it now. Nothing is ordered here."""

from dataclasses import dataclass

from orders.errors import OrderRefused
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.contract import Availability, ChecksAvailability, Quotes, Registrar


@dataclass(frozen=True, kw_only=True)
class Priced:
    """A price, the most that may be spent, and whether the registry asks a premium."""

    price: Money
    limit: Money
    premium: bool


def priced(registrar: Registrar, name: DomainName, *, years: int, limit: Money | None) -> Priced:
    """
    Ask `registrar` for availability and price of a registration, and hold the price against `limit`.

    Without a `limit` the quoted price is the limit. Raises `OrderRefused` when the name is not plainly free,
    the price is above the limit, a premium has no explicit limit, or neither price nor limit is known.
    No money can move.
    """
    premium = _premium_of_free_name(registrar, name)
    price: Money | None = None
    if isinstance(registrar, Quotes):
        quote = registrar.quote(name, kind=OrderKind.REGISTER, years=years)
        price, premium = quote.price, premium or quote.premium
    ceiling = limit or price
    if ceiling is None or (limit is None and premium):
        why = "is a premium name" if premium else f"has no price that {registrar.slug} would tell"
        raise OrderRefused([f"{name} {why}; say how much may be spent"])
    _raise_if_above(name, price, ceiling)
    return Priced(price=price or ceiling, limit=ceiling, premium=premium)


def _premium_of_free_name(registrar: Registrar, name: DomainName) -> bool:
    if not isinstance(registrar, ChecksAvailability):
        return False
    offer = registrar.availability(name)
    if offer.availability is Availability.TAKEN:
        raise OrderRefused([f"{name} is taken"])
    if offer.availability is not Availability.FREE:
        raise OrderRefused([f"{registrar.slug} does not say clearly whether {name} is free"])
    return offer.premium


def _raise_if_above(name: DomainName, price: Money | None, limit: Money) -> None:
    if price is None:
        return
    if price.currency != limit.currency:
        raise OrderRefused([f"{name} is priced in {price.currency}, and the limit is in {limit.currency}"])
    if price > limit:
        raise OrderRefused([f"{name} costs {price}, above the limit of {limit}"])

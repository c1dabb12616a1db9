"""Whether a thing can be had and for how much, as the registrar says it now. Nothing is ordered here."""

from dataclasses import dataclass

from orders.errors import OrderRefused
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.policy.spending import Spending
from registrar.contract import Availability, ChecksAvailability, Quote, Quotes, Registrar
from registrar.errors import Unsupported


@dataclass(frozen=True, kw_only=True)
class Priced:
    """A price, the most that may be spent, and whether the registry asks a premium."""

    price: Money
    limit: Money
    premium: bool


def priced(
    registrar: Registrar,
    name: DomainName,
    *,
    kind: OrderKind,
    years: int,
    limit: Money | None,
    spending: Spending,
) -> Priced:
    """
    Ask `registrar` whether `kind` can be had and for how much, and hold the price against the limits.

    Without a `limit` the quoted price is the limit. Raises `OrderRefused` when it cannot plainly be had, the
    price is above a limit, a premium has no explicit limit, or neither price nor limit is known. No money can
    move.
    """
    premium = _premium_of(registrar, name, kind)
    quote = _quote(registrar, name, kind=kind, years=years)
    price = quote.price if quote else None
    premium = premium or (quote is not None and quote.premium)
    ceiling = limit or price
    if ceiling is None or (limit is None and premium):
        why = "is a premium name" if premium else f"has no price to {kind} that {registrar.slug} would tell"
        raise OrderRefused([f"{name} {why}; say how much may be spent: --price-limit"])
    _raise_if_above(name, price, ceiling)
    problem = spending.problem_with_order(ceiling)
    if problem is not None:
        raise OrderRefused([f"{name}: {problem}"])
    return Priced(price=price or ceiling, limit=ceiling, premium=premium)


def _quote(registrar: Registrar, name: DomainName, *, kind: OrderKind, years: int) -> Quote | None:
    if not isinstance(registrar, Quotes):
        return None
    try:
        return registrar.quote(name, kind=kind, years=years)
    except Unsupported:  # it tells other prices, but not this one: staff say what it may cost
        return None


def _premium_of(registrar: Registrar, name: DomainName, kind: OrderKind) -> bool:
    """Whether a premium is asked; raises `OrderRefused` where what is wished cannot plainly be had."""
    if kind not in (OrderKind.REGISTER, OrderKind.TRANSFER) or not isinstance(registrar, ChecksAvailability):
        return False
    offer = registrar.availability(name)
    if offer.availability is Availability.UNCLEAR:
        raise OrderRefused([f"{registrar.slug} does not say clearly whether {name} is free"])
    is_free = offer.availability is Availability.FREE
    if kind is OrderKind.REGISTER and not is_free:
        raise OrderRefused([f"{name} is taken"])
    if kind is OrderKind.TRANSFER and is_free:
        raise OrderRefused([f"{name} is free: it is registered, not transferred"])
    return offer.premium


def _raise_if_above(name: DomainName, price: Money | None, limit: Money) -> None:
    if price is None:
        return
    if price.currency != limit.currency:
        raise OrderRefused([f"{name} is priced in {price.currency}, and the limit is in {limit.currency}"])
    if price > limit:
        raise OrderRefused([f"{name} costs {price}, above the limit of {limit}"])

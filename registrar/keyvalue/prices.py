"""Offers and prices of CentralNic's two systems."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.contract import Availability, Offer, Quote
from registrar.errors import Refused
from registrar.exchange import Unreadable
from registrar.keyvalue.reply import KeyValueReply

_ADDED_UP: Mapping[OrderKind, tuple[str, ...]] = {
    OrderKind.REGISTER: ("SETUP", "APPLICATION"),
    OrderKind.RENEW: (),
    OrderKind.TRANSFER: ("TRANSFER",),
    OrderKind.RESTORE: ("RESTORE",),
}
"""What is paid once for each kind; for the first two, years are added."""


@dataclass(frozen=True)
class Checked:
    """What is told of a name that may be had: the class and the price are those of a premium."""

    offer: Offer
    premium_class: str | None = None
    premium_price: Money | None = None


def checked(name: DomainName, reply: KeyValueReply) -> Checked:
    """210 is free, 211 is taken, and 211 with `[PREMIUM]` is free and dear; anything else is unclear."""
    told = reply.needed("DOMAINCHECK")
    code, _, words = told.upper().partition(" ")
    premium_class = reply.first("CLASS", "X-FEE-CLASS")
    dear = "[PREMIUM]" in words or bool(premium_class)
    amount, currency = reply.decimal("PRICE"), reply.first("CURRENCY")
    price = money(amount, currency) if dear and amount is not None and currency else None
    if code == "210" or (code == "211" and "[PREMIUM]" in words):
        availability = Availability.FREE
    elif code == "211" and not dear and "PREMIUM" not in words:
        availability = Availability.TAKEN
    else:
        availability = Availability.UNCLEAR
    reason = "" if availability is Availability.FREE else f"the registrar answers {code[:3]}"
    return Checked(
        Offer(name=name, availability=availability, premium=dear, reason=reason), premium_class, price
    )


def columns(reply: KeyValueReply) -> dict[str, str]:
    """Return the prices that are told as columns."""
    return {column: reply.first(column) or "" for column in reply.columns}


def relations(reply: KeyValueReply, zone: str) -> dict[str, str]:
    """Return the prices of a class of names, out of all that the account has. Raises `Unreadable`."""
    types, values = reply.columns.get("RELATIONTYPE", ()), reply.columns.get("RELATIONVALUE", ())
    if len(types) != len(values):
        raise Unreadable("the reply's relations have no values")
    head = f"PRICE_CLASS_DOMAIN_{zone}_"
    return {
        word.removeprefix(head): value
        for word, value in zip(types, values, strict=True)
        if word.startswith(head)
    }


def quoted(name: DomainName, kind: OrderKind, years: int, prices: Mapping[str, str]) -> Quote:
    """Add up what `kind` costs. Raises `Refused` for what has no price, `Unreadable` for one that is none."""
    by_year = kind in (OrderKind.REGISTER, OrderKind.RENEW)
    needed = "ANNUAL" if by_year else _ADDED_UP[kind][0]
    if not prices.get(needed) or not prices.get("CURRENCY"):
        raise Refused(f"no {kind} of this name is sold now")
    try:
        total = sum((Decimal(prices.get(part) or 0) for part in _ADDED_UP[kind]), Decimal(0))
        total += Decimal(prices["ANNUAL"]) * years if by_year else 0
    except ArithmeticError:
        raise Unreadable("the reply holds a price that is no number") from None
    premium = prices.get("PREMIUM", "").upper() not in ("", "0", "NO", "FALSE")
    price = money(total, prices["CURRENCY"])
    return Quote(name=name, kind=kind, years=years, price=price, premium=premium)


def money(amount: Decimal, currency: str) -> Money:
    """Return an amount. Raises `Unreadable`."""
    try:
        return Money(amount=amount, currency=currency)
    except ValidationError:
        raise Unreadable("the reply holds an amount that is none") from None

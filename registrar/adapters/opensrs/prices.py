"""Money at OpenSRS: what things cost, what the account can spend, and what is too dear."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from pydantic import ValidationError

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.adapters.opensrs.codec import Command, Line
from registrar.adapters.opensrs.wire import Item, Reply, flag, said
from registrar.contract import Quote
from registrar.errors import Unsupported
from registrar.exchange import Unreadable

CURRENCY = "USD"
"""OpenSRS tells amounts without a currency; resellers' accounts are kept in US dollars."""

_PRICED = {OrderKind.REGISTER: "new", OrderKind.RENEW: "renewal", OrderKind.TRANSFER: "transfer"}


def quote(line: Line, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
    """Return what `kind` costs for `years`, in the account's currency."""
    if kind not in _PRICED:
        raise Unsupported(f"no price is told for {kind}", registrar="opensrs", name=name)
    attributes = {"domain": name, "period": str(years), "reg_type": _PRICED[kind]}

    def told(reply: Reply) -> Quote:
        premium = flag(reply.attributes, "is_registry_premium") or False
        price = amount(reply.attributes, "price")
        return Quote(name=name, kind=kind, years=years, price=price, premium=premium)

    return line.read(Command("get_price", name, attributes), told)


def amount(told: Mapping[str, Item], key: str) -> Money:
    """Return an amount. Raises `Unreadable` for anything but a decimal that is not negative."""
    try:
        return Money(amount=Decimal(said(told, key)), currency=CURRENCY)
    except (InvalidOperation, ValidationError):
        raise Unreadable(f"the reply's {key} is not an amount") from None


def balance(line: Line) -> Money:
    """Return the balance without what pending orders hold of it; nothing where they hold more."""

    def told(reply: Reply) -> Money:
        has, held = (amount(reply.attributes, key).amount for key in ("balance", "hold_balance"))
        return Money(amount=max(has - held, Decimal(0)), currency=CURRENCY)

    return line.read(Command("get_balance"), told)

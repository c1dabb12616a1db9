"""What the answers of vendors hold that speak XML with attributes: one element, a number, a day, a yes."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from portfolio.money import Money
from portfolio.names import DomainName
from registrar.answers.told import raise_if_other
from registrar.exchange import Unreadable
from registrar.forms.markup import Node


def only(reply: Node, *path: str) -> Node:
    """Return the one element at `path`. Raises `Unreadable` for none and for several."""
    found = list(reply.find(*path))
    if len(found) != 1:
        raise Unreadable(f"the reply holds {len(found)} of {path[-1]}, not one")
    return found[0]


def single(node: Node) -> Node:
    """Return the one element that is in `node`. Raises `Unreadable` for none and for several."""
    if len(node.children) != 1:
        raise Unreadable(f"the reply holds {len(node.children)} results, not one")
    return node.children[0]


def told(node: Node, key: str) -> str | None:
    """Return an attribute, whatever the case of its name; None where it is missing or empty."""
    return next((text for own, text in node.attributes.items() if own.lower() == key.lower() and text), None)


def needed(node: Node, key: str) -> str:
    """Return an attribute. Raises `Unreadable` where it is missing or empty."""
    text = told(node, key)
    if text is None:
        raise Unreadable(f"the reply does not tell {key}")
    return text


def about(name: DomainName, key: str, node: Node) -> Node:
    """Return the element, which says whom it is about. Raises `Unreadable` for another name."""
    raise_if_other(name, needed(node, key))
    return node


def one_about(name: DomainName, key: str, reply: Node, tag: str) -> Node:
    """Return the one element of several that says that it is about `name`. Raises `Unreadable`."""
    found = list(reply.find(tag))
    ours = [one for one in found if (told(one, key) or "").lower() == name]
    return ours[0] if len(found) > len(ours) == 1 else about(name, key, only(reply, tag))


def whole_number(text: str) -> int:
    """Return a number of digits. Raises `Unreadable`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 12):
        raise Unreadable("the reply has something else in the place of a number")
    return int(text)


def amount(text: str) -> Decimal:
    """Return an amount of money. Raises `Unreadable`; below zero too."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise Unreadable("the reply has something else in the place of an amount") from None
    if not found.is_finite() or not 0 <= found < 10**8:
        raise Unreadable("the reply has an amount that cannot be")
    return found.quantize(Decimal("0.0001"))


def amount_of(node: Node, key: str) -> Decimal:
    """Return the amount that is an attribute, 0 where it is missing or empty. Raises `Unreadable`."""
    return amount(told(node, key) or "0")


def is_so(text: str) -> bool:
    """Return what `true` or `false` says, in any case. Raises `Unreadable` for any other word."""
    if text.lower() not in ("true", "false"):
        raise Unreadable("the reply has something else in the place of true or false")
    return text.lower() == "true"


def flag(node: Node, key: str) -> bool | None:
    """Return what an attribute says, None where it is missing or empty. Raises `Unreadable`."""
    text = told(node, key)
    return None if text is None else is_so(text)


def raise_unless_done(node: Node, *keys: str) -> None:
    """Raise `Unreadable` for a yes that does not say, by the first of `keys` it tells, that it is done."""
    key = next((key for key in keys if told(node, key)), keys[0])
    if not is_so(needed(node, key)):
        raise Unreadable("the reply says yes, and that it is not done")


def american_day(text: str) -> date:
    """Return the day that MM/DD/YYYY names, whatever time stands behind it. Raises `Unreadable`."""
    try:
        return datetime.strptime(text.partition(" ")[0] + " +0000", "%m/%d/%Y %z").date()
    except ValueError:
        raise Unreadable("the reply has something else in the place of a date") from None


def day_at(node: Node, *path: str) -> date | None:
    """Return the American day that is the text at `path`, None where there is none. Raises `Unreadable`."""
    found = [one.text for one in node.find(*path) if one.text]
    return american_day(found[0]) if found else None


def currency(node: Node) -> str:
    """Return the attribute Currency (ISO 4217). Raises `Unreadable`."""
    code = needed(node, "Currency")
    if not (len(code) == 3 and code.isascii() and code.isupper()):
        raise Unreadable("the reply has something else in the place of a currency")
    return code


def money(node: Node, key: str) -> Money:
    """Return the amount that is an attribute, in the currency that is another. Raises `Unreadable`."""
    return Money(amount=amount(needed(node, key)), currency=currency(node))

"""
From the rows of a list to what each of them asks for; a row that says it badly has a problem, and no wish.

What a list asks for has one digest, whatever the order of its rows, their spelling, or the file's layout.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from orders.table import Line, ListRefused
from orders.wishes import ToRegister, ToRenew
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName, NotAName
from portfolio.order import OrderKind
from portfolio.tld import rules_for

TO_REGISTER = (
    "name", "client", "account", "registrant", "admin", "tech", "billing",
    "years", "nameservers", "attributes", "price_limit",
)  # fmt: skip
TO_RENEW = ("name", "years", "price_limit")

_MANY = re.compile(r"[\s,;|]+")
_PAIRS = re.compile(r"[;|\n]+")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One row of a list: the line it stands in, the name as typed, and what it asks for or its problem."""

    line: int
    text: str
    wish: ToRegister | ToRenew | None = None
    price_limit: Money | None = None
    problem: str = ""


def to_register(lines: Sequence[Line], *, defaults: Mapping[str, str], currency: str) -> list[Listed]:
    """
    Return what each row registers; `defaults` are cells for the columns that a row leaves empty.

    A default attribute or billing contact goes to the names whose TLD takes it, and to no other. Raises
    `ListRefused` for a default attribute that none of the names takes.
    """
    listed = [
        _read(line, lambda name, cells: _registration(name, cells, defaults), defaults, currency)
        for line in lines
    ]
    _raise_if_unused(_attributes(defaults.get("attributes", "")), listed)
    return _without_doubles(listed)


def to_renew(lines: Sequence[Line], *, defaults: Mapping[str, str], currency: str) -> list[Listed]:
    """Return what each row renews; `defaults` are cells for the columns that a row leaves empty."""
    listed = [
        _read(
            line,
            lambda name, cells: ToRenew(name=name, years=_years(_cell(cells, defaults, "years"))),
            defaults,
            currency,
        )
        for line in lines
    ]
    return _without_doubles(listed)


def digest_of(kind: OrderKind, wishes: Sequence[ToRegister | ToRenew]) -> str:
    """Return the digest (SHA-256, hex) of what a list asks for. What it may cost is no part of it."""
    rows = sorted(_canonical(wish) for wish in wishes)
    return hashlib.sha256(json.dumps([kind.value, rows]).encode()).hexdigest()


def attributes_typed(pairs: Sequence[str]) -> dict[str, str]:
    """Return attributes written `ca.legal_type=CCO`. Raises `ValueError` for one that is not."""
    split = [text.partition("=") for text in pairs]
    if any(not (name.strip() and equals and value.strip()) for name, equals, value in split):
        raise ValueError("an attribute is written name=value, such as ca.legal_type=CCO")
    return {name.strip(): value.strip() for name, _, value in split}


def _read(
    line: Line,
    wish: Callable[[DomainName, Mapping[str, str]], ToRegister | ToRenew],
    defaults: Mapping[str, str],
    currency: str,
) -> Listed:
    text = line.cells.get("name", "")
    listed = Listed(line=line.number, text=text)
    if line.problem:
        return replace(listed, problem=line.problem)
    try:
        limit = _cell(line.cells, defaults, "price_limit")
        return replace(
            listed,
            wish=wish(DomainName(text), line.cells),
            price_limit=Money.typed(limit, currency=currency) if limit else None,
        )
    except ValueError as err:
        return replace(listed, problem=str(err))


def _registration(name: DomainName, cells: Mapping[str, str], defaults: Mapping[str, str]) -> ToRegister:
    rules = rules_for(name)
    known = {attribute.name for attribute in rules.attributes}
    usual = {key: v for key, v in _attributes(defaults.get("attributes", "")).items() if key in known}
    roles = {
        role: slug
        for role in ContactRole
        if (
            slug := cells.get(role.value)
            or ("" if role in rules.refused_roles else defaults.get(role.value, ""))
        )
    }
    return ToRegister(
        name=name,
        client=_needed(cells, defaults, "client"),
        account=_needed(cells, defaults, "account"),
        years=_years(_cell(cells, defaults, "years")),
        roles=roles,
        nameservers=_hosts(_cell(cells, defaults, "nameservers")),
        attributes=usual | _attributes(cells.get("attributes", "")),
    )


def _cell(cells: Mapping[str, str], defaults: Mapping[str, str], column: str) -> str:
    return cells.get(column) or defaults.get(column, "")


def _needed(cells: Mapping[str, str], defaults: Mapping[str, str], column: str) -> str:
    found = _cell(cells, defaults, column)
    if not found:
        raise ValueError(f"it has no {column}")
    return found


def _years(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 10):
        raise ValueError("years is a whole number from 1 to 10")
    return int(text)


def _hosts(text: str) -> tuple[HostName, ...]:
    return tuple(HostName(host) for host in _MANY.split(text) if host)


def _attributes(text: str) -> dict[str, str]:
    return attributes_typed([pair for pair in _PAIRS.split(text) if pair.strip()])


def _raise_if_unused(attributes: Mapping[str, str], listed: Sequence[Listed]) -> None:
    names = {name for row in listed if isinstance(row.wish, ToRegister) for name in row.wish.attributes}
    unused = sorted(set(attributes) - names)
    if unused and any(row.wish for row in listed):
        raise ListRefused(f"no name in the list takes {', '.join(unused)}")


def _without_doubles(listed: Sequence[Listed]) -> list[Listed]:
    """A name that stands in the list more than once, in whatever spelling, is a problem of all its rows."""
    counted = Counter(name for row in listed if (name := _name(row)))
    return [
        replace(row, wish=None, problem=f"{name} stands in the list {counted[name]} times")
        if (name := _name(row)) and counted[name] > 1
        else row
        for row in listed
    ]


def _name(row: Listed) -> DomainName | None:
    try:
        return DomainName(row.text)
    except NotAName:
        return None


def _canonical(wish: ToRegister | ToRenew) -> list[object]:
    if isinstance(wish, ToRenew):
        return [wish.name, wish.years]
    return [
        wish.name,
        wish.client,
        wish.account,
        wish.years,
        sorted((role.value, slug) for role, slug in wish.roles.items()),
        sorted(wish.nameservers),
        sorted(wish.attributes.items()),
    ]

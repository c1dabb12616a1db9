"""Contacts at vendors that take a phone in three parts, a street by its house number, and initials."""

import re
from collections.abc import Mapping

from portfolio.contacts import Phone
from registrar.spelling import seen_phone

_HOUSE = re.compile(r"(.*[^\d\s].*\S) (\d+[A-Za-z]?)")
_PARTS = ("country_code", "area_code", "subscriber_number")


def initials_of(given: str) -> str:
    """Return `A.M.` of `Anne-Marie`."""
    return "".join(f"{part[0]}.".upper() for part in re.split(r"[\s-]+", given) if part)


def house_of(line: str) -> tuple[str, str]:
    """Return a street and the house number at its end; no number where the line does not end with one."""
    found = _HOUSE.fullmatch(line)
    return (found[1], found[2]) if found else (line, "")


def in_parts(phone: Phone) -> dict[str, str]:
    """Return `+1`, `613`, `5550123`: nothing tells where an area ends, so that it is three digits."""
    country, _, number = phone.epp.partition(".")
    return dict(zip(_PARTS, (country, number[:3], number[3:]), strict=True))


def from_parts(told: Mapping[str, str | None]) -> str | None:
    """Return a phone in EPP's form as far as it can be read; None where there is no number."""
    country, area, rest = (told.get(part) or "" for part in _PARTS)
    number = area + rest
    return seen_phone(f"+{country.removeprefix('+')}.{number}" if country else number) if number else None

"""Countries, postal lines, and the order of day and month: as far as they can be told without guessing."""

import re
import tomllib
from functools import cache
from importlib.resources import files

import pycountry

_REGIONS = tomllib.loads(files("whois_sync.lookup.texts").joinpath("regions.toml").read_text("utf-8"))
_ALSO = {word: code for code, words in _REGIONS["countries"].items() for word in words}

DAY_FIRST: frozenset[str] = frozenset(_REGIONS["orders"]["day_first"])
"""TLDs that write the third of April as 03/04."""

MONTH_FIRST: frozenset[str] = frozenset(_REGIONS["orders"]["month_first"])
"""TLDs that write the fourth of March so."""

_SPACED = str.maketrans(dict.fromkeys(".,&-()'’", " "))
# Every repeat is bounded, every line short: no text makes these slow.
_POSTAL_FIRST = re.compile(
    r"(?:[A-Z]{1,3}[- ])?"
    r"(?P<postal_code>\d{4,6}|\d{3} ?\d{2}|\d{4} ?[A-Z]{2}|\d{2} \d{3}|\d{2}-\d{3}|\d{5}-\d{3})"
    r"[ ,]{1,4}(?P<city>\D.{1,60})"
)
_CITY_STATE_ZIP = re.compile(
    r"(?P<city>[^\d,][^,\d]{1,50})[, ]{1,3}(?P<state>[A-Z]{2}|[A-Z][a-z]{3,20}),? {1,3}"
    r"(?P<postal_code>\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
)
_CITY_CODE = re.compile(r"(?P<city>[^\d,]{2,50}),(?: ?(?P<postal_code>\d{5}))?")
_CITY_STATE = re.compile(r"(?P<city>[^\d,][^,\d]{1,50}), {0,2}(?P<state>[A-Z]{2}),?")
_CODE = re.compile(
    r"(?P<postal_code>(?:[A-Z]{1,3}-)?(?:\d{4,6}(?:-\d{3,4})?|\d{3} \d{2}|\d{4} ?[A-Z]{2}|"
    r"[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}))"
)
_LINES = (_POSTAL_FIRST, _CITY_STATE_ZIP, _CITY_CODE, _CITY_STATE, _CODE)


@cache
def _countries() -> dict[str, str]:
    named = {_plain(name): c.alpha_2 for c in pycountry.countries for name in _names(c)}
    return named | {c.alpha_2.lower(): c.alpha_2 for c in pycountry.countries} | _ALSO


def _names(country: object) -> list[str]:
    found = (getattr(country, name, None) for name in ("name", "official_name", "common_name"))
    return [name for name in found if isinstance(name, str)]


def _plain(text: str) -> str:
    return " ".join(text.lower().translate(_SPACED).split())


def country_of(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code that `text` is the name or the code of, or None."""
    return _countries().get(_plain(text).removesuffix(" the")) if 2 <= len(text) <= 60 else None


def postal_parts(line: str) -> dict[str, str]:
    """
    Return what one line of an address says of `city`, `state` and `postal_code`; empty where it cannot be
    told.

    Reads `K1A 0B1`, `1000 Example`, `Example, ON K1A 0B1` and the like, and nothing else.
    """
    if len(line) > 100:
        return {}
    for pattern in _LINES:
        if found := pattern.fullmatch(line):
            return {name: text.strip(" ,") for name, text in found.groupdict().items() if text}
    return {}

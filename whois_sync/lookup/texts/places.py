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
_CITY_POSTCODE = re.compile(  # of the United Kingdom: what no other country writes needs no comma before it
    r"(?P<city>[^\d,]{2,50}),? (?P<postal_code>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})"
)
_CODE = re.compile(
    r"(?P<postal_code>(?:[A-Z]{1,3}-)?(?:\d{4,6}(?:-\d{3,4})?|\d{3} \d{2}|\d{4} ?[A-Z]{2}|"
    r"[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}))"
)
_LINES = (_POSTAL_FIRST, _CITY_STATE_ZIP, _CITY_CODE, _CITY_STATE, _CITY_POSTCODE, _CODE)
_CITY_COUNTRY = re.compile(r"(?P<city>[^\d,]{2,50})(?:, (?P<state>[^\d,]{2,50}))? (?P<country>[A-Z]{2})")
_STATES_IN = ("US", "CA", "AU", "BR")  # written behind a city as often as a country is


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


@cache
def _states() -> frozenset[str]:
    divisions = [division for country in _STATES_IN for division in _divisions_of(country)]
    return frozenset(code.partition("-")[2] for code in divisions)


def _divisions_of(country: str) -> list[str]:
    found = pycountry.subdivisions.get(country_code=country) or []
    return [division.code for division in found]


def city_and_country(line: str) -> dict[str, str]:
    """
    Return `city`, `country` (a code) and perhaps `state` of a line such as `Example, Example VE`.

    Empty where it cannot be told: a code that a state bears too (`CA`) is none of a country.
    """
    found = _CITY_COUNTRY.fullmatch(line) if len(line) <= 100 else None
    if found is None or found["country"] in _states() or country_of(found["country"]) is None:
        return {}
    return {name: text.strip() for name, text in found.groupdict().items() if text}

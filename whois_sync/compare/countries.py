"""Countries: a name in any language that the Unicode CLDR knows, or a code, becomes ISO 3166-1 alpha-2."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

import pycountry
from babel import Locale, localedata

from whois_sync.compare.alike import Form
from whois_sync.compare.text import cased, folded, spaced, written_out

_EXCEPTIONAL = {"UK": "GB", "EL": "GR"}  # reserved in ISO 3166-1 for exactly these two
_ALSO = {
    "england": "GB", "scotland": "GB", "wales": "GB", "northernireland": "GB", "greatbritain": "GB",
    "holland": "NL", "thenetherlands": "NL", "czechrepublic": "CZ", "turkey": "TR", "southkorea": "KR",
    "unitedstatesofamericathe": "US", "russia": "RU", "macedonia": "MK", "swaziland": "SZ", "burma": "MM",
}  # fmt: skip
_BRACKETS = re.compile(r"([^()]+)\(([^()]+)\)\s*")
_OUR_LANGUAGES = ("en", "fr")
_KNOWN_TEXTS = 1024


@lru_cache(maxsize=_KNOWN_TEXTS)
def country_code(text: str) -> str | None:
    """
    Return the ISO 3166-1 alpha-2 code that a text means, or None where it means none, or more than one.

    Takes alpha-2, alpha-3, and names: ISO's first, then CLDR's territory names in English and French, then in
    every language.
    """
    bare = spaced(text).replace(".", "").upper()
    if bare in _EXCEPTIONAL:
        return _EXCEPTIONAL[bare]
    found = pycountry.countries.get(alpha_2=bare) or pycountry.countries.get(alpha_3=bare)
    if found is not None:
        return found.alpha_2
    key = folded(text)
    if not key:
        return None
    for names in (_ALSO, _iso_names(), _cldr_names(_OUR_LANGUAGES)):
        if key in names:
            return names[key]
    return _in_brackets(text) or _cldr_names(_languages()).get(key)


def _in_brackets(text: str) -> str | None:
    """Return the code of `US (UNITED STATES)` or `Hong Kong (HK)`: both parts mean it."""
    found = _BRACKETS.fullmatch(text)
    if found is None:
        return None
    outside, inside = country_code(found[1]), country_code(found[2])
    return outside if outside == inside else None


COUNTRY: tuple[Form, ...] = (("spaces", spaced), ("case", cased), ("country spelling", country_code))
"""The forms of a country, strict to forgiving."""


def only_unambiguous(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the table of the names that mean exactly one code: no guess between two."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in pairs:
        for key in {folded(name), folded(written_out(name))}:
            codes[key].add(code)
    return {name: next(iter(found)) for name, found in codes.items() if name and len(found) == 1}


@cache
def _iso_names() -> Mapping[str, str]:
    return only_unambiguous(
        (name, country.alpha_2)
        for country in pycountry.countries
        for name in (
            country.name,
            getattr(country, "official_name", None),
            getattr(country, "common_name", None),
        )
        if name
    )


@cache
def _languages() -> tuple[str, ...]:
    # One locale a language: regional variants repeat their language's names. Reading them takes about a
    # second, once a process, and only when a source spells a country in no way that ISO, English or French
    # know.
    return tuple(one for one in localedata.locale_identifiers() if "_" not in one)


@cache
def _cldr_names(languages: tuple[str, ...]) -> Mapping[str, str]:
    known = {country.alpha_2 for country in pycountry.countries}
    return only_unambiguous(
        (name, code)
        for language in languages
        for code, name in Locale.parse(language).territories.items()
        if code in known
    )

"""Postal codes: `K1A 0B1`, `k1a0b1` and `K1A-0B1` are one code; a longer code is another one."""

import re

from whois_sync.compare.alike import Form
from whois_sync.compare.text import folded, spaced

# The letters of vehicles, once put before postal codes abroad (CEPT's old way), where they are not ISO's.
_VEHICLES = {
    "DE": "D",
    "FR": "F",
    "AT": "A",
    "IT": "I",
    "ES": "E",
    "BE": "B",
    "SE": "S",
    "NO": "N",
    "LU": "L",
    "FI": "SF",
}


def postal_forms(country: str | None) -> tuple[Form, ...]:
    """Return the forms of a postal code in `country` (ISO 3166-1 alpha-2), strict to forgiving."""
    return (
        ("spaces", spaced),
        ("case", lambda text: spaced(text).upper()),
        ("postal code spelling", lambda text: folded(text) or None),
        ("country before the postal code", lambda text: without_country(text, country)),
    )


def without_country(text: str, country: str | None) -> str | None:
    """Return the code without its country's letters in front (`D-10115`, `CA K1A 0B1`), folded."""
    if country is None:
        return None
    letters = f"{country}|{_VEHICLES.get(country, country)}"
    return folded(re.sub(rf"^\s*(?:{letters})(?:[\s-]+(?=\w)|(?=\d))", "", text, flags=re.IGNORECASE)) or None

"""Provinces and states: `Ontario`, `ON`, `Québec`, `PQ` become ISO 3166-2, within a known country."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import pycountry

from portfolio.contacts import SUBDIVISIONS
from whois_sync.compare.alike import Form
from whois_sync.compare.countries import only_unambiguous
from whois_sync.compare.text import WORDS, folded, spaced

# What is written for Canada's provinces and territories besides ISO's English names and codes: French names,
# traditional abbreviations in both languages, former names and codes (PQ, NF).
_CANADA = {
    "AB": "Alb, Alta",
    "BC": "Colombie-Britannique, C.-B.",
    "MB": "Man",
    "NB": "Nouveau-Brunswick, N.-B.",
    "NL": "Terre-Neuve-et-Labrador, Terre-Neuve, Newfoundland, NF, Nfld, T.-N., T.-N.-L.",
    "NS": "Nouvelle-Écosse, N.-É.",
    "NT": "Territoires du Nord-Ouest, NWT, T.N.-O.",
    "NU": "Nvt",
    "ON": "Ont",
    "PE": "Île-du-Prince-Édouard, P.E.I., Î.-P.-É.",
    "QC": "Québec, PQ, Qué, Que",
    "SK": "Sask",
    "YT": "Territoire du Yukon, Yukon Territory, YK, Yn",
}

# The names of the United States that French spells in its own way.
_UNITED_STATES = {
    "CA": "Californie", "NC": "Caroline du Nord", "SC": "Caroline du Sud", "ND": "Dakota du Nord",
    "SD": "Dakota du Sud", "FL": "Floride", "GA": "Géorgie", "LA": "Louisiane", "NM": "Nouveau-Mexique",
    "PA": "Pennsylvanie", "VA": "Virginie", "WV": "Virginie-Occidentale", "DC": "Washington DC",
}  # fmt: skip
_OWN_NAMES = {"CA": _CANADA, "US": _UNITED_STATES}
_KNOWN_TEXTS = 1024


@cache
def province_forms(country: str | None) -> tuple[Form, ...]:
    """Return the forms of a province or state of `country` (ISO 3166-1 alpha-2), strict to forgiving."""
    return (*WORDS[:2], ("province spelling", lambda text: province_code(text, country)), *WORDS[2:])


@lru_cache(maxsize=_KNOWN_TEXTS)
def province_code(text: str, country: str | None) -> str | None:
    """Return the ISO 3166-2 code that a text means in `country`, or None where it means none or several."""
    if country is None:
        return None
    bare = spaced(text).replace(".", "").upper()
    code = bare if re.fullmatch(rf"{country}-[A-Z0-9]{{1,3}}", bare) else f"{country}-{bare}"
    if code in _codes(country):
        return code
    return _names(country).get(folded(text))


@cache
def _codes(country: str) -> frozenset[str]:
    listed = {one.code for one in pycountry.subdivisions.get(country_code=country) or ()}
    return frozenset(listed | {f"{country}-{code}" for code in SUBDIVISIONS.get(country, ())})


@cache
def _names(country: str) -> Mapping[str, str]:
    pairs = [(one.name, one.code) for one in pycountry.subdivisions.get(country_code=country) or ()]
    pairs += [(turned, code) for name, code in pairs if (turned := _turned(name))]
    if country == "CN":  # ISO adds the kind: Shi, Sheng, Zizhiqu
        pairs += [(name.partition(" ")[0], code) for name, code in pairs]
    own = _OWN_NAMES.get(country, {})
    pairs += [(name, f"{country}-{code}") for code, names in own.items() for name in names.split(", ")]
    return only_unambiguous(pairs)


def _turned(name: str) -> str | None:
    """Return `City of London` for ISO's `London, City of`, and a name without what stands in brackets."""
    bare = re.sub(r"\s*[\[(].*?[\])]", "", name)
    last, comma, first = bare.partition(", ")
    if comma:
        return f"{first} {last}"
    return bare if bare != name else None

"""Words that stand for each other in streets, places and organizations' names (`abbreviations.toml`)."""

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files

_READ = tomllib.loads(files("whois_sync.compare").joinpath("abbreviations.toml").read_text("utf-8"))


def _first_of_each(lines: Iterable[str]) -> Mapping[str, str]:
    groups = [line.split() for line in lines]
    return {word: group[0] for group in groups for word in group}


STREETS = _first_of_each([*_READ["units"], *_READ["directions"], *_READ["ordinals"], *_READ["streets"]])
"""One word for every word of a street, or of a unit in a building, that stands for it."""

BOXES: tuple[str, ...] = tuple(sorted(_READ["boxes"], key=len, reverse=True))
"""The ways to write a post office box, the longest first."""

PLACES = _first_of_each(_READ["places"])
"""One word for every word of a city's name that is abbreviated."""

LEGAL_FORMS = _first_of_each(_READ["legal_forms"])
"""One word for every word at the end of an organization's name that stands for it."""

LEGAL_PHRASES = tuple(tuple(line.split(" = ")) for line in _READ["legal_phrases"])
"""The abbreviation and the words of a legal form."""

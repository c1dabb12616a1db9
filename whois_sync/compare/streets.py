"""Street lines: the same words in one line or in three, written out or abbreviated, are the same street."""

import re

from whois_sync.compare.abbreviations import BOXES, STREETS
from whois_sync.compare.alike import Form, Pairwise
from whois_sync.compare.damage import DAMAGE
from whois_sync.compare.text import apostrophes_apart, cased, decoded, marked, spaced, unaccented, words_of

_JOINTS = re.compile(r"[,;\n]")
_BOX = re.compile(rf"\b(?:{'|'.join(BOXES)})\b")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|re|ere|eme|ieme|e)")
_NUMBER_WORDS = frozenset({"no", "nr", "num", "numero", "number"})
_UNIT_NUMBER = re.compile(r"[a-z]?\d\w*|[a-z]")
_JOINED_STREET = re.compile(r"(\w{3,})(?:strasse|straat)")
_CANADIAN_UNIT = re.compile(r"\s*#?(\w{1,6})\s*-\s*(\d+\w?)\b(?!\s*-)")


def joined(text: str) -> str:
    """Return the words of all lines in one line, without the commas between its parts."""
    return spaced(_JOINTS.sub(" ", text))


def street_canonical(text: str) -> str | None:
    """
    Return the words of a street, one for all that stand for each other, a unit last; None without any.

    `Suite 4, 100 Example Street North`, `100 example st. n #4` and `100 Example St N Apt 4` are one. The
    words for a unit are one because its number tells it: a building does not have a suite 4 beside a unit 4.
    """
    plain = " ".join(words_of(joined(text.replace("#", " unit ").replace("№", " no "))))
    named = [_one_word(word) for word in _BOX.sub("pobox", plain).split()]
    numbered = [
        word
        for at, word in enumerate(named)
        if not (word in _NUMBER_WORDS and at + 1 < len(named) and named[at + 1][0].isdigit())
    ]
    return " ".join(_unit_last(numbered)) or None


def canadian_street(text: str) -> str | None:
    """Return `4-100 Example Street` with its unit last, as Canada Post reads it; else as any street."""
    found = _CANADIAN_UNIT.match(text)
    if found is None:
        return street_canonical(text)
    return street_canonical(f"{found[2]}{text[found.end() :]} unit {found[1]}")


def _one_word(word: str) -> str:
    short = STREETS.get(word)
    if short is not None:
        return short
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal is not None:
        return f"{ordinal[1]}th"
    return _JOINED_STREET.sub(r"\1str", word)


def _unit_last(words: list[str]) -> list[str]:
    for at, word in enumerate(words[:-1]):
        if word == "unit" and _UNIT_NUMBER.fullmatch(words[at + 1]):
            return [*words[:at], *words[at + 2 :], word, words[at + 1]]
    return words


_STREET: tuple[Form, ...] = (
    ("spaces", lambda text: "\n".join(spaced(line) for line in text.split("\n"))),
    ("lines joined", joined),
    ("case", lambda text: cased(joined(text))),
    ("punctuation", lambda text: marked(joined(text)).replace(".", "")),
    ("accents", lambda text: unaccented(joined(text)).replace(".", "")),
    ("abbreviations", street_canonical),
)
_LAST: tuple[Form | Pairwise, ...] = (
    ("punctuation", lambda text: apostrophes_apart(joined(text))),
    ("character set", lambda text: street_canonical(decoded(joined(text)))),
    Pairwise(DAMAGE.why, lambda ours, theirs: DAMAGE.alike(joined(ours), joined(theirs))),
)
STREET: tuple[Form | Pairwise, ...] = (*_STREET, *_LAST)
"""The forms of a street, its lines given as one text with line breaks; strict to forgiving."""

CANADIAN_STREET: tuple[Form | Pairwise, ...] = (*_STREET, ("unit before the number", canadian_street), *_LAST)
"""The same for an address in Canada, where a unit's number may stand before the street's."""

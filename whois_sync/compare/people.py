"""Names of people and of places: words, and what is special about either."""

from whois_sync.compare.abbreviations import PLACES
from whois_sync.compare.alike import Form, Pairwise
from whois_sync.compare.damage import DAMAGE
from whois_sync.compare.text import WORDS, without_marks, words_of


def family_last(text: str) -> str | None:
    """
    Return the words of a name, those before its only comma last: `Example, Registrant` is one with
    `Registrant Example`. Without a comma nobody knows which is the family's, and the order counts.
    """
    family, comma, given = text.partition(",")
    if not comma or "," in given:
        return without_marks(text)
    return without_marks(f"{given} {family}")


def place_canonical(text: str) -> str | None:
    """Return the words of a city's name with one word for `Saint`, `Mount`, `North` and their short forms."""
    return " ".join(PLACES.get(word, word) for word in words_of(text)) or None


_FAMILY_LAST: Form = ("family name first", family_last)
_PLACE: Form = ("abbreviations", place_canonical)

PERSON: tuple[Form | Pairwise, ...] = (*WORDS, _FAMILY_LAST, DAMAGE)
"""The forms of a person's name, strict to forgiving."""

CITY: tuple[Form | Pairwise, ...] = (*WORDS, _PLACE, DAMAGE)
"""The forms of a city's name, strict to forgiving."""

"""Words as people and registrars write them: spaces, case, typographic marks, accents."""

import unicodedata

from whois_sync.compare.alike import Form

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-"}
)

# Latin letters that Unicode does not decompose, in the spelling that ASCII-only registrars give them.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def spaced(text: str) -> str:
    """Return the text in Unicode's form C, with single spaces and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def cased(text: str) -> str:
    """Return the text without difference of case (Unicode case folding), spaced."""
    return spaced(spaced(text).casefold())


def marked(text: str) -> str:
    """Return the text with typewriter quotes and hyphens, cased."""
    return cased(text).translate(_MARKS)


def unaccented(text: str) -> str:
    """
    Return the text without the accents of Latin letters, marked.

    Other scripts keep their marks: there they make another letter, not another spelling.
    """
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", marked(text).translate(_LETTERS)):
        on_latin = bool(letters) and letters[-1].isascii() and letters[-1].isalpha()
        if not (on_latin and "\u0300" <= character <= "\u036f"):
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters))


def folded(text: str) -> str:
    """Return letters and digits only, without accents or case: the key for looking a word up in a table."""
    return "".join(c for c in unaccented(text) if c.isalnum() or unicodedata.category(c).startswith("M"))


WORDS: tuple[Form, ...] = (
    ("spaces", spaced),
    ("case", cased),
    ("punctuation", marked),
    ("accents", unaccented),
)
"""The forms of a name of a person or a city, strict to forgiving."""

"""Words as people and registrars write them: spaces, case, typographic marks, accents."""

import re
import unicodedata
from functools import lru_cache

from whois_sync.compare.alike import Form

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-"}
)

# Latin letters that Unicode does not decompose, in the spelling that ASCII-only registrars give them.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_ACCENTS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")
_INITIAL_DOT = re.compile(r"\b(\w)\.(?=\w\b)")
_ASCII_WORD = re.compile(r"[a-z0-9]+")

_AT_HAND = 64
"""How many rewritten texts are kept: those of the two texts at hand, whose forms build on each other."""


def spaced(text: str) -> str:
    """Return the text in Unicode's form C, with single spaces and none at its ends."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def cased(text: str) -> str:
    """Return the text without difference of case (Unicode case folding), spaced."""
    return " ".join(text.split()).lower() if text.isascii() else spaced(spaced(text).casefold())


def marked(text: str) -> str:
    """Return the text with typewriter quotes and hyphens, cased."""
    return cased(text) if text.isascii() else cased(text).translate(_MARKS)


@lru_cache(maxsize=_AT_HAND)
def unaccented(text: str) -> str:
    """
    Return the text without the accents of Latin letters, marked.

    Other scripts keep their marks: there they make another letter, not another spelling.
    """
    if text.isascii():
        return cased(text)
    apart = unicodedata.normalize("NFD", marked(text).translate(_LETTERS))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def written_out(text: str) -> str:
    """Return the text with umlauts in the two letters that stand for them (`ü` is `ue`), unaccented."""
    return unaccented(text if text.isascii() else marked(text).translate(_WRITTEN_OUT))


def decoded(text: str) -> str:
    """Return UTF-8 that was taken for Windows-1252 or Latin-1 (`CÃ´tÃ©`) as it was meant, unaccented."""
    if not text.isascii():
        for charset in ("cp1252", "latin-1"):
            try:
                return unaccented(text.encode(charset).decode("utf-8"))
            except UnicodeError:
                continue
    return unaccented(text)


@lru_cache(maxsize=_AT_HAND)
def words_of(text: str) -> tuple[str, ...]:
    """
    Return the words: runs of letters and digits, unaccented, without apostrophes and the dots of initials.

    `S.A.R.L.` is `sarl`, `O'Neil` is `oneil`; another mark parts two words: `4-100` is never `4100`.
    """
    bare = _INITIAL_DOT.sub(r"\1", unaccented(text).replace("'", ""))
    if bare.isascii():
        return tuple(_ASCII_WORD.findall(bare))
    return tuple("".join(c if _is_of_a_word(c) else " " for c in bare).split())


def without_marks(text: str) -> str | None:
    """Return the words with single spaces between them; None where there is none."""
    return " ".join(words_of(text)) or None


def apostrophes_apart(text: str) -> str | None:
    """Return the words, an apostrophe parting two (`l'Église` is `l eglise`); None where there is none."""
    return without_marks(marked(text).replace("'", " "))


def folded(text: str) -> str:
    """Return letters and digits only, without accents or case: the key for looking a word up in a table."""
    bare = unaccented(text)
    return "".join(_ASCII_WORD.findall(bare)) if bare.isascii() else "".join(filter(_is_of_a_word, bare))


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


WORDS: tuple[Form, ...] = (
    ("spaces", spaced),
    ("case", cased),
    ("punctuation", marked),
    ("accents", unaccented),
    ("accents", written_out),
    ("punctuation", without_marks),
    ("punctuation", apostrophes_apart),
    ("character set", decoded),
)
"""The forms of words in general, strict to forgiving."""

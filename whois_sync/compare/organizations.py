"""Organizations: "Example Inc." and "EXAMPLE, Incorporated" are one; another legal form is another one."""

import re

from whois_sync.compare.abbreviations import LEGAL_FORMS, LEGAL_PHRASES
from whois_sync.compare.alike import Form, Pairwise
from whois_sync.compare.damage import DAMAGE
from whois_sync.compare.text import WORDS, words_of

_LETTER_BY_LETTER = re.compile(r"\b([a-z]) (?=[a-z]\b)")


def legal_form_canonical(text: str) -> str | None:
    """
    Return the words without punctuation, the legal form in one spelling; None without words.

    Only the words at the end of a name are its form: `Limited Example Inc.` begins with a word of its own.
    """
    plain = _LETTER_BY_LETTER.sub(r"\1", " ".join(words_of(text.replace("&", " and "))))
    for short, phrase in LEGAL_PHRASES:
        if plain.endswith(f" {phrase}"):
            plain = f"{plain.removesuffix(phrase)}{short}"
    words = [("and" if word in ("et", "und") else word) for word in plain.split()]
    for at in range(len(words) - 1, 0, -1):
        if words[at] not in LEGAL_FORMS:
            break
        words[at] = LEGAL_FORMS[words[at]]
    return " ".join(words) or None


ORGANIZATION: tuple[Form | Pairwise, ...] = (*WORDS, ("legal form spelling", legal_form_canonical), DAMAGE)
"""The forms of an organization's name, strict to forgiving."""

"""A vendor's words, made fit for a person and a log."""

import re
from collections.abc import Iterable

LONGEST = 200


def without_values(words: str, private: Iterable[str]) -> str:
    """
    Return `words` on one line, short, without what is `private` and what looks personal.

    Texts of one or two letters tell nothing of anybody and stay.
    """
    for value in sorted({text for text in private if len(text) > 2}, key=len, reverse=True):
        words = re.sub(re.escape(value), "[withheld]", words, flags=re.IGNORECASE)
    words = re.sub(r"\S*@\S*|\+?[0-9][0-9.\-() ]{5,}[0-9]", "[withheld]", words)
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:LONGEST].rstrip(" .")

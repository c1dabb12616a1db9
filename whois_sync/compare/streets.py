"""Street lines: the same words in one line or in three are the same street."""

import re

from whois_sync.compare.alike import Form
from whois_sync.compare.text import cased, marked, spaced, unaccented

_JOINTS = re.compile(r"[,;\n]")


def joined(text: str) -> str:
    """Return the words of all lines in one line, without the commas between its parts."""
    return spaced(_JOINTS.sub(" ", text))


STREET: tuple[Form, ...] = (
    ("spaces", lambda text: "\n".join(spaced(line) for line in text.split("\n"))),
    ("lines joined", joined),
    ("case", lambda text: cased(joined(text))),
    ("punctuation", lambda text: marked(joined(text)).replace(".", "")),
    ("accents", lambda text: unaccented(joined(text)).replace(".", "")),
)
"""The forms of a street, its lines given as one text with line breaks; strict to forgiving."""

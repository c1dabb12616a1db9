"""Organizations: "Example Inc." and "EXAMPLE, Incorporated" are one; another legal form is another one."""

from whois_sync.compare.alike import Form
from whois_sync.compare.text import WORDS, unaccented

# Full words and their abbreviations that may stand for each other: Canada Business Corporations Act, section
# 10(1), and the usual pairs elsewhere. Without accents, dots and case. Only the last word of a name is one.
_LEGAL_FORMS = {
    "incorporated": "inc",
    "incorporee": "inc",
    "limited": "ltd",
    "limitee": "ltd",
    "ltee": "ltd",
    "corporation": "corp",
    "company": "co",
    "compagnie": "co",
    "cie": "co",
    "enregistree": "enr",
    "registered": "enr",
    "reg": "enr",
}


def legal_form_canonical(text: str) -> str | None:
    """Return the words without punctuation, the legal form in one spelling; None without words."""
    bare = unaccented(text).replace(".", "").replace("'", "").replace("&", " and ")
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    if len(words) > 1:
        words[-1] = _LEGAL_FORMS.get(words[-1], words[-1])
    return " ".join(words) or None


ORGANIZATION: tuple[Form, ...] = (*WORDS, ("legal form spelling", legal_form_canonical))
"""The forms of an organization's name, strict to forgiving."""

"""One line of a WHOIS text: a label with its value, or neither."""

from whois_sync.lookup.texts.keys import NOTHING, Target, target_of

_MAX_LABEL = 70
_BLANK = frozenset((" ", "\t", ""))
_QUOTES = frozenset(('"', "!"))

# Sentences that carry a date without a colon: `Record expires on 2027-03-01`.
_SENTENCES = (
    "record created on ",
    "record expires on ",
    "record expired on ",
    "record last updated on ",
    "record changed on ",
    "record will expire on ",
    "registered on ",
    "created on ",
    "expires on ",
    "domain expires on ",
    "domain registered on ",
    "domain created on ",
    "record created ",
    "record expires ",
)
_SENTENCE_WORDS = frozenset(("record", "registered", "created", "expires", "domain"))


def labelled(text: str) -> tuple[str, str, Target]:
    """
    Return the label, the value and what the label speaks of.

    `text` is a stripped line. Reads `label: value`, `label.....: value`, `[label] value`, `** label: value`,
    `a. [label] value`, `label<two blanks>value`, and sentences that end in a date. The label is empty where
    the line has none; the target is `NOTHING` where it means nothing to us.
    """
    if text[0] == "*":
        text = text.lstrip("* ")
    if "[" in text[:4] and (bracketed := _bracketed(text)):
        return bracketed
    colon = text.find(":")
    if 0 < colon <= _MAX_LABEL:
        if text[colon + 1 : colon + 2] in _BLANK or _is_label_end(text, colon):
            return _split(text, colon)
    elif colon > _MAX_LABEL and text[colon - 1] == ")" and 0 < (bracket := text.find("(")) <= _MAX_LABEL:
        # `Name (as it stands in the certificate): value`
        return text[:bracket], text[colon + 1 :].strip(), target_of(text[:bracket])
    return _without_colon(text)


def _bracketed(text: str) -> tuple[str, str, Target] | None:
    """`[label] value`, and `a. [label] value`."""
    bracket = text.find("[", 0, 4)
    if bracket > 0 and (text[0].isdigit() or text[bracket - 1] not in " ."):
        return None
    close = text.find("]", bracket)
    if not 0 < close <= _MAX_LABEL:
        return None
    label = text[bracket + 1 : close]
    return label, text[close + 1 :].strip(" \t:").strip(), target_of(label)


def _is_label_end(text: str, colon: int) -> bool:
    """Whether the colon ends a label: not a time's, not a URL's, not an IPv6 address's."""
    following = text[colon + 1 : colon + 3]
    if following == "//":
        return False
    if not (text[colon - 1].isdigit() and following[:1].isdigit()):
        return True
    return target_of(text[:colon]) is not NOTHING


def _split(text: str, colon: int) -> tuple[str, str, Target]:
    label, value = text[:colon], text[colon + 1 :].strip(" \t:").strip()
    if value[:1] in _QUOTES:
        value = _unquoted(value)
    target = target_of(label)
    if ":" in value and target.field == "name" and target.scope == "domain":
        # rwhois: `domain:Domain-Name:example.ma`
        inner, _, rest = value.partition(":")
        if inner.endswith(";I"):
            return inner, rest, NOTHING  # a reference to an object that the answer does not print
        named = target_of(inner.partition(";")[0])
        if named is not NOTHING or " " not in inner:
            return inner, rest.strip(), named
    return label, value, target


def _unquoted(value: str) -> str:
    """YAML's quoted values, and its tags, which are no values."""
    if value[0] == '"' and value.count('"') == 2:
        return value.strip('"')
    return value if " " in value else ""


def _without_colon(text: str) -> tuple[str, str, Target]:
    dots = text.find("#. .")
    if dots > 0:
        return text[:dots], text[dots + 1 :].lstrip(" ."), target_of(text[:dots])
    dots = text.find(".")
    if 0 < dots <= _MAX_LABEL and text[dots + 1 : dots + 2] in {".", " "}:
        # `Name.......... value`; of several labels in line, the longest has but one dot
        target = target_of(text[:dots])
        if (text[dots + 1] == "." and target is not NOTHING) or _is_of_role(target):
            return text[:dots], text[dots:].lstrip(" ."), target
    for gap in ("\t", "  "):
        cut = text.find(gap)
        if 0 < cut <= _MAX_LABEL and text[cut - 1] not in ".,;!":
            target = target_of(text[:cut])
            if target is not NOTHING:
                return text[:cut], text[cut:].strip(), target
    word, blank, _ = text.partition(" ")
    if blank and word.lower() in _SENTENCE_WORDS:
        return _sentence(text)
    return "", text, NOTHING


def _is_of_role(target: Target) -> bool:
    return target.field != "self" and target.scope not in {"", "domain", "object", "other"}


def _sentence(text: str) -> tuple[str, str, Target]:
    low = text[:40].lower()
    for beginning in _SENTENCES:
        if low.startswith(beginning):
            return text[: len(beginning)], text[len(beginning) :].strip(), target_of(beginning)
    word, _, rest = text.partition(" ")
    if word.lower() == "domain" and "." in rest.partition(" ")[0]:
        # `Domain EXAMPLE.KG (ACTIVE)`
        return word, rest, target_of(word)
    return "", text, NOTHING

"""What the labels of WHOIS texts mean: one look-up over the words of `words.py`."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from whois_sync.lookup.texts.words import (
    CONTACT_FIELDS,
    DOMAIN_FIELDS,
    HANDLE_LABELS,
    OBJECT_LABELS,
    OTHER_SECTIONS,
    ROLE_WORDS,
)

_MAX_LABEL = 70
_REMEMBERED = 8192


class Target(NamedTuple):
    """
    What a label speaks of.

    `scope` is a role, `domain`, `object` or `other`, or empty; `field` is the field there (`self` names the
    role itself). `contact` is what the label means where a contact is being described. `also` are further
    roles, where a heading names several (`Administrative, Technical Contact`).
    """

    scope: str = ""
    field: str = ""
    contact: str = ""
    also: tuple[str, ...] = ()


NOTHING = Target()

_SPACED = str.maketrans(dict.fromkeys('-_./\\:*,;()[]{}<>|&#=?!"\t\u00a0', " ") | dict.fromkeys("'’`", ""))
_GLUED = re.compile("([a-z])([A-Z])")
_AMONG_ROLES = re.compile("[,/&]| and ")
_TAILS = frozenset(
    {"contact", "contacts", "contact s", "information", "contact information", "details", "data"}
)


def _by_word(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word: field for field, synonyms in words.items() for word in synonyms}


_ROLES = _by_word(ROLE_WORDS)
_CONTACT = _by_word(CONTACT_FIELDS)
_DOMAIN = _by_word(DOMAIN_FIELDS)
_OBJECT = _by_word(OBJECT_LABELS)
_HANDLES = frozenset(HANDLE_LABELS)
_OTHER = frozenset(OTHER_SECTIONS)
_WORDS = frozenset(
    word for phrase in (*_ROLES, *_CONTACT, *_DOMAIN, *_OBJECT, *_HANDLES, *_OTHER) for word in phrase.split()
)
_known: dict[str, Target] = {}


def plain(label: str) -> str:
    """Return `label` as the table spells it: lower case, no punctuation, single blanks."""
    return " ".join(label.lower().translate(_SPACED).split())


def target_of(label: str) -> Target:
    """Return what `label` (as printed, without its colon) speaks of, `NOTHING` when no such word is known."""
    found = _known.get(label)
    if found is None:
        found = _look_up(label) if len(label) <= _MAX_LABEL else NOTHING
        if len(_known) >= _REMEMBERED:
            _known.clear()  # mostly lines that were no labels, and come once
        _known[label] = found
    return found


def _look_up(label: str) -> Target:
    if " " not in label and not label.islower() and not label.isupper():
        label = _GLUED.sub(r"\1 \2", label)  # `AdminName`
    words = plain(label).split()
    if _WORDS.isdisjoint(words):
        return NOTHING
    found = _of(words)
    if found is NOTHING and len(words) > 1 and words[0][0].isdigit() and len(words[0]) <= 3:
        found = _of(words[1:])
    if found is NOTHING and len(words) > 1 and words[-1].isdigit():
        found = _of(words[:-1])
    if found is NOTHING or "/" in label:
        found = _shared(label) or found
    if found is not NOTHING:
        return found
    before, _, behind = label.partition("(")
    for part in (before, *reversed(label.split("/")), behind.partition(")")[0]):
        found = _of(plain(part.partition("(")[0]).split())
        if found is not NOTHING and len(part) < len(label):
            return found
    return NOTHING


def _shared(label: str) -> Target | None:
    """Read a heading of several roles: each part names one, or a contact that is none of ours (`Zone`)."""
    parts = [plain(part).split() for part in _AMONG_ROLES.split(label, maxsplit=4)]
    if len(parts) < 2 or not all(parts):
        return None
    known = [_of(part) for part in parts]
    roles = list(dict.fromkeys(target.scope for target in known if target.field == "self"))
    if not roles or any(target.field != "self" and target.scope != "other" for target in known):
        return None
    return Target(roles[0], "self", "", tuple(roles[1:]))


def _of(words: list[str]) -> Target:
    whole = " ".join(words)
    contact = _CONTACT.get(whole, "")
    if whole in _DOMAIN:
        return Target("domain", _DOMAIN[whole], contact)
    if whole in _OTHER:
        return Target("other", "section", contact)
    if whole in _OBJECT:
        return Target("object", _OBJECT[whole], contact)
    return _of_role(words, whole, contact)


def _of_role(words: list[str], whole: str, contact: str) -> Target:
    """Read a label made of a role and a field: `registrant city`, `mail contact technique`."""
    if whole in _ROLES:
        return Target(_ROLES[whole], "self", contact)
    cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(len(words) - 1, 0, -1)]
    for role, rest in cuts:  # longest role first
        if role in _ROLES or (role == "org" and rest in _CONTACT):
            field = _CONTACT.get(rest) or ("handle" if rest in _HANDLES else "self" if rest in _TAILS else "")
            if field:
                return Target(_ROLES.get(role, "registrant"), field, contact)
    for rest, role in reversed(cuts):
        if role in _ROLES and rest in _CONTACT:
            return Target(_ROLES[role], _CONTACT[rest], contact)
    return Target("", "", contact) if contact else NOTHING

"""Whether the registrar's own record shows the contacts that were sent. Names fields, never values."""

import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum

from portfolio.contacts import Contact, ContactRole, Phone
from portfolio.observation import SeenContact

FIELDS = ("name", "email", "phone")


class Shown(StrEnum):
    """What the registrar's record says of one field."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_SHOWN = "not shown"


def difference(sent: Mapping[ContactRole, Contact], seen: Mapping[ContactRole, SeenContact]) -> str:
    """Return a line for staff: what differs or is not shown, by path (`tech.email`); empty if nothing."""
    shown = dict(_fields(sent, seen))
    lines = [
        f"contacts {word}: {', '.join(path for path, says in shown.items() if says is kind)}"
        for word, kind in (("differ", Shown.DIFFERS), ("not shown", Shown.NOT_SHOWN))
        if kind in shown.values()
    ]
    return "; ".join(lines)


def _fields(
    sent: Mapping[ContactRole, Contact], seen: Mapping[ContactRole, SeenContact]
) -> Iterator[tuple[str, Shown]]:
    for role in (role for role in ContactRole if role in sent):
        contact = sent[role]
        theirs = seen.get(role)
        if theirs is None:
            yield str(role), Shown.NOT_SHOWN
            continue
        ours = SeenContact.of(contact)
        for field in FIELDS:
            yield f"{role}.{field}", _shown(field, getattr(ours, field), getattr(theirs, field))


def _shown(field: str, ours: str | None, theirs: str | None) -> Shown:
    if theirs is None:
        return Shown.NOT_SHOWN
    return Shown.SAME if _normal(field, ours or "") == _normal(field, theirs) else Shown.DIFFERS


def _normal(field: str, text: str) -> str:
    if field == "phone":
        try:
            phone = Phone.parse(text)
        except ValueError:
            return text.strip()
        return f"{phone.number} {phone.extension or ''}"
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

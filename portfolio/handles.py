"""A registrar's handle of a contact, what it stands for, and when two contacts are one there."""

import hashlib
import json
import unicodedata
from typing import Annotated

from pydantic import StringConstraints

from portfolio.contacts import Phone
from portfolio.observation import CONTACT_FIELDS, SeenContact
from portfolio.values import Instant, Value

Handle = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,80}$")]
"""A contact's id at a registrar, letter for letter as it says it: printable ASCII without blanks."""

Fingerprint = str
"""Tells contacts apart at a registrar. Made from personal values: kept nowhere, logged nowhere."""


class StandsFor(Value):
    """
    A handle at an account stands for one version of one contact, for as long as it is not `gone_at`.

    `handle` is None while it is only intended: a request to make one may have left, and what came of it is
    not known. Nothing in it is personal.
    """

    account: str
    handle: Handle | None
    contact: str
    version: int
    kept_at: Instant
    gone_at: Instant | None = None


def fingerprint(seen: SeenContact) -> Fingerprint | None:
    """
    Return what is the same for two records that a registrar shows of one contact, however it spaces them.

    None where a field is hidden: what is not shown is equal to nothing. Letters and accents count, since a
    correction of them is a change; composed forms, blanks, the case of an e-mail address and of codes, and
    the punctuation of a phone do not. The handle does not count, nor what a registrar does not show.
    """
    if seen.hidden & set(CONTACT_FIELDS):
        return None
    canonical = {field: _canonical(field, getattr(seen, field)) for field in CONTACT_FIELDS}
    return hashlib.sha256(json.dumps(canonical, sort_keys=True).encode()).hexdigest()


def reference_of(account: str, contact: str, version: int, *, earlier: int = 0) -> str:
    """
    Return our name for a handle of this contact version at `account`, 14 characters (EPP takes 16).

    It is the same each time, so that a registrar that lets us choose makes none twice. `earlier` is how many
    handles of this version are gone already: theirs cannot be had again. It tells nothing of the person.
    """
    told = json.dumps([account, contact, version, earlier])
    return "NS" + hashlib.sha256(told.encode()).hexdigest()[:12].upper()


def _canonical(field: str, value: str | tuple[str, ...] | None) -> list[str]:
    """The value's parts in one spelling; nothing, an empty text and blanks are the same."""
    parts = (value,) if isinstance(value, str) else value or ()
    spelled = (" ".join(unicodedata.normalize("NFC", part).split()) for part in parts)
    return [_SPELLING.get(field, str)(part) for part in spelled if part]


def _squeezed(text: str) -> str:
    return text.replace(" ", "").upper()


def _phone(text: str) -> str:
    try:
        return Phone.parse(text).epp
    except ValueError:
        return _squeezed(text)


_SPELLING = {
    "state": str.upper,
    "postal_code": _squeezed,
    "country": str.upper,
    "phone": _phone,
    "fax": _phone,
    "email": str.lower,
}

"""What stands where a value should be: placeholders, privacy and proxy services, and words for "none"."""

import re
from collections.abc import Mapping

from portfolio.observation import SeenContact
from whois_sync.compare.alike import likeness
from whois_sync.compare.fields import forms_of
from whois_sync.compare.text import folded
from whois_sync.lookup.redaction import is_placeholder, is_service, is_stand_in_address

_NONE = frozenset(
    {"", "na", "none", "nil", "null", "notapplicable", "notavailable", "notprovided", "notspecified"}
)
_NO_PHONE = re.compile(r"\+?(?:\d{1,3}[. -])?[0 .()-]+")
_ARE_CODES = frozenset({"country", "state"})  # NA is Namibia, and Naples


def serves(theirs: SeenContact, ours: Mapping[str, str | None]) -> bool:
    """
    Return whether a known privacy or proxy service is named in the contact's place, and it is not ours.

    Then all of the contact is the service's: an address or a country equal to ours is so by chance.
    """
    for field, value in (("name", theirs.name), ("organization", theirs.organization)):
        if value and is_service(value):
            wanted = ours[field]
            if not wanted or likeness(wanted, value, forms_of(field, None)) is None:
                return True
    return False


def says_none(field: str, value: str) -> bool:
    """Return whether a text says that there is no value: `N/A`, `-`, `+1.0000000000`."""
    if field in ("phone", "fax") and _NO_PHONE.fullmatch(value):
        return True
    return field not in _ARE_CODES and folded(value) in _NONE


def stands_in(field: str, value: str) -> bool:
    """Return whether a text only says that a value is held back, or is a service's forwarding address."""
    if field == "email":
        return is_stand_in_address(value) or is_placeholder(value)
    return is_placeholder(value)

"""
What our own readers could not find, looked up in python-whois's reading of the same text; its guesses
refused.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from portfolio.contacts import ContactRole
from portfolio.observation import Seen, SeenContact
from whois_sync.lookup.fenced import FencedParser
from whois_sync.lookup.texts.blocks import Fields
from whois_sync.lookup.texts.record import contact_from, hosts_in, registrar_in

_EXPIRY_HINTS = ("expir", "valid", "renew", "paid", "until", "vencim", "expira")
_CREATION_HINTS = ("creat", "regist", "activat", "commenc")
_HOST_HINTS = ("nserver", "name server", "nameserver", "ns1.", "dns1.")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_KEYS: dict[str, dict[str, tuple[str, ...]]] = {
    role: {
        "name": (f"{role}_name",),
        "organization": (f"{role}_organization", f"{role}_org"),
        "email": (f"{role}_email",),
        "phone": (f"{role}_phone",),
        "country": (f"{role}_country",),
    }
    for role in ("registrant", "admin", "tech", "billing")
}


# Its patterns for these registries' answers take seconds, or never end.
_NEVER = frozenset(("jp", "hk"))
_MAX_TEXT = 16_384
_ENOUGH = 2


@cache
def _parser() -> FencedParser:
    return FencedParser()


def completed(seen: Seen, text: str) -> Seen:
    """
    Return `seen` with what it lacks and python-whois finds in `text`.

    The parser is asked only where our own readers made little of the answer (at most one of expiry, creation,
    registrar, name servers) although it speaks of what is lacking, and never about a long text or one of the
    registries on whose answers it hangs.

    A date is taken only if the text prints that very day in a form with one meaning (year first, or the
    month by name): the parser guesses the order of day and month.
    """
    if _is_understood(seen) or len(text) > _MAX_TEXT or seen.name.tld in _NEVER:
        return seen
    lacking = _lacking(seen, text)
    if not lacking:
        return seen
    found = _parser().parse(seen.name, text)
    if not found:
        return seen
    more: dict[str, object] = {}
    for field, key in (("expires_at", "expiration_date"), ("registered_at", "creation_date")):
        if field in lacking and (day := _printed_day(found.get(key, []), text)):
            more[field] = day
    if "registrar" in lacking:
        more["registrar"] = registrar_in(found.get("registrar", []))
    if "nameservers" in lacking:
        more["nameservers"] = hosts_in(
            [v for value in found.get("name_servers", []) for v in value.split() if f"//{v}" not in text],
            seen.name,
        )
    if "roles" in lacking:
        more["roles"] = _roles(found)
    return seen.model_copy(update={field: value for field, value in more.items() if value})


def _is_understood(seen: Seen) -> bool:
    told = (
        seen.expires_at or seen.registrar_expires_at,
        seen.registered_at,
        seen.registrar,
        seen.nameservers,
    )
    return sum(value is not None for value in told) >= _ENOUGH


def _lacking(seen: Seen, text: str) -> set[str]:
    """The fields that `seen` has not, and of which the text seems to speak."""
    wanted = {
        "expires_at": (seen.expires_at or seen.registrar_expires_at, _EXPIRY_HINTS),
        "registered_at": (seen.registered_at, _CREATION_HINTS),
        "registrar": (seen.registrar, ("registrar:", "registrar name")),
        "nameservers": (seen.nameservers, _HOST_HINTS),
        "roles": (seen.roles or None, ("registrant", "@")),
    }
    if all(value is not None for value, _ in wanted.values()):
        return set()
    said = "\n".join(
        line
        for line in text.lower().split("\n")
        if len(line) < 80 and line.strip()[:1] not in {"%", "#", ">", ";"}
    )
    dated = any(f"{century}{decade}" in said for century in ("19", "20") for decade in range(10))
    return {
        field
        for field, (value, hints) in wanted.items()
        if value is None and (dated or not field.endswith("_at")) and any(hint in said for hint in hints)
    }


def _printed_day(values: list[str], text: str) -> date | None:
    """The first day among `values` that `text` prints in a form that cannot be read two ways."""
    low = text.lower()
    for value in values:
        try:
            day = datetime.fromisoformat(value).date()
        except ValueError:
            continue
        if day.year > 1982 and any(form in low for form in _forms(day)):
            return day
    return None


def _forms(day: date) -> list[str]:
    year, month, number, word = day.year, day.month, day.day, _MONTHS[day.month - 1]
    first = [f"{year}{mark}{month:02}{mark}{number:02}" for mark in ("-", "/", ".", "")]
    return [
        *first,
        *(f"{n}{mark}{word}{mark}{year}" for n in (number, f"{number:02}") for mark in ("-", " ", ".")),
    ]


def _roles(found: Mapping[str, list[str]]) -> dict[ContactRole, SeenContact]:
    roles: dict[ContactRole, SeenContact] = {}
    for role, fields in _KEYS.items():
        told: Fields = {}
        for field, keys in fields.items():
            for key in keys:
                if found.get(key) and field not in told:
                    told[field] = found[key][:1]
        contact = contact_from(told)
        if contact is not None:
            roles[ContactRole(role)] = contact
    return roles

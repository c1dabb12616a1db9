"""The words of a text made into values: dates, hosts, statuses, contacts."""

import re
from collections.abc import Collection
from typing import Any

from pydantic import TypeAdapter

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, HostName
from portfolio.observation import CONTACT_FIELDS, Provenance, Seen, SeenContact
from portfolio.values import Moment
from whois_sync.lookup.cleaning import one_line
from whois_sync.lookup.redaction import is_placeholder, is_service, is_stand_in_address
from whois_sync.lookup.texts.blocks import Fields
from whois_sync.lookup.texts.dates import moment_of, order_for
from whois_sync.lookup.texts.gather import Gathered
from whois_sync.lookup.texts.people import email_in

_DATES = ("created", "changed", "expires", "registrar_expires")
_FIELDS = frozenset(CONTACT_FIELDS)
_WHO = ("name", "organization")
_HANDLE = re.compile(r" (?:\([A-Z]{0,6}\d{1,9}(?:-[A-Z]{2,8})?\)|R\d{1,6}-[A-Z]{2,8})$")
_CONTACT = TypeAdapter(SeenContact)  # a third less time than the class itself
_NOT_A_REGISTRAR = ("no registrar", "none", "not applicable")


def seen_from(gathered: Gathered, *, name: DomainName, provenance: Provenance, text: str) -> Seen:
    """
    Return the observation that `gathered` amounts to. `text` is looked at only for how it writes its dates.
    """
    domain = gathered.domain
    dates = _dates(domain, name.tld, text)
    statuses = _statuses(domain.get("status", []))
    return Seen(
        name=name,
        provenance=provenance,
        registered_at=dates["created"],
        expires_at=dates["expires"],
        registrar_expires_at=dates["registrar_expires"],
        last_changed_at=dates["changed"],
        registrar=registrar_in(domain.get("registrar", []) + domain.get("registered_through", [])),
        registrar_iana_id=_iana_id(domain.get("registrar_iana_id", [])),
        registry_domain_id=_value(domain, "registry_domain_id"),
        nameservers=hosts_in(domain.get("nameservers", []), name),
        statuses=statuses or None,
        roles=_roles(gathered),
    )


def _dates(domain: Fields, tld: str, text: str) -> dict[str, Moment | None]:
    printed = {field: _date_text(field, domain.get(field, [])) for field in _DATES}
    texts = [value for value in printed.values() if value]
    order = order_for(tld, texts, stated=text) if any("/" in t[:6] or "-" in t[:3] for t in texts) else ""
    found = {field: moment_of(value, order) if value else None for field, value in printed.items()}
    if found["expires"] is None and "status" in domain:
        found["expires"] = _until(domain["status"])
    return found


def _date_text(field: str, values: list[str]) -> str:
    """The words of the date: of several changes the last, of anything else the first."""
    if not values:
        return ""
    # Only a history of changes begins with who made them; its last line is the newest.
    value = values[0] if values[0][:1].isdigit() or field != "changed" else values[-1]
    return _bare_date(one_line(value))


def _bare_date(value: str) -> str:
    """`registrar AT example.il 20270301 (Changed)` and `EIC-UANIC 20270301120000` without who did it."""
    words = [word for word in value.split() if word[0] != "("]
    last = words[-1] if words else ""
    if last.isdigit() and (len(last) == 14 or (len(last) == 8 and not value[0].isdigit())):
        return last
    return " ".join(words) if "(YYYY" in value else value


def _until(statuses: list[str]) -> Moment | None:
    """`OK-UNTIL 20270301000000`, the way of the Ukrainian registries."""
    for status in statuses:
        head, _, tail = status.partition("-UNTIL ")
        if tail and head:
            return moment_of(tail.strip())
        if status.startswith("Connected ("):
            # JPRS prints the day until which a co.jp name stays connected as part of its state.
            return moment_of(status[11:].rstrip(")"))
    return None


def _statuses(values: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for value in values:
        bare = one_line(value).partition("http")[0].partition(" - ")[0]
        parts = bare.split(",") if "," in bare else [bare]
        found.extend(part.strip(" (") for part in parts)
    shown: dict[str, str] = {}
    for status in found:
        if status and not is_placeholder(status):
            shown.setdefault(status.lower(), status)
    return tuple(shown.values())


def registrar_in(values: list[str]) -> str | None:
    """
    Return the first of `values` that names a registrar, without its handle or link; None where none does.
    """
    for value in values:
        text = one_line(value)
        for mark in ("[Tag =", "( http", "(http"):
            text = text.partition(mark)[0].strip()
        text = _HANDLE.sub("", text)
        if text and not is_placeholder(text) and not text.lower().startswith(_NOT_A_REGISTRAR):
            return text
    return None


def _iana_id(values: list[str]) -> str | None:
    return next((value for value in values if value.isdigit()), None)


def _value(fields: Fields, name: str) -> str | None:
    text = one_line(fields[name][0]) if fields.get(name) else ""
    return text if text and not is_placeholder(text) else None


def hosts_in(values: list[str], name: DomainName) -> frozenset[HostName] | None:
    """
    Return the name servers that `values` name (addresses and remarks dropped), None where there is none.
    """
    found = {host for value in values for text in _host_texts(value) if (host := _host(text))}
    if len(found) > 1:
        found.discard(HostName(name))  # some registries print the name itself under "DNS"
    return frozenset(found) if found else None


def _host_texts(value: str) -> list[str]:
    words = value.replace(",", " ").split()[:40]
    if len(words) > 2 and words[1].lower() == "ns":
        return words[2:3]
    if len(words) > 2 and all(word.count(".") > 1 and not word[-1:].isdigit() for word in words):
        return words
    if words and words[0] in {"-", "*"}:
        words = words[1:]
    return [word for word in words if "." in word] if "," in value else words[:1]


def _host(text: str) -> HostName | None:
    bare = text.strip("[]()").rstrip(".").lower()
    if "." not in bare or bare.rpartition(".")[2].isdigit() or bare.endswith(".ser"):
        return None
    try:
        return HostName(bare)
    except ValueError:
        return None


def _roles(gathered: Gathered) -> dict[ContactRole, SeenContact]:
    found = ((ContactRole(role), contact_from(fields)) for role, fields in gathered.contacts.items())
    return {role: contact for role, contact in found if contact is not None}


def contact_from(
    fields: Fields, *, handle: str | None = None, hiding: Collection[str] = (), if_empty: Collection[str] = ()
) -> SeenContact | None:
    """
    Return the contact that `fields` describe, None when nothing is left.

    Placeholders become `hidden`, never values; where a proxy service stands in the holder's place, all is
    hidden. `hiding` names fields that are hidden whatever is printed, `if_empty` those that are where nothing
    is; `handle` counts where the fields tell none.
    """
    fields = _complete(fields)
    handle = _value(fields, "handle") or handle
    if any(is_service(text) for name in _WHO if name not in hiding for text in fields.get(name, ())):
        return SeenContact(handle=handle, hidden=_FIELDS)
    values: dict[str, Any] = {}  # Any: texts, and a tuple of them for the street
    hidden = set(hiding)
    for name, texts in fields.items():
        if name not in hiding and name in _FIELDS and (value := _told(name, texts, hidden)):
            values[name] = value
    hidden.update(name for name in if_empty if name not in values)
    if not values and not hidden:
        return None
    return _CONTACT.validate_python(values | {"handle": handle, "hidden": frozenset(hidden)})


def _told(name: str, texts: list[str], hidden: set[str]) -> str | tuple[str, ...] | None:
    """The value of a field; where all that is printed stands in for one, the field is added to `hidden`."""
    if len(texts) == 1 and name != "street":  # the one case that counts in time
        line = one_line(texts[0])
        if (value := _shown(name, line)) is None and line:
            hidden.add(name)
        return value
    lines = [line for text in texts if (line := one_line(text))]
    if name == "street":
        told = tuple(line for line in lines if not is_placeholder(line))
    else:
        told = next((value for line in lines if (value := _shown(name, line))), None)
    if lines and not told:
        hidden.add(name)
    return told


def _complete(fields: Fields) -> Fields:
    """Put first and last names together, and a country code where no country is named."""
    more: Fields = {}
    if ("given" in fields or "family" in fields) and not fields.get("name"):
        more["name"] = [" ".join(fields.get("given", [])[:1] + fields.get("family", [])[:1])]
    if "country_code" in fields and not fields.get("country"):
        more["country"] = fields["country_code"]
    extension = fields.get("extension", [""])[0]
    if extension.strip("0").isdigit() and fields.get("phone"):
        more["phone"] = [f"{fields['phone'][0]}x{extension}"]
    return fields | more if more else fields


def _shown(name: str, text: str) -> str | None:
    if not text or is_placeholder(text):
        return None
    if name == "email":
        found = email_in(text)
        return found if found and not is_stand_in_address(found) else None
    if name in {"phone", "fax"}:
        return text if any(c.isdigit() for c in text) else None
    return text

"""What an RDAP answer says it hides: RFC 9537's list, the older remarks, and statuses of entities."""

from collections.abc import Iterator, Mapping
from typing import cast

from portfolio.contacts import ContactRole
from portfolio.observation import CONTACT_FIELDS
from whois_sync.lookup.texts.keys import plain

WHOLE = frozenset(CONTACT_FIELDS)

_ROLES = {
    "registrant": ContactRole.REGISTRANT,
    "holder": ContactRole.REGISTRANT,
    "owner": ContactRole.REGISTRANT,
    "administrative": ContactRole.ADMIN,
    "admin": ContactRole.ADMIN,
    "technical": ContactRole.TECH,
    "tech": ContactRole.TECH,
    "billing": ContactRole.BILLING,
}
_ADDRESS = ("street", "city", "state", "postal_code", "country")
# By the name member, as ICANN's profile and others spell it; longer words first. An extension is no field.
_FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("phone ext", ()),
    ("organization", ("organization",)),
    ("organisation", ("organization",)),
    ("postal", ("postal_code",)),
    ("zip", ("postal_code",)),
    ("street", ("street",)),
    ("city", ("city",)),
    ("province", ("state",)),
    ("state", ("state",)),
    ("region", ("state",)),
    ("country", ("country",)),
    ("fax", ("fax",)),
    ("phone", ("phone",)),
    ("voice", ("phone",)),
    ("mail", ("email",)),
    ("address", _ADDRESS),
    ("org", ("organization",)),
    ("name", ("name",)),
)
_PROPERTIES = (
    ("'fn'", "name"),
    ("'n'", "name"),
    ("'org'", "organization"),
    ("'email'", "email"),
    ("contact-uri", "email"),
    ("fax", "fax"),
    ("'tel'", "phone"),
)
_PARTS = (("[2]", "street"), ("[3]", "city"), ("[4]", "state"), ("[5]", "postal_code"), ("[6]", "country"))
_PROXIED = frozenset(("proxy", "obscured"))
_WITHHELD = frozenset(("private", "removed"))
_MAX_ENTRIES = 200


class Redactions:
    """
    What RFC 9537's `redacted` member of an answer names: fields of roles, and fields of the record itself.
    """

    def __init__(self, declared: object) -> None:
        self.roles: dict[ContactRole, set[str]] = {}
        self.record: set[str] = set()
        entries = cast("list[object]", declared)[:_MAX_ENTRIES] if isinstance(declared, list) else []
        for entry in entries:
            if isinstance(entry, dict):
                self._take(cast("dict[str, object]", entry))

    def _take(self, entry: dict[str, object]) -> None:
        """
        Take one entry, by its name; by its paths only where the name says nothing (RFC 9537 section 5.2:
        paths are brittle).

        The method does not matter here: removed, emptied, shortened or replaced, the value is not the
        holder's.
        """
        if self._by_name(_name_of(entry)):
            return
        for key in ("prePath", "postPath", "replacementPath"):
            path = entry.get(key)
            if isinstance(path, str) and self._by_path(path.lower().replace('"', "'")):
                return

    def _by_name(self, name: str) -> bool:
        if name in {"registry domain id", "domain id", "domain handle", "handle"}:
            self.record.add("registry_domain_id")
            return True
        words = name.split()
        role = next((_ROLES[word] for word in words if word in _ROLES), None)
        if role is None or "id" in words or "handle" in words:
            return role is not None
        fields = next((fields for word, fields in _FIELDS if word in name), WHOLE)
        if fields:
            self.roles.setdefault(role, set()).update(fields)
        return True

    def _by_path(self, path: str) -> bool:
        if path == "$.handle":
            self.record.add("registry_domain_id")
            return True
        role = next((role for word, role in _ROLES.items() if f"'{word}'" in path), None)
        if role is None or "'registrar'" in path:
            return False
        self.roles.setdefault(role, set()).update(_fields_in(path))
        return True


def _fields_in(path: str) -> tuple[str, ...]:
    if "'adr'" in path:
        tail = path.rpartition("'adr'")[2].rpartition("[3]")
        part = next((field for mark, field in _PARTS if tail[2].startswith(mark)), None)
        if part is None and tail[0].endswith("[3]") and not tail[2]:
            part = "city"
        return (part,) if part else _ADDRESS
    found = next((field for mark, field in _PROPERTIES if mark in path), None)
    if found:
        return (found,)
    return tuple(WHOLE) if "vcardarray" not in path else ()


def _name_of(entry: Mapping[str, object]) -> str:
    name = entry.get("name")
    if isinstance(name, dict):
        named = cast("dict[str, object]", name)
        text = named.get("type") or named.get("description")
        return plain(text[:200]) if isinstance(text, str) else ""
    return plain(name[:200]) if isinstance(name, str) else ""


def withheld(entity: Mapping[str, object]) -> tuple[frozenset[str], frozenset[str]]:
    """
    Return the fields that an entity hides even if it prints something, and those it hides if it prints
    nothing.

    From its statuses (RFC 9083 section 10.2.2: private, proxy, obscured, removed) and from remarks of type
    "object redacted
    due to authorization", the way of ICANN's profile of 2019.
    """
    statuses = entity.get("status")
    words = (
        {str(word).lower() for word in cast("list[object]", statuses)[:20]}
        if isinstance(statuses, list)
        else set()
    )
    if words & _PROXIED:
        return WHOLE, WHOLE
    always: set[str] = set()
    empty: set[str] = set(WHOLE) if words & _WITHHELD else set()
    for title, kind in _remarks(entity):
        if title.startswith(("email redacted", "e mail redacted")):
            always.add("email")
        elif "redacted" in title or "redacted" in kind or "privacy" in title:
            empty |= WHOLE
    return frozenset(always), frozenset(empty)


def _remarks(entity: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    remarks = entity.get("remarks")
    for remark in cast("list[object]", remarks)[:20] if isinstance(remarks, list) else [remarks]:
        if isinstance(remark, dict):
            said = cast("dict[str, object]", remark)
            yield plain(str(said.get("title", ""))[:200]), plain(str(said.get("type", ""))[:200])

"""What an RDAP answer says it hides: RFC 9537's list, the older remarks, and statuses of entities."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from portfolio.contacts import ContactRole
from portfolio.observation import CONTACT_FIELDS
from whois_sync.lookup.jcard import texts_in
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
# By the name member, as ICANN's profile and others spell it; longer words first. What is no field of ours
# (an extension, a language) hides none.
_FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("phone ext", ()),
    ("fax ext", ()),
    ("language", ()),
    ("kind", ()),
    ("contact uri", ("email",)),
    ("contact form", ("email",)),
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
# Fields of the record itself, by words of the name, where it names no role.
_RECORD = (
    ("registry domain id", "registry_domain_id"),
    ("domain handle", "registry_domain_id"),
    ("registrar registration expir", "registrar_expires_at"),
    ("registrar expir", "registrar_expires_at"),
    ("expir", "expires_at"),
    ("creation date", "registered_at"),
    ("registration date", "registered_at"),
    ("updated date", "last_changed_at"),
    ("last changed", "last_changed_at"),
    ("name server", "nameservers"),
    ("nameserver", "nameservers"),
    ("domain status", "statuses"),
)
_RECORD_EXACTLY = {
    "domain id": "registry_domain_id",
    "handle": "registry_domain_id",
    "registrar": "registrar",
    "registrar name": "registrar",
    "registrar iana id": "registrar_iana_id",
}
_RECORD_PATHS = (
    ("'registrar expiration'", "registrar_expires_at"),
    ("'expiration'", "expires_at"),
    ("'registration'", "registered_at"),
    ("'last changed'", "last_changed_at"),
    ("$.nameservers", "nameservers"),
    ("$.status", "statuses"),
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
_MAX_PATH = 500
_ANY_ENTITY = ("$.entities[*]", "$..", "$.entities.*", "$.entities[:]")
_COUNTED = re.compile(r"\$\.entities\[(\d{1,3})\]")
_MAX_NAME = 200


class _Meaning(NamedTuple):
    """What the name of an entry speaks of: a field of the record, or fields of a role (perhaps none)."""

    record: str | None = None
    role: ContactRole | None = None
    fields: tuple[str, ...] | frozenset[str] = ()


_NOTHING = _Meaning()


class Redactions:
    """
    What RFC 9537's `redacted` member of an answer names: fields of roles, and fields of the record itself.

    `everyone` are the fields that a path names for whatever contact there is (`$.entities[*]…`). `ranks` are
    the roles of the answer's entities in their order, for paths that count them (`$.entities[0]…`).
    """

    def __init__(self, declared: object, ranks: Sequence[Sequence[str]] = ()) -> None:
        self.roles: dict[ContactRole, set[str]] = {}
        self.record: set[str] = set()
        self.everyone: set[str] = set()
        self._ranks = ranks
        entries: list[object] = declared[:_MAX_ENTRIES] if isinstance(declared, list) else [declared]
        for entry in entries:
            if isinstance(entry, dict):
                self._take(entry)

    def _take(self, entry: Mapping[str, object]) -> None:
        """
        Take one entry, by its name; by its paths only where the name says nothing (RFC 9537 section 5.2:
        paths are brittle).

        The method does not matter here: removed, emptied, shortened or replaced, the value is not the
        holder's.
        """
        for text in _names_of(entry):
            if self._by_name(text):
                return
        for key in ("prePath", "postPath", "replacementPath"):
            path = entry.get(key)
            if isinstance(path, str) and self._by_path(_spelled(path[:_MAX_PATH]), key):
                return

    def _by_name(self, text: str) -> bool:
        meaning = _meaning_of(text[:_MAX_NAME])
        if meaning.record:
            self.record.add(meaning.record)
        elif meaning.role and meaning.fields:
            self.roles.setdefault(meaning.role, set()).update(meaning.fields)
        return meaning is not _NOTHING

    def _by_path(self, path: str, key: str) -> bool:
        if path == "$.handle":
            self.record.add("registry_domain_id")
            return True
        if path.startswith(("$.events", "$.nameservers", "$.status")):
            self.record.update(field for mark, field in _RECORD_PATHS if mark in path)
            return True
        if "'registrar'" in path:
            return False
        if path.startswith(_ANY_ENTITY) and "vcardarray" in path:
            self.everyone.update(_fields_in(path))
            return True
        roles = [role for word, role in _ROLES.items() if f"'{word}'" in path][:1] or self._counted(path, key)
        for role in roles:
            self.roles.setdefault(role, set()).update(_fields_in(path))
        return bool(roles)

    def _counted(self, path: str, key: str) -> list[ContactRole]:
        """The roles of the entity that a path counts out, except in a prePath: other entities stood there."""
        found = _COUNTED.match(path)
        if found is None or key == "prePath" or int(found[1]) >= len(self._ranks):
            return []
        return [_ROLES[word] for word in self._ranks[int(found[1])] if word in _ROLES]


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


def _names_of(entry: Mapping[str, object]) -> list[str]:
    """The names of an entry: its registered type, then its description (RFC 9537 section 4.2)."""
    name = entry.get("name")
    if isinstance(name, dict):
        told: Mapping[str, object] = name
        return [text for text in (told.get("type"), told.get("description")) if isinstance(text, str)]
    return [name] if isinstance(name, str) else []


@lru_cache(maxsize=1024)
def _meaning_of(name: str) -> _Meaning:
    """
    What the name of an entry means. Every answer of a registry carries the same few names, hence the memory.
    """
    bare = plain(name)
    words = bare.split()
    role = next((_ROLES[word] for word in words if word in _ROLES), None)
    if role is None:
        found = (field for part, field in _RECORD if part in bare)
        field = _RECORD_EXACTLY.get(bare) or next(found, None)
        return _Meaning(record=field) if field else _NOTHING
    if "id" in words or "handle" in words:
        return _Meaning(role=role)
    return _Meaning(role=role, fields=next((fields for part, fields in _FIELDS if part in bare), WHOLE))


def _spelled(path: str) -> str:
    """A path in the one spelling that is looked for here: `$['entities'][0]` is `$.entities[0]`."""
    low = path.lower().replace('"', "'")
    if low.startswith("$['"):
        for member in ("entities", "vcardarray", "handle", "events", "nameservers", "status"):
            low = low.replace(f"['{member}']", f".{member}")
    return low


def withheld(entity: Mapping[str, object]) -> tuple[frozenset[str], frozenset[str]]:
    """
    Return the fields that an entity hides even if it prints something, and those it hides if it prints
    nothing.

    From its statuses (RFC 9083 section 10.2.2: private, proxy, obscured, removed) and from remarks of type
    "object redacted
    due to authorization", the way of ICANN's profile of 2019.
    """
    statuses = entity.get("status")
    if not statuses and not entity.get("remarks"):
        return frozenset(), frozenset()
    words = {word.strip().lower() for word in texts_in(statuses)}
    if words & _PROXIED:
        return WHOLE, WHOLE
    always: set[str] = set()
    empty: set[str] = set(WHOLE) if words & _WITHHELD else set()
    for title, kind in _remarks(entity):
        hides = _hidden_by(title, kind)
        if hides == "email":
            always.add("email")
        elif hides:
            empty |= WHOLE
    return frozenset(always), frozenset(empty)


@lru_cache(maxsize=256)
def _hidden_by(title: str, kind: str) -> str:
    """What a remark hides: `email`, `all` that is empty, or nothing. A registry repeats its remarks."""
    title, kind = plain(title), plain(kind)
    if title.startswith(("email redacted", "e mail redacted")):
        return "email"
    return "all" if "redacted" in title or "redacted" in kind or "privacy" in title else ""


def _remarks(entity: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    remarks = entity.get("remarks")
    for remark in cast("list[object]", remarks)[:20] if isinstance(remarks, list) else [remarks]:
        if isinstance(remark, dict):
            said = cast("dict[str, object]", remark)
            described = texts_in(said.get("description"))[:1]
            yield _said(said.get("title") or "".join(described)), _said(said.get("type"))


def _said(text: object) -> str:
    return text[:_MAX_NAME] if isinstance(text, str) else ""

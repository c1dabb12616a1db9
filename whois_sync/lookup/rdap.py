"""An RDAP answer (RFC 9083) read into an observation."""

from collections.abc import Iterator, Mapping
from typing import cast

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, HostName
from portfolio.observation import Absent, Observation, Provenance, Seen, SeenContact, Unreadable, Why
from portfolio.values import Moment
from whois_sync.lookup.cleaning import one_line
from whois_sync.lookup.jcard import fields_of, texts_in
from whois_sync.lookup.rdap_redaction import Redactions, withheld
from whois_sync.lookup.redaction import is_placeholder
from whois_sync.lookup.texts.apart import tell_apart
from whois_sync.lookup.texts.dates import moment_of
from whois_sync.lookup.texts.record import contact_from

Json = Mapping[str, object]

_ROLES = {
    "registrant": ContactRole.REGISTRANT,
    "administrative": ContactRole.ADMIN,
    "admin": ContactRole.ADMIN,
    "technical": ContactRole.TECH,
    "tech": ContactRole.TECH,
    "billing": ContactRole.BILLING,
}
_EVENTS = {
    "registration": "registered_at",
    "expiration": "expires_at",
    "registrar expiration": "registrar_expires_at",
    "last changed": "last_changed_at",
}
_UNNAMED = DomainName("unnamed.invalid")
_MAX_DEPTH = 3
_MAX_ITEMS = 100


def read_rdap(answer: object, *, asked: DomainName | None, provenance: Provenance) -> Observation:
    """
    Return what `answer`, the parsed JSON of an RDAP server's reply, says of `asked` (of the name it
    carries, where None).

    `Absent` only for an error object with errorCode 404 (RFC 9083 section 6), which counts from the
    authoritative server only.
    A domain object must carry the name asked and something besides. Never raises, whatever the JSON.
    """
    if not isinstance(answer, dict):
        return _unreadable(asked, provenance, Why.NOT_UNDERSTOOD)
    told = cast("dict[str, object]", answer)
    if "errorCode" in told:
        return _error(told, asked, provenance)
    names = _names(told)
    if not names or str(told.get("objectClassName", "domain")).lower() != "domain":
        return _unreadable(asked, provenance, _why_nothing(told))
    if asked is not None and asked not in names:
        return _unreadable(asked, provenance, Why.OTHER_NAME)
    return _worth(_seen(told, asked or names[0], provenance), told)


def _worth(seen: Seen, told: Json) -> Observation:
    """What a domain object amounts to: a reserved name is no registration, and a name alone is no answer."""
    if "reserved" in (seen.statuses or ()) and seen.registrar is None:
        return _unreadable(seen.name, seen.provenance, Why.RESERVED)
    return seen if _says_something(seen) else _unreadable(seen.name, seen.provenance, _why_nothing(told))


def _error(told: Json, asked: DomainName | None, provenance: Provenance) -> Observation:
    code = str(told.get("errorCode")).strip()
    if code == "404" and asked is not None and "ldhName" not in told:
        return Absent(name=asked, provenance=provenance)
    return _unreadable(asked, provenance, Why.THROTTLED if code == "429" else Why.UNAVAILABLE)


def _why_nothing(told: Json) -> Why:
    """
    A server's own words, in the notices of an answer without data, tell at least whether it was throttling.
    """
    said: list[str] = []
    for notice in _objects(told.get("notices")):
        said += [*texts_in(notice.get("title")), *texts_in(notice.get("description"))]
    why = tell_apart("\n\n".join(said)).why if said else None
    return why if why is Why.THROTTLED else Why.NOT_UNDERSTOOD


def _names(told: Json) -> list[DomainName]:
    found: list[DomainName] = []
    for key in ("ldhName", "unicodeName"):
        text = told.get(key)
        if isinstance(text, str):
            try:
                found.append(DomainName(text.lower().rstrip(".") if text.isascii() else text))
            except ValueError:
                continue
    return found


def _seen(told: Json, name: DomainName, provenance: Provenance) -> Seen:
    entities = list(_entities(told, 0))
    declared = told.get("redacted")
    redactions = Redactions(declared, [kinds for _, kinds in entities] if declared else ())
    roles: dict[ContactRole, SeenContact] = {}
    registrar: list[Json] = []
    for entity, kinds in entities:
        for kind in kinds:
            if kind == "registrar":
                registrar.append(entity)
            elif (role := _ROLES.get(kind)) and role not in roles:
                contact = _contact(entity, redactions.roles.get(role, set()) | redactions.everyone)
                if contact is not None:
                    roles[role] = contact
    for role, fields in redactions.roles.items():
        roles.setdefault(role, SeenContact(hidden=frozenset(fields)))
    events = _events(told)
    secure = told.get("secureDNS")
    signed = cast("dict[str, object]", secure).get("delegationSigned") if isinstance(secure, dict) else None
    return Seen(
        name=name,
        provenance=provenance,
        registered_at=events.get("registered_at"),
        expires_at=events.get("expires_at"),
        registrar_expires_at=events.get("registrar_expires_at"),
        last_changed_at=events.get("last_changed_at"),
        registrar=_registrar_name(registrar),
        registrar_iana_id=_iana_id(registrar),
        registry_domain_id=None if redactions.record else _text(told.get("handle")),
        nameservers=_hosts(told.get("nameservers")),
        statuses=tuple(dict.fromkeys(one_line(word) for word in texts_in(told.get("status")))) or None,
        delegation_signed=signed if isinstance(signed, bool) else None,
        roles=roles,
        hidden=frozenset(redactions.record),
    )


def _entities(holder: Json, depth: int) -> Iterator[tuple[Json, list[str]]]:
    """
    Every entity with its roles (lower case), outer ones first; what is inside a registrar is the
    registrar's own.
    """
    outer = [(entity, _kinds(entity)) for entity in _objects(holder.get("entities"))]
    yield from outer
    for entity, kinds in outer:
        if depth < _MAX_DEPTH and "registrar" not in kinds:
            yield from _entities(entity, depth + 1)


def _kinds(entity: Json) -> list[str]:
    return [word.strip().lower() for word in texts_in(entity.get("roles"))]


def _objects(value: object) -> list[Json]:
    """The objects in `value`, which may be a list of them or one alone."""
    if isinstance(value, dict):
        return [cast("dict[str, object]", value)]
    if not isinstance(value, list):
        return []
    return [
        cast("dict[str, object]", item)
        for item in cast("list[object]", value)[:_MAX_ITEMS]
        if isinstance(item, dict)
    ]


def _contact(entity: Json, redacted: set[str]) -> SeenContact | None:
    """
    One entity's contact: what RFC 9537, remarks or statuses hide is hidden, whatever is printed in its
    place.
    """
    fields = fields_of(entity.get("vcardArray"))
    always, when_empty = withheld(entity)
    if not any(fields.get("name", ())) and "spelled" in fields:
        fields["name"] = fields["spelled"]
    hidden = redacted | always
    if "contact_uri" in fields and "email" not in fields:
        hidden = hidden | {"email"}
    handle = _text(entity.get("handle"))
    shown = contact_from(fields, handle=handle, hiding=hidden, if_empty=when_empty)
    return shown or (SeenContact(handle=handle) if handle else None)


def _registrar_name(entities: list[Json]) -> str | None:
    for entity in entities:
        for candidate in (entity, *_objects(entity.get("entities"))):
            fields = fields_of(candidate.get("vcardArray"))
            for text in (*fields.get("name", ()), *fields.get("organization", ())):
                name = one_line(text)
                if name and not is_placeholder(name):
                    return name
    handles = (_text(entity.get("handle")) for entity in entities)
    return next((handle for handle in handles if handle and not handle.isdigit()), None)


def _iana_id(entities: list[Json]) -> str | None:
    for entity in entities:
        for public in _objects(entity.get("publicIds")):
            kind, number = str(public.get("type", "")).lower(), str(public.get("identifier", "")).strip()
            if "iana" in kind and number.isdigit():
                return number
    return None


def _events(told: Json) -> dict[str, Moment]:
    found: dict[str, Moment] = {}
    for event in _objects(told.get("events")):
        field = _EVENTS.get(str(event.get("eventAction", "")).strip().lower())
        at = event.get("eventDate")
        if field and field not in found and isinstance(at, str):
            moment = moment_of(at)
            if moment is not None:
                found[field] = moment
    return found


def _hosts(value: object) -> frozenset[HostName] | None:
    found: set[HostName] = set()
    for server in _objects(value):
        for key in ("ldhName", "unicodeName"):
            text = server.get(key)
            if isinstance(text, str):
                try:
                    found.add(HostName(text.strip().rstrip(".").lower()))
                except ValueError:
                    continue
                break
    return frozenset(found) if found else None


def _text(value: object) -> str | None:
    text = one_line(value) if isinstance(value, str) else ""
    return text if text and not is_placeholder(text) else None


def _says_something(seen: Seen) -> bool:
    dated = seen.expires_at or seen.registered_at or seen.registrar_expires_at or seen.last_changed_at
    return bool(
        dated or seen.registrar or seen.registrar_iana_id or seen.nameservers or seen.statuses or seen.roles
    )


def _unreadable(asked: DomainName | None, provenance: Provenance, why: Why) -> Unreadable:
    return Unreadable(name=asked or _UNNAMED, provenance=provenance, why=why)

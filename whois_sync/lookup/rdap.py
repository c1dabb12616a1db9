"""An RDAP answer (RFC 9083) read into an observation."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import cast

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, HostName
from portfolio.observation import Absent, Observation, Provenance, Seen, SeenContact, Unreadable, Why
from portfolio.values import Moment, day_of, earliest
from whois_sync.lookup.cleaning import one_line
from whois_sync.lookup.jcard import fields_of, names_in, texts_in
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
_OTHERS = frozenset(("registrar", "reseller", "sponsor"))
_UNTOLD = frozenset((Why.THROTTLED, Why.RESERVED, Why.UNAVAILABLE, Why.REFUSED))
_RFC_3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})")
_LONGEST_DATE = 36
_FIRST_YEAR = 1985  # of the first domain names
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
    name = _name(told)
    if name is None or str(told.get("objectClassName", "domain")).lower() != "domain":
        return _unreadable(asked, provenance, _why_nothing(told))
    if asked is not None and asked != name:
        return _unreadable(asked, provenance, Why.OTHER_NAME)
    return _worth(_seen(told, name, provenance), told)


def _worth(seen: Seen, told: Json) -> Observation:
    """What a domain object amounts to: a reserved name is no registration, and a name alone is no answer."""
    if "reserved" in (seen.statuses or ()) and seen.registrar is None:
        return _unreadable(seen.name, seen.provenance, Why.RESERVED)
    return seen if _says_something(seen) else _unreadable(seen.name, seen.provenance, _why_nothing(told))


def _error(told: Json, asked: DomainName | None, provenance: Provenance) -> Observation:
    """An error object says that a name is free by code 404, and by no words that say otherwise."""
    code, said = str(told.get("errorCode")).strip(), _own_words(told)
    why = Why.THROTTLED if code == "429" else said if said in _UNTOLD else Why.UNAVAILABLE
    is_free = code == "404" and said not in _UNTOLD and "ldhName" not in told
    if is_free and asked is not None:
        return Absent(name=asked, provenance=provenance)
    return _unreadable(asked, provenance, why)


def _why_nothing(told: Json) -> Why:
    """
    A server's own words, in the notices of an answer without data, tell at least whether it was throttling.
    """
    why = _own_words(*_objects(told.get("notices")))
    return why if why is Why.THROTTLED else Why.NOT_UNDERSTOOD


def _own_words(*speakers: Json) -> Why:
    """What titles and descriptions say of why there is nothing else."""
    said: list[str] = []
    for speaker in speakers:
        said += [*texts_in(speaker.get("title")), *texts_in(speaker.get("description"))]
    return tell_apart("\n\n".join(said)).why or Why.NOT_UNDERSTOOD


def _name(told: Json) -> DomainName | None:
    """The name that an answer is about: by its A-labels, by its U-labels only where it has no others."""
    for key in ("ldhName", "unicodeName"):
        text = told.get(key)
        if isinstance(text, str):
            try:
                return DomainName(text.lower().rstrip(".") if text.isascii() else text)
            except ValueError:
                continue
    return None


def _seen(told: Json, name: DomainName, provenance: Provenance) -> Seen:
    entities = list(_entities(told, 0))
    declared = told.get("redacted")
    redactions = Redactions(declared, [kinds for _, kinds in entities] if declared else ())
    registrar = [entity for entity, kinds in entities if "registrar" in kinds]
    events = _events(told)
    seen = Seen(
        name=name,
        provenance=provenance,
        registered_at=events.get("registered_at"),
        expires_at=events.get("expires_at"),
        registrar_expires_at=events.get("registrar_expires_at"),
        last_changed_at=events.get("last_changed_at"),
        registrar=_registrar_name(registrar),
        registrar_iana_id=_iana_id(registrar),
        registry_domain_id=None if "registry_domain_id" in redactions.record else _text(told.get("handle")),
        nameservers=_hosts(told.get("nameservers")),
        statuses=tuple(dict.fromkeys(map(one_line, texts_in(told.get("status"))))) or None,
        delegation_signed=_is_signed(told.get("secureDNS")),
        roles=_roles(entities, redactions),
        hidden=frozenset(redactions.record),
    )
    replaced = redactions.record - {"registry_domain_id"}
    return seen.model_copy(update=dict.fromkeys(replaced)) if replaced else seen


def _roles(entities: list[tuple[Json, list[str]]], redactions: Redactions) -> dict[ContactRole, SeenContact]:
    """The first contact that says something for each role; else its handle; else what is hidden of it."""
    roles: dict[ContactRole, SeenContact] = {}
    handles: dict[ContactRole, str] = {}
    for entity, kinds in entities:
        handle, redacted, contact = None, None, None
        for kind in kinds:
            role = _ROLES.get(kind)
            if role is None or role in roles:
                continue
            withheld_here = redactions.roles.get(role, set()) | redactions.everyone
            if withheld_here != redacted:  # one entity often has several roles
                handle, redacted = _text(entity.get("handle")), withheld_here
                contact = _contact(entity, handle, redacted)
            if contact is not None:
                roles[role] = contact
            elif handle:
                handles.setdefault(role, handle)
    for role, fields in redactions.roles.items():
        roles.setdefault(role, SeenContact(handle=handles.pop(role, None), hidden=frozenset(fields)))
    return {role: SeenContact(handle=handle) for role, handle in handles.items() if role not in roles} | roles


def _is_signed(secure: object) -> bool | None:
    """Whether the parent zone delegates with DNSSEC (RFC 9083 section 5.3); its DS records tell it too."""
    if not isinstance(secure, dict):
        return None
    told = cast("dict[str, object]", secure)
    signed = told.get("delegationSigned")
    if isinstance(signed, str):
        signed = {"true": True, "false": False}.get(signed.strip().lower())
    if isinstance(signed, bool):
        return signed
    return True if _objects(told.get("dsData")) else None


def _entities(holder: Json, depth: int) -> Iterator[tuple[Json, list[str]]]:
    """
    Every entity with its roles (lower case), outer ones first; what is inside a registrar or reseller is its
    own.
    """
    outer = [(entity, _kinds(entity)) for entity in _objects(holder.get("entities"))]
    yield from outer
    for entity, kinds in outer:
        if "entities" in entity and depth < _MAX_DEPTH and _OTHERS.isdisjoint(kinds):
            yield from _entities(entity, depth + 1)


def _kinds(entity: Json) -> list[str]:
    return [word.strip().lower() for word in texts_in(entity.get("roles"))]


def _objects(value: object) -> list[Json]:
    """The objects in `value`, which may be a list of them or one alone."""
    if isinstance(value, dict):
        return [cast("dict[str, object]", value)]
    if not isinstance(value, list):
        return []
    items: list[object] = value[:_MAX_ITEMS]
    return [item for item in items if isinstance(item, dict)]


def _contact(entity: Json, handle: str | None, redacted: set[str]) -> SeenContact | None:
    """
    One entity's contact: what RFC 9537, remarks or statuses hide is hidden, whatever is printed in its
    place.
    """
    fields = fields_of(entity.get("vcardArray"))
    always, when_empty = withheld(entity)
    if "spelled" in fields and not any(fields.get("name", ())):
        fields["name"] = fields["spelled"]
    hidden = redacted | always
    if "contact_uri" in fields and "email" not in fields:
        hidden = hidden | {"email"}
    return contact_from(fields, handle=handle, hiding=hidden, if_empty=when_empty)


def _registrar_name(entities: list[Json]) -> str | None:
    for entity in entities:
        for candidate in (entity, *_objects(entity.get("entities"))):
            for text in names_in(candidate.get("vcardArray")):
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
    """
    The moments of an answer by field. The latest change counts; of anything else, two different days make
    none: which is right is not for us to guess.
    """
    found: dict[str, Moment] = {}
    unclear: set[str] = set()
    for event in _objects(told.get("events")):
        field = _EVENTS.get(str(event.get("eventAction", "")).strip().lower())
        at = event.get("eventDate")
        moment = _moment_in(at) if field and isinstance(at, str) else None
        if field is None or moment is None:
            continue
        known = found.setdefault(field, moment)
        if known is moment:
            continue
        if field == "last_changed_at":
            found[field] = max(known, moment, key=earliest)
        elif day_of(known) != day_of(moment):
            unclear.add(field)
    return {field: moment for field, moment in found.items() if field not in unclear} if unclear else found


def _moment_in(text: str) -> Moment | None:
    """The moment of an event, to the second: RFC 3339 at once, other spellings the long way."""
    if len(text) < _LONGEST_DATE and _RFC_3339.fullmatch(text):
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return moment_of(text)
        if at.year >= _FIRST_YEAR:
            return at.replace(microsecond=0)
    return moment_of(text.upper() if text[10:11] == "t" else text)


def _hosts(value: object) -> frozenset[HostName] | None:
    """The name servers: objects by RFC 9083 section 5.2, bare names as some servers list them."""
    listed = cast("list[object]", value)[:_MAX_ITEMS] if isinstance(value, list) else [value]
    found: set[HostName] = set()
    for server in listed:
        told: Json = server if isinstance(server, dict) else {"ldhName": server}
        for text in (told.get("ldhName"), told.get("unicodeName")):
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

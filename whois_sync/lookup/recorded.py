"""
Recorded answers, one JSON object a line, read into one line each: for judging the readers, and old tapes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, NotAName
from portfolio.observation import Absent, Observation, Provenance, Seen, SeenContact, Source, Unreadable, Why
from portfolio.values import Moment
from whois_sync.lookup.cleaning import one_line
from whois_sync.lookup.rdap import read_rdap
from whois_sync.lookup.whois import read_whois

_CONTACT = ("name", "organization", "street", "city", "state", "postal_code", "country", "phone", "email")
_MAX_LINE = 16_777_216
_MAX_ID = 1000


def observe_recorded(lines: Iterable[str], *, observed_at: datetime) -> Iterator[str]:
    """
    Yield one JSON line for each line of `lines`, in order: what the recorded answer says.

    A line is an object with `id` (passed through unchanged), `domain`, `server` and either `text` (WHOIS) or
    `rdap` (a parsed JSON answer). Whatever a line is, it is answered: one that cannot be read as such an
    object
    is told as `unreadable`. `observed_at` (aware) is the instant the observations carry.
    """
    for line in lines:
        yield json.dumps(_answer(line, observed_at))


def _answer(line: str, observed_at: datetime) -> Mapping[str, object]:
    try:
        record: object = json.loads(line) if len(line) <= _MAX_LINE else None
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        return _told(_id_of(line), Why.NOT_UNDERSTOOD)
    try:
        return _of_record(record, observed_at)
    except RecursionError:
        return _told(record.get("id"), Why.NOT_UNDERSTOOD)


def _id_of(line: str) -> object:
    """The id at the head of a line that is not whole JSON (cut off, too deep), or None."""
    head, _, tail = line[:_MAX_ID].lstrip().partition('"id"')
    if head.strip() != "{" or not tail.lstrip().startswith(":"):
        return None
    try:
        found: object = json.JSONDecoder().raw_decode(tail.lstrip()[1:].lstrip())[0]
    except (ValueError, RecursionError):
        return None
    return found


def _of_record(record: Mapping[str, object], observed_at: datetime) -> Mapping[str, object]:
    kept = record.get("id")
    domain, text, rdap = record.get("domain"), record.get("text"), record.get("rdap")
    if not isinstance(domain, str) or (not isinstance(text, str) and rdap is None):
        return _told(kept, Why.NOT_UNDERSTOOD)
    try:
        asked = DomainName(domain)
    except NotAName:
        return _told(kept, Why.NOT_UNDERSTOOD)
    server = record.get("server")
    provenance = Provenance(
        source=Source.WHOIS if isinstance(text, str) else Source.RDAP,
        server=one_line(server) if isinstance(server, str) else "",
        observed_at=observed_at,
    )
    if isinstance(text, str):
        return _told(kept, _read_text(text, asked, provenance))
    return _told(kept, read_rdap(rdap, asked=asked, provenance=provenance))


def _read_text(text: str, asked: DomainName, provenance: Provenance) -> Observation:
    """
    Read a text under the name it was recorded for.

    Collections that did not keep the name put a documentation name in its place (`example.ca`, RFC 2606).
    Where the text never speaks of that name, an answer about another name of the same TLD is told as what it
    says; its `name` tells which. Never so where a name was really asked, and never in a live look-up.
    """
    observation = read_whois(text, asked=asked, provenance=provenance)
    about_another = isinstance(observation, Unreadable) and observation.why is Why.OTHER_NAME
    if not about_another or not asked.startswith("example.") or asked in text.lower():
        return observation
    anyone = read_whois(text, asked=None, provenance=provenance)
    return anyone if anyone.name.tld == asked.tld else observation


def _told(kept: object, observation: Observation | Why) -> Mapping[str, object]:
    match observation:
        case Seen():
            return {"id": kept, "kind": "seen", "why": None, **_fields(observation)}
        case Absent():
            said = {"id": kept, "kind": "absent", "why": None}
            return said | dict.fromkeys(_FIELDS) | {"name": observation.name}
        case Unreadable():
            return {"id": kept, "kind": "unreadable", "why": observation.why.value} | dict.fromkeys(_FIELDS)
        case Why():
            return {"id": kept, "kind": "unreadable", "why": observation.value} | dict.fromkeys(_FIELDS)


def _fields(seen: Seen) -> Mapping[str, object]:
    # A registrar's own answer knows only its own date: told here as the expiry, as there is no other.
    expires = seen.expires_at or seen.registrar_expires_at
    told: dict[str, object] = {
        "name": seen.name,
        "expires_at": _iso(expires),
        "registered_at": _iso(seen.registered_at),
        "last_changed_at": _iso(seen.last_changed_at),
        "registrar": seen.registrar,
        "registrar_iana_id": seen.registrar_iana_id,
        "nameservers": None if seen.nameservers is None else sorted(seen.nameservers),
        "statuses": None if seen.statuses is None else list(seen.statuses),
    }
    for role in ContactRole:
        told[role.value] = _contact(seen.roles.get(role))
    return told


def _contact(contact: SeenContact | None) -> Mapping[str, object] | None:
    if contact is None:
        return None
    shown: dict[str, object] = {field: getattr(contact, field) for field in _CONTACT}
    shown["street"] = list(contact.street) if contact.street else None
    return shown | {"hidden": sorted(contact.hidden)}


def _iso(moment: Moment | None) -> str | None:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return moment.isoformat() if moment else None


_FIELDS = (
    "name",
    "expires_at",
    "registered_at",
    "last_changed_at",
    "registrar",
    "registrar_iana_id",
    "nameservers",
    "statuses",
    *(role.value for role in ContactRole),
)

"""A WHOIS text read into an observation."""

import re

from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Provenance, Seen, Unreadable, Why
from whois_sync.lookup.cleaning import without_controls
from whois_sync.lookup.redaction import is_placeholder
from whois_sync.lookup.second_reader import completed
from whois_sync.lookup.texts import phrases
from whois_sync.lookup.texts.apart import tell_apart
from whois_sync.lookup.texts.blocks import Fields, Reader
from whois_sync.lookup.texts.gather import Gathered, gather
from whois_sync.lookup.texts.keys import plain
from whois_sync.lookup.texts.record import seen_from

MAX_TEXT = 262_144
_TORN = re.compile(r"(?:\D\d{4}([-./]) ?\d{1,2}\1 ?\d|\D\d{1,2}-[A-Za-z]{3}-\d{2}|\D\d{5,7}|\D\d{9,13})$")
_DATA = ("nameservers", "created", "expires", "registrar_expires", "registrar")
_UNNAMED = DomainName("unnamed.invalid")


def read_whois(text: str, *, asked: DomainName | None, provenance: Provenance) -> Observation:
    """
    Return what `text`, a port-43 server's whole answer, says of `asked` (of whatever name it prints, where
    None).

    `Seen` when it says anything of a registration, `Absent` only when it says in so many words that there is
    none, `Unreadable` for the rest: throttled, reserved, about another name, or not understood. Never raises,
    whatever the text; reads at most 256 KiB of it.
    """
    if len(text) > MAX_TEXT:
        return _unreadable(asked, provenance, Why.NOT_UNDERSTOOD, "longer than 256 KiB")
    plain_ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    clean = _without_torn_date(without_controls(plain_ends))
    gathered = gather(Reader().read(clean), asked)
    return _judge(clean, gathered, asked, provenance)


def _without_torn_date(text: str) -> str:
    """
    Leave out a last line that ends amid a date (`2027-08-1`, `12-Feb-20`) and has no line end: the answer may
    have been cut there, and the day would be another.
    """
    start = text.rfind("\n") + 1
    return text[:start] if start < len(text) and _TORN.search(text[-16:]) else text


def _judge(text: str, gathered: Gathered, asked: DomainName | None, provenance: Provenance) -> Observation:
    status = [plain(word.partition("(")[0]) for word in gathered.domain.get("status", ())]
    if any(word in phrases.REFUSED_STATUS for word in status):
        throttled = any("denied" in word for word in status)
        return _unreadable(asked, provenance, Why.THROTTLED if throttled else Why.REFUSED)
    if any(word in phrases.RESERVED_STATUS for word in status):
        return _unreadable(asked, provenance, Why.RESERVED)
    free = any(word in phrases.AVAILABLE_STATUS for word in status)
    if not free and (_has_data(gathered, status) or _tells_of_people(gathered, status, text)):
        name = _name_of(gathered, asked)
        if name is None:
            return _unreadable(asked, provenance, Why.OTHER_NAME)
        seen = completed(seen_from(gathered, name=name, provenance=provenance, text=text), text)
        if _says_something(seen):
            return seen
    return _without_data(text, gathered, asked, provenance, free=free)


def _without_data(
    text: str, gathered: Gathered, asked: DomainName | None, provenance: Provenance, *, free: bool
) -> Observation:
    kind = tell_apart(text)
    if kind.why is not None and not (free and kind.why not in {Why.THROTTLED, Why.UNAVAILABLE}):
        return _unreadable(asked, provenance, kind.why)
    said = _names_in(kind.said)
    if asked is None:
        return Absent(
            name=next(iter(said), None) or _name_of(gathered, None) or _UNNAMED, provenance=provenance
        )
    if _name_of(gathered, asked) is None or (said and asked not in said):
        return _unreadable(asked, provenance, Why.OTHER_NAME, "says that another name is free")
    return Absent(name=asked, provenance=provenance)


def _has_data(gathered: Gathered, status: list[str]) -> bool:
    """Whether anything of a registration is there: a name alone is none, nor is a status nobody knows."""
    domain = gathered.domain
    if any(domain.get(field) for field in _DATA):
        return True
    return "name" in domain and any(word.startswith(phrases.REGISTERED_STATUS) for word in status)


def _tells_of_people(gathered: Gathered, status: list[str], text: str) -> bool:
    """Whether only its contacts tell of a registration, and no line says that there is none."""
    held = any(word in phrases.PERHAPS_RESERVED_STATUS for word in status)
    if held or not any(_is_somebody(contact) for contact in gathered.contacts.values()):
        return False
    return tell_apart(text).why is not None


def _is_somebody(contact: Fields) -> bool:
    shown = [values[0] for name, values in contact.items() if values and name not in {"type", "handle"}]
    return len(shown) > 1 or any(not is_placeholder(value) for value in shown)


def _says_something(seen: Seen) -> bool:
    """
    Whether a date, a registrar, a name server, a status or a person was read: else the answer was not
    understood.
    """
    shown = (
        seen.expires_at,
        seen.registrar_expires_at,
        seen.registered_at,
        seen.registrar,
        seen.nameservers,
        seen.statuses,
    )
    return any(part is not None for part in shown) or any(
        contact.name or contact.organization or contact.hidden for contact in seen.roles.values()
    )


def _name_of(gathered: Gathered, asked: DomainName | None) -> DomainName | None:
    """The name the answer is about: the one asked, unless the answer prints others only."""
    if asked is None:
        return next((name for text in gathered.names if (name := _domain_name(text))), _UNNAMED)
    if not gathered.names or asked in gathered.names or asked.removeprefix("www.") in gathered.names:
        return asked
    printed = [_domain_name(text) for text in gathered.names]
    return asked if asked in printed or not any(printed) else None


def _names_in(said: str) -> list[DomainName]:
    """The domain names in the sentence that says that one is free."""
    words = [word.strip("\"'.,:;()<>[]") for word in said.split()]
    return [name for word in words if "." in word and (name := _domain_name(word))]


def _domain_name(text: str) -> DomainName | None:
    try:
        return DomainName(text)
    except ValueError:
        return None


def _unreadable(asked: DomainName | None, provenance: Provenance, why: Why, detail: str = "") -> Unreadable:
    return Unreadable(name=asked or _UNNAMED, provenance=provenance, why=why, detail=detail)

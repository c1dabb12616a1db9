"""The outside is right: our record takes over what the sponsoring registrar says, field by field."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.contacts import Contact, Phone
from portfolio.held import ContactVersion, HeldDomain
from portfolio.names import DomainName
from portfolio.observation import Seen, SeenContact
from portfolio.registration import Registration, status_of
from records import Records, Unit
from whois_sync.compare.countries import country_code
from whois_sync.errors import NotNow, NotReady
from whois_sync.observe import RegistrarFor, observe_registrar

OF_THE_NAME = ("expires_at", "registrar_expires_at", "nameservers", "statuses", "delegation_signed")
"""What a name's own record takes over from the registrar."""


def adopt(
    records: Records, registrar_for: RegistrarFor, clock: Clock, name: DomainName, path: str, *, by: Actor
) -> str:
    """
    Ask the registrar once more, take over what it says at `path`, and return what was done, without values.

    A contact's field makes a new version of the contact; where the contact stands on other names too, that
    would make those drift, and is refused. The public record is never taken over: it may be stale, or
    somebody else's.

    Raises `NotNow` when the registrar cannot be read, `NotReady` when it says nothing there, or what cannot
    be taken over; `records.NotHeld`. Nothing was changed then.
    """
    with records.reading() as unit:
        held = unit.domains.get(name)
        account = unit.accounts.get(held.account)
    seen = observe_registrar(registrar_for(account), name, clock)
    if not isinstance(seen, Seen):
        raise NotNow(f"{name} could not be read at {account.slug}: the answer was {seen.kind}")
    with records.changing(by) as unit:
        unit.observations.keep(seen)
        if path in OF_THE_NAME:
            unit.domains.refresh(name, _registration(name, path, seen))
            done = f"{path} of {name} is now as the registrar says"
        else:
            edited = _adopt_contact(unit, held, path, seen)
            done = f"contact {edited.slug} is now version {edited.version}, with the registrar's {path}"
        _close_findings(unit, name, path)
        unit.commit()
    return done


def _registration(name: DomainName, path: str, seen: Seen) -> Registration:
    said = getattr(seen, path)
    if said is None:
        raise NotReady(f"the registrar says nothing of {path} of {name}")
    if path == "statuses":
        known = (status_of(word) for word in seen.statuses or ())
        said = frozenset(status for status in known if status is not None)
    return Registration.model_validate({"name": name, path: said})


def _adopt_contact(unit: Unit, held: HeldDomain, path: str, seen: Seen) -> ContactVersion:
    role_word, _, field = path.partition(".")
    role = next((role for role in held.roles if role.value == role_word), None)
    take = _TAKES.get(field)
    if role is None or take is None:
        raise NotReady(f"{path} cannot be taken over: edit the contact instead")
    theirs = seen.roles.get(role)
    if theirs is None:
        raise NotReady(f"the registrar shows no {role} contact of {held.name}")
    slug = held.roles[role]
    others = [one.name for one in unit.domains.of_contact(slug) if one.name != held.name]
    if others:
        raise NotReady(
            f"contact {slug} stands on {len(others)} other names too; give {held.name} a contact of its own "
            "first, or edit the contact everywhere"
        )
    return unit.contacts.edit(slug, _taken(unit.contacts.get(slug).contact, theirs, take, path))


def _taken(ours: Contact, theirs: SeenContact, take: "Take", path: str) -> Contact:
    try:
        changed = take(ours, theirs)
    except ValueError:
        raise NotReady(
            f"what the registrar shows as {path} cannot be kept as one; edit the contact"
        ) from None
    if changed == ours:
        raise NotReady(f"our {path} is like that already, or the registrar shows none")
    return changed


def _close_findings(unit: Unit, name: DomainName, path: str) -> None:
    for finding in unit.findings.open_of(name):
        if finding.path == path:
            unit.findings.close(name, path, finding.source)


Take = Callable[[Contact, SeenContact], Contact]


def _text(field: str) -> Take:
    return lambda ours, theirs: _made(ours, {field: getattr(theirs, field) or None})


def _phone(field: str) -> Take:
    def take(ours: Contact, theirs: SeenContact) -> Contact:
        said = getattr(theirs, field)
        return _made(ours, {field: Phone.parse(said) if said else None})

    return take


def _of_address(field: str, read: Callable[[SeenContact], object]) -> Take:
    def take(ours: Contact, theirs: SeenContact) -> Contact:
        address = ours.address.model_dump() | {field: read(theirs)}
        return _made(ours, {"address": address})

    return take


def _made(ours: Contact, changed: Mapping[str, object]) -> Contact:
    return Contact.model_validate(ours.model_dump() | dict(changed))


_TAKES: Mapping[str, Take] = MappingProxyType(
    {
        "organization": _text("organization"),
        "email": _text("email"),
        "phone": _phone("phone"),
        "fax": _phone("fax"),
        "street": _of_address("street", lambda theirs: theirs.street or ()),
        "city": _of_address("city", lambda theirs: theirs.city),
        "postal_code": _of_address("postal_code", lambda theirs: theirs.postal_code),
        "country": _of_address("country", lambda theirs: country_code(theirs.country or "")),
    }
)

"""What each name of a plan would be to us, as our records stand now: a pure judgement."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from orders.terms import Compare
from portfolio.contacts import Contact, ContactRole
from portfolio.held import SAID_BY_REGISTRAR, HeldDomain
from portfolio.importing import EntryState, Found, ImportEntry
from portfolio.names import DomainName
from portfolio.observation import CONTACT_FIELDS, SeenContact
from records import NotHeld, Records, Unit


class Outcome(StrEnum):
    """What a name of a plan comes to."""

    NEW = "new"
    EQUAL = "ours, equal"
    DIFFERS = "ours, differs"
    DUPLICATE = "in another account too"
    CANNOT = "cannot be held"
    UNCLEAR = "unclear"
    LISTED = "not read yet"
    TAKEN = "taken"


@dataclass(frozen=True)
class Judged:
    """One name of a plan with what it comes to. `why` are sentences for staff; they may show values."""

    entry: ImportEntry
    outcome: Outcome
    why: tuple[str, ...] = ()
    held: HeldDomain | None = None


@dataclass(frozen=True)
class Standing:
    """What our records say of a name: as held, its contacts by role, and the accounts that have it."""

    held: HeldDomain | None = None
    contacts: Mapping[ContactRole, Contact] | None = None
    accounts: frozenset[str] = frozenset()


def judged(records: Records, slug: str, differ: Compare) -> list[Judged]:
    """Return every name of the plan, judged by our records as they stand. Raises `NotHeld`."""
    with records.reading() as unit:
        entries = unit.imports.entries(slug)
        names = {entry.name for entry in entries}
        held = {one.name: one for one in unit.domains.all() if one.name in names}
        wanted = {contact for one in held.values() for contact in one.roles.values()}
        contacts = {key: kept.contact for key, kept in unit.contacts.newest(wanted).items()}
        accounts = unit.imports.accounts_of()
    return [
        judge(entry, _standing(held.get(entry.name), contacts, accounts.get(entry.name)), differ)
        for entry in entries
    ]


def judged_now(unit: Unit, entry: ImportEntry, differ: Compare) -> Judged:
    """Return one name, judged within a transaction."""
    held = _held(unit, entry.name)
    contacts = unit.contacts.newest(set(held.roles.values())) if held else {}
    ours = {slug: kept.contact for slug, kept in contacts.items()}
    accounts = unit.imports.accounts_of({entry.name}).get(entry.name)
    return judge(entry, _standing(held, ours, accounts), differ)


def judge(entry: ImportEntry, standing: Standing, differ: Compare) -> Judged:
    """Return what the entry comes to: `standing` is what our records say of its name."""
    held = standing.held
    others = standing.accounts - {entry.account} | ({held.account} if held else set()) - {entry.account}
    elsewhere = tuple(f"it is in account {other} too" for other in sorted(others))
    if entry.state is EntryState.LISTED:
        return Judged(entry, Outcome.LISTED, elsewhere, held)
    if entry.state is EntryState.UNCLEAR or (entry.found is None and entry.state is not EntryState.TAKEN):
        return Judged(entry, Outcome.UNCLEAR, (*entry.problems, *elsewhere), held)
    if entry.state is EntryState.TAKEN:
        return Judged(entry, Outcome.TAKEN, elsewhere, held)
    why = (*entry.problems, *_differences(entry, standing, differ))
    if elsewhere:
        return Judged(entry, Outcome.DUPLICATE, (*elsewhere, *why), held)
    if held is not None:
        return Judged(entry, Outcome.DIFFERS if why else Outcome.EQUAL, why, held)
    return Judged(entry, Outcome.CANNOT if why else Outcome.NEW, why)


def _held(unit: Unit, name: DomainName) -> HeldDomain | None:
    try:
        return unit.domains.get(name)
    except NotHeld:
        return None


def _standing(
    held: HeldDomain | None, contacts: Mapping[str, Contact], accounts: AbstractSet[str] | None
) -> Standing:
    roles = {role: contacts[slug] for role, slug in held.roles.items()} if held else None
    return Standing(held, roles, frozenset(accounts or ()))


def _differences(entry: ImportEntry, standing: Standing, differ: Compare) -> Iterator[str]:
    held, found = standing.held, entry.found
    if held is None or found is None:
        return
    if entry.client is not None and entry.client != held.client:
        yield f"client: {held.client} here, {entry.client} there"
    for field in SAID_BY_REGISTRAR:
        ours, theirs = getattr(held, field), getattr(found.registration, field)
        if theirs is not None and ours != theirs:
            yield f"{field}: {_text(ours)} here, {_text(theirs)} there"
    yield from _contacts_differ(entry, found, held, standing.contacts or {}, differ)


def _contacts_differ(
    entry: ImportEntry,
    found: Found,
    held: HeldDomain,
    ours: Mapping[ContactRole, Contact],
    differ: Compare,
) -> Iterator[str]:
    there = set(found.contacts) | set(found.slugs)
    for role in ContactRole:
        if role in ours and role not in there and not _is_told_of(role, entry.problems):
            yield f"{role}: only here"
        elif role in there and role not in ours:
            yield f"{role}: only there"
        elif role in found.slugs and found.slugs[role] != held.roles.get(role):
            yield f"{role}: {held.roles.get(role)} here, {found.slugs[role]} there"
        elif role in found.contacts:
            yield from how_unlike(role, ours[role], found.contacts[role], differ, exactly=bool(entry.line))


def how_unlike(
    role: ContactRole, ours: Contact, theirs: Contact, differ: Compare, *, exactly: bool = False
) -> Iterator[str]:
    """
    Yield the fields in which two contacts are not the same, with both values.

    Spellings that mean the same are no difference, unless `exactly`: a file of ours says what it means.
    """
    here, there = SeenContact.of(ours), SeenContact.of(theirs)
    if exactly:
        alike = {field for field in CONTACT_FIELDS if getattr(here, field) == getattr(there, field)}
        paths = [f"{role}.{field}" for field in CONTACT_FIELDS if field not in alike]
        if not paths and ours != theirs:
            paths = [f"{role}.name" if ours.language == theirs.language else f"{role}.language"]
    else:
        found = (*differ({role: ours}, {role: there}), *differ({role: theirs}, {role: here}))
        paths = list(dict.fromkeys(difference.path for difference in found))
    for path in paths:
        field = path.rpartition(".")[2]
        values = (_text(getattr(seen, field, None)) for seen in (here, there))
        yield f"{path.replace('.', ' ')}: {' here, '.join(values)} there"


def _is_told_of(role: ContactRole, problems: Sequence[str]) -> bool:
    return any(problem.startswith((f"{role} ", "contacts:")) for problem in problems)


def _text(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, tuple):
        return " / ".join(map(str, value))
    if isinstance(value, frozenset):
        return " ".join(sorted(str(item) for item in value)) or "none"
    return str(value)

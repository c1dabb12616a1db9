"""Making names of a plan ours: each in a transaction of its own, judged again there; safe to repeat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from orders.importing.judging import Judged, Outcome, how_unlike, judged_now
from orders.terms import Compare
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.held import HeldDomain
from portfolio.importing import EntryState, Found, ImportEntry
from portfolio.names import DomainName
from records import AlreadyHeld, NotHeld, Records, Unit

_TAKEN_UNASKED = (Outcome.NEW,)
_TAKEN_WHEN_CHOSEN = (Outcome.NEW, Outcome.DIFFERS, Outcome.DUPLICATE)


@dataclass(frozen=True)
class Taken:
    """What became of one name: `done` when it is ours now, else `why` it was left."""

    judged: Judged
    done: bool
    why: str = ""
    contacts: dict[ContactRole, str] = field(default_factory=dict[ContactRole, str])


class _Left(Exception):
    """The name stays as it is; the message says why."""


def take(
    records: Records,
    slug: str,
    *,
    by: str,
    clock: Clock,
    differ: Compare,
    names: Sequence[DomainName] = (),
) -> Iterator[Taken]:
    """
    Take the plan's new names, or those of `names`; yield each when it is committed.

    A name of ours that differs, or that is in another account of ours too, is taken only where `names` has
    it: then our records follow the plan. Raises `NotHeld` for a plan or a name of it that is not there.
    """
    with records.reading() as unit:
        entries = {entry.name: entry for entry in unit.imports.entries(slug)}
        for name in names:
            unit.imports.entry(slug, name)
    known = _Contacts(differ)
    for name in names or entries:
        if entries[name].state is EntryState.READ:
            yield _taken(records, slug, name, known, by=by, clock=clock, chosen=bool(names))


def _taken(
    records: Records, slug: str, name: DomainName, known: "_Contacts", *, by: str, clock: Clock, chosen: bool
) -> Taken:
    with records.changing(by) as unit:
        judged = judged_now(unit, unit.imports.entry(slug, name), known.differ)
        try:
            roles = _written(unit, judged, known, clock=clock, chosen=chosen)
        except (_Left, AlreadyHeld, NotHeld) as left:
            return Taken(judged, done=False, why=str(left))
        unit.imports.settle(judged.entry.model_copy(update={"state": EntryState.TAKEN, "found": None}))
        unit.commit()
    known.keep()
    return Taken(judged, done=True, contacts=roles)


def _written(
    unit: Unit, judged: Judged, known: "_Contacts", *, clock: Clock, chosen: bool
) -> dict[ContactRole, str]:
    entry, found, held = judged.entry, judged.entry.found, judged.held
    if judged.outcome not in (_TAKEN_WHEN_CHOSEN if chosen else _TAKEN_UNASKED):
        raise _Left("; ".join((judged.outcome.value, *judged.why)))
    if found is None or entry.problems:
        raise _Left("; ".join((Outcome.CANNOT.value, *entry.problems)))
    if held is None:
        return _held_anew(unit, entry, found, known, clock)
    if entry.client not in (None, held.client):
        raise _Left(f"it is held for client {held.client}")
    roles = known.roles(unit, held.client, found)
    if held.account != entry.account:
        unit.domains.set_account(held.name, entry.account)
    unit.domains.refresh(held.name, found.registration)
    if roles != held.roles:
        unit.domains.set_roles(held.name, roles)
    return roles


def _held_anew(
    unit: Unit, entry: ImportEntry, found: Found, known: "_Contacts", clock: Clock
) -> dict[ContactRole, str]:
    if entry.client is None:
        raise _Left("no client was chosen for it")
    roles = known.roles(unit, entry.client, found)
    refreshed_at = found.refreshed_at if entry.line else entry.asked_at or clock.now()
    unit.domains.hold(
        HeldDomain.of(
            found.registration,
            client=entry.client,
            account=entry.account,
            roles=roles,
            refreshed_at=refreshed_at,
        )
    )
    return roles


class _Contacts:
    """The contacts that names are taken with: equal ones are one contact of their client."""

    def __init__(self, differ: Compare) -> None:
        self.differ = differ
        self._kept: dict[str, dict[Contact, str]] = {}
        self._fresh: list[tuple[str, Contact, str]] = []

    def roles(self, unit: Unit, client: str, found: Found) -> dict[ContactRole, str]:
        """Return the contact of each role, added where there is none like it."""
        self._fresh.clear()
        roles: dict[ContactRole, str] = {}
        for role in ContactRole:
            contact, slug = found.contacts.get(role), found.slugs.get(role)
            if slug is not None:
                roles[role] = self._named(unit, client, slug, contact)
            elif contact is not None:
                roles[role] = self._like(unit, client, role, contact) or self._added(unit, client, contact)
        return roles

    def keep(self) -> None:
        """The contacts that were added are committed: the next names may stand on them."""
        for client, contact, slug in self._fresh:
            self._kept.get(client, {}).setdefault(contact, slug)
        self._fresh.clear()

    def _named(self, unit: Unit, client: str, slug: str, contact: Contact | None) -> str:
        there = unit.contacts.newest({slug}).get(slug)
        if there is None and contact is None:
            raise _Left(f"there is no contact {slug!r}")
        if there is None and contact is not None:
            unit.contacts.add(client, slug, contact)
            self._fresh.append((client, contact, slug))
        elif there is not None and (there.client != client or contact not in (None, there.contact)):
            raise _Left(f"contact {slug} is held with other values, or for another client")
        return slug

    def _like(self, unit: Unit, client: str, role: ContactRole, contact: Contact) -> str | None:
        fresh = {known: slug for _, known, slug in self._fresh}
        if contact in fresh:
            return fresh[contact]
        for known, slug in self._candidates(unit, client, contact):
            there = unit.contacts.newest({slug}).get(slug)
            if there is None or there.contact != known:
                del self._kept[client]  # someone has edited it meanwhile: look again
                return self._like(unit, client, role, contact)
            if known == contact or not [*how_unlike(role, known, contact, self.differ)]:
                return slug
        return None

    def _candidates(self, unit: Unit, client: str, contact: Contact) -> list[tuple[Contact, str]]:
        kept = self._all_of(unit, client)
        if contact in kept:
            return [(contact, kept[contact])]
        email = contact.email.casefold()
        return [(known, slug) for known, slug in kept.items() if known.email.casefold() == email]

    def _added(self, unit: Unit, client: str, contact: Contact) -> str:
        for number in count(len(self._all_of(unit, client)) + len(self._fresh) + 1):
            slug = f"{client[:55]}-{number}"
            if not unit.contacts.newest({slug}):
                unit.contacts.add(client, slug, contact)
                self._fresh.append((client, contact, slug))
                return slug
        raise AssertionError("numbers do not end")

    def _all_of(self, unit: Unit, client: str) -> dict[Contact, str]:
        if client not in self._kept:
            self._kept[client] = {kept.contact: kept.slug for kept in unit.contacts.of_client(client)}
        return self._kept[client]

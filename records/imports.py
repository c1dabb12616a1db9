"""Imports: plans of names found elsewhere, kept name by name as they are read."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import ColumnElement, delete
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.importing import EntryState, Found, ImportEntry, ImportPlan
from portfolio.names import DomainName
from portfolio.values import PersonalValue
from records import vault
from records.encryption import Place
from records.tables import ImportEntryRow, ImportRow
from records.transaction import Transaction


class _Told(PersonalValue):
    """What of an entry is sealed."""

    found: Found | None
    problems: tuple[str, ...]


class Imports:
    """The plans. A name that was read is not audited: nothing is ours before it is taken."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def listed(self, slug: str, entries: Sequence[ImportEntry]) -> None:
        """
        Make `entries` the names of the plan: new ones are added, those that are gone leave it.

        An entry that is there already stays as it was read. Raises `NotHeld` for an account or a client
        that is not held.
        """
        session = self._transaction.session
        if session.get(ImportRow, slug) is None:
            made_at = self._transaction.clock.now()
            row = ImportRow(slug=slug, made_by=self._transaction.actor, made_at=made_at)
            self._transaction.keep(row, taken=f"there is an import {slug} already")
        there = set(session.exec(select(ImportEntryRow.name).where(col(ImportEntryRow.plan) == slug)))
        for name in sorted(there - {entry.name for entry in entries}):
            self._delete(col(ImportEntryRow.plan) == slug, col(ImportEntryRow.name) == name)
        fresh = [self._row(entry) for entry in entries if entry.name not in there]
        if fresh:
            self._transaction.keep(*fresh, taken=f"import {slug} has these names already")
        self._transaction.tell(AuditTag.IMPORT_LISTED, slug, f"{len(entries)} names")

    def settle(self, entry: ImportEntry) -> None:
        """Keep the entry as it is now. Raises `NotHeld` when its plan does not have it any more."""
        _ = self._transaction.actor
        known = self._find(entry.plan, entry.name)
        fresh = self._row(entry)
        for column in ("client", "state", "told", "asked_at"):
            setattr(known, column, getattr(fresh, column))
        self._transaction.session.add(known)
        self._transaction.session.flush()

    def get(self, slug: str) -> ImportPlan:
        """Return the plan. Raises `NotHeld`."""
        row = self._transaction.find(ImportRow, slug, f"there is no import of {slug}")
        return ImportPlan(slug=row.slug, made_by=row.made_by, made_at=row.made_at)

    def entry(self, slug: str, name: DomainName) -> ImportEntry:
        """Return one name of a plan. Raises `NotHeld`."""
        return self._entry(self._find(slug, name))

    def entries(self, slug: str) -> list[ImportEntry]:
        """Return the names of a plan: in the order of the file, or of names. Raises `NotHeld`."""
        self.get(slug)
        query = select(ImportEntryRow).where(col(ImportEntryRow.plan) == slug)
        query = query.order_by(col(ImportEntryRow.line), col(ImportEntryRow.name))
        return [self._entry(row) for row in self._transaction.session.exec(query)]

    def accounts_of(self, names: AbstractSet[DomainName] | None = None) -> Mapping[str, frozenset[str]]:
        """Return, by name, the accounts in which plans found it: of `names`, of all where none are given."""
        query = select(ImportEntryRow.name, ImportEntryRow.account)
        if names is not None:
            query = query.where(col(ImportEntryRow.name).in_(sorted(names)))
        found: dict[str, set[str]] = {}
        for name, account in self._transaction.session.exec(query):
            found.setdefault(name, set()).add(account)
        return {name: frozenset(accounts) for name, accounts in found.items()}

    def drop(self, slug: str) -> None:
        """Forget a plan with everything that it found. Raises `NotHeld`."""
        row = self._transaction.find(ImportRow, slug, f"there is no import of {slug}")
        self._delete(col(ImportEntryRow.plan) == slug)
        self._transaction.session.delete(row)
        self._transaction.session.flush()
        self._transaction.tell(AuditTag.IMPORT_DROPPED, slug)

    def exported(self, names: Iterable[DomainName]) -> None:
        """Write down that names left the house in a file, with their contacts."""
        for name in names:
            self._transaction.tell(AuditTag.DOMAIN_EXPORTED, name)

    def _delete(self, *which: ColumnElement[bool]) -> None:
        _ = self._transaction.actor
        self._transaction.session.connection().execute(delete(ImportEntryRow).where(*which))
        self._transaction.session.expire_all()

    def _find(self, slug: str, name: DomainName) -> ImportEntryRow:
        absent = f"{name} is not in the import of {slug}"
        return self._transaction.find(ImportEntryRow, (slug, name), absent)

    def _row(self, entry: ImportEntry) -> ImportEntryRow:
        told = _Told(found=entry.found, problems=entry.problems).model_dump_json()
        place = _place(entry.plan, entry.name)
        return ImportEntryRow(
            plan=entry.plan,
            name=entry.name,
            account=entry.account,
            client=entry.client,
            line=entry.line,
            state=entry.state,
            told=self._transaction.vault.seal(vault.of_client(entry.client), told, place),
            asked_at=entry.asked_at,
        )

    def _entry(self, row: ImportEntryRow) -> ImportEntry:
        owner, place = vault.of_client(row.client), _place(row.plan, row.name)
        told = _Told.model_validate_json(self._transaction.vault.unseal(owner, row.told, place))
        return ImportEntry(
            plan=row.plan,
            name=DomainName(row.name),
            account=row.account,
            client=row.client,
            line=row.line,
            state=EntryState(row.state),
            found=told.found,
            problems=told.problems,
            asked_at=row.asked_at,
        )


def _place(plan: str, name: str) -> Place:
    return Place("import_entries", f"{plan} {name}", "told")

"""Contacts in versions: an edit adds one, none is ever changed."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from sqlalchemy import ColumnElement, bindparam, func, tuple_
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from portfolio.audit import AuditTag
from portfolio.contacts import Contact
from portfolio.held import ContactVersion
from records import vault
from records.encryption import Place
from records.errors import NotHeld
from records.tables import ClientRow, ContactRow, ContactVersionRow
from records.transaction import Transaction

Wanted = tuple[str, int | None]
"""A contact's slug, and which version of it; None for the newest."""


_EVERY_VERSION = select(ContactVersionRow, ContactRow.client).join(ContactRow)


class Contacts:
    """The clients' contacts, sealed under their client's key."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, client: str, slug: str, contact: Contact) -> ContactVersion:
        """Keep a new contact of `client` as version 1. Raises `NotHeld` (no such client), `AlreadyHeld`."""
        self._transaction.find(ClientRow, client, f"there is no client {client!r}")
        added = ContactVersion(client=client, slug=slug, contact=contact)
        taken = f"there is a contact {slug} already"
        self._transaction.keep(ContactRow(slug=added.slug, client=client), self._row(added), taken=taken)
        self._transaction.tell(AuditTag.CONTACT_ADDED, slug, f"of client {client}")
        return added

    def edit(self, slug: str, contact: Contact) -> ContactVersion:
        """Keep `contact` as the next version, which holds from now on. Raises `NotHeld`."""
        newest = self.get(slug)
        edited = newest.model_copy(update={"version": newest.version + 1, "contact": contact})
        taken = f"contact {slug} has a version {edited.version} already"
        self._transaction.keep(self._row(edited), taken=taken)
        self._transaction.tell(AuditTag.CONTACT_EDITED, slug, f"version {edited.version}")
        return edited

    def get(self, slug: str, version: int | None = None) -> ContactVersion:
        """Return the newest version, or the one that is asked for. Raises `NotHeld`."""
        query = _versions_of(slug).order_by(col(ContactVersionRow.version).desc()).limit(1)
        if version is not None:
            query = query.where(col(ContactVersionRow.version) == version)
        found = self._versions(query)
        if not found:
            which = f"there is no contact {slug!r}"
            raise NotHeld(which if version is None else f"{which} in version {version}")
        return found[0]

    def several(self, wanted: AbstractSet[Wanted]) -> dict[Wanted, ContactVersion]:
        """
        Return the versions that are asked for, by slug and version; for the version None the newest one.

        Raises `NotHeld` when one of them is not held.
        """
        exact = [(slug, version) for slug, version in sorted(wanted, key=str) if version is not None]
        found: dict[Wanted, ContactVersion] = {
            (kept.slug, kept.version): kept
            for kept in (self._versions(_EXACTLY, {"wanted": exact}) if exact else ())
        }
        newest = self.newest({slug for slug, version in wanted if version is None})
        found |= {(slug, None): kept for slug, kept in newest.items()}
        return {each: found.get(each) or self.get(*each) for each in wanted}

    def newest(self, slugs: AbstractSet[str]) -> dict[str, ContactVersion]:
        """Return the newest version of each of these contacts that is held, by slug."""
        found = self._versions(_NEWEST_OF, {"slugs": sorted(slugs)}) if slugs else ()
        return {kept.slug: kept for kept in found}

    def history(self, slug: str) -> list[ContactVersion]:
        """Return every version, oldest first. Raises `NotHeld`."""
        found = self._versions(_versions_of(slug).order_by(col(ContactVersionRow.version)))
        if not found:
            raise NotHeld(f"there is no contact {slug!r}")
        return found

    def of_client(self, client: str) -> list[ContactVersion]:
        """Return the newest version of each contact of `client`, by slug. Raises `NotHeld`."""
        self._transaction.find(ClientRow, client, f"there is no client {client!r}")
        return self._versions(_newest().where(col(ContactRow.client) == client))

    def all(self) -> list[ContactVersion]:
        """Return the newest version of every contact, by slug."""
        return self._versions(_newest())

    def _row(self, kept: ContactVersion) -> ContactVersionRow:
        sealed = self._transaction.vault.seal(
            vault.of_client(kept.client), kept.contact.model_dump_json(), _place(kept.slug, kept.version)
        )
        return ContactVersionRow(
            slug=kept.slug,
            version=kept.version,
            contact=sealed,
            made_by=self._transaction.actor,
            made_at=self._transaction.clock.now(),
        )

    def _versions(
        self, query: Select[ContactVersionRow, str], values: Mapping[str, object] | None = None
    ) -> list[ContactVersion]:
        found = self._transaction.session.exec(query, params=values)
        return [self._version(row, client) for row, client in found]

    def _version(self, row: ContactVersionRow, client: str) -> ContactVersion:
        owner, place = vault.of_client(client), _place(row.slug, row.version)
        contact = Contact.model_validate_json(self._transaction.vault.unseal(owner, row.contact, place))
        return ContactVersion(client=client, slug=row.slug, version=row.version, contact=contact)


def _versions_of(slug: str) -> Select[ContactVersionRow, str]:
    return _EVERY_VERSION.where(col(ContactVersionRow.slug) == slug)


def _newest(*of: ColumnElement[bool]) -> Select[ContactVersionRow, str]:
    newest = (
        select(
            col(ContactVersionRow.slug).label("slug"), func.max(ContactVersionRow.version).label("version")
        )
        .where(*of)
        .group_by(col(ContactVersionRow.slug))
        .subquery()
    )
    same = (col(ContactVersionRow.slug) == newest.c.slug) & (
        col(ContactVersionRow.version) == newest.c.version
    )
    return _EVERY_VERSION.join(newest, same).order_by(col(ContactVersionRow.slug))


# Built once: every order asks for its contacts.
_NEWEST_OF = _newest(col(ContactVersionRow.slug).in_(bindparam("slugs", expanding=True)))
_EXACTLY = _EVERY_VERSION.where(
    tuple_(col(ContactVersionRow.slug), col(ContactVersionRow.version)).in_(
        bindparam("wanted", expanding=True)
    )
)


def _place(slug: str, version: int) -> Place:
    return Place("contact_versions", slug, "contact", version)

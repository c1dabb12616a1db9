"""Changes of a contact that follow everywhere: asked for by one, approved by another, closed when done."""

from sqlalchemy import update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.change import ContactChange
from portfolio.contacts import ContactRole
from records.errors import Moved, SamePerson
from records.tables import ContactChangeRow
from records.transaction import Transaction


class Changes:
    """The changes. That another than who asked approves, the database sees to."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def ask(self, change: ContactChange) -> ContactChange:
        """
        Keep a new change, asked for by the unit's actor, and return it with its id.

        Raises `NotHeld` when the contact's version or the replaced contact is not held, `SamePerson` when it
        names another who asked, `Moved` when it is not new.
        """
        if change.asked_by != self._transaction.actor:
            raise SamePerson(f"the change of {change.contact} was asked for by one who is not who acts")
        if change.id is not None or change.approved_by is not None or change.closed_at is not None:
            raise Moved(f"the change of {change.contact} is not new")
        row = ContactChangeRow.model_validate(change.model_dump(exclude={"id"}))
        self._transaction.keep(row, taken=f"the change of {change.contact} is kept already")
        told = f"change {row.id}: version {change.version}"
        self._transaction.tell(
            AuditTag.CHANGE_ASKED,
            change.contact,
            told if change.replaced is None else f"{told}, in the place of {change.replaced}",
        )
        return _change(row)

    def get(self, change_id: int) -> ContactChange:
        """Return the change. Raises `NotHeld`."""
        return _change(self._row(change_id))

    def all(self, *, open_only: bool = False) -> list[ContactChange]:
        """Return every change, or those that are not done everywhere, oldest first."""
        query = select(ContactChangeRow).order_by(col(ContactChangeRow.id))
        if open_only:
            query = query.where(col(ContactChangeRow.closed_at).is_(None))
        return [_change(row) for row in self._transaction.session.exec(query)]

    def open_of(self, contact: str) -> list[ContactChange]:
        """Return the open changes to a version of the contact, oldest first."""
        query = select(ContactChangeRow).where(
            col(ContactChangeRow.contact) == contact, col(ContactChangeRow.closed_at).is_(None)
        )
        return [
            _change(row) for row in self._transaction.session.exec(query.order_by(col(ContactChangeRow.id)))
        ]

    def approve(self, change_id: int) -> ContactChange:
        """
        Approve the change in the name of the unit's actor; who approved it first stays.

        Raises `NotHeld`, `SamePerson` when the actor asked for it, `Moved` when it is closed.
        """
        actor, before = self._transaction.actor, self.get(change_id)
        if before.asked_by.casefold() == actor.casefold():
            raise SamePerson(f"change {change_id} was asked for by {actor}; someone else must approve it")
        if before.closed_at is not None:
            raise Moved(f"change {change_id} is closed")
        if before.approved_by is not None:
            return before
        statement = (
            update(ContactChangeRow)
            .where(
                col(ContactChangeRow.id) == change_id,
                col(ContactChangeRow.approved_by).is_(None),
                col(ContactChangeRow.closed_at).is_(None),
            )
            .values(approved_by=actor)
        )
        self._transaction.move(statement, moved=f"change {change_id} has been moved meanwhile")
        self._transaction.tell(AuditTag.CHANGE_APPROVED, before.contact, f"change {change_id}")
        return self.get(change_id)

    def close(self, change_id: int) -> ContactChange:
        """Close an open change. Raises `NotHeld`, `Moved` when it is closed."""
        before = self.get(change_id)
        statement = (
            update(ContactChangeRow)
            .where(col(ContactChangeRow.id) == change_id, col(ContactChangeRow.closed_at).is_(None))
            .values(closed_at=self._transaction.clock.now())
        )
        self._transaction.move(statement, moved=f"change {change_id} is closed")
        self._transaction.tell(AuditTag.CHANGE_CLOSED, before.contact, f"change {change_id}")
        return self.get(change_id)

    def _row(self, change_id: int) -> ContactChangeRow:
        return self._transaction.find(ContactChangeRow, change_id, f"there is no change {change_id}")


def _change(row: ContactChangeRow) -> ContactChange:
    return ContactChange(
        id=row.id,
        contact=row.contact,
        version=row.version,
        replaced=row.replaced,
        role=None if row.role is None else ContactRole(row.role),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        approved_by=row.approved_by,
        closed_at=row.closed_at,
    )

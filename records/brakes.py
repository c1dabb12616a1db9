"""Brakes: at most one a local date, let go of by two people."""

from datetime import date, datetime

from sqlalchemy import func, update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.brake import Brake
from records.errors import Moved, SamePerson
from records.tables import BrakeRow
from records.transaction import Transaction


class Brakes:
    """The brakes. That two people let go of one, the database sees to."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, on: date) -> Brake | None:
        """Return the brake of a local date, None when it was not set."""
        row = self._transaction.session.get(BrakeRow, on)
        return None if row is None else _brake(row)

    def let_go_at(self) -> datetime | None:
        """Return when two people last let go of a brake, None when they never have."""
        query = select(func.max(BrakeRow.confirmed_at))
        return self._transaction.session.exec(query).one()

    def set(self, on: date, *, why: str) -> Brake:
        """
        Set the brake of `on` and return it; one that is set already stays as it is, released or not.

        `why` is a sentence part of figures and slugs: nothing personal.
        """
        before = self.of(on)
        if before is not None:
            return before
        row = BrakeRow(on_date=on, why=why, set_at=self._transaction.clock.now())
        self._transaction.keep(row, taken=f"the brake of {on} was set already")
        self._transaction.tell(AuditTag.BRAKE_SET, str(on), why)
        return _brake(row)

    def release(self, on: date, *, reason: str) -> Brake:
        """
        Ask to let go of the brake, or agree to it: the first person asks, with a reason, the second agrees.

        Raises `Moved` when no brake holds on that date, `SamePerson` when the same person agrees.
        """
        actor, before = self._transaction.actor, self.of(on)
        if before is None or not before.holds:
            raise Moved(f"no brake holds on {on}")
        asked = before.released_by
        if asked is not None and asked.casefold() == actor.casefold():
            raise SamePerson(f"{actor} asked to let go of the brake of {on}; someone else must agree")
        held = update(BrakeRow).where(col(BrakeRow.on_date) == on, col(BrakeRow.confirmed_by).is_(None))
        if asked is None:
            statement = held.where(col(BrakeRow.released_by).is_(None))
            statement = statement.values(released_by=actor, reason=reason)
        else:
            statement = held.where(col(BrakeRow.released_by) == asked)
            statement = statement.values(confirmed_by=actor, confirmed_at=self._transaction.clock.now())
        self._transaction.move(statement, moved=f"the brake of {on} has been moved meanwhile")
        self._transaction.tell(AuditTag.BRAKE_RELEASED, str(on), "agreed" if asked else "asked")
        return _brake(self._transaction.find(BrakeRow, on, f"no brake holds on {on}"))


def _brake(row: BrakeRow) -> Brake:
    return Brake(
        on=row.on_date,
        why=row.why,
        set_at=row.set_at,
        released_by=row.released_by,
        reason=row.reason,
        confirmed_by=row.confirmed_by,
    )

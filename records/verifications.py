"""Verifications: registrants' addresses that a registrar wants confirmed by a day."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.names import DomainName
from portfolio.verification import Verification
from records.domains import Domains
from records.errors import NotHeld
from records.tables import DomainRow, VerificationRow
from records.transaction import Transaction


class Verifications:
    """
    One open verification a name; those that are settled stay, with what became of them.

    Whatever changes here makes the name be looked at for notices again.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def open(self, verification: Verification) -> Verification:
        """Keep a verification that has begun. Raises `NotHeld`, and `AlreadyHeld` when one waits already."""
        self._transaction.find(DomainRow, verification.name, f"{verification.name} is not held")
        row = VerificationRow(**verification.model_dump())
        self._transaction.keep(row, taken=f"{verification.name} waits for a verification already")
        self._look_again(verification.name)
        detail = f"until {verification.until}"
        self._transaction.tell(AuditTag.VERIFICATION_OPENED, verification.name, detail)
        return verification

    def settle(self, name: DomainName, outcome: str) -> Verification:
        """Close the open verification of `name` with its outcome, a few words. Raises `NotHeld`, `Moved`."""
        waiting = self.open_of(name)
        if waiting is None:
            raise NotHeld(f"{name} waits for no verification")
        settled = waiting.model_copy(update={"settled_at": self._transaction.clock.now(), "outcome": outcome})
        still_open = (col(VerificationRow.name) == name, col(VerificationRow.settled_at).is_(None))
        statement = update(VerificationRow).where(*still_open)
        statement = statement.values(settled_at=settled.settled_at, outcome=outcome)
        self._transaction.move(statement, moved=f"{name} waits for no verification any more")
        self._look_again(name)
        self._transaction.tell(AuditTag.VERIFICATION_SETTLED, name, outcome)
        return settled

    def open_of(self, name: DomainName) -> Verification | None:
        """Return the verification that `name` waits for, or None."""
        return next(iter(self._where(col(VerificationRow.name) == name, _OPEN)), None)

    def all_open(self) -> list[Verification]:
        """Return every verification that waits, the nearest last day first."""
        return self._where(_OPEN)

    def of(self, name: DomainName, *, since: datetime) -> list[Verification]:
        """Return the verifications of `name` that began at `since` or later, the nearest last day first."""
        return self._where(col(VerificationRow.name) == name, col(VerificationRow.asked_at) >= since)

    def _look_again(self, name: DomainName) -> None:
        Domains(self._transaction).look_for_notices(name, from_=date.min)

    def _where(self, *conditions: ColumnElement[bool]) -> list[Verification]:
        query = select(VerificationRow).where(*conditions)
        query = query.order_by(col(VerificationRow.until), col(VerificationRow.id))
        return _verifications(self._transaction.session.exec(query))


_OPEN = col(VerificationRow.settled_at).is_(None)


def _verifications(rows: Iterable[VerificationRow]) -> list[Verification]:
    return [Verification.model_validate(row.model_dump(exclude={"id"})) for row in rows]

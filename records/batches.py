"""Batches: lists of orders that came in together, and what became of each line."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.batch import Batch, BatchRow
from portfolio.names import DomainName
from portfolio.order import OrderKind
from records import vault
from records.encryption import Place
from records.errors import NotHeld, SamePerson
from records.tables import BatchLineRow, BatchListRow
from records.transaction import Transaction


class Batches:
    """The lists. The same list is the same batch: only another round of it makes a second one."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def keep(self, batch: Batch) -> Batch:
        """
        Keep a new list, brought in by the unit's actor.

        Raises `AlreadyHeld` when the slug is taken or the list came in already in this round, `NotHeld` when
        a line's order is not held, `SamePerson` when it names another drafter.
        """
        if batch.drafted_by != self._transaction.actor:
            raise SamePerson(f"batch {batch.slug} names a drafter who is not the one who acts")
        taken = f"this list came in already (round {batch.round}), or batch {batch.slug} is taken"
        row = BatchListRow(
            slug=batch.slug,
            kind=batch.kind,
            digest=batch.digest,
            round=batch.round,
            drafted_by=batch.drafted_by,
            drafted_at=batch.drafted_at,
        )
        self._transaction.keep(row, *(self._line(batch.slug, line) for line in batch.rows), taken=taken)
        self._transaction.tell(AuditTag.BATCH_KEPT, batch.slug, f"{batch.kind}: {len(batch.rows)} lines")
        return batch

    def get(self, slug: str) -> Batch:
        """Return the batch, its lines by number. Raises `NotHeld`."""
        found = self._where(col(BatchListRow.slug) == slug)
        if not found:
            raise NotHeld(f"there is no batch {slug!r}")
        return found[0]

    def of_digest(self, digest: str) -> list[Batch]:
        """Return the batches that the same list made, the first round first."""
        return self._where(col(BatchListRow.digest) == digest)

    def all(self) -> list[Batch]:
        """Return every batch, oldest first."""
        return self._where()

    def settle_row(self, slug: str, number: int, *, reference: str | None = None, problem: str = "") -> None:
        """
        Write down a line's order, or why there is none.

        Raises `NotHeld` when there is no such line or order, `Moved` when the line has another order already.
        """
        line = self._transaction.find(BatchLineRow, (slug, number), f"batch {slug!r} has no line {number}")
        had = col(BatchLineRow.reference)
        statement = (
            update(BatchLineRow)
            .where(col(BatchLineRow.batch) == slug, col(BatchLineRow.number) == number)
            .where(had.is_(None) if reference is None else had.is_(None) | (had == reference))
            .values(reference=reference, problem=self._seal(slug, number, problem))
        )
        moved = f"line {number} of batch {slug} is order {line.reference} already"
        self._transaction.move(statement, moved=moved)

    def _line(self, slug: str, line: BatchRow) -> BatchLineRow:
        return BatchLineRow(
            batch=slug,
            number=line.number,
            name=line.name,
            reference=line.reference,
            problem=self._seal(slug, line.number, line.problem),
        )

    def _where(self, *conditions: ColumnElement[bool]) -> list[Batch]:
        query = select(BatchListRow).where(*conditions)
        query = query.order_by(col(BatchListRow.drafted_at), col(BatchListRow.round), col(BatchListRow.slug))
        rows = self._transaction.session.exec(query).all()
        lines: dict[str, list[BatchRow]] = {row.slug: [] for row in rows}
        theirs = select(BatchLineRow).join(BatchListRow).where(*conditions)
        theirs = theirs.order_by(col(BatchLineRow.batch), col(BatchLineRow.number))
        for line in self._transaction.session.exec(theirs) if rows else ():
            lines[line.batch].append(self._value(line))
        return [_batch(row, lines[row.slug]) for row in rows]

    def _value(self, line: BatchLineRow) -> BatchRow:
        problem = self._transaction.vault.unseal(vault.HOUSE, line.problem, _place(line.batch, line.number))
        return BatchRow(
            number=line.number, name=DomainName(line.name), reference=line.reference, problem=problem
        )

    def _seal(self, slug: str, number: int, problem: str) -> bytes:
        return self._transaction.vault.seal(vault.HOUSE, problem, _place(slug, number))


def _batch(row: BatchListRow, lines: Sequence[BatchRow]) -> Batch:
    return Batch(
        slug=row.slug,
        kind=OrderKind(row.kind),
        digest=row.digest,
        round=row.round,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        rows=tuple(lines),
    )


def _place(slug: str, number: int) -> Place:
    return Place("batch_rows", f"{slug} {number}", "problem")

"""Names that no notice could be made for, or that nobody can read one about, until staff have been told."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import col, select

from portfolio.names import DomainName
from records.tables import NoticeProblemRow
from records.transaction import Transaction


class NoticeProblems:
    """One problem a name, as it was found last. They are not audited: each run works them out anew."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def found(self, problems: Mapping[DomainName, str]) -> None:
        """Keep what a run found now, each reason a sentence that holds nothing personal."""
        _ = self._transaction.actor
        now = self._transaction.clock.now()
        for name, why in problems.items():
            self._transaction.session.merge(NoticeProblemRow(name=name, why=why, found_at=now))
        self._transaction.session.flush()

    def since(self, at: datetime | None) -> dict[DomainName, str]:
        """Return what was found after `at`, by name; everything where it is None."""
        query = select(NoticeProblemRow).order_by(col(NoticeProblemRow.name))
        if at is not None:
            query = query.where(col(NoticeProblemRow.found_at) > at)
        return {DomainName(row.name): row.why for row in self._transaction.session.exec(query)}

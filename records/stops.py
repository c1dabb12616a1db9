"""Stops: registrar accounts that ask nothing more until something is put right."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.stop import AccountStop, StopReason
from records import vault
from records.encryption import Place
from records.errors import Moved
from records.tables import AccountStopRow
from records.transaction import Transaction


class Stops:
    """
    The accounts that stand still, each for one reason: a refused access outranks short funds.

    A stop is of the database, so that every process knows of it, and staff are told once.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def stop(
        self, account: str, reason: StopReason, *, detail: str = "", next_probe_at: datetime | None = None
    ) -> bool:
        """
        Let the account stand still from now on; return whether that is news.

        It is none when the account stands for this reason or a graver one: then nothing is changed. A graver
        reason takes the place of the other, and is told anew. Raises `NotHeld` for no such account.
        """
        _ = self._transaction.actor
        before = self._transaction.session.get(AccountStopRow, account)
        if before is not None and before.reason in (reason, StopReason.ACCESS):
            return False
        if before is not None:
            self._remove(before)
        row = AccountStopRow(
            account=account,
            reason=reason,
            since=self._transaction.clock.now(),
            detail=self._transaction.vault.seal(vault.HOUSE, detail, _place(account)),
            next_probe_at=next_probe_at,
        )
        self._transaction.keep(row, taken=f"{account} stands still already")
        self._transaction.tell(AuditTag.ACCOUNT_STOPPED, account, str(reason))
        return True

    def of(self, account: str) -> AccountStop | None:
        """Return why the account stands still, None when it does not."""
        row = self._transaction.session.get(AccountStopRow, account)
        return None if row is None else self._value(row)

    def all(self) -> list[AccountStop]:
        """Return every account that stands still, the longest first."""
        query = select(AccountStopRow).order_by(col(AccountStopRow.since), col(AccountStopRow.account))
        return [self._value(row) for row in self._transaction.session.exec(query)]

    def resume(self, account: str) -> bool:
        """Let the account go on; return False when it does not stand still."""
        _ = self._transaction.actor
        row = self._transaction.session.get(AccountStopRow, account)
        if row is None:
            return False
        reason = row.reason
        self._remove(row)
        self._transaction.tell(AuditTag.ACCOUNT_RESUMED, account, reason)
        return True

    def told(self, account: str) -> bool:
        """
        Write down that staff are told of the stop, now; return whether they are told for the first time.

        False, too, when the account does not stand still any more: then there is nothing to tell.
        """
        statement = (
            update(AccountStopRow)
            .where(col(AccountStopRow.account) == account, col(AccountStopRow.told_at).is_(None))
            .values(told_at=self._transaction.clock.now())
        )
        try:
            self._transaction.move(statement, moved=f"of {account} was told already")
        except Moved:
            return False
        return True

    def probe_later(self, account: str, at: datetime) -> None:
        """Say when another probe is worth its while. Raises `Moved` when the account stands still no more."""
        statement = (
            update(AccountStopRow).where(col(AccountStopRow.account) == account).values(next_probe_at=at)
        )
        self._transaction.move(statement, moved=f"{account} does not stand still any more")

    def _remove(self, row: AccountStopRow) -> None:
        self._transaction.session.delete(row)
        self._transaction.session.flush()

    def _value(self, row: AccountStopRow) -> AccountStop:
        return AccountStop(
            account=row.account,
            reason=StopReason(row.reason),
            since=row.since,
            detail=self._transaction.vault.unseal(vault.HOUSE, row.detail, _place(row.account)),
            told_at=row.told_at,
            next_probe_at=row.next_probe_at,
        )


def _place(account: str) -> Place:
    return Place("account_stops", account, "detail")

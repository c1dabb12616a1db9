"""Our accounts at registrars, without their secrets."""

from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.held import Environment, RegistrarAccount
from records.tables import AccountRow
from records.transaction import Transaction


class Accounts:
    """The registrar accounts."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, account: RegistrarAccount) -> RegistrarAccount:
        """Keep a new account. Raises `AlreadyHeld` when the slug is taken."""
        row = AccountRow(
            slug=account.slug,
            registrar=account.registrar,
            environment=account.environment,
            endpoint=account.endpoint,
            username=account.username,
        )
        self._transaction.keep(row, taken=f"there is an account {account.slug} already")
        self._transaction.tell(AuditTag.ACCOUNT_ADDED, account.slug, f"at {account.registrar}")
        return account

    def get(self, slug: str) -> RegistrarAccount:
        """Return the account. Raises `NotHeld`."""
        return _account(self._transaction.find(AccountRow, slug, f"there is no account {slug!r}"))

    def all(self) -> list[RegistrarAccount]:
        """Return every account, by slug."""
        rows = self._transaction.session.exec(select(AccountRow).order_by(col(AccountRow.slug)))
        return [_account(row) for row in rows]


def _account(row: AccountRow) -> RegistrarAccount:
    return RegistrarAccount(
        slug=row.slug,
        registrar=row.registrar,
        environment=Environment(row.environment),
        endpoint=row.endpoint,
        username=row.username,
    )

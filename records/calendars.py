"""The secret addresses of the calendar feed: a token is shown once, and only its hash is kept."""

import hashlib
import hmac
import secrets

from sqlalchemy import update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.calendars import CalendarAddress
from records.errors import NotHeld
from records.tables import CalendarAddressRow, ClientRow
from records.transaction import Transaction

_TOKEN_BYTES = 32
_SUBJECT = "calendar"


class Calendars:
    """The addresses, those that answer and those that were revoked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def new(self, reader: str, *, client: str | None = None) -> tuple[CalendarAddress, str]:
        """
        Make an address; return it with its token of 256 random bits, which nobody can be told again.

        Raises `NotHeld` for no such client.
        """
        if client is not None:
            self._transaction.find(ClientRow, client, f"there is no client {client!r}")
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        made_at = self._transaction.clock.now()
        row = CalendarAddressRow(token_hash=_hash(token), client=client, reader=reader, made_at=made_at)
        self._transaction.keep(row, taken="this token is there already")
        address = _address(row)
        whose = f"client {client}" if client else "every name"
        self._transaction.tell(AuditTag.CALENDAR_MADE, f"{_SUBJECT}:{address.id}", whose)
        return address, token

    def revoke(self, number: int) -> CalendarAddress:
        """Let an address answer no more. Raises `NotHeld`, and `Moved` when it was revoked before."""
        row = self._transaction.find(CalendarAddressRow, number, f"there is no calendar address {number}")
        address = _address(row)
        now = self._transaction.clock.now()
        still = (col(CalendarAddressRow.id) == number, col(CalendarAddressRow.revoked_at).is_(None))
        statement = update(CalendarAddressRow).where(*still).values(revoked_at=now)
        self._transaction.move(statement, moved=f"calendar address {number} was revoked already")
        self._transaction.tell(AuditTag.CALENDAR_REVOKED, f"{_SUBJECT}:{number}")
        return address.model_copy(update={"revoked_at": now})

    def all(self) -> list[CalendarAddress]:
        """Return every address, the oldest first."""
        query = select(CalendarAddressRow).order_by(col(CalendarAddressRow.id))
        return [_address(row) for row in self._transaction.session.exec(query)]

    def by_token(self, token: str) -> CalendarAddress:
        """
        Return the address whose token this is. Raises `NotHeld` for any other text, or a revoked address.

        Every hash is compared, in a time that does not depend on how much of it is right.
        """
        asked, found = _hash(token), None
        query = select(CalendarAddressRow).where(col(CalendarAddressRow.revoked_at).is_(None))
        for row in self._transaction.session.exec(query):
            if hmac.compare_digest(row.token_hash, asked):
                found = row
        if found is None:
            raise NotHeld("there is no such calendar address")
        return _address(found)


def _hash(token: str) -> str:
    # A plain hash is enough: 256 random bits cannot be guessed, so nothing has to be slow.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _address(row: CalendarAddressRow) -> CalendarAddress:
    return CalendarAddress.model_validate(row.model_dump(exclude={"token_hash"}))

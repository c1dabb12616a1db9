"""What was heard of e-mail addresses. An address is found by its blind index; it is not written here."""

import hashlib
from collections.abc import Iterable

from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.mail import MailEvent, MailEventKind, Said
from portfolio.policy.bounces import AddressStanding, standing
from records.errors import AlreadyHeld
from records.tables import MailEventRow
from records.transaction import Transaction


class MailEvents:
    """The events, in the order in which they were taken. What they mean is `portfolio.policy.bounces`'."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def record(self, event: MailEvent) -> bool:
        """
        Keep an event; return False when one with its digest is kept already, and nothing changes.

        Raises `NotHeld` when its notice is not held.
        """
        row = MailEventRow(
            address_index=self._transaction.vault.blind_index(event.address),
            **event.model_dump(exclude={"address"}),
        )
        try:
            self._transaction.keep(row, taken="this was heard already")
        except AlreadyHeld:
            return False
        return True

    def mend(self, address: str, *, because: Said) -> MailEvent:
        """
        Keep the actor's word that `address` can be written to again. `because` holds nothing personal.

        On the audit chain the address stands as its blind index.
        """
        index = self._transaction.vault.blind_index(address)
        entry = self._transaction.tell(AuditTag.ADDRESS_MENDED, index, because)
        event = MailEvent(
            address=address,
            kind=MailEventKind.MENDED,
            at=self._transaction.clock.now(),
            digest=hashlib.sha256(f"mended:{index}:{entry}".encode()).hexdigest(),
            said=because,
        )
        self.record(event)
        return event

    def standing_of(self, address: str) -> AddressStanding:
        """Return how the address stands now, by all that was heard of it."""
        return standing(self.of_address(address), self._transaction.clock.now())

    def of_address(self, address: str) -> list[MailEvent]:
        """Return what was heard of `address`, in whatever case it is written, oldest first."""
        index = self._transaction.vault.blind_index(address)
        query = select(MailEventRow).where(col(MailEventRow.address_index) == index)
        return _events(address, self._transaction.session.exec(query.order_by(col(MailEventRow.id))))

    def of_notice(self, key: str, address: str) -> list[MailEvent]:
        """Return what was heard of the notice with this key, which went to `address`, oldest first."""
        query = select(MailEventRow).where(col(MailEventRow.notice) == key)
        return _events(address, self._transaction.session.exec(query.order_by(col(MailEventRow.id))))


def _events(address: str, rows: Iterable[MailEventRow]) -> list[MailEvent]:
    return [
        MailEvent.model_validate(row.model_dump(exclude={"id", "address_index"}) | {"address": address})
        for row in rows
    ]

"""Orders that left the house after the backup that these records were restored from."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.names import DomainName
from portfolio.order import OrderState
from records import vault
from records.encryption import Place
from records.errors import AlreadyHeld, Moved
from records.tables import AuditLinkRow, AuditPayloadRow, OrderRow
from records.transaction import Transaction

LOST_APPROVAL = "(approved after the backup)"
"""Stands for the approver whose name is lost. No person of this house: such an order is not sent again."""


class LostOrders:
    """What the journal knows of orders and these records do not."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def was_sent(self, reference: str, *, at: datetime, times: int = 1) -> None:
        """
        Take an order for sent, `times` times and last at `at`: UNKNOWN, to be looked for before all else.

        From any state but ACTIVE; even a refused one, which may have been closed here before anybody knew.
        Raises `NotHeld`, `Moved`, and `AlreadyHeld` when another such order is open.
        """
        row = self._transaction.find(OrderRow, reference, f"there is no order {reference!r}")
        before = OrderState(row.state)
        if before is OrderState.ACTIVE:
            raise Moved(f"order {reference} is {before}: it was bought and is held")
        words = (
            f"it left the house at {at:%Y-%m-%d %H:%M} UTC, after the backup; look before anything is sent"
        )
        place = Place("orders", reference, "detail")
        statement = (
            update(OrderRow)
            .where(col(OrderRow.reference) == reference, col(OrderRow.state) == before)
            .values(
                state=OrderState.UNKNOWN,
                approved_by=row.approved_by or LOST_APPROVAL,
                approved_at=row.approved_at or at,
                detail=self._transaction.vault.seal(vault.of_client(row.client), words, place),
                sends=col(OrderRow.sends) + times,
                submitted_at=at,
                looks=0,
                missed_at=None,
                next_at=self._transaction.clock.now(),
            )
        )
        self._transaction.move(statement, moved=f"order {reference} is {before} no more")
        for step in (
            f"{before} → {OrderState.SUBMITTING}, told by the journal",
            f"{OrderState.SUBMITTING} → {OrderState.UNKNOWN}",
        ):
            self._transaction.tell(AuditTag.ORDER_ADVANCED, reference, step)

    def strike(self, reference: str, name: DomainName) -> bool:
        """
        Note that an order which these records do not have left the house: its reference is never used again.

        Returns False when that was noted already.
        """
        if self._is_struck(reference):
            return False
        self._transaction.tell(AuditTag.HOUSE_QUARANTINED, reference, f"{name}: left after the backup")
        return True

    def raise_if_struck(self, reference: str) -> None:
        """Raise `AlreadyHeld` for a reference under which an order left the house after the backup."""
        if self._is_struck(reference):
            raise AlreadyHeld(
                f"{reference} belongs to an order that left the house after the backup; it is not sent again"
            )

    def _is_struck(self, reference: str) -> bool:
        query = (
            select(AuditLinkRow.sequence)
            .join(AuditPayloadRow)
            .where(AuditPayloadRow.subject == reference, AuditLinkRow.tag == AuditTag.HOUSE_QUARANTINED)
        )
        return self._transaction.session.exec(query.limit(1)).first() is not None

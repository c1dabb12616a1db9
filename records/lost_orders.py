"""Orders that left the house after the backup that these records were restored from."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.names import DomainName
from portfolio.order import Order, OrderState
from records.errors import AlreadyHeld, Moved
from records.order_rows import order_of, progress_columns, sealed_detail
from records.tables import AuditLinkRow, AuditPayloadRow, OrderRow
from records.transaction import Transaction

LOST_APPROVAL = "(approved after the backup)"
"""Stands for the approver whose name is lost: nobody of this house."""


class LostOrders:
    """What the journal knows of orders and these records do not."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def was_sent(self, reference: str, *, at: datetime, times: int = 1) -> None:
        """
        Take an order for sent, `times` times and last at `at`: UNKNOWN, to be looked for before all else.

        From any state but ACTIVE; even a refused one, which may have been closed here before anybody knew. A
        person has to see it: no job sends it again. Raises `NotHeld`, `Moved`, and `AlreadyHeld` when another
        such order is open.
        """
        row = self._transaction.find(OrderRow, reference, f"there is no order {reference!r}")
        order = order_of(row, (), self._transaction.vault)
        if order.state is OrderState.ACTIVE:
            raise Moved(f"order {reference} is {order.state}: it was bought and is held")
        words = (
            f"it left the house at {at:%Y-%m-%d %H:%M} UTC, after the backup; look before anything is sent"
        )
        statement = (
            update(OrderRow)
            .where(col(OrderRow.reference) == reference, col(OrderRow.state) == order.state)
            .values(
                state=OrderState.UNKNOWN,
                approved_by=order.approved_by or LOST_APPROVAL,
                approved_at=order.approved_at or at,
                detail=sealed_detail(order, self._transaction.vault, words),
                **self._progress_since(order, at, times),
            )
        )
        self._transaction.move(statement, moved=f"order {reference} is {order.state} no more")
        told = (f"{order.state} → submitting, told by the journal", "submitting → unknown")
        for step in told:
            self._transaction.tell(AuditTag.ORDER_ADVANCED, reference, step)

    def strike(self, reference: str, name: DomainName) -> bool:
        """
        Note that an order which these records do not have left the house: its reference is never used again.

        Told under its reference and under its name. Returns False when that was noted already.
        """
        if self._struck_at(reference) is not None:
            return False
        self._transaction.tell(AuditTag.HOUSE_QUARANTINED, reference, f"{name}: left after the backup")
        self._transaction.tell(AuditTag.HOUSE_QUARANTINED, name, f"{reference}: left after the backup")
        return True

    def raise_if_struck(self, reference: str) -> None:
        """Raise `AlreadyHeld` for a reference under which an order left the house after the backup."""
        if self._struck_at(reference) is not None:
            raise AlreadyHeld(
                f"{reference} belongs to an order that left the house after the backup; it is not sent again"
            )

    def noted_at(self, name: DomainName) -> datetime | None:
        """Return when it was last noted that an order for `name` had left after a backup, which is lost."""
        return self._struck_at(name)

    def _struck_at(self, subject: str) -> datetime | None:
        query = (
            select(AuditLinkRow.at)
            .join(AuditPayloadRow)
            .where(AuditPayloadRow.subject == subject, AuditLinkRow.tag == AuditTag.HOUSE_QUARANTINED)
            .order_by(col(AuditLinkRow.sequence).desc())
        )
        return self._transaction.session.exec(query.limit(1)).first()

    def _progress_since(self, order: Order, at: datetime, times: int) -> dict[str, object]:
        """How far it came: what was seen before it was sent again says nothing any more."""
        return progress_columns(
            order.progress.model_copy(
                update={
                    "sends": order.progress.sends + times,
                    "submitted_at": at,
                    "looks": 0,
                    "missed_at": None,
                    "next_at": self._transaction.clock.now(),
                    "balance_before": None,
                    "person_asked": True,
                }
            )
        )

"""
Vendors that keep no order, and a note of ours with every name: the note carries a mark for each order.

What brings a name is marked by the order itself. A renewal and a restore are marked right before they are
sent; a renewal's mark has the date that it starts from, so that a date that has moved tells that it was done.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Protocol, TypeVar
from urllib.parse import quote

from portfolio.order import OrderKind
from registrar.contract import (
    OrderAbsent,
    OrderAnswer,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    TransferState,
)
from registrar.errors import NotFound
from registrar.exchange import Unreadable

_MARK = re.compile(r"\[namesteward (\w+) (\S+?)(?: (\d{4}-\d\d-\d\d))?\]")


class Stage(Enum):
    """How far a name has come at the vendor."""

    HELD = auto()
    PENDING = auto()
    FAILED = auto()
    DELETED = auto()
    UNKNOWN = auto()

    @property
    def of_transfer(self) -> TransferState:
        """How far a transfer has come whose record is as far as this."""
        return _TRANSFERS.get(self, TransferState.NONE)


_TRANSFERS = {
    Stage.HELD: TransferState.DONE,
    Stage.PENDING: TransferState.PENDING,
    Stage.FAILED: TransferState.REFUSED,
}


class Staged(Protocol):
    """A vendor's record of a name, as the vendor tells it."""

    @property
    def stage(self) -> Stage: ...


StagedT = TypeVar("StagedT", bound=Staged)


def held_among(records: Sequence[StagedT]) -> StagedT:
    """
    Return the record of a name in the account.

    Raises `NotFound`, for a name that is only ordered, too, and `Unreadable` for one that is held twice.
    """
    held = [record for record in records if record.stage is Stage.HELD]
    if len(held) > 1:
        raise Unreadable("the reply holds the name twice")
    if not held:
        raise NotFound("ordered, and not yet in this account" if records else "not in this account")
    return held[0]


@dataclass(frozen=True)
class Noted:
    """A vendor's record of a name: its number there, its stage, its expiry, and the note."""

    number: str
    stage: Stage
    until: date | None
    note: str = field(repr=False)


def mark(kind: OrderKind, reference: str, day: date | None = None) -> str:
    """Return what is written into the note for an order."""
    return f"[namesteward {kind} {quote(reference, safe='')}{f' {day}' if day else ''}]"


def marked(note: str, kind: OrderKind, reference: str) -> str | None:
    """Return the day in our mark, an empty text for a mark without one, None where there is no mark."""
    sought = (kind.value, quote(reference, safe=""))
    return next((day for *found, day in _MARK.findall(note) if tuple(found) == sought), None)


def verdict(records: Sequence[Noted], sought: OrderSought) -> OrderAnswer:
    """Return what became of an order, by every record that the vendor has of its name."""
    known = sought.vendor_reference
    if known is not None and known not in {record.number for record in records}:
        return OrderUnclear(reason=f"the list lacks number {known}")
    if sought.kind in (OrderKind.RENEW, OrderKind.RESTORE):
        return _done_to(records, sought)
    return _brought(records, sought)


def _brought(records: Sequence[Noted], sought: OrderSought) -> OrderAnswer:
    ours = [record for record in records if marked(record.note, sought.kind, sought.reference) is not None]
    living = [record for record in ours if record.stage is not Stage.FAILED]
    if len(living) == 1 and living[0].stage is not Stage.UNKNOWN:
        return OrderFound(done=living[0].stage is not Stage.PENDING, reference=living[0].number)
    if living:
        return OrderUnclear(
            reason="more than one order carries the reference, or its state is not documented"
        )
    if any(record.stage in (Stage.HELD, Stage.PENDING, Stage.UNKNOWN) for record in records):
        return OrderUnclear(reason="the name is held or ordered, without an order of ours")
    return OrderFailed(reference=ours[-1].number) if ours else OrderAbsent()


def _done_to(records: Sequence[Noted], sought: OrderSought) -> OrderAnswer:
    marks = [(one, marked(one.note, sought.kind, sought.reference)) for one in records]
    found = [(one, day) for one, day in marks if day is not None]
    if not found and sought.kind is OrderKind.RENEW:
        return OrderAbsent()
    if not found:
        return OrderUnclear(reason="no order is kept of a restore, and the name has no mark of one")
    record, day = found[-1]
    moved = _has_moved(record, day)
    if moved or (not day and record.stage is Stage.HELD):
        return OrderFound(done=True, reference=record.number)
    if not day and record.stage is Stage.PENDING:
        return OrderFound(done=False, reference=record.number)
    if day and moved is False:
        return OrderAbsent()
    return OrderUnclear(reason="it was about to be sent, and nothing shows that it was done")


def _has_moved(record: Noted, day: str) -> bool | None:
    """Whether the expiry is later than the day in the mark; None where that cannot be told."""
    if not day or record.until is None or record.until < date.fromisoformat(day):
        return None
    return record.until > date.fromisoformat(day)

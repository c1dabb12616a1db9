"""May anything leave the house? Not while the journal knows more than these records, nor by a wrong clock."""

from datetime import datetime, timedelta
from typing import assert_never

from portfolio.notice import NoticeState
from portfolio.order import OrderState
from records.chain import Head
from records.errors import ClockBehind, JournalBroken, Moved, Quarantined
from records.journal import Departure, Journal, Left
from records.unit import Unit

CLOCK_MAY_LAG = timedelta(minutes=5)
"""More than a time server's correction, less than the hour of a wrong time zone."""

NEXT = "namesteward quarantine show"


def raise_if_quarantined(unit: Unit, journal: Journal | None, now: datetime) -> None:
    """
    Raise `Quarantined` when these records are older than what left the house; `ClockBehind`.

    Two reads by primary key. Without a journal only the clock is looked at.
    """
    why = "" if journal is None else why_quarantined(unit, journal)
    if why:
        raise Quarantined(f"{why}: nothing is bought or mailed, nothing was sent; see {NEXT}")
    latest = unit.audit.latest()
    if latest - now > CLOCK_MAY_LAG:
        raise ClockBehind(
            f"the clock shows {now:%Y-%m-%d %H:%M} UTC, and the records were written to at "
            f"{latest:%Y-%m-%d %H:%M} UTC: nothing is bought or mailed, nothing was sent; put the clock right"
        )


def why_quarantined(unit: Unit, journal: Journal) -> str:
    """Return why nothing may leave the house by these records; empty when something may."""
    try:
        newest = journal.newest()
    except JournalBroken:
        return "the journal of what left the house is damaged"
    if newest is None:
        return "the journal of what left the house is not there"
    if not unit.audit.holds(newest.head):
        return "these records are older than what left the house, as after a restore from a backup"
    return ""


def lost(unit: Unit, journal: Journal) -> list[Departure]:
    """Return the orders and notices that left after these records' last word, oldest first."""
    unknown: list[Departure] = []
    for departure in reversed(journal.departures()):
        if unit.audit.holds(departure.head):
            break
        if departure.kind is not Left.ANCHOR:
            unknown.append(departure)
    return unknown[::-1]


def head_of_claimed(unit: Unit, journal: Journal | None, kind: Left, key: str) -> Head:
    """
    Return the chain's end, for the line about `key`, whose claim stands in these records.

    Raises `Moved` when the claim does not stand, `Quarantined` when the journal has gone past these records
    in the meantime: they were exchanged under a running process.
    """
    why = why_quarantined(unit, journal) if journal else ""
    if why:
        raise Quarantined(f"{why}: {key} was not sent; see {NEXT}")
    if not _is_claimed(unit, kind, key):
        raise Moved(f"{key} is not about to be sent any more; nothing was sent")
    return unit.audit.head()


def _is_claimed(unit: Unit, kind: Left, key: str) -> bool:
    match kind:
        case Left.ORDER:
            return unit.orders.state_of(key) is OrderState.SUBMITTING
        case Left.NOTICE:
            return unit.outbox.get(key).state is NoticeState.SENDING
        case Left.ANCHOR:
            return True
        case _:
            assert_never(kind)

"""
Whether an address can be written to, read off all that was heard of it: a fold, nothing is stored.

A hard bounce or a complaint makes an address unusable, and only staff's word that it is mended makes it
usable again. A delivery afterwards does not: nothing is sent to an unusable address, so it tells of a message
that left before, or of one of several mailboxes behind it. Soft bounces count since the last delivery or
mending, and are forgotten after the window; enough of them are a penalty. Delays, and refusals that are about
us, count for nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from portfolio.mail import MailEvent, MailEventKind
from portfolio.values import Instant, Value

SOFT_BOUNCES = 5
WINDOW = timedelta(days=30)


class AddressState(StrEnum):
    """USABLE; ON PENALTY: others are written to first; UNUSABLE: nothing is sent to it."""

    USABLE = "usable"
    ON_PENALTY = "on penalty"
    UNUSABLE = "unusable"


class AddressStanding(Value):
    """How an address stands, since when, and for which reason; `soft` are the soft bounces that count."""

    state: AddressState = AddressState.USABLE
    since: Instant | None = None
    why: MailEventKind | None = None
    soft: int = 0


def standing(
    events: Iterable[MailEvent], now: datetime, *, most_soft: int = SOFT_BOUNCES, window: timedelta = WINDOW
) -> AddressStanding:
    """
    Return how an address stands at `now`, by the events in the order in which they were taken.

    An event told again (the same digest) changes nothing. `most_soft` soft bounces within `window` before
    `now` are a penalty.
    """
    broken: MailEvent | None = None
    soft: list[MailEvent] = []
    for event in _each_once(events):
        match event.kind:
            case MailEventKind.HARD | MailEventKind.COMPLAINT:
                broken = broken or event
            case MailEventKind.SOFT:
                soft.append(event)
            case MailEventKind.DELIVERED:
                soft.clear()
            case MailEventKind.MENDED:
                broken = None
                soft.clear()
            case MailEventKind.DELAYED | MailEventKind.BLOCKED:
                continue
    counting = [event for event in soft if event.at > now - window]
    if broken is not None:
        return _stands(AddressState.UNUSABLE, broken, len(counting))
    if len(counting) >= most_soft:
        return _stands(AddressState.ON_PENALTY, counting[most_soft - 1], len(counting))
    return AddressStanding(soft=len(counting))


def _stands(state: AddressState, by: MailEvent, soft: int) -> AddressStanding:
    return AddressStanding(state=state, since=by.at, why=by.kind, soft=soft)


def _each_once(events: Iterable[MailEvent]) -> list[MailEvent]:
    first: dict[str, MailEvent] = {}
    for event in events:
        first.setdefault(event.digest, event)
    return list(first.values())

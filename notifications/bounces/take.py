"""
Acts on what came back, once and in one transaction: the event, the notice, the next contact.

Only a token of ours says which notice it is about. Told again it changes nothing; forged it changes nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from notifications.bounces.read import read_report
from notifications.bounces.report import IGNORED, Report, ReportKind
from notifications.post.return_path import ReturnPath
from portfolio.clock import Clock
from portfolio.mail import CAME_BACK, MailEvent, MailEventKind
from portfolio.notice import Notice, NoticeState
from portfolio.policy.bounces import AddressState, standing
from records import NotHeld, Records, Unit


class Change(StrEnum):
    """What a message that came back has changed."""

    BOUNCED = "bounced"
    """Its notice came back for good: the next contact comes due, and staff see it."""
    NOTED = "noted"
    """It was kept with its notice and its address; the notice stands as it stood."""
    REPEATED = "repeated"
    """It was told before: nothing changed."""
    IGNORED = "ignored"
    """It is no report about a notice: nothing changed."""
    REFUSED = "refused"
    """It carries no token of ours, or that of no notice: nothing changed."""
    UNCLEAR = "unclear"
    """It is about a notice of ours and says nothing plain: a person reads it. Nothing changed."""
    WAITS = "waits"
    """Its notice is in hand at this moment: take it again later. Nothing changed."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one message was and what it changed. Holds no personal value."""

    kind: ReportKind
    change: Change
    notice: str = ""
    detail: str = ""
    address: AddressState | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the message need not be taken again."""
        return self.change is not Change.WAITS


class TurnToNext(Protocol):
    """Lets a notice to the next reader come due, in the transaction of `unit`."""

    def __call__(self, unit: Unit, notice: Notice, *, now: datetime) -> Notice | None:
        """Return the new notice; None where nobody is left who has not had it."""
        ...


_IN_HAND = frozenset({NoticeState.CLAIMED, NoticeState.SENDING})
_LEFT = frozenset({NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS, NoticeState.BOUNCED})


def take(
    records: Records,
    return_path: ReturnPath,
    raw: bytes,
    *,
    clock: Clock,
    actor: str,
    turn_to_next: TurnToNext,
) -> Outcome:
    """
    Read the message `raw`, and act on it.

    A bounce of an ambiguous notice proves that it left: the notice is bounced. A delivery settles nothing and
    is kept as evidence. Raises `RecordsError` with nothing changed.
    """
    report = read_report(raw, return_path)
    if report.kind in IGNORED:
        return Outcome(kind=report.kind, change=Change.IGNORED, detail=report.said)
    if report.reference is None:
        return _refused(report, "it carries no valid token of ours")
    with records.changing(actor) as unit:
        try:
            notice = unit.outbox.by_reference(report.reference)
        except NotHeld:
            return _refused(report, "its token is ours, but there is no such notice")
        outcome = _taken(unit, notice, report, clock.now(), turn_to_next)
        unit.commit()
    return outcome


def _refused(report: Report, why: str) -> Outcome:
    hint = f"; it speaks of {report.hint}, which proves nothing" if report.hint else ""
    return Outcome(kind=report.kind, change=Change.REFUSED, detail=f"{why}{hint}")


def _taken(unit: Unit, notice: Notice, report: Report, now: datetime, turn_to_next: TurnToNext) -> Outcome:
    def outcome(change: Change, detail: str) -> Outcome:
        state = standing(unit.mail_events.of_address(notice.recipient), now).state
        return Outcome(kind=report.kind, change=change, notice=notice.key, detail=detail, address=state)

    if report.kind is ReportKind.UNREADABLE:
        return outcome(Change.UNCLEAR, report.said)
    if notice.state in _IN_HAND:
        return outcome(Change.WAITS, f"the notice is {notice.state}")
    event = MailEvent(
        address=notice.recipient,
        kind=MailEventKind(report.kind.value),
        at=now,
        digest=_digest(notice, report),
        notice=notice.key,
        said=report.said,
    )
    if not unit.mail_events.record(event):
        return outcome(Change.REPEATED, f"told before; the notice is {notice.state}")
    return outcome(*_settled(unit, notice, event, turn_to_next))


def _settled(unit: Unit, notice: Notice, event: MailEvent, turn_to_next: TurnToNext) -> tuple[Change, str]:
    if notice.state not in _LEFT:
        return Change.NOTED, f"the notice is {notice.state}, which this does not change; {event.said}"
    if event.kind not in CAME_BACK:
        if event.kind is MailEventKind.COMPLAINT and notice.state is not NoticeState.BOUNCED:
            unit.outbox.bounced(notice.key, said=event.said, at=event.at, for_good=False)
        unsettled = "; it stays ambiguous" if notice.state is NoticeState.AMBIGUOUS else ""
        return Change.NOTED, f"{event.said}{unsettled}"
    unit.outbox.bounced(notice.key, said=event.said, at=event.at, for_good=True)
    if notice.state is NoticeState.BOUNCED:
        return Change.NOTED, f"it came back before; {event.said}"
    if notice.is_staff_copy:
        return Change.BOUNCED, f"it was the copy for staff; {event.said}"
    turned = turn_to_next(unit, notice, now=event.at)
    return Change.BOUNCED, f"{event.said}; {_who_is_next(turned)}"


def _who_is_next(turned: Notice | None) -> str:
    if turned is None:
        return "nobody else is left to write to"
    return f"next to be told: {'staff' if turned.is_staff_copy else turned.role}"


def _digest(notice: Notice, report: Report) -> str:
    """One message can fail once, be delivered once: two reports of one kind about it are the same news."""
    return hashlib.sha256(f"{notice.reference}:{report.kind}".encode()).hexdigest()

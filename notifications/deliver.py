"""
One notice on its way: claimed, checked against the facts, SENDING committed, handed over, settled.

A claim that nobody finished is taken up again, since nothing has left the house. A notice that was left in
SENDING may have arrived: it is ambiguous, shown to staff, and no machine sends it again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from notifications.compose import compose
from notifications.due import notice_for, reach_of
from notifications.facts import Facts
from notifications.post.transport import Ambiguous, Dead, Handed, HandedOver, RetryLater, Transport
from notifications.recheck import Knowledge, Stop, recheck
from notifications.recipients import Recipient, next_recipient
from notifications.sender import Sender
from portfolio.clock import Clock
from portfolio.contacts import Language
from portfolio.notice import Notice, NoticeState
from portfolio.policy.bounces import AddressState
from records import ClockBehind, Left, Moved, Quarantined, Records, RecordsError, Unit

log = logging.getLogger("notifications")

FIRST_RETRY = timedelta(minutes=15)
LONGEST_RETRY = timedelta(hours=6)
MOST_FOR_ONE = 40
PAUSE_FOR_ONE = timedelta(hours=12)
NOT_JOURNALLED = "the journal of what leaves the house could not be written; nothing was sent"
COMES_BACK = "mail to this address comes back for good: nothing was sent to it"
LEFT_BEHIND = "the process ended while it was being handed over; ask the mail server by its Message-ID"


@dataclass(frozen=True, kw_only=True)
class Post:
    """
    What it takes to deliver: what is known, a mail server, a clock, and in whose name.

    `return_path` gives the envelope's sender of a notice: where what comes back is told apart. `most_for_one`
    bounds what one address gets in a day, staff's own excepted.
    """

    known: Knowledge
    transport: Transport
    clock: Clock
    sender: Sender
    staff_address: str
    actor: str = "job:notices"
    return_path: Callable[[Notice], str] | None = None
    most_for_one: int = MOST_FOR_ONE

    @property
    def records(self) -> Records:
        """The records of what is known."""
        return self.known.records

    def comes_back_to(self, notice: Notice) -> str:
        """Return the address in the envelope: that of the house unless returns are told apart."""
        return self.sender.address if self.return_path is None else self.return_path(notice)


def deliver_one(post: Post, notice: Notice) -> Notice:
    """
    Deliver one claimed notice of many, and return it as it then stands: a broken one stops no other.

    Raises `Quarantined` or `ClockBehind` when no notice may leave the house at all; its claim waits again.
    """
    try:
        settled = deliver(post, notice)
    except Moved:
        settled = _as_it_stands(post, notice)
    except (Quarantined, ClockBehind):
        raise
    except Exception as err:  # noqa: BLE001 - one item of a batch; only the kind of error may be kept
        log.warning("notice=%s could not be prepared: %s", notice.key, type(err).__name__)
        settled = _put_back(post, notice, err)
    log.info("notice=%s state=%s attempt=%s", settled.key, settled.state, settled.attempts)
    return settled


def deliver(post: Post, notice: Notice) -> Notice:
    """
    Send a claimed notice if it is still true, and return it as it then stands.

    Raises `Moved` when someone else has taken it, and whatever keeps it from being written; nothing has left
    then.
    """
    now = post.clock.now()
    if _has_had_enough(post, notice, now):
        why = f"{post.most_for_one} notices went to this address within a day: the rest waits"
        return _advance(post, notice, NoticeState.RETRY_LATER, why, retry_at=now + PAUSE_FOR_ONE)
    if _comes_back(post, notice):
        return _dead(post, notice, COMES_BACK)
    facts = recheck(notice, post.known, now=now)
    if isinstance(facts, Stop):
        waits = facts.state is NoticeState.RETRY_LATER
        at = _retry_at(now, notice) if waits else None
        return _advance(post, notice, facts.state, facts.why, retry_at=at)
    message = compose(notice, facts, post.sender)
    sending = _Sending(post, notice)
    handed = post.transport.hand_over(
        message,
        sender=post.comes_back_to(notice),
        recipient=notice.recipient,
        before_body=sending.commit,
    )
    return _settle(post, sending.notice, handed, facts)


def give_up_left_behind(records: Records, *, now: datetime, actor: str) -> list[Notice]:
    """Mark as ambiguous what an ended process left in SENDING longer than its lease. Sends nothing."""
    with records.changing(actor) as unit:
        left = [notice for notice in unit.outbox.stale(now) if notice.state is NoticeState.SENDING]
        marked = [
            unit.outbox.advance(
                notice.key, from_=NoticeState.SENDING, to=NoticeState.AMBIGUOUS, detail=LEFT_BEHIND
            )
            for notice in left
        ]
        unit.commit()
    return marked


def _comes_back(post: Post, notice: Notice) -> bool:
    if notice.is_staff_copy:
        return False
    with post.records.reading() as unit:
        return unit.mail_events.standing_of(notice.recipient).state is AddressState.UNUSABLE


def _has_had_enough(post: Post, notice: Notice, now: datetime) -> bool:
    if notice.is_staff_copy:
        return False
    with post.records.reading() as unit:
        return unit.outbox.left_for(notice.recipient, since=now - timedelta(days=1)) >= post.most_for_one


def _put_back(post: Post, notice: Notice, err: Exception) -> Notice:
    at = _retry_at(post.clock.now(), notice)
    detail = f"could not be prepared: {type(err).__name__}"
    try:
        return _advance(post, notice, NoticeState.RETRY_LATER, detail, retry_at=at)
    except Moved:
        # It broke after the body had begun to leave: SENDING stays, and turns ambiguous with its lease.
        return _as_it_stands(post, notice)


def _as_it_stands(post: Post, notice: Notice) -> Notice:
    with post.records.reading() as unit:
        return unit.outbox.get(notice.key)


class _Sending:
    """Commits SENDING when the transport says that the body is about to leave, and tells the journal."""

    def __init__(self, post: Post, notice: Notice) -> None:
        self._post = post
        self.notice = notice

    def commit(self) -> None:
        post, key = self._post, self.notice.key
        with post.records.changing(post.actor) as unit:
            post.records.raise_if_quarantined(unit)
            sending = unit.outbox.advance(key, from_=self.notice.state, to=NoticeState.SENDING)
            unit.commit()
        try:
            post.records.left(Left.NOTICE, key, name=self.notice.name)
        except RecordsError:
            at = _retry_at(post.clock.now(), sending)
            _advance(post, sending, NoticeState.RETRY_LATER, NOT_JOURNALLED, retry_at=at)
            raise
        self.notice = sending


def _settle(post: Post, notice: Notice, handed: Handed, facts: Facts) -> Notice:
    note = f"; {facts.note}" if facts.note else ""
    match handed:
        case HandedOver(said):
            return _advance(post, notice, NoticeState.HANDED_OVER, f"{said}{note}")
        case RetryLater(why):
            at = _retry_at(post.clock.now(), notice)
            return _advance(post, notice, NoticeState.RETRY_LATER, why, retry_at=at)
        case Dead(why):
            return _dead(post, notice, why)
        case Ambiguous(why):
            return _advance(post, notice, NoticeState.AMBIGUOUS, f"{why}{note}")
        case _:
            assert_never(handed)


def _dead(post: Post, notice: Notice, why: str) -> Notice:
    """Settle a refused notice and, in the same transaction, turn to the next contact."""
    with post.records.changing(post.actor) as unit:
        dead = unit.outbox.advance(notice.key, from_=notice.state, to=NoticeState.DEAD, detail=why)
        turn_to_next(unit, notice, now=post.clock.now(), staff_address=post.staff_address)
        unit.commit()
    return dead


def turn_to_next(unit: Unit, notice: Notice, *, now: datetime, staff_address: str) -> Notice | None:
    """
    Let a notice that did not reach its reader come due for the next contact, or for staff where none is left.

    Returns the new notice; None for staff's own, and where everybody had it already. Raises `NotHeld`.
    """
    if notice.is_staff_copy:
        return None
    domain = unit.domains.get(notice.name)
    same = [other for other in unit.outbox.of_domain(notice.name) if _is_same_step(other, notice)]
    reach = reach_of(unit, domain, staff_address)
    tried = {other.role for other in same if not other.is_staff_copy}
    reader = next_recipient(reach, tried)
    if reader is None:
        reader = Recipient(role=notice.role, address=staff_address, language=Language.ENGLISH, is_staff=True)
        if any(other.is_staff_copy for other in same):
            return None
    turned = notice_for(notice.name, notice.about, notice.milestone, reader, now=now)
    turned = turned.model_copy(update={"deadline": notice.deadline})
    return turned if unit.outbox.add_due(turned) else None


def _is_same_step(other: Notice, notice: Notice) -> bool:
    return other.milestone == notice.milestone and other.about == notice.about


def _advance(
    post: Post, notice: Notice, to: NoticeState, detail: str, *, retry_at: datetime | None = None
) -> Notice:
    with post.records.changing(post.actor) as unit:
        advanced = unit.outbox.advance(
            notice.key, from_=notice.state, to=to, detail=detail, retry_at=retry_at
        )
        unit.commit()
    return advanced


def _retry_at(now: datetime, notice: Notice) -> datetime:
    """Back off from a quarter of an hour to six hours, doubling."""
    doublings = max(notice.attempts - 1, 0)
    return now + min(FIRST_RETRY * 2 ** min(doublings, 10), LONGEST_RETRY)

"""What a person decides about a notice: hold it back, let it go, send it again, settle one in doubt."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from notifications.due import notice_for, reach_of, situation_of
from notifications.judging import HELD_BY, RELEASED_BY, Situation, is_held, may_come_due_again
from notifications.recipients import Reach, Recipient, recipients_for
from portfolio.audit import is_person
from portfolio.contacts import Language
from portfolio.names import DomainName
from portfolio.notice import (
    Milestone,
    Notice,
    NoticeKind,
    NoticeState,
    notice_key,
    read_notice_key,
)
from portfolio.policy.bounces import AddressState
from portfolio.policy.notices import NoticePolicy, audience_of, floor_of, is_same_series, local_day
from portfolio.policy.renewal import paid_until
from portfolio.tld import rules_for
from portfolio.values import day_of
from records import Records, Unit

ARRIVED_BY = "arrived, says "
NOT_ARRIVED_BY = "did not arrive, says "
RESENT_BY = "sent again by "
"""How the reason of a notice begins that a person has settled, or asked for again."""

_WAITS = frozenset({NoticeState.DUE, NoticeState.RETRY_LATER})
_WAS_SENT = frozenset({
    NoticeState.HANDED_OVER, NoticeState.BOUNCED, NoticeState.DEAD, NoticeState.AMBIGUOUS,
})  # fmt: skip
_ON_ITS_WAY = _WAITS | {NoticeState.CLAIMED, NoticeState.SENDING}
MOST_LETTERS = 200


class NoticeRefused(Exception):
    """What was asked of a notice is not done; nothing was changed. The sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """What was held back, and the steps that cannot be: the floor of a gTLD."""

    notices: tuple[Notice, ...]
    floor: tuple[Milestone, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Word:
    """A person's word, as it is kept with the notice."""

    by: str
    because: str

    def said(self, how: str) -> str:
        return f"{how}{self.by}: {self.because}"


def hold_notice(records: Records, key: str, *, because: str, by: str) -> Notice:
    """
    Hold back one notice that waits; return it. `because` is one line and is kept sealed.

    Raises `NoticeRefused` for a step of a gTLD's floor and for what does not wait, `NotHeld`, `Moved`.
    """
    word = _word(by, because)
    with records.changing(by) as unit:
        notice = unit.outbox.get(key)
        _raise_if_floor(notice.name, notice.milestone)
        if notice.state not in _WAITS:
            raise NoticeRefused(f"it is {notice.state}: only a notice that waits is held")
        held = _suppressed(unit, notice, word.said(HELD_BY))
        unit.commit()
    return held


def hold_name(
    records: Records,
    name: DomainName,
    *,
    milestone: Milestone | None = None,
    because: str,
    by: str,
    now: datetime,
    policy: NoticePolicy,
    staff_address: str,
) -> Held:
    """
    Hold back what waits for a name and the steps of its ladder that have not come due, or one step of it.

    Of a gTLD's floor nothing is held: `floor` of the answer tells what stays. Raises `NoticeRefused` when
    that is all that was asked for or when nothing is left to hold, `NotHeld`, `Moved`.
    """
    word = _word(by, because)
    if milestone is not None:
        _raise_if_floor(name, milestone)
    with records.changing(by) as unit:
        at = situation_of(unit, name, now)
        floor = floor_of(at.rules)
        ahead = [step for step in _ahead(at, policy) if milestone in (None, step)]
        chosen = [
            notice
            for notice in at.ledger
            if _may_be_held(notice, at)
            and milestone in (None, notice.milestone)
            and notice.milestone not in floor
        ]
        chosen += _written(unit, at, [step for step in ahead if step not in floor], policy, staff_address)
        if not chosen:
            raise NoticeRefused(f"{name} has nothing like that to hold: see its timeline")
        held = tuple(_suppressed(unit, notice, word.said(HELD_BY)) for notice in chosen)
        unit.commit()
    return Held(notices=held, floor=tuple(step for step in ahead if step in floor))


def release(
    records: Records, key: str, *, because: str, by: str, now: datetime, staff_address: str
) -> tuple[Notice, ...]:
    """
    Let what a person holds come due again; return it. It is re-checked before it goes, like every notice.

    A step whose day has not come is let go for all its readers, and comes due on its day; else the one notice
    comes due at once. Raises `NoticeRefused` where nobody holds it, `NotHeld`, `Moved`.
    """
    word = _word(by, because)
    with records.changing(by) as unit:
        notice = unit.outbox.get(key)
        if not is_held(notice):
            raise NoticeRefused(f"it is {notice.state}: nobody holds it")
        at = situation_of(unit, notice.name, now)
        said = word.said(RELEASED_BY)
        if _has_come(at, notice):
            reader = _reader_now(unit, at, notice, staff_address)
            released = (unit.outbox.reopen(key, detail=said, reader=reader),)
        else:
            step = [n for n in at.of(NoticeKind.EXPIRY, notice.about) if n.milestone == notice.milestone]
            released = tuple(_suppressed(unit, each, said) for each in step if is_held(each))
            unit.domains.look_for_notices(notice.name, from_=date.min)
        unit.commit()
    return released


def resend(records: Records, key: str, *, by: str, now: datetime, staff_address: str) -> Notice:
    """
    Let a copy of what was sent come due, with the same Message-ID, to the address that the reader has now.

    For what left the house, died, is in doubt, or did not arrive by a person's word. It goes out with the
    next run, if it is still true then. Raises `NoticeRefused` for a job, for what was never sent, where a
    copy waits already, and for an address that mail comes back from; `NotHeld`.
    """
    if not is_person(by):
        raise NoticeRefused("only a person sends a notice again")
    with records.changing(by) as unit:
        notice = unit.outbox.get(key)
        if not was_sent(notice):
            raise NoticeRefused(f"it is {notice.state} and was never sent: nothing to send again")
        same = [other for other in unit.outbox.of_domain(notice.name) if _is_copy(other, notice)]
        if any(other.state in _ON_ITS_WAY for other in same):
            raise NoticeRefused("a copy of it is on its way already")
        at = situation_of(unit, notice.name, now)
        reader = _reader_now(unit, at, notice, staff_address)
        _raise_if_it_comes_back(unit, reader)
        copy = _copy_of(reader, same, now=now)
        unit.outbox.add_due(copy.model_copy(update={"detail": f"{RESENT_BY}{by}"}))
        unit.commit()
    return copy


def resolve(records: Records, key: str, *, arrived: bool, because: str, by: str) -> Notice:
    """
    Settle a notice in doubt by a person's word: handed over, or suppressed, and the person may send it again.

    Nothing else is settled so. Raises `NoticeRefused`, `NotHeld`, `Moved`.
    """
    if not is_person(by):
        raise NoticeRefused("only a person settles a notice in doubt")
    word = _word(by, because)
    with records.changing(by) as unit:
        notice = unit.outbox.get(key)
        if notice.state is not NoticeState.AMBIGUOUS:
            raise NoticeRefused(
                f"it is {notice.state}: only one in doubt ({NoticeState.AMBIGUOUS}) is settled"
            )
        to = NoticeState.HANDED_OVER if arrived else NoticeState.SUPPRESSED
        said = word.said(ARRIVED_BY if arrived else NOT_ARRIVED_BY)
        detail = f"{said} (in doubt because: {notice.detail})"
        settled = unit.outbox.advance(key, from_=NoticeState.AMBIGUOUS, to=to, detail=detail)
        unit.commit()
    return settled


def was_sent(notice: Notice) -> bool:
    """Whether it left the house, or was refused, or is in doubt, or did not arrive by a person's word."""
    did_not_arrive = notice.state is NoticeState.SUPPRESSED and notice.detail.startswith(NOT_ARRIVED_BY)
    return notice.state in _WAS_SENT or did_not_arrive


def _word(by: str, because: str) -> _Word:
    said = " ".join(because.split())
    if not said or len(said) > MOST_LETTERS or any(unicodedata.category(c) == "Cc" for c in said):
        raise NoticeRefused(f"the reason is one line of 1 to {MOST_LETTERS} letters")
    return _Word(by=by, because=said)


def _raise_if_floor(name: DomainName, milestone: Milestone) -> None:
    rules = rules_for(name)
    if milestone in floor_of(rules):
        raise NoticeRefused(
            f"{milestone.key} cannot be held: ICANN's recovery policy demands it of every .{rules.tld} name"
        )


def _may_be_held(notice: Notice, at: Situation) -> bool:
    """Whether it waits, or is quiet for now and can come due again in the present series."""
    expires = paid_until(at.domain)
    is_present = expires is not None and is_same_series(day_of(expires), notice.about)
    return notice.state in _WAITS or (is_present and may_come_due_again(notice))


def _ahead(at: Situation, policy: NoticePolicy) -> list[Milestone]:
    """The steps of the present series of which no notice is written."""
    expires = paid_until(at.domain)
    if expires is None:
        return []
    handled = at.handled(NoticeKind.EXPIRY, day_of(expires))
    return [step for step in policy.ladder_for(at.rules, client=at.domain.client) if step not in handled]


def _written(
    unit: Unit, at: Situation, steps: Iterable[Milestone], policy: NoticePolicy, staff_address: str
) -> list[Notice]:
    """Write the steps before their day, for every reader, so that they can be held."""
    expires = paid_until(at.domain)
    if expires is None:
        return []
    reach = reach_of(unit, at.domain, staff_address)
    ladder = policy.ladder_for(at.rules, client=at.domain.client)
    notices = [
        notice_for(at.domain.name, day_of(expires), step, reader, now=at.now, steps=ladder)
        for step in steps
        for reader in recipients_for(reach, audience_of(step))
    ]
    return [notice for notice in notices if unit.outbox.add_due(notice)]


def _suppressed(unit: Unit, notice: Notice, detail: str) -> Notice:
    return unit.outbox.advance(notice.key, from_=notice.state, to=NoticeState.SUPPRESSED, detail=detail)


def _has_come(at: Situation, notice: Notice) -> bool:
    """Whether its day is today or over; so it is for every kind but a ladder's, and for an old series."""
    expires = paid_until(at.domain)
    if notice.milestone.kind is not NoticeKind.EXPIRY or expires is None:
        return True
    left = (local_day(expires, at.zone) - at.today).days
    return not is_same_series(day_of(expires), notice.about) or left <= notice.milestone.days


def _reader_now(unit: Unit, at: Situation, notice: Notice, staff_address: str) -> Notice:
    """The notice, to the address and in the language that its reader has now."""
    reach: Reach = reach_of(unit, at.domain, staff_address)
    if notice.is_staff_copy:
        reader = Recipient(role=notice.role, address=staff_address, language=Language.ENGLISH, is_staff=True)
    elif notice.role in reach.contacts:
        contact = reach.contacts[notice.role]
        reader = Recipient(role=notice.role, address=contact.email, language=contact.language)
    else:
        raise NoticeRefused(f"the name has no {notice.role} contact any more")
    return notice.model_copy(update={"recipient": reader.address, "language": reader.language})


def _raise_if_it_comes_back(unit: Unit, notice: Notice) -> None:
    stands = unit.mail_events.standing_of(notice.recipient).state
    if stands is AddressState.UNUSABLE and not notice.is_staff_copy:
        raise NoticeRefused(
            "mail to the reader's address comes back for good: give the contact another, or say that it is "
            "mended (notices mended), or print the letter"
        )


def _is_copy(other: Notice, notice: Notice) -> bool:
    return other.message_id == notice.message_id


def _copy_of(notice: Notice, same: Iterable[Notice], *, now: datetime) -> Notice:
    """A new row with the same reader and a key that says how often a person has sent it again."""
    key = notice_key(
        notice.name,
        notice.about,
        notice.milestone,
        notice.role,
        for_staff=notice.is_staff_copy,
        resent=1 + max(read_notice_key(other.key).resent for other in same),
    )
    return Notice(
        key=key,
        name=notice.name,
        about=notice.about,
        milestone=notice.milestone,
        role=notice.role,
        recipient=notice.recipient,
        language=notice.language,
        due_at=now,
        deadline=notice.deadline,
    )

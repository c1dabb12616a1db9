"""
Notices that left after the backup that the records were restored from: no machine sends them again.

Each becomes ambiguous, and its row is written where the restored outbox does not have it, so that it cannot
come due a second time. Other readers of the same step, whose mail had not left, still get theirs.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from notifications.due import reach_of
from notifications.recipients import Recipient, recipients_for
from portfolio.contacts import Language
from portfolio.names import DomainName
from portfolio.notice import Notice, NoticeState, notice_key, read_notice_key
from portfolio.policy.notices import audience_of
from records import Departure, Left, NotHeld, Records, Unit

_MAY_STILL_GO = frozenset({
    NoticeState.DUE, NoticeState.CLAIMED, NoticeState.RETRY_LATER, NoticeState.SENDING,
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LostNotice:
    """
    A notice as the journal knows it, and how it stands in the restored records. `at` is UTC.

    `state` is None when the outbox does not have it. Until `is_settled` nothing may leave the house; `to_do`
    says what is missing.
    """

    key: str
    name: DomainName
    at: datetime
    state: NoticeState | None = None
    is_settled: bool = False
    to_do: str = ""


def lost_notices(unit: Unit, departures: Iterable[Departure]) -> list[LostNotice]:
    """Return how the notices among `departures` stand, oldest first. Nothing is changed."""
    return [_standing(unit, lost) for lost in _by_key(departures)]


def settle_notices(
    records: Records, departures: Iterable[Departure], *, staff_address: str, now: datetime, by: str
) -> list[LostNotice]:
    """Make every notice among `departures` ambiguous; return how they stand. Nothing is sent; safe again."""
    lost = _by_key(departures)
    keys = {each.key for each in lost}
    settled: list[LostNotice] = []
    for each in lost:
        with records.changing(by) as unit:
            try:
                _mark(unit, each, keys, staff_address=staff_address, now=now)
            except NotHeld:
                settled.append(_standing(unit, each))
                continue
            unit.commit()
            settled.append(_standing(unit, each))
    return settled


def _by_key(departures: Iterable[Departure]) -> list[LostNotice]:
    last = {line.key: line for line in departures if line.kind is Left.NOTICE}
    return [LostNotice(key=key, name=DomainName(line.name), at=line.at) for key, line in last.items()]


def _standing(unit: Unit, lost: LostNotice) -> LostNotice:
    state = _state(unit, lost.key)
    if state is not None:
        waits = state in _MAY_STILL_GO
        to_do = "namesteward quarantine merge" if waits else ""
        return replace(lost, state=state, is_settled=not waits, to_do=to_do)
    try:
        unit.domains.get(lost.name)
    except NotHeld:
        to_do = f"import it, then merge again: namesteward account import … --name {lost.name}"
        return replace(lost, to_do=to_do)
    return replace(lost, to_do="namesteward quarantine merge")


def _mark(
    unit: Unit, lost: LostNotice, lost_keys: Collection[str], *, staff_address: str, now: datetime
) -> None:
    """Write the notice as ambiguous. Raises `NotHeld` when its name is not held."""
    if _state(unit, lost.key) is None:
        reach = reach_of(unit, unit.domains.get(lost.name), staff_address)
        readers = recipients_for(reach, audience_of(read_notice_key(lost.key).milestone))
        for reader in readers:
            other = _notice_to(reader, lost, now=now)
            if other.key not in lost_keys and not read_notice_key(lost.key).resent:
                unit.outbox.add_due(other)
        unit.outbox.add_due(_notice(lost, readers, now=now))
    state = _state(unit, lost.key)
    if state is not None and state in _MAY_STILL_GO:
        why = (
            f"it was being handed over at {lost.at:%Y-%m-%d %H:%M} UTC, after the backup; ask the mail server"
        )
        unit.outbox.advance(
            lost.key, from_=state, to=NoticeState.AMBIGUOUS, detail=f"{why} by its Message-ID"
        )


def _notice(lost: LostNotice, readers: Iterable[Recipient], *, now: datetime) -> Notice:
    """The notice that the journal's key tells of; its address is the one that the records have now."""
    told = read_notice_key(lost.key)
    nobody = Recipient(role=told.role, address="", language=Language.ENGLISH, is_staff=told.for_staff)
    readers = [r for r in readers if (r.role, r.is_staff) == (told.role, told.for_staff)]
    return _notice_to((*readers, nobody)[0], lost, now=now).model_copy(update={"key": lost.key})


def _notice_to(reader: Recipient, lost: LostNotice, *, now: datetime) -> Notice:
    told = read_notice_key(lost.key)
    return Notice(
        key=notice_key(told.name, told.about, told.milestone, reader.role, for_staff=reader.is_staff),
        name=told.name,
        about=told.about,
        milestone=told.milestone,
        role=reader.role,
        recipient=reader.address,
        language=reader.language,
        due_at=now,
    )


def _state(unit: Unit, key: str) -> NoticeState | None:
    try:
        return unit.outbox.get(key).state
    except NotHeld:
        return None

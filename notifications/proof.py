"""
The proof sheet of one name: each step of each series, with what stands on the audit chain about it.

It is for staff: addresses stand on it in full. The entries' numbers are those that `audit verify` counts.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from notifications.compose import ascii_domain
from notifications.due import situation_of
from notifications.judging import Situation
from notifications.sender import Sender
from notifications.timeline import Chapter, Line, timeline
from portfolio.audit import AuditEntry, AuditTag
from portfolio.contacts import ContactRole, Language
from portfolio.names import DomainName
from portfolio.notice import Notice, NoticeKind, NoticeState
from portfolio.policy.notices import NoticePolicy
from portfolio.values import Instant, Moment, PersonalValue
from records import Unit

NEVER_REACHED = "its day did not come in this series"
NOT_YET = "its day is {on}"
_OF_NOTICES = (
    AuditTag.NOTICE_DUE, AuditTag.NOTICE_ADVANCED, AuditTag.NOTICE_REOPENED, AuditTag.NOTICE_BOUNCED,
)  # fmt: skip


class Event(PersonalValue):
    """One entry of the audit chain about a notice: `what` became of it."""

    sequence: int
    at: Instant
    actor: str
    what: str


class CameBack(PersonalValue):
    """What was heard of a notice after it left."""

    at: Instant
    kind: str
    said: str


class Proved(PersonalValue):
    """
    One notice to one reader.

    `left_at` is when its body last began to leave the house, `said` the mail server's word or ours.
    """

    key: str
    message_id: str
    milestone: str
    on: date | None
    role: ContactRole
    for_staff: bool
    recipient: str
    language: Language
    state: NoticeState
    due_at: Instant
    deadline: date | None
    left_at: Instant | None
    settled_at: Instant | None
    attempts: int
    said: str
    bounced_at: Instant | None
    bounce: str
    came_back: tuple[CameBack, ...]
    events: tuple[Event, ...]


class NotSent(PersonalValue):
    """A step without a notice, and why there is none."""

    milestone: str
    why: str


class ProvedSeries(PersonalValue):
    """The notices of one kind about one day."""

    kind: NoticeKind
    about: date
    notices: tuple[Proved, ...]
    without: tuple[NotSent, ...]


class Proof(PersonalValue):
    """
    A name's proof sheet as of `made_at`.

    `entries` is the number of entries on the audit chain then, `chain_end` the hash of the last of them.
    """

    name: DomainName
    client: str
    house: str
    made_at: Instant
    zone: str
    paid_until: Moment | None
    refreshed_at: Instant | None
    since: date | None
    entries: int
    chain_end: str
    series: tuple[ProvedSeries, ...]


def proof(
    unit: Unit,
    name: DomainName,
    *,
    now: datetime,
    policy: NoticePolicy,
    sender: Sender,
    staff_address: str,
    since: date | None = None,
) -> Proof:
    """
    Return the proof sheet of a name at `now`: of notices that came due on the day `since` (UTC) or later.

    Raises `records.NotHeld`.
    """
    at = situation_of(unit, name, now)
    told = timeline(unit, name, now=now, policy=policy, staff_address=staff_address)
    entries = [entry for entry in unit.audit.entries(name) if entry.tag in _OF_NOTICES]
    head = unit.audit.head()
    series = [_series(unit, chapter, at, policy, entries, sender, since=since) for chapter in told.chapters]
    return Proof(
        name=name,
        client=unit.clients.get(at.domain.client).name,
        house=sender.company,
        made_at=now,
        zone=told.zone,
        paid_until=told.expires,
        refreshed_at=told.refreshed_at,
        since=since,
        entries=head.sequence,
        chain_end=head.hash,
        series=tuple(each for each in series if each.notices or (each.without and since is None)),
    )


def _series(
    unit: Unit,
    chapter: Chapter,
    at: Situation,
    policy: NoticePolicy,
    entries: Iterable[AuditEntry],
    sender: Sender,
    *,
    since: date | None,
) -> ProvedSeries:
    written = [
        (line, line.notice)
        for line in chapter.lines
        if line.notice and (since is None or line.notice.due_at.date() >= since)
    ]
    return ProvedSeries(
        kind=chapter.kind,
        about=chapter.about,
        notices=tuple(_proved(unit, line, notice, entries, sender) for line, notice in written),
        without=tuple(_without(chapter, at, policy)),
    )


def _proved(unit: Unit, line: Line, notice: Notice, entries: Iterable[AuditEntry], sender: Sender) -> Proved:
    events = tuple(_events(notice.key, entries))
    sending = f"→ {NoticeState.SENDING}"
    return Proved(
        key=notice.key,
        message_id=f"<{notice.message_id}@{ascii_domain(sender.domain)}>",
        milestone=notice.milestone.key,
        on=line.on,
        role=notice.role,
        for_staff=notice.is_staff_copy,
        recipient=notice.recipient,
        language=notice.language,
        state=notice.state,
        due_at=notice.due_at,
        deadline=notice.deadline,
        left_at=max((event.at for event in events if event.what.endswith(sending)), default=None),
        settled_at=notice.settled_at,
        attempts=notice.attempts,
        said=notice.detail,
        bounced_at=notice.bounced_at,
        bounce=notice.bounce,
        came_back=tuple(
            CameBack(at=event.at, kind=event.kind.value, said=event.said)
            for event in unit.mail_events.of_notice(notice.key, notice.recipient)
        ),
        events=events,
    )


def _events(key: str, entries: Iterable[AuditEntry]) -> Iterator[Event]:
    """Yield the entries about one notice: its key alone, or `key: what became of it`."""
    for entry in entries:
        if entry.detail == key:
            what = "came due" if entry.tag is AuditTag.NOTICE_DUE else "came due again"
        elif entry.detail.startswith(f"{key}: "):
            what = entry.detail.removeprefix(f"{key}: ")
        else:
            continue
        yield Event(sequence=entry.sequence, at=entry.at, actor=entry.actor, what=what)


def _without(chapter: Chapter, at: Situation, policy: NoticePolicy) -> Iterator[NotSent]:
    """Yield the steps of which no notice was written."""
    has_notice = {line.milestone.key for line in chapter.lines}
    for line in chapter.lines:
        if line.notice is None:
            yield NotSent(milestone=line.milestone.key, why=line.told or NOT_YET.format(on=line.on))
    if chapter.kind is NoticeKind.EXPIRY and not chapter.is_present:
        for step in policy.ladder_for(at.rules, client=at.domain.client):
            if step.key not in has_notice:
                yield NotSent(milestone=step.key, why=NEVER_REACHED)

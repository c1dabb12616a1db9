"""One run of the notices: what is due goes to the outbox, what waits there goes out. Safe to repeat."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from notifications.deliver import Post, deliver_one, give_up_left_behind
from notifications.due import find_due
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeState
from portfolio.policy.notices import NoticePolicy

LEASE = timedelta(minutes=30)
"""Longer than a hand-over can take: five minutes before the body, ten after it."""

MOST_IN_A_RUN = 2000
UNREADABLE = "a notice about it waits that cannot be read: its key is gone, or it was altered"
_FOR_STAFF = frozenset({
    NoticeState.AMBIGUOUS, NoticeState.DEAD, NoticeState.SUPPRESSED, NoticeState.BOUNCED,
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """What became of one notice in this run. Holds no personal value."""

    key: str
    name: DomainName
    milestone: Milestone
    role: ContactRole
    is_staff_copy: bool
    state: NoticeState
    detail: str

    @classmethod
    def of(cls, notice: Notice) -> "NoticeRow":
        """Return the row of a notice as it stands."""
        return cls(
            key=notice.key,
            name=notice.name,
            milestone=notice.milestone,
            role=notice.role,
            is_staff_copy=notice.is_staff_copy,
            state=notice.state,
            detail=notice.detail,
        )


@dataclass(kw_only=True)
class NoticeRun:
    """
    What a run did. `problems` are names that no notice could be made for, with the reason.

    `unfinished` says why waiting notices were left for the next run; empty when none were.
    """

    came_due: int = 0
    rows: list[NoticeRow] = field(default_factory=list)
    problems: dict[DomainName, str] = field(default_factory=dict)
    unfinished: str = ""

    @property
    def counts(self) -> Counter[NoticeState]:
        """How many notices ended this run in which state."""
        return Counter(row.state for row in self.rows)

    @property
    def for_staff(self) -> list[NoticeRow]:
        """The notices that a person has to look at."""
        return [row for row in self.rows if row.state in _FOR_STAFF]


def run(
    post: Post,
    *,
    policy: NoticePolicy | None = None,
    lease: timedelta = LEASE,
    limit: int = MOST_IN_A_RUN,
) -> NoticeRun:
    """
    Find what is due by `policy` and send what waits, at most `limit` notices, the most urgent first.

    Twice in a row sends once. A notice that cannot be prepared is put back and stops no other. Raises
    `Quarantined` or `ClockBehind`, nothing sent, when nothing may leave the house by these records.
    """
    records, clock, actor = post.records, post.clock, post.actor
    with records.reading() as unit:
        records.raise_if_quarantined(unit)
    result = NoticeRun()
    for notice in give_up_left_behind(records, now=clock.now(), actor=actor):
        result.rows.append(NoticeRow.of(notice))
    found = find_due(records, now=clock.now(), staff_address=post.staff_address, policy=policy, actor=actor)
    result.came_due = len(found.added)
    result.problems = found.problems
    result.rows += [NoticeRow.of(notice) for notice in found.superseded]
    _drain(post, result, lease=lease, limit=limit)
    with records.reading() as unit:
        result.problems |= dict.fromkeys(unit.outbox.unreadable(clock.now()), UNREADABLE)
    return result


def _drain(post: Post, result: NoticeRun, *, lease: timedelta, limit: int) -> None:
    for _ in range(limit):
        with post.records.changing(post.actor) as unit:
            notice = unit.outbox.claim(post.clock.now(), lease)
            unit.commit()
        if notice is None:
            return
        result.rows.append(NoticeRow.of(deliver_one(post, notice)))
    result.unfinished = f"{limit} notices were handled, the most for one run; what is left waits"

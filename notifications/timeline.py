"""The life of one name's notices: what is planned, what waits, what went, what a person has to look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from notifications.due import reach_of, situation_of
from notifications.judging import (
    BY_AUTO_RENEW,
    RELEASED_BY,
    NoExpiryKnown,
    Series,
    Situation,
    is_held,
    series_of,
)
from notifications.recipients import ORDER, Reach, recipients_for
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeKind, NoticeState
from portfolio.policy.notices import NoticePolicy, audience_of, is_same_series, local_day
from portfolio.policy.renewal import paid_until
from portfolio.values import Moment, day_of
from records import Unit

STALE_AFTER = timedelta(days=3)
"""The registrar's record is read every night: what is older than this may be out of date."""


class Stand(StrEnum):
    """How one step stands with one reader. The first three have no notice yet."""

    PLANNED = "planned"
    QUIET = "stays quiet"
    PASSED_OVER = "passed over"
    WAITS = "waits"
    ON_ITS_WAY = "on its way"
    HANDED_OVER = "handed over"
    BOUNCED = "bounced"
    REFUSED = "refused"
    IN_DOUBT = "in doubt"
    HELD = "held"
    SUPPRESSED = "suppressed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads it, and at which address."""

    role: ContactRole
    is_staff: bool
    address: str

    def __repr__(self) -> str:
        return f"Reader({self.shown})"

    @property
    def shown(self) -> str:
        """The role, or `staff`."""
        return "staff" if self.is_staff else self.role.value


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One step: with the readers that it would go to, or a notice of it to its one reader.

    `on` is the day on the client's calendar on which it is reached. `notice` is None where none is written.
    """

    milestone: Milestone
    stand: Stand
    readers: tuple[Reader, ...]
    on: date | None = None
    notice: Notice | None = None
    told: str = ""
    to_do: str = ""
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The notices of one kind about one day, in the order of their steps."""

    kind: NoticeKind
    about: date
    is_present: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """
    A name's chapters, those to come first, then the newest.

    `expires` is until when it is paid as far as our records prove it, as they were `refreshed_at`; `problem`
    says why nothing can be planned.
    """

    name: DomainName
    now: datetime
    zone: str
    expires: Moment | None
    refreshed_at: datetime | None
    auto_renew: bool | None
    chapters: tuple[Chapter, ...]
    problem: str = ""

    @property
    def age(self) -> timedelta | None:
        """How old our copy of the registrar's record is; None where it was never read."""
        return None if self.refreshed_at is None else self.now - self.refreshed_at

    @property
    def is_stale(self) -> bool:
        """Whether the dates may be out of date."""
        return self.age is None or self.age > STALE_AFTER


def timeline(
    unit: Unit, name: DomainName, *, now: datetime, policy: NoticePolicy, staff_address: str
) -> Timeline:
    """Return the life of a name's notices as the records have it at `now`. Raises `records.NotHeld`."""
    at = situation_of(unit, name, now)
    reach = reach_of(unit, at.domain, staff_address)
    problem = ""
    to_come: list[Chapter] = []
    try:
        to_come = [_to_come(at, series, reach, policy) for series in series_of(at, policy)]
    except NoExpiryKnown as err:
        problem = str(err)
    chapters = [*to_come, *_past(at, to_come)]
    return Timeline(
        name=name,
        now=now,
        zone=str(at.zone),
        expires=paid_until(at.domain),
        refreshed_at=at.domain.refreshed_at,
        auto_renew=at.domain.auto_renew,
        chapters=tuple(chapter for chapter in chapters if chapter.lines),
        problem=problem,
    )


def line_of(notice: Notice, *, now: datetime, on: date | None = None) -> Line:
    """Return a written notice as a line; `is_late` when it waits past the last day on which it is in time."""
    stand = Stand.HELD if is_held(notice) else _STANDS[notice.state]
    reader = Reader(role=notice.role, is_staff=notice.is_staff_copy, address=notice.recipient)
    waits = stand in (Stand.WAITS, Stand.ON_ITS_WAY)
    return Line(
        milestone=notice.milestone,
        stand=stand,
        readers=(reader,),
        on=on,
        notice=notice,
        told=notice.bounce if stand is Stand.BOUNCED else notice.detail,
        to_do=_TO_DO.get(stand, "").format(key=notice.key),
        is_late=waits and notice.deadline is not None and day_of(now) > notice.deadline,
    )


_STANDS = {
    NoticeState.DUE: Stand.WAITS,
    NoticeState.CLAIMED: Stand.WAITS,
    NoticeState.RETRY_LATER: Stand.WAITS,
    NoticeState.SENDING: Stand.ON_ITS_WAY,
    NoticeState.HANDED_OVER: Stand.HANDED_OVER,
    NoticeState.DEAD: Stand.REFUSED,
    NoticeState.AMBIGUOUS: Stand.IN_DOUBT,
    NoticeState.SUPERSEDED: Stand.SUPERSEDED,
    NoticeState.SUPPRESSED: Stand.SUPPRESSED,
    NoticeState.BOUNCED: Stand.BOUNCED,
}
_TO_DO = {
    Stand.IN_DOUBT: (
        "look for its Message-ID in the mail server's log, then: "
        "namesteward notices resolve {key} --arrived (or --not-arrived)"
    ),
    Stand.BOUNCED: "put the address right, then: namesteward notices resend {key}",
    Stand.REFUSED: "put the address right, then: namesteward notices resend {key}",
    Stand.HELD: "namesteward notices release {key}",
}


def _to_come(at: Situation, series: Series, reach: Reach, policy: NoticePolicy) -> Chapter:
    kind = series.steps[0].kind
    written = [notice for notice in at.of(kind, series.about) if not _was_released(notice)]
    has_notice = frozenset(notice.milestone for notice in written)
    silenced = policy.silenced(at.rules, series.steps, auto_renew=at.domain.auto_renew)
    first = _first_day(at, kind, series.about)
    lines = [line_of(notice, now=at.now, on=_day(first, notice.milestone)) for notice in written]
    if kind is NoticeKind.DATA_CHECK:
        has_notice = frozenset()  # what is planned is next year's
    ahead = (_planned(at, step, series, reach, silenced) for step in series.steps if step not in has_notice)
    lines += [line for line in ahead if line is not None]
    is_next_years = kind is NoticeKind.DATA_CHECK and not written
    about = (series.look_on if is_next_years else None) or series.about
    return Chapter(kind=kind, about=about, is_present=True, lines=_in_order(lines))


def _was_released(notice: Notice) -> bool:
    return notice.state is NoticeState.SUPPRESSED and notice.detail.startswith(RELEASED_BY)


def _planned(
    at: Situation, step: Milestone, series: Series, reach: Reach, silenced: Iterable[Milestone]
) -> Line | None:
    """A step without a notice, as things stand; None for one that may never come (a receipt, a restore)."""
    readers = tuple(
        Reader(role=reader.role, is_staff=reader.is_staff, address=reader.address)
        for reader in recipients_for(reach, audience_of(step))
    )
    has_days = step.kind in (NoticeKind.EXPIRY, NoticeKind.VERIFICATION)
    on = _day(_first_day(at, step.kind, series.about), step) if has_days else series.look_on
    if step == series.due.send:
        told = "comes due with the next run"
        return Line(milestone=step, stand=Stand.PLANNED, readers=readers, on=on or at.today, told=told)
    if step in series.due.superseded:
        told = "its day was missed, and a nearer one goes"
        return Line(milestone=step, stand=Stand.PASSED_OVER, readers=(), on=on, told=told)
    if step in silenced:
        return Line(milestone=step, stand=Stand.QUIET, readers=(), on=on, told=BY_AUTO_RENEW)
    return Line(milestone=step, stand=Stand.PLANNED, readers=readers, on=on) if on else None


def _first_day(at: Situation, kind: NoticeKind, about: date) -> date:
    """The day from which a kind's days are counted: the expiry's on the client's calendar."""
    expires = paid_until(at.domain)
    is_present = expires is not None and is_same_series(day_of(expires), about)
    return local_day(expires, at.zone) if kind is NoticeKind.EXPIRY and expires and is_present else about


def _day(first: date, milestone: Milestone) -> date | None:
    has_days = milestone.kind in (NoticeKind.EXPIRY, NoticeKind.VERIFICATION)
    return first - timedelta(days=milestone.days) if has_days else None


def _past(at: Situation, to_come: Iterable[Chapter]) -> Iterator[Chapter]:
    """Every chapter of the ledger that is not among those to come, the newest first."""
    shown = {line.notice.key for chapter in to_come for line in chapter.lines if line.notice}
    left = sorted(
        (notice for notice in at.ledger if notice.key not in shown and not _is_to_come(notice, to_come)),
        key=lambda notice: (notice.about, notice.milestone.kind),
        reverse=True,
    )
    while left:
        kind, about = left[0].milestone.kind, left[0].about
        same = [n for n in left if n.milestone.kind is kind and is_same_series(n.about, about)]
        left = [notice for notice in left if notice not in same]
        lines = [line_of(n, now=at.now, on=_day(about, n.milestone)) for n in same]
        yield Chapter(kind=kind, about=about, is_present=False, lines=_in_order(lines))


def _is_to_come(notice: Notice, to_come: Iterable[Chapter]) -> bool:
    """Whether its step is shown as planned again."""
    return any(
        chapter.kind is notice.milestone.kind and is_same_series(chapter.about, notice.about)
        for chapter in to_come
    )


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Step by step; of a step the registrant's first, staff's last."""

    def place(line: Line) -> tuple[int, bool, int, str]:
        reader, key = line.readers[:1], line.notice.key if line.notice else ""
        is_staff, role = (reader[0].is_staff, ORDER.index(reader[0].role)) if reader else (False, 0)
        return -line.milestone.days, is_staff, role, key

    return tuple(sorted(lines, key=place))

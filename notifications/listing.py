"""Every notice in the order of need: what a person has to look at, what waits, what is settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from notifications.judging import BY_AUTO_RENEW, RELEASED_BY, is_held
from portfolio.names import DomainName
from portfolio.notice import Notice, NoticeState
from portfolio.policy.notices import TOO_LATE_AFTER_DAYS
from portfolio.values import day_of
from records import Unit

_WAITING = frozenset({NoticeState.DUE, NoticeState.CLAIMED, NoticeState.RETRY_LATER, NoticeState.SENDING})
_FAILED = frozenset({NoticeState.DEAD, NoticeState.BOUNCED, NoticeState.AMBIGUOUS})


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A notice in the list: whether a person has to look at it, and whether it waits past its last day."""

    notice: Notice
    for_staff: bool
    is_late: bool


def listed(
    unit: Unit,
    *,
    now: datetime,
    state: NoticeState | None = None,
    name: DomainName | None = None,
    client: str | None = None,
    for_staff: bool = False,
    since: date | None = None,
) -> list[Listed]:
    """
    Return the notices that were asked for, the most needed first.

    First what a person has to look at, then what waits, each by deadline; then what is settled, the newest
    first; last of all what is about names whose end is long past. `for_staff` keeps the first of these,
    `since` what came due on that day (UTC) or later. Raises `NotHeld` for an unknown client.
    """
    notices = _asked_for(unit, state, name)
    names = None if client is None else {held.name for held in unit.domains.all(client)}
    eyes = need_eyes(_with_copies(unit, notices) if state else notices, now=now)
    chosen = [
        notice
        for notice in notices
        if (names is None or notice.name in names)
        and (since is None or notice.due_at.date() >= since)
        and (not for_staff or notice.key in eyes)
    ]
    return [
        Listed(notice=notice, for_staff=notice.key in eyes, is_late=is_late(notice, now=now))
        for notice in sorted(chosen, key=lambda notice: _need(notice, eyes, now))
    ]


def need_eyes(notices: Iterable[Notice], *, now: datetime) -> frozenset[str]:
    """
    Return the keys of those among `notices` that a person has to look at.

    What died, came back or is in doubt, what waits past its last day, and what did not go out for another
    reason than auto-renewal or a person's word; unless a copy arrived, or the name's end is long past.
    """
    found: set[str] = set()
    by_id = sorted(notices, key=lambda notice: (notice.message_id, notice.due_at, notice.key))
    for _, copies in groupby(by_id, key=lambda notice: notice.message_id):
        *_, last = copies  # a copy that a person sent again speaks for all before it
        if _is_wrong(last, now) and not _is_past(last, now):
            found.add(last.key)
    return frozenset(found)


def is_late(notice: Notice, *, now: datetime) -> bool:
    """Whether it waits past the last day on which it is in time."""
    return notice.state in _WAITING and notice.deadline is not None and day_of(now) > notice.deadline


def _asked_for(unit: Unit, state: NoticeState | None, name: DomainName | None) -> list[Notice]:
    if name is not None:
        unit.domains.get(name)
        return [n for n in unit.outbox.of_domain(name) if state in (None, n.state)]
    return unit.outbox.in_states(*(NoticeState if state is None else (state,)))


def _with_copies(unit: Unit, notices: Iterable[Notice]) -> list[Notice]:
    """Every notice about the names of these: a copy that arrived may be in another state."""
    return [notice for name in {n.name for n in notices} for notice in unit.outbox.of_domain(name)]


def _is_wrong(notice: Notice, now: datetime) -> bool:
    if notice.state is NoticeState.SUPPRESSED:
        return not (
            notice.detail == BY_AUTO_RENEW or notice.detail.startswith(RELEASED_BY) or is_held(notice)
        )
    return notice.state in _FAILED or is_late(notice, now=now)


def _is_past(notice: Notice, now: datetime) -> bool:
    return day_of(now) - notice.about > timedelta(days=TOO_LATE_AFTER_DAYS)


def _need(notice: Notice, eyes: Iterable[str], now: datetime) -> tuple[int, float, str]:
    settled = (notice.settled_at or notice.due_at).timestamp()
    deadline = float((notice.deadline or notice.about).toordinal())
    if _is_past(notice, now):
        return 3, -settled, notice.key
    if notice.key in eyes:
        return 0, deadline, notice.key
    if notice.state in _WAITING:
        return 1, deadline, notice.key
    return 2, -settled, notice.key

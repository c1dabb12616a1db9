"""Figures of the outbox: what went, what waits, and what a person must look at; nothing is unsealed."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select

from portfolio.contacts import ContactRole
from portfolio.digest import NoticeLine
from portfolio.names import DomainName
from portfolio.notice import NoticeKind, NoticeState, read_milestone
from records.columns import MomentText
from records.tables import DomainRow, NoticeRow
from records.transaction import Transaction

_WAITING = [state.value for state in (NoticeState.DUE, NoticeState.CLAIMED, NoticeState.RETRY_LATER)]
_NOT_TAKEN_UP = [NoticeState.DUE.value, NoticeState.CLAIMED.value]
_TO_A_CONTACT = col(NoticeRow.key).not_like("%:staff%")


class NoticeFigures:
    """Counts and lines of notices. What is later than the instant `since` counts; everything for None."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def went(self, *, since: datetime | None) -> Counter[NoticeKind]:
        """Return how many notices went to contacts by kind, those that came back later among them."""
        states = [NoticeState.HANDED_OVER.value, NoticeState.BOUNCED.value]
        query = select(col(NoticeRow.milestone), func.count()).where(
            _TO_A_CONTACT, col(NoticeRow.state).in_(states), *_settled(since)
        )
        counted: Counter[NoticeKind] = Counter()
        for milestone, number in self._transaction.session.exec(query.group_by(col(NoticeRow.milestone))):
            counted[read_milestone(milestone).kind] += number
        return counted

    def ended(self, state: NoticeState, *, since: datetime | None) -> int:
        """Return how many notices came to an end in `state`; a bounce counts when it came back."""
        return self._count(_came_to(state, since))

    def late(self, today: date) -> int:
        """Return how many notices wait although their last day in time has passed."""
        return self._count(_is_late(today))

    def not_taken_up(self, now: datetime) -> int:
        """Return how many notices are due at `now` and were never tried: what a run left over."""
        return self._count(
            and_(
                col(NoticeRow.state).in_(_NOT_TAKEN_UP),
                col(NoticeRow.due_at) <= now,
                col(NoticeRow.claimed_until).is_(None) | (col(NoticeRow.claimed_until) <= now),
            )
        )

    def expiring(self, after: datetime, before: datetime) -> int:
        """Return how many names are paid until some time from `after` on and before `before`."""
        paid_until = func.coalesce(
            col(DomainRow.registrar_expires_at), col(DomainRow.expires_at), type_=MomentText()
        )
        query = select(func.count()).select_from(DomainRow).where(paid_until >= after, paid_until < before)
        return self._transaction.session.exec(query).one()

    def for_a_person(self, *, since: datetime | None, today: date) -> list[NoticeLine]:
        """Return what was refused for good, came back, or ended unclear since, and what waits too long."""
        among = or_(*(_came_to(state, since) for state in _LOOKED_AT), _is_late(today))
        query = select(NoticeRow).where(among)
        query = query.order_by(col(NoticeRow.about), col(NoticeRow.name), col(NoticeRow.key))
        return [_line(row) for row in self._transaction.session.exec(query)]

    def _count(self, condition: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(NoticeRow).where(condition)
        return self._transaction.session.exec(query).one()


_LOOKED_AT = (NoticeState.DEAD, NoticeState.BOUNCED, NoticeState.AMBIGUOUS)


def _settled(since: datetime | None) -> list[ColumnElement[bool]]:
    return [] if since is None else [col(NoticeRow.settled_at) > since]


def _came_to(state: NoticeState, since: datetime | None) -> ColumnElement[bool]:
    is_so = col(NoticeRow.state) == state.value
    if since is None:
        return is_so
    when = col(NoticeRow.bounced_at) if state is NoticeState.BOUNCED else col(NoticeRow.settled_at)
    return and_(is_so, when > since)


def _is_late(today: date) -> ColumnElement[bool]:
    return and_(col(NoticeRow.state).in_(_WAITING), col(NoticeRow.deadline) < today)


def _line(row: NoticeRow) -> NoticeLine:
    return NoticeLine(
        name=DomainName(row.name),
        milestone=read_milestone(row.milestone),
        role=ContactRole(row.role),
        about=row.about,
        deadline=row.deadline,
        state=NoticeState(row.state),
        at=row.bounced_at or row.settled_at,
    )

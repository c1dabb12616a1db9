"""The outbox: notices that are due, claimed by one sender at a time, and what became of each."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole, Language
from portfolio.names import DomainName
from portfolio.notice import Notice, NoticeState, read_milestone
from records import vault
from records.encryption import Place
from records.errors import AlreadyHeld, Moved, NotHeld, SealBroken
from records.tables import DomainRow, NoticeRow
from records.transaction import Transaction

log = logging.getLogger("records")

_IN_HAND = (NoticeState.CLAIMED, NoticeState.SENDING)
_WAITING = (NoticeState.DUE, NoticeState.CLAIMED, NoticeState.RETRY_LATER)
_LEFT_THE_HOUSE = (NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS, NoticeState.BOUNCED)
_AT_ONCE = 20


class Outbox:
    """
    The notices. A key is made of the decision, so the same decision is written once.

    Every step is a conditional change of state: of two senders that hold the same notice, one is `Moved`.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add_due(self, notice: Notice) -> bool:
        """
        Keep a notice that has come due; return False when its key is there already, whatever became of it.

        Raises `NotHeld` when the name is not held, `Moved` when the notice is not in the state `due`.
        """
        if notice.state is not NoticeState.DUE:
            raise Moved(f"{notice.key} is {notice.state}, not {NoticeState.DUE}")
        client = self._transaction.find(DomainRow, notice.name, f"{notice.name} is not held").client
        try:
            self._transaction.keep(self._row(notice, client), taken=f"{notice.key} is there already")
        except AlreadyHeld:
            return False
        self._transaction.tell(AuditTag.NOTICE_DUE, notice.name, notice.key)
        return True

    def claim(self, now: datetime, lease: timedelta) -> Notice | None:
        """
        Take the most urgent notice that waits, until `now + lease`; None when none does.

        Most urgent is the nearest deadline, then what has been due longest; of a name the registrant first. A
        claim whose lease has ended waits again, since nothing has left; a notice that was being sent never
        does. Every claim counts as an attempt. Commit before acting on it.
        """
        waits = _waits_at(now)
        row = self._most_urgent(waits)
        if row is None:
            return None
        key, name, before = row.key, row.name, row.state
        statement = (
            update(NoticeRow)
            .where(col(NoticeRow.key) == key, waits)
            .values(
                state=NoticeState.CLAIMED,
                claimed_until=now + lease,
                attempts=col(NoticeRow.attempts) + 1,
            )
        )
        self._transaction.move(statement, moved=f"{key} does not wait any more")
        self._transaction.tell(AuditTag.NOTICE_ADVANCED, name, f"{key}: {before} → {NoticeState.CLAIMED}")
        return self.get(key)

    def _most_urgent(self, waits: ColumnElement[bool]) -> NoticeRow | None:
        """The first row that waits and can be unsealed: one whose key is gone must not stop the others."""
        query = select(NoticeRow).where(waits).order_by(*_URGENCY).limit(_AT_ONCE)
        passed = 0
        while rows := self._transaction.session.exec(query.offset(passed)).all():
            for row in rows:
                if self._unsealed(row) is not None:
                    return row
            passed += len(rows)
        return None

    def _unsealed(self, row: NoticeRow) -> Notice | None:
        try:
            return self._notice(row)
        except (SealBroken, NotHeld) as err:
            log.warning("notice=%s cannot be unsealed: %s", row.key, type(err).__name__)
            return None

    def advance(
        self,
        key: str,
        *,
        from_: NoticeState,
        to: NoticeState,
        detail: str = "",
        retry_at: datetime | None = None,
    ) -> Notice:
        """
        Move the notice on, if it is still in the state `from_`; `retry_at` says when it may be claimed again.

        Raises `NotHeld`, and `Moved` when the notice is in another state or was not claimed.
        """
        row = self._transaction.find(NoticeRow, key, f"there is no notice {key!r}")
        name, before = row.name, row.state
        if to in (NoticeState.DUE, NoticeState.CLAIMED):
            raise Moved(f"{key} becomes {to} by coming due or being claimed, in no other way")
        if to is NoticeState.SENDING and from_ is not NoticeState.CLAIMED:
            raise Moved(f"{key} is {before}: only a claimed notice is sent")
        values = {
            "state": to,
            "detail": self._seal(row, "detail", detail),
            "retry_at": retry_at if to is NoticeState.RETRY_LATER else None,
            "settled_at": None if to in (*_IN_HAND, *_WAITING) else self._transaction.clock.now(),
        }
        if to not in _IN_HAND:
            values["claimed_until"] = None
        unmoved = (col(NoticeRow.key) == key, col(NoticeRow.state) == from_)
        statement = update(NoticeRow).where(*unmoved).values(**values)
        self._transaction.move(statement, moved=f"{key} is {before}, not {from_}")
        self._transaction.tell(AuditTag.NOTICE_ADVANCED, name, f"{key}: {from_} → {to}")
        return self.get(key)

    def reopen(self, key: str, *, detail: str, reader: Notice | None = None) -> Notice:
        """
        Let a suppressed notice whose reason is gone come due again. `detail` says which was gone.

        It goes to the recipient of `reader` in its language, where given: addresses change meanwhile.

        Raises `NotHeld`, and `Moved` when it is not suppressed.
        """
        row = self._transaction.find(NoticeRow, key, f"there is no notice {key!r}")
        name, before = row.name, row.state
        suppressed = (col(NoticeRow.key) == key, col(NoticeRow.state) == NoticeState.SUPPRESSED)
        values = {"state": NoticeState.DUE, "settled_at": None, "detail": self._seal(row, "detail", detail)}
        values["due_at"] = self._transaction.clock.now()
        if reader is not None:
            values["recipient"] = self._seal(row, "recipient", reader.recipient)
            values["recipient_index"] = self._transaction.vault.blind_index(reader.recipient)
            values["language"] = reader.language
        statement = update(NoticeRow).where(*suppressed).values(**values)
        self._transaction.move(statement, moved=f"{key} is {before}, not {NoticeState.SUPPRESSED}")
        self._transaction.tell(AuditTag.NOTICE_REOPENED, name, key)
        return self.get(key)

    def bounced(self, key: str, *, said: str, at: datetime, for_good: bool) -> Notice:
        """
        Keep what came back of a notice that left the house; `for_good` makes it BOUNCED. `said` is sealed.

        Raises `NotHeld`, and `Moved` when the notice has not left the house.
        """
        row = self._transaction.find(NoticeRow, key, f"there is no notice {key!r}")
        name, before = row.name, row.state
        left = (col(NoticeRow.key) == key, col(NoticeRow.state).in_([s.value for s in _LEFT_THE_HOUSE]))
        values = {"bounced_at": at, "bounce": self._seal(row, "bounce", said)}
        state = NoticeState.BOUNCED if for_good else NoticeState(before)
        statement = update(NoticeRow).where(*left).values(**values, state=state)
        self._transaction.move(statement, moved=f"{key} is {before}: it has not left the house")
        self._transaction.tell(AuditTag.NOTICE_BOUNCED, name, f"{key}: {before} → {state}")
        return self.get(key)

    def by_reference(self, reference: str) -> Notice:
        """Return the notice with this reference. Raises `NotHeld`."""
        query = select(NoticeRow).where(col(NoticeRow.reference) == reference)
        row = self._transaction.session.exec(query).first()
        if row is None:
            raise NotHeld("there is no notice with this reference")
        return self._notice(row)

    def left_for(self, recipient: str, *, since: datetime) -> int:
        """Return how many notices left the house for an address at `since` or later."""
        index = self._transaction.vault.blind_index(recipient)
        query = select(func.count()).select_from(NoticeRow)
        query = query.where(
            col(NoticeRow.recipient_index) == index,
            col(NoticeRow.settled_at) >= since,
            col(NoticeRow.state).in_([state.value for state in _LEFT_THE_HOUSE]),
        )
        return self._transaction.session.exec(query).one()

    def in_states(self, *states: NoticeState) -> list[Notice]:
        """Return the notices in these states, the most urgent first, without those that cannot be read."""
        among = col(NoticeRow.state).in_([state.value for state in states])
        return self._readable(select(NoticeRow).where(among).order_by(*_URGENCY))

    def unreadable(self, now: datetime) -> list[DomainName]:
        """Return the names of which a notice waits or was left in hand that cannot be unsealed any more."""
        in_hand = col(NoticeRow.state).in_([state.value for state in _IN_HAND])
        query = select(NoticeRow).where(or_(_waits_at(now), in_hand)).order_by(col(NoticeRow.name))
        rows = self._transaction.session.exec(query)
        return [DomainName(row.name) for row in rows if self._unsealed(row) is None]

    def waits(self, now: datetime) -> bool:
        """Whether a notice waits to be sent at `now`, or was left in hand when its lease ended."""
        in_hand = col(NoticeRow.state).in_([state.value for state in _IN_HAND])
        left = and_(in_hand, col(NoticeRow.claimed_until) <= now)
        query = select(NoticeRow.key).where(or_(_waits_at(now), left)).limit(1)
        return self._transaction.session.exec(query).first() is not None

    def stale(self, now: datetime) -> list[Notice]:
        """
        Return what was claimed or being sent when its lease ended, the most urgent first.

        One whose key is gone is left out: it must not stop the others, and nobody can send it any more.
        """
        in_hand = col(NoticeRow.state).in_([state.value for state in _IN_HAND])
        stale = select(NoticeRow).where(in_hand, col(NoticeRow.claimed_until) <= now)
        return self._readable(stale.order_by(*_URGENCY))

    def get(self, key: str) -> Notice:
        """Return the notice. Raises `NotHeld`."""
        return self._notice(self._transaction.find(NoticeRow, key, f"there is no notice {key!r}"))

    def all(self) -> list[Notice]:
        """Return every notice, the most urgent first."""
        return self._all()

    def of_domain(self, name: DomainName) -> list[Notice]:
        """Return the notices about a name, the nearest expiry first."""
        return self._all(col(NoticeRow.name) == name)

    def _all(self, *conditions: ColumnElement[bool]) -> list[Notice]:
        query = select(NoticeRow).where(*conditions).order_by(*_URGENCY)
        return self._notices(self._transaction.session.exec(query))

    def _readable(self, query: SelectOfScalar[NoticeRow]) -> list[Notice]:
        read = map(self._unsealed, self._transaction.session.exec(query))
        return [notice for notice in read if notice is not None]

    def _notices(self, rows: Iterable[NoticeRow]) -> list[Notice]:
        return [self._notice(row) for row in rows]

    def _row(self, notice: Notice, client: str) -> NoticeRow:
        row = NoticeRow(
            key=notice.key,
            name=notice.name,
            client=client,
            about=notice.about,
            milestone=notice.milestone.key,
            deadline=notice.deadline or notice.about,
            reference=notice.reference,
            recipient_index=self._transaction.vault.blind_index(notice.recipient),
            role=notice.role,
            recipient=b"",
            language=notice.language,
            due_at=notice.due_at,
            state=notice.state,
            attempts=notice.attempts,
            detail=b"",
        )
        row.recipient = self._seal(row, "recipient", notice.recipient)
        row.detail = self._seal(row, "detail", notice.detail)
        row.bounce = self._seal(row, "bounce", notice.bounce)
        return row

    def _seal(self, row: NoticeRow, column: str, plain: str) -> bytes:
        return self._transaction.vault.seal(vault.of_client(row.client), plain, _place(row, column))

    def _unseal(self, row: NoticeRow, column: str, sealed: bytes) -> str:
        return self._transaction.vault.unseal(vault.of_client(row.client), sealed, _place(row, column))

    def _notice(self, row: NoticeRow) -> Notice:
        return Notice(
            key=row.key,
            name=DomainName(row.name),
            about=row.about,
            milestone=read_milestone(row.milestone),
            role=ContactRole(row.role),
            recipient=self._unseal(row, "recipient", row.recipient),
            language=Language(row.language),
            due_at=row.due_at,
            deadline=row.deadline,
            state=NoticeState(row.state),
            claimed_until=row.claimed_until,
            retry_at=row.retry_at,
            attempts=row.attempts,
            settled_at=row.settled_at,
            detail=self._unseal(row, "detail", row.detail),
            bounced_at=row.bounced_at,
            bounce=self._unseal(row, "bounce", row.bounce) if row.bounce is not None else "",
        )


_FIRST = case({ContactRole.REGISTRANT.value: 0}, value=col(NoticeRow.role), else_=1)
_URGENCY = (col(NoticeRow.deadline), col(NoticeRow.due_at), col(NoticeRow.name), _FIRST, col(NoticeRow.key))


def _waits_at(now: datetime) -> ColumnElement[bool]:
    state = col(NoticeRow.state)
    return or_(
        and_(state == NoticeState.DUE, col(NoticeRow.due_at) <= now),
        and_(state == NoticeState.CLAIMED, col(NoticeRow.claimed_until) <= now),
        and_(
            state == NoticeState.RETRY_LATER,
            or_(col(NoticeRow.retry_at).is_(None), col(NoticeRow.retry_at) <= now),
        ),
    )


def _place(row: NoticeRow, column: str) -> Place:
    return Place("notices", row.key, column)

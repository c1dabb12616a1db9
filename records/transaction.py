"""One open transaction, as the stores see it: who acts, at what time, what is kept, and that it is told."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Update, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from portfolio.audit import Actor, AuditTag
from portfolio.clock import Clock
from records import vault
from records.chain import BEGINNING, Link, commitment, link_hash
from records.errors import Moved, NotHeld, ReadOnly
from records.refusals import refused_row
from records.tables import AuditLinkRow, AuditPayloadRow, Row
from records.vault import Vault

_SALT_BYTES = 32

# Built once: every change writes an entry.
NEWEST = select(AuditLinkRow.sequence, AuditLinkRow.hash).order_by(col(AuditLinkRow.sequence).desc()).limit(1)
"""The end of the audit chain: its sequence and its hash."""
_LINK, _PAYLOAD = insert(AuditLinkRow), insert(AuditPayloadRow)

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, eq=False)
class Transaction:
    """A database transaction with an actor (None: it only reads), a clock, and the data keys."""

    session: Session
    vault: Vault
    clock: Clock
    reader_or_actor: Actor | None

    @property
    def actor(self) -> Actor:
        """Who changes something. Raises `ReadOnly` in a unit that only reads."""
        if self.reader_or_actor is None:
            raise ReadOnly("this unit only reads; nothing was changed")
        return self.reader_or_actor

    def find(self, table: type[R], key: object, absent: str) -> R:
        """Return the row of `table` under its primary key. Raises `NotHeld` with the sentence `absent`."""
        row = self.session.get(table, key)
        if row is None:
            raise NotHeld(absent)
        return row

    def keep(self, *rows: Row, taken: str) -> None:
        """
        Add `rows`, or none of them; the transaction goes on either way.

        Raises `AlreadyHeld` with the sentence `taken`, `NotHeld`, or `SamePerson`.
        """
        self._raise_if_reading()
        try:
            with self.session.begin_nested():
                for _, alike in groupby(rows, type):
                    self.session.add_all(alike)
                    self.session.flush()
        except IntegrityError as err:
            raise refused_row(err, taken=taken) from None

    def move(self, statement: Update, values: Mapping[str, object] | None = None, *, moved: str) -> None:
        """
        Run a conditional update of one row; `values` are those of its columns and of its `bindparam`s.

        Raises `Moved` with the sentence `moved` when the condition did not hold, `SamePerson` or
        `AlreadyHeld` when the database refuses the new state.
        """
        self._raise_if_reading()
        connection = self.session.connection()
        try:
            with connection.begin_nested():
                result = connection.execute(statement, values)
        except IntegrityError as err:
            raise refused_row(err, taken="another one is open already") from None
        self.session.expire_all()  # what was read before is read again
        if result.rowcount != 1:
            raise Moved(moved)

    def tell(self, tag: AuditTag, subject: str, detail: str = "") -> int:
        """Write an audit entry in this transaction; return its sequence. `detail` holds nothing personal."""
        connection = self.session.connection()
        last, previous = connection.execute(NEWEST).first() or (0, BEGINNING)
        salt = secrets.token_bytes(_SALT_BYTES)
        link = Link(
            sequence=last + 1,
            actor=self.actor,
            at=self.clock.now(),
            tag=tag.value,
            commitment=commitment(salt, subject=subject, detail=detail),
            previous=previous,
        )
        linked = link_hash(self.vault.key_of(vault.AUDIT), link)
        connection.execute(_LINK, link.model_dump() | {"hash": linked})
        payload = {"sequence": link.sequence, "salt": salt, "subject": subject, "detail": detail}
        connection.execute(_PAYLOAD, payload)
        return link.sequence

    def _raise_if_reading(self) -> None:
        _ = self.actor

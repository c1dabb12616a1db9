"""The outbox: notices on their way; what came back of them; and verifications that wait for an answer."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row


class NoticeRow(Row, table=True):
    """One notice. Its key is made of the decision, so the same decision cannot be written twice."""

    __tablename__: ClassVar[Any] = "notices"
    __table_args__ = (
        Index("ix_notices_urgency", "state", "deadline", "due_at"),
        Index("ix_notices_recipient", "recipient_index", "settled_at"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint(
            "state NOT IN ('claimed', 'sending') OR claimed_until IS NOT NULL", name="claim_has_an_end"
        ),
    )

    key: str = Field(primary_key=True, sa_type=Word)
    name: str = Field(foreign_key="domains.name", index=True, sa_type=Word)
    client: str = Field(foreign_key="clients.slug", index=True, sa_type=Word)
    about: date
    milestone: str = Field(sa_type=Word)
    deadline: date
    reference: str = Field(unique=True, sa_type=Word)
    role: str = Field(sa_type=Word)
    recipient: bytes
    recipient_index: str = Field(sa_type=Word)
    language: str = Field(sa_type=Word)
    due_at: datetime = Field(sa_type=UtcInstant)
    state: str = Field(sa_type=Word)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcInstant)
    retry_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    attempts: int = 0
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    detail: bytes
    bounced_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    bounce: bytes | None = None


class MailEventRow(Row, table=True):
    """What was heard of one address: a bounce, a complaint, or staff's word that it is mended."""

    __tablename__: ClassVar[Any] = "mail_events"
    __table_args__ = (Index("ix_mail_events_address", "address_index", "id"),)

    id: int = Field(default=None, primary_key=True)  # None until the database has numbered it
    address_index: str = Field(sa_type=Word)
    notice: str | None = Field(default=None, foreign_key="notices.key", index=True, sa_type=Word)
    kind: str = Field(sa_type=Word)
    at: datetime = Field(sa_type=UtcInstant)
    digest: str = Field(unique=True, sa_type=Word)
    said: str = Field(sa_type=Word)


class NoticePolicyRow(Row, table=True):
    """One row: the fingerprint of the policy by which names were last looked at."""

    __tablename__: ClassVar[Any] = "notice_policy"
    __table_args__ = (CheckConstraint("id = 1", name="is_one"),)

    id: int = Field(default=1, primary_key=True)
    fingerprint: str = Field(sa_type=Word)


class VerificationRow(Row, table=True):
    """A registrant's address that the registrar wants confirmed, at the latest on `until`."""

    __tablename__: ClassVar[Any] = "verifications"
    __table_args__ = (
        Index(
            "ix_verifications_open",
            "name",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)  # None until the database has numbered it
    name: str = Field(foreign_key="domains.name", sa_type=Word)
    asked_at: datetime = Field(sa_type=UtcInstant)
    until: date
    why: str = Field(sa_type=Word)
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    outcome: str = Field(default="", sa_type=Word)

"""The outbox: expiry notices on their way."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row


class NoticeRow(Row, table=True):
    """One notice. Its key is made of the decision, so the same decision cannot be written twice."""

    __tablename__: ClassVar[Any] = "notices"
    __table_args__ = (
        Index("ix_notices_urgency", "state", "expires_on", "due_at"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint(
            "state NOT IN ('claimed', 'sending') OR claimed_until IS NOT NULL", name="claim_has_an_end"
        ),
    )

    key: str = Field(primary_key=True, sa_type=Word)
    name: str = Field(foreign_key="domains.name", index=True, sa_type=Word)
    client: str = Field(foreign_key="clients.slug", index=True, sa_type=Word)
    expires_on: date
    milestone_days: int
    role: str = Field(sa_type=Word)
    recipient: bytes
    language: str = Field(sa_type=Word)
    due_at: datetime = Field(sa_type=UtcInstant)
    state: str = Field(sa_type=Word)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcInstant)
    retry_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    attempts: int = 0
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    detail: bytes

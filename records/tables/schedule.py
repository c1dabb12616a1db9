"""What runs by itself, and what stands still: daily runs, and accounts that ask nothing more."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row


class JobRunRow(Row, table=True):
    """One run of a job for one local date: the key is what makes it one."""

    __tablename__: ClassVar[Any] = "job_runs"
    __table_args__ = (
        CheckConstraint("attempts >= 1", name="counts_from_one"),
        CheckConstraint("finished_at IS NULL OR claimed_until IS NULL", name="finished_is_free"),
    )

    job: str = Field(primary_key=True, sa_type=Word)
    on_date: date = Field(primary_key=True)
    claimed_at: datetime = Field(sa_type=UtcInstant)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcInstant)
    finished_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    attempts: int
    detail: str = Field(sa_type=Word)


class AccountStopRow(Row, table=True):
    """An account that stands still. The row goes when it is resumed; the audit chain remembers."""

    __tablename__: ClassVar[Any] = "account_stops"

    account: str = Field(primary_key=True, foreign_key="accounts.slug", sa_type=Word)
    reason: str = Field(sa_type=Word)
    since: datetime = Field(sa_type=UtcInstant)
    detail: bytes
    told_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    next_probe_at: datetime | None = Field(default=None, sa_type=UtcInstant)

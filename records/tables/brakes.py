"""The brake of a run that found implausibly much, and the two people who let go of it."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row


class BrakeRow(Row, table=True):
    """The brake of one local date: why it was set, who asked to let go of it and why, who agreed."""

    __tablename__: ClassVar[Any] = "brakes"
    __table_args__ = (
        CheckConstraint("lower(confirmed_by) <> lower(released_by)", name="second_person"),
        CheckConstraint("confirmed_by IS NULL OR released_by IS NOT NULL", name="asked_before_confirmed"),
        CheckConstraint("released_by IS NULL OR length(trim(reason)) > 0", name="released_for_a_reason"),
    )

    on_date: date = Field(primary_key=True)
    why: str = Field(sa_type=Word)
    set_at: datetime = Field(sa_type=UtcInstant)
    released_by: str | None = Field(default=None, sa_type=Word)
    reason: str | None = Field(default=None, sa_type=Word)
    confirmed_by: str | None = Field(default=None, sa_type=Word)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcInstant)

"""One change of a contact, everywhere: what was asked for, and who said yes to all of its plans at once."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row, named_actor


class ContactChangeRow(Row, table=True):
    """One change: the contact version that is wanted, and, in a replacement, whom it takes the place of."""

    __tablename__: ClassVar[Any] = "contact_changes"
    __table_args__ = (
        ForeignKeyConstraint(["contact", "version"], ["contact_versions.slug", "contact_versions.version"]),
        CheckConstraint("lower(approved_by) <> lower(asked_by)", name="second_person"),
        CheckConstraint("replaced <> contact", name="replaces_another"),
        named_actor("asked_by"),
    )

    id: int = Field(default=None, primary_key=True)  # None until the database has numbered it
    contact: str = Field(index=True, sa_type=Word)
    version: int
    replaced: str | None = Field(default=None, foreign_key="contacts.slug", sa_type=Word)
    role: str | None = Field(default=None, sa_type=Word)
    asked_by: str = Field(sa_type=Word)
    asked_at: datetime = Field(sa_type=UtcInstant)
    approved_by: str | None = Field(default=None, sa_type=Word)
    closed_at: datetime | None = Field(default=None, sa_type=UtcInstant)

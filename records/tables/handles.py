"""Which handle at which account stands for which version of a contact."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row


class HandleRow(Row, table=True):
    """
    One handle. It stands for one version of one contact from when it was made until it is let go.

    A handle that is only asked for has `intended`, the contact and the version in its place, with blanks
    between them, which no handle has.
    """

    __tablename__: ClassVar[Any] = "handles"
    __table_args__ = (
        ForeignKeyConstraint(["contact", "version"], ["contact_versions.slug", "contact_versions.version"]),
        Index("ix_handles_contact", "contact", "version"),
    )

    account: str = Field(primary_key=True, foreign_key="accounts.slug", sa_type=Word)
    handle: str = Field(primary_key=True, sa_type=Word)
    contact: str = Field(sa_type=Word)
    version: int
    kept_at: datetime = Field(sa_type=UtcInstant)
    gone_at: datetime | None = Field(default=None, sa_type=UtcInstant)

"""Imports: what was found of names elsewhere, until they are ours."""

from datetime import datetime
from typing import Any, ClassVar

from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row, named_actor


class ImportRow(Row, table=True):
    """One plan: an account's names, or a file's."""

    __tablename__: ClassVar[Any] = "imports"
    __table_args__ = (named_actor("made_by"),)

    slug: str = Field(primary_key=True, sa_type=Word)
    made_by: str = Field(sa_type=Word)
    made_at: datetime = Field(sa_type=UtcInstant)


class ImportEntryRow(Row, table=True):
    """One name of a plan; what was found of it is sealed under its client's key, or the house's."""

    __tablename__: ClassVar[Any] = "import_entries"

    plan: str = Field(primary_key=True, foreign_key="imports.slug", sa_type=Word)
    name: str = Field(primary_key=True, index=True, sa_type=Word)
    account: str = Field(foreign_key="accounts.slug", index=True, sa_type=Word)
    client: str | None = Field(default=None, foreign_key="clients.slug", index=True, sa_type=Word)
    line: int | None = None
    state: str = Field(sa_type=Word)
    told: bytes
    asked_at: datetime | None = Field(default=None, sa_type=UtcInstant)

"""Findings: differences between our record and a source's, open until they go away."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row

_OPEN = text("closed_at IS NULL")


class FindingRow(Row, table=True):
    """One difference. Both sides are sealed; `key` is the place. `client` is NULL for a name nobody holds."""

    __tablename__: ClassVar[Any] = "findings"
    __table_args__ = (
        Index(
            "uq_findings_one_open",
            "name",
            "path",
            "source",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: int = Field(default=None, primary_key=True)  # None until the database has numbered it
    key: str = Field(unique=True, sa_type=Word)
    name: str = Field(index=True, sa_type=Word)
    client: str | None = Field(default=None, foreign_key="clients.slug", index=True, sa_type=Word)
    path: str = Field(sa_type=Word)
    source: str = Field(sa_type=Word)
    difference: bytes
    opened_at: datetime = Field(sa_type=UtcInstant)
    last_seen_at: datetime = Field(sa_type=UtcInstant)
    closed_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    reference: str | None = Field(default=None, foreign_key="orders.reference", sa_type=Word)

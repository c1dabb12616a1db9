"""Findings: differences between our record and a source's, open until they go away."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, text
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
        CheckConstraint("sightings >= 1 AND attempts >= 0", name="counts_not_negative"),
        CheckConstraint("(accepted_by IS NULL) = (accepted_at IS NULL)", name="accepted_by_someone"),
    )

    id: int = Field(default=None, primary_key=True)  # None until the database has numbered it
    key: str = Field(unique=True, sa_type=Word)
    name: str = Field(index=True, sa_type=Word)
    client: str | None = Field(default=None, foreign_key="clients.slug", index=True, sa_type=Word)
    path: str = Field(sa_type=Word)
    source: str = Field(sa_type=Word)
    difference: bytes
    remedy: str | None = Field(default=None, sa_type=Word)
    opened_at: datetime = Field(sa_type=UtcInstant)
    value_since: datetime = Field(sa_type=UtcInstant)
    last_seen_at: datetime = Field(sa_type=UtcInstant)
    sightings: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    accepted_by: str | None = Field(default=None, sa_type=Word)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    closed_at: datetime | None = Field(default=None, sa_type=UtcInstant, index=True)
    reference: str | None = Field(default=None, foreign_key="orders.reference", sa_type=Word)

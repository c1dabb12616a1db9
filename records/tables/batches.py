"""Batches: lists of orders that came in together."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row, named_actor


class BatchListRow(Row, table=True):
    """One list. The same list is kept twice only when somebody says so: then it is another round."""

    __tablename__: ClassVar[Any] = "batches"
    __table_args__ = (
        UniqueConstraint("digest", "round"),
        CheckConstraint("round >= 1", name="counts_from_one"),
        named_actor("drafted_by"),
    )

    slug: str = Field(primary_key=True, sa_type=Word)
    kind: str = Field(sa_type=Word)
    digest: str = Field(sa_type=Word)
    round: int
    drafted_by: str = Field(sa_type=Word)
    drafted_at: datetime = Field(sa_type=UtcInstant)


class BatchLineRow(Row, table=True):
    """One line of a list: its order, or why there is none, sealed: that may quote a registrar."""

    __tablename__: ClassVar[Any] = "batch_rows"

    batch: str = Field(primary_key=True, foreign_key="batches.slug", sa_type=Word)
    number: int = Field(primary_key=True)
    name: str = Field(sa_type=Word)
    reference: str | None = Field(default=None, foreign_key="orders.reference", index=True, sa_type=Word)
    problem: bytes

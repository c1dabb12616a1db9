"""The house itself: one row that says whose key opens these records, and the wrapped data keys."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row


class HouseRow(Row, table=True):
    """One row: when the records were founded, and the check value of their key."""

    __tablename__: ClassVar[Any] = "house"
    __table_args__ = (CheckConstraint("id = 1", name="is_one"),)

    id: int = Field(default=1, primary_key=True)
    founded_at: datetime = Field(sa_type=UtcInstant)
    key_check: bytes


class DataKeyRow(Row, table=True):
    """A data key, wrapped. Deleting the row makes all that was sealed with it unreadable, for ever."""

    __tablename__: ClassVar[Any] = "data_keys"

    owner: str = Field(primary_key=True, sa_type=Word)
    wrapped: bytes
    made_at: datetime = Field(sa_type=UtcInstant)

"""What lies around notices: names that none could be made for, and the secret addresses of calendars."""

from datetime import datetime
from typing import Any, ClassVar

from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row


class NoticeProblemRow(Row, table=True):
    """Why no notice could be made for a name, or nobody may read it, as it was found last."""

    __tablename__: ClassVar[Any] = "notice_problems"

    name: str = Field(primary_key=True, foreign_key="domains.name", sa_type=Word)
    why: str = Field(sa_type=Word)
    found_at: datetime = Field(index=True, sa_type=UtcInstant)


class CalendarAddressRow(Row, table=True):
    """A secret address of the calendar feed: only the token's hash is kept."""

    __tablename__: ClassVar[Any] = "calendar_addresses"

    id: int = Field(default=None, primary_key=True)  # None until the database has numbered it
    token_hash: str = Field(unique=True, sa_type=Word)
    client: str | None = Field(default=None, foreign_key="clients.slug", index=True, sa_type=Word)
    reader: str = Field(sa_type=Word)
    made_at: datetime = Field(sa_type=UtcInstant)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcInstant)

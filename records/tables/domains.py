"""Names held for clients, who stands on them, and what sources said of names."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index
from sqlmodel import Field

from records.columns import MomentText, UtcInstant, Word
from records.tables.row import Row


class DomainRow(Row, table=True):
    """
    A name that we hold. A column is NULL where the registrar has not spoken of it.

    Before `notices_from` no notice can come due for it; the first of all days says that nobody has looked.
    """

    __tablename__: ClassVar[Any] = "domains"
    __table_args__ = (Index("ix_domains_notices", "notices_from", "name"),)

    name: str = Field(primary_key=True, sa_type=Word)
    client: str = Field(foreign_key="clients.slug", index=True, sa_type=Word)
    account: str = Field(foreign_key="accounts.slug", index=True, sa_type=Word)
    registered_at: datetime | date | None = Field(default=None, sa_type=MomentText)
    expires_at: datetime | date | None = Field(default=None, sa_type=MomentText)
    registrar_expires_at: datetime | date | None = Field(default=None, sa_type=MomentText)
    nameservers: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    statuses: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    delegation_signed: bool | None = None
    auto_renew: bool | None = None
    refreshed_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    notices_from: date = date.min


class DomainRoleRow(Row, table=True):
    """Which contact stands on a name in which role."""

    __tablename__: ClassVar[Any] = "domain_roles"

    name: str = Field(primary_key=True, foreign_key="domains.name", sa_type=Word)
    role: str = Field(primary_key=True, sa_type=Word)
    contact: str = Field(foreign_key="contacts.slug", index=True, sa_type=Word)


class ObservationRow(Row, table=True):
    """What one source said at one instant, sealed whole. `client` is NULL for a name that nobody holds."""

    __tablename__: ClassVar[Any] = "observations"
    __table_args__ = (Index("ix_observations_latest", "name", "source", "observed_at"),)

    id: int = Field(default=None, primary_key=True)  # None until the database has numbered it
    key: str = Field(unique=True, sa_type=Word)
    name: str = Field(sa_type=Word)
    client: str | None = Field(default=None, foreign_key="clients.slug", index=True, sa_type=Word)
    source: str = Field(sa_type=Word)
    observed_at: datetime = Field(sa_type=UtcInstant)
    answer: bytes

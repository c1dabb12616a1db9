"""Clients, their contacts in versions, and our accounts at registrars."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row, named_actor


class ClientRow(Row, table=True):
    """A client. The name is sealed."""

    __tablename__: ClassVar[Any] = "clients"

    slug: str = Field(primary_key=True, sa_type=Word)
    name: bytes
    kind: str = Field(sa_type=Word)
    language: str = Field(sa_type=Word)
    timezone: str = Field(sa_type=Word)


class ContactRow(Row, table=True):
    """A contact of a client, under its slug; what it says is in its versions."""

    __tablename__: ClassVar[Any] = "contacts"

    slug: str = Field(primary_key=True, sa_type=Word)
    client: str = Field(foreign_key="clients.slug", index=True, sa_type=Word)


class ContactVersionRow(Row, table=True):
    """One version of a contact, sealed whole. Versions are added, never changed."""

    __tablename__: ClassVar[Any] = "contact_versions"
    __table_args__ = (
        CheckConstraint("version >= 1", name="counts_from_one"),
        named_actor("made_by"),
    )

    slug: str = Field(primary_key=True, foreign_key="contacts.slug", sa_type=Word)
    version: int = Field(primary_key=True)
    contact: bytes
    made_by: str = Field(sa_type=Word)
    made_at: datetime = Field(sa_type=UtcInstant)


class AccountRow(Row, table=True):
    """Our login at one registrar, without its secret."""

    __tablename__: ClassVar[Any] = "accounts"

    slug: str = Field(primary_key=True, sa_type=Word)
    registrar: str = Field(sa_type=Word)
    environment: str = Field(sa_type=Word)
    endpoint: str = Field(sa_type=Word)
    username: str = Field(sa_type=Word)

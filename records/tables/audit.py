"""The audit chain, and apart from it what its entries are about, so that this can be erased."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row, named_actor


class AuditLinkRow(Row, table=True):
    """One link: who, when, what kind, a commitment to the payload, and the hash that ties it to the last."""

    __tablename__: ClassVar[Any] = "audit_links"
    __table_args__ = (
        CheckConstraint("sequence >= 1", name="counts_from_one"),
        CheckConstraint("length(trim(tag)) > 0", name="tag_is_named"),
        named_actor("actor"),
    )

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    actor: str = Field(sa_type=Word)
    at: datetime = Field(sa_type=UtcInstant)
    tag: str = Field(sa_type=Word)
    commitment: bytes
    previous: bytes
    hash: bytes = Field(unique=True)


class AuditPayloadRow(Row, table=True):
    """What an entry is about, and the salt of its commitment. Both are NULL once erased."""

    __tablename__: ClassVar[Any] = "audit_payloads"
    __table_args__ = (
        CheckConstraint(
            "(salt IS NULL) = (subject IS NULL) AND (salt IS NULL) = (detail IS NULL)", name="whole_or_erased"
        ),
    )

    sequence: int = Field(
        primary_key=True, foreign_key="audit_links.sequence", sa_column_kwargs={"autoincrement": False}
    )
    salt: bytes | None = None
    subject: str | None = Field(default=None, index=True, sa_type=Word)
    detail: str | None = Field(default=None, sa_type=Word)

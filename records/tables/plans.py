"""Plans: repairs of a name's contacts, proposed by one and approved by another."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from records.columns import UtcInstant, Word
from records.tables.row import Row, named_actor

_OPEN = text("state NOT IN ('proved', 'refused', 'withdrawn')")


class PlanRow(Row, table=True):
    """One plan. What it would change, from and to, is sealed; `key` is the place it is sealed for."""

    __tablename__: ClassVar[Any] = "plans"
    __table_args__ = (
        Index("uq_plans_one_open", "name", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("lower(approved_by) <> lower(proposed_by)", name="second_person"),
        CheckConstraint(
            "approved_by IS NOT NULL OR state IN ('proposed', 'refused', 'withdrawn')", name="is_approved"
        ),
        named_actor("proposed_by"),
    )

    id: int = Field(default=None, primary_key=True)  # None until the database has numbered it
    key: str = Field(unique=True, sa_type=Word)
    name: str = Field(foreign_key="domains.name", sa_type=Word)
    client: str = Field(foreign_key="clients.slug", index=True, sa_type=Word)
    account: str = Field(foreign_key="accounts.slug", sa_type=Word)
    change: int | None = Field(default=None, foreign_key="contact_changes.id", index=True)
    changes: bytes
    state: str = Field(index=True, sa_type=Word)
    proposed_by: str = Field(sa_type=Word)
    proposed_at: datetime = Field(sa_type=UtcInstant)
    approved_by: str | None = Field(default=None, sa_type=Word)
    detail: bytes


class PlanRoleRow(Row, table=True):
    """Which version of which contact the plan wants in which role: the approval holds for exactly these."""

    __tablename__: ClassVar[Any] = "plan_roles"
    __table_args__ = (
        ForeignKeyConstraint(["contact", "version"], ["contact_versions.slug", "contact_versions.version"]),
    )

    plan: int = Field(primary_key=True, foreign_key="plans.id")
    role: str = Field(primary_key=True, sa_type=Word)
    contact: str = Field(sa_type=Word)
    version: int

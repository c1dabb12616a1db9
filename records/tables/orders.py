"""Orders: what staff asked a registrar for, and how far each came."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, false, text
from sqlmodel import Field

from records.columns import TenThousandths, UtcInstant, Word
from records.tables.row import Row, named_actor

_OPEN = text("state NOT IN ('active', 'refused')")


class OrderRow(Row, table=True):
    """One order. Attributes and detail are sealed: registries ask, and registrars tell, personal things."""

    __tablename__: ClassVar[Any] = "orders"
    __table_args__ = (
        Index(
            "uq_orders_one_open",
            "account",
            "name",
            "kind",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint(
            "NOT second_person_needed OR approved_by IS NULL OR lower(approved_by) <> lower(drafted_by)",
            name="second_person",
        ),
        CheckConstraint("approved_by IS NOT NULL OR state IN ('draft', 'refused')", name="is_approved"),
        CheckConstraint("years BETWEEN 1 AND 10", name="years_in_range"),
        CheckConstraint("price >= 0 AND price_limit >= 0", name="price_not_negative"),
        CheckConstraint("sends >= 0 AND looks >= 0", name="counts_not_negative"),
        CheckConstraint(
            "(balance_before IS NULL) = (balance_before_currency IS NULL)", name="balance_has_currency"
        ),
        CheckConstraint("(cost IS NULL) = (cost_currency IS NULL)", name="cost_has_currency"),
        named_actor("drafted_by"),
    )

    reference: str = Field(primary_key=True, sa_type=Word)
    kind: str = Field(sa_type=Word)
    name: str = Field(index=True, sa_type=Word)
    client: str = Field(foreign_key="clients.slug", index=True, sa_type=Word)
    account: str = Field(foreign_key="accounts.slug", sa_type=Word)
    years: int
    nameservers: list[str] = Field(sa_type=JSON)
    attributes: bytes
    price: Decimal = Field(sa_type=TenThousandths)
    price_currency: str = Field(sa_type=Word)
    price_limit: Decimal = Field(sa_type=TenThousandths)
    price_limit_currency: str = Field(sa_type=Word)
    state: str = Field(index=True, sa_type=Word)
    drafted_by: str = Field(sa_type=Word)
    drafted_at: datetime = Field(sa_type=UtcInstant)
    approved_by: str | None = Field(default=None, sa_type=Word)
    second_person_needed: bool = False
    vendor_reference: str | None = Field(default=None, sa_type=Word)
    detail: bytes
    current_expiry: date | None = None
    approved_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    sends: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    submitted_at: datetime | None = Field(default=None, index=True, sa_type=UtcInstant)
    looks: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    missed_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    next_at: datetime | None = Field(default=None, index=True, sa_type=UtcInstant)
    balance_before: Decimal | None = Field(default=None, sa_type=TenThousandths)
    balance_before_currency: str | None = Field(default=None, sa_type=Word)
    cost: Decimal | None = Field(default=None, sa_type=TenThousandths)
    cost_currency: str | None = Field(default=None, sa_type=Word)
    stage: str | None = Field(default=None, sa_type=Word)
    person_asked: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    batch: str | None = Field(default=None, foreign_key="batches.slug", index=True, sa_type=Word)


class OrderRoleRow(Row, table=True):
    """
    Which contact was ordered for which role, and the version of it that is sent.

    `version` is NULL until it is fixed, and for orders from before it was kept.
    """

    __tablename__: ClassVar[Any] = "order_roles"
    __table_args__ = (
        ForeignKeyConstraint(["contact", "version"], ["contact_versions.slug", "contact_versions.version"]),
    )

    reference: str = Field(primary_key=True, foreign_key="orders.reference", sa_type=Word)
    role: str = Field(primary_key=True, sa_type=Word)
    contact: str = Field(foreign_key="contacts.slug", index=True, sa_type=Word)
    version: int | None = None

"""Drift: findings with a history, one change of a contact everywhere, handles, the brake, and DNSSEC."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_CHECKS_OF_FINDINGS = (
    ("counts_not_negative", "sightings >= 1 AND attempts >= 0"),
    ("accepted_by_someone", "(accepted_by IS NULL) = (accepted_at IS NULL)"),
)


def upgrade() -> None:
    """Add what is new; findings that are open stay open, first seen when they were opened."""
    _findings()
    _contact_changes()
    _handles()
    _brakes()
    op.add_column("domains", sa.Column("delegation_signed", sa.Boolean(), nullable=True))


def _findings() -> None:
    with op.batch_alter_table("findings") as table:
        for name in ("remedy", "accepted_by"):
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        for name in ("value_since", "accepted_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name, begin in (("sightings", "1"), ("attempts", "0")):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=begin))
    op.execute(sa.text("UPDATE findings SET value_since = opened_at"))
    with op.batch_alter_table("findings") as table:
        table.alter_column("value_since", existing_type=sa.DateTime(timezone=True), nullable=False)
        for name, rule in _CHECKS_OF_FINDINGS:
            table.create_check_constraint(op.f(f"ck_findings_{name}"), rule)
    op.create_index(op.f("ix_findings_closed_at"), "findings", ["closed_at"], unique=False)


def _contact_changes() -> None:
    op.create_table(
        "contact_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "lower(approved_by) <> lower(asked_by)", name=op.f("ck_contact_changes_second_person")
        ),
        sa.CheckConstraint("replaced <> contact", name=op.f("ck_contact_changes_replaces_another")),
        sa.CheckConstraint("length(trim(asked_by)) > 0", name=op.f("ck_contact_changes_asked_by_is_named")),
        sa.ForeignKeyConstraint(
            ["contact", "version"],
            ["contact_versions.slug", "contact_versions.version"],
            name=op.f("fk_contact_changes_contact_version"),
        ),
        sa.ForeignKeyConstraint(["replaced"], ["contacts.slug"], name=op.f("fk_contact_changes_replaced")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_changes")),
    )
    op.create_index(op.f("ix_contact_changes_contact"), "contact_changes", ["contact"], unique=False)
    with op.batch_alter_table("plans") as table:
        table.add_column(sa.Column("change", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_plans_change"), "contact_changes", ["change"], ["id"])
    op.create_index(op.f("ix_plans_change"), "plans", ["change"], unique=False)


def _handles() -> None:
    op.create_table(
        "handles",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.slug"], name=op.f("fk_handles_account")),
        sa.ForeignKeyConstraint(
            ["contact", "version"],
            ["contact_versions.slug", "contact_versions.version"],
            name=op.f("fk_handles_contact_version"),
        ),
        sa.PrimaryKeyConstraint("account", "handle", name=op.f("pk_handles")),
    )
    op.create_index(op.f("ix_handles_contact"), "handles", ["contact", "version"], unique=False)


def _brakes() -> None:
    op.create_table(
        "brakes",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("lower(confirmed_by) <> lower(released_by)", name=op.f("ck_brakes_second_person")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR released_by IS NOT NULL", name=op.f("ck_brakes_asked_before_confirmed")
        ),
        sa.CheckConstraint(
            "released_by IS NULL OR length(trim(reason)) > 0", name=op.f("ck_brakes_released_for_a_reason")
        ),
        sa.PrimaryKeyConstraint("on_date", name=op.f("pk_brakes")),
    )

"""Notices of every kind: their steps by name, deadlines, what comes back, verifications that wait."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

from portfolio.notice import Milestone, reference_of

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what is new; notices keep their keys, and are in time until the day that they are about."""
    _notices()
    _mail_events()
    _verifications()
    _around()
    with op.batch_alter_table("domains") as table:
        table.add_column(
            sa.Column("notices_from", sa.Date(), nullable=False, server_default=date.min.isoformat())
        )
        table.create_index("ix_domains_notices", ["notices_from", "name"], unique=False)
    op.create_table(
        "notice_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_notice_policy_is_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_policy")),
    )


def _notices() -> None:
    op.drop_index("ix_notices_urgency", "notices")
    with op.batch_alter_table("notices") as table:
        table.alter_column("expires_on", new_column_name="about", existing_type=sa.Date())
        for name in ("milestone", "reference"):
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        table.add_column(sa.Column("deadline", sa.Date(), nullable=True))
        table.add_column(sa.Column("recipient_index", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("bounce", sa.LargeBinary(), nullable=True))
    _fill_in()
    with op.batch_alter_table("notices") as table:
        for name, kind in (("milestone", sa.String()), ("reference", sa.String()), ("deadline", sa.Date())):
            table.alter_column(name, existing_type=kind, nullable=False)
        table.drop_column("milestone_days")
        table.create_unique_constraint(op.f("uq_notices_reference"), ["reference"])
    op.create_index("ix_notices_urgency", "notices", ["state", "deadline", "due_at"], unique=False)
    op.create_index("ix_notices_recipient", "notices", ["recipient_index", "settled_at"], unique=False)


def _fill_in() -> None:
    notices = sa.table(
        "notices",
        sa.column("key", sa.String()),
        sa.column("about", sa.Date()),
        sa.column("milestone_days", sa.Integer()),
        sa.column("milestone", sa.String()),
        sa.column("reference", sa.String()),
        sa.column("deadline", sa.Date()),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(notices.c.key, notices.c.about, notices.c.milestone_days)).all()
    for key, about, days in rows:
        values = {
            "milestone": Milestone(days=days).key,
            "reference": reference_of(key),
            "deadline": about + timedelta(days=max(0, -days)),
        }
        connection.execute(sa.update(notices).where(notices.c.key == key).values(values))


def _mail_events() -> None:
    op.create_table(
        "mail_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_index", sa.String(), nullable=False),
        sa.Column("notice", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["notice"], ["notices.key"], name=op.f("fk_mail_events_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_events")),
        sa.UniqueConstraint("digest", name=op.f("uq_mail_events_digest")),
    )
    op.create_index("ix_mail_events_address", "mail_events", ["address_index", "id"], unique=False)
    op.create_index(op.f("ix_mail_events_notice"), "mail_events", ["notice"], unique=False)


def _verifications() -> None:
    op.create_table(
        "verifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["name"], ["domains.name"], name=op.f("fk_verifications_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verifications")),
    )
    still_open = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_verifications_open",
        "verifications",
        ["name"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _around() -> None:
    op.create_table(
        "notice_problems",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["name"], ["domains.name"], name=op.f("fk_notice_problems_name")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_notice_problems")),
    )
    op.create_index(op.f("ix_notice_problems_found_at"), "notice_problems", ["found_at"], unique=False)
    op.create_table(
        "calendar_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=True),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client"], ["clients.slug"], name=op.f("fk_calendar_addresses_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_addresses")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_addresses_token_hash")),
    )
    op.create_index(op.f("ix_calendar_addresses_client"), "calendar_addresses", ["client"], unique=False)

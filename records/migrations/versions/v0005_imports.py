"""Imports: plans of names that were found at a registrar or in a file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the plans and their names."""
    op.create_table(
        "imports",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(made_by)) > 0", name=op.f("ck_imports_made_by_is_named")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_imports")),
    )
    op.create_table(
        "import_entries",
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan"], ["imports.slug"], name=op.f("fk_import_entries_plan")),
        sa.ForeignKeyConstraint(["account"], ["accounts.slug"], name=op.f("fk_import_entries_account")),
        sa.ForeignKeyConstraint(["client"], ["clients.slug"], name=op.f("fk_import_entries_client")),
        sa.PrimaryKeyConstraint("plan", "name", name=op.f("pk_import_entries")),
    )
    for column in ("name", "account", "client"):
        op.create_index(op.f(f"ix_import_entries_{column}"), "import_entries", [column], unique=False)

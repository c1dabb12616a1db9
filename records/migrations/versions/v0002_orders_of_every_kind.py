"""Orders of every kind: how far each came, lists of them, daily runs, accounts that stand still, findings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_CHECKS_OF_ORDERS = (
    ("counts_not_negative", "sends >= 0 AND looks >= 0"),
    ("balance_has_currency", "(balance_before IS NULL) = (balance_before_currency IS NULL)"),
    ("cost_has_currency", "(cost IS NULL) = (cost_currency IS NULL)"),
)

# An order's way until now is told on the audit chain, unless it was erased there.
_APPROVED_AT = """
    UPDATE orders SET approved_at = (
        SELECT max(link.at) FROM audit_links link JOIN audit_payloads payload USING (sequence)
        WHERE link.tag = 'order:approved' AND payload.subject = orders.reference)
    WHERE approved_by IS NOT NULL
"""
_SUBMITTED = """
    UPDATE orders SET (submitted_at, sends) = (
        SELECT coalesce(max(link.at), orders.drafted_at), CASE count(*) WHEN 0 THEN 1 ELSE count(*) END
        FROM audit_links link JOIN audit_payloads payload USING (sequence)
        WHERE link.tag = 'order:advanced' AND payload.subject = orders.reference
        AND payload.detail IN ('approved → submitting', 'absent confirmed → submitting'))
    WHERE state NOT IN ('draft', 'approved', 'refused')
"""
# What became of these is not known: they are looked at first of all.
_LOOK_SOON = """
    UPDATE orders SET next_at = drafted_at
    WHERE state IN ('submitting', 'unknown', 'reconciling', 'pending', 'needs human', 'absent confirmed')
"""
# Once a person was asked no machine sends it again.
_PERSON_ASKED = """
    UPDATE orders SET person_asked = (1 = 1) WHERE EXISTS (
        SELECT 1 FROM audit_links link JOIN audit_payloads payload USING (sequence)
        WHERE link.tag = 'order:advanced' AND payload.subject = orders.reference
        AND payload.detail LIKE '% → needs human')
    OR state = 'needs human'
"""


def upgrade() -> None:
    """Add what is new; orders that are there keep their references, states and approvals."""
    _batches()
    _progress_of_orders()
    for statement in (_APPROVED_AT, _SUBMITTED, _LOOK_SOON, _PERSON_ASKED):
        op.execute(sa.text(statement))
    _versions_of_roles()
    _batch_rows()
    _job_runs()
    _account_stops()
    _findings()


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("drafted_by", sa.String(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("round >= 1", name=op.f("ck_batches_counts_from_one")),
        sa.CheckConstraint("length(trim(drafted_by)) > 0", name=op.f("ck_batches_drafted_by_is_named")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_batches")),
        sa.UniqueConstraint("digest", "round", name=op.f("uq_batches_digest_round")),
    )


def _progress_of_orders() -> None:
    with op.batch_alter_table("orders") as table:
        for name in ("sends", "looks"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        for name in ("approved_at", "submitted_at", "missed_at", "next_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in ("balance_before", "cost"):
            table.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
        for name in ("balance_before_currency", "cost_currency", "stage", "batch"):
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        table.add_column(sa.Column("current_expiry", sa.Date(), nullable=True))
        asked = sa.Column("person_asked", sa.Boolean(), nullable=False, server_default=sa.false())
        table.add_column(asked)
        for name, rule in _CHECKS_OF_ORDERS:
            table.create_check_constraint(op.f(f"ck_orders_{name}"), rule)
        table.create_foreign_key(op.f("fk_orders_batch"), "batches", ["batch"], ["slug"])
    for name in ("batch", "next_at", "submitted_at"):
        op.create_index(op.f(f"ix_orders_{name}"), "orders", [name], unique=False)


def _versions_of_roles() -> None:
    with op.batch_alter_table("order_roles") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_order_roles_contact_version"),
            "contact_versions",
            ["contact", "version"],
            ["slug", "version"],
        )


def _batch_rows() -> None:
    op.create_table(
        "batch_rows",
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("problem", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.slug"], name=op.f("fk_batch_rows_batch")),
        sa.ForeignKeyConstraint(["reference"], ["orders.reference"], name=op.f("fk_batch_rows_reference")),
        sa.PrimaryKeyConstraint("batch", "number", name=op.f("pk_batch_rows")),
    )
    op.create_index(op.f("ix_batch_rows_reference"), "batch_rows", ["reference"], unique=False)


def _job_runs() -> None:
    op.create_table(
        "job_runs",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.CheckConstraint("attempts >= 1", name=op.f("ck_job_runs_counts_from_one")),
        sa.CheckConstraint(
            "finished_at IS NULL OR claimed_until IS NULL", name=op.f("ck_job_runs_finished_is_free")
        ),
        sa.PrimaryKeyConstraint("job", "on_date", name=op.f("pk_job_runs")),
    )


def _account_stops() -> None:
    op.create_table(
        "account_stops",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_probe_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.slug"], name=op.f("fk_account_stops_account")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_account_stops")),
    )


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("difference", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["client"], ["clients.slug"], name=op.f("fk_findings_client")),
        sa.ForeignKeyConstraint(["reference"], ["orders.reference"], name=op.f("fk_findings_reference")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("key", name=op.f("uq_findings_key")),
    )
    op.create_index(op.f("ix_findings_client"), "findings", ["client"], unique=False)
    op.create_index(op.f("ix_findings_name"), "findings", ["name"], unique=False)
    op.create_index(
        "uq_findings_one_open",
        "findings",
        ["name", "path", "source"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MOMENT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table. There is no way back: before this there were no records."""
    _accounts()
    _audit_links()
    _clients()
    _data_keys()
    _house()
    _audit_payloads()
    _contacts()
    _domains()
    _observations()
    _orders()
    _indexes_of_orders()
    _contact_versions()
    _domain_roles()
    _notices()
    _order_roles()
    _plans()
    _plan_roles()


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("registrar", sa.String(), nullable=False),
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_accounts")),
    )


def _audit_links() -> None:
    op.create_table(
        "audit_links",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(trim(actor)) > 0", name=op.f("ck_audit_links_actor_is_named")),
        sa.CheckConstraint("length(trim(tag)) > 0", name=op.f("ck_audit_links_tag_is_named")),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_audit_links_counts_from_one")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_links")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_links_hash")),
    )


def _clients() -> None:
    op.create_table(
        "clients",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_clients")),
    )


def _data_keys() -> None:
    op.create_table(
        "data_keys",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_data_keys")),
    )


def _house() -> None:
    op.create_table(
        "house",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_check", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_house_is_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house")),
    )


def _audit_payloads() -> None:
    op.create_table(
        "audit_payloads",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(salt IS NULL) = (subject IS NULL) AND (salt IS NULL) = (detail IS NULL)",
            name=op.f("ck_audit_payloads_whole_or_erased"),
        ),
        sa.ForeignKeyConstraint(
            ["sequence"], ["audit_links.sequence"], name=op.f("fk_audit_payloads_sequence")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_payloads")),
    )
    op.create_index(op.f("ix_audit_payloads_subject"), "audit_payloads", ["subject"], unique=False)


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client"], ["clients.slug"], name=op.f("fk_contacts_client")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_client"), "contacts", ["client"], unique=False)


def _domains() -> None:
    op.create_table(
        "domains",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("registered_at", _MOMENT, nullable=True),
        sa.Column("expires_at", _MOMENT, nullable=True),
        sa.Column("registrar_expires_at", _MOMENT, nullable=True),
        sa.Column("nameservers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("statuses", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("auto_renew", sa.Boolean(), nullable=True),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.slug"], name=op.f("fk_domains_account")),
        sa.ForeignKeyConstraint(["client"], ["clients.slug"], name=op.f("fk_domains_client")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_domains")),
    )
    op.create_index(op.f("ix_domains_account"), "domains", ["account"], unique=False)
    op.create_index(op.f("ix_domains_client"), "domains", ["client"], unique=False)


def _observations() -> None:
    op.create_table(
        "observations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["client"], ["clients.slug"], name=op.f("fk_observations_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
        sa.UniqueConstraint("key", name=op.f("uq_observations_key")),
    )
    op.create_index(op.f("ix_observations_client"), "observations", ["client"], unique=False)
    op.create_index("ix_observations_latest", "observations", ["name", "source", "observed_at"], unique=False)


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("nameservers", sa.JSON(), nullable=False),
        sa.Column("attributes", sa.LargeBinary(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("price_currency", sa.String(), nullable=False),
        sa.Column("price_limit", sa.BigInteger(), nullable=False),
        sa.Column("price_limit_currency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drafted_by", sa.String(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("second_person_needed", sa.Boolean(), nullable=False),
        sa.Column("vendor_reference", sa.String(), nullable=True),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "approved_by IS NOT NULL OR state IN ('draft', 'refused')", name=op.f("ck_orders_is_approved")
        ),
        sa.CheckConstraint(
            "NOT second_person_needed OR approved_by IS NULL OR lower(approved_by) <> lower(drafted_by)",
            name=op.f("ck_orders_second_person"),
        ),
        sa.CheckConstraint("length(trim(drafted_by)) > 0", name=op.f("ck_orders_drafted_by_is_named")),
        sa.CheckConstraint("price >= 0 AND price_limit >= 0", name=op.f("ck_orders_price_not_negative")),
        sa.CheckConstraint("years BETWEEN 1 AND 10", name=op.f("ck_orders_years_in_range")),
        sa.ForeignKeyConstraint(["account"], ["accounts.slug"], name=op.f("fk_orders_account")),
        sa.ForeignKeyConstraint(["client"], ["clients.slug"], name=op.f("fk_orders_client")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_orders")),
    )


def _indexes_of_orders() -> None:
    op.create_index(op.f("ix_orders_client"), "orders", ["client"], unique=False)
    op.create_index(op.f("ix_orders_name"), "orders", ["name"], unique=False)
    op.create_index(op.f("ix_orders_state"), "orders", ["state"], unique=False)
    op.create_index(
        "uq_orders_one_open",
        "orders",
        ["account", "name", "kind"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('active', 'refused')"),
        postgresql_where=sa.text("state NOT IN ('active', 'refused')"),
    )


def _contact_versions() -> None:
    op.create_table(
        "contact_versions",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(made_by)) > 0", name=op.f("ck_contact_versions_made_by_is_named")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_contact_versions_counts_from_one")),
        sa.ForeignKeyConstraint(["slug"], ["contacts.slug"], name=op.f("fk_contact_versions_slug")),
        sa.PrimaryKeyConstraint("slug", "version", name=op.f("pk_contact_versions")),
    )


def _domain_roles() -> None:
    op.create_table(
        "domain_roles",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contacts.slug"], name=op.f("fk_domain_roles_contact")),
        sa.ForeignKeyConstraint(["name"], ["domains.name"], name=op.f("fk_domain_roles_name")),
        sa.PrimaryKeyConstraint("name", "role", name=op.f("pk_domain_roles")),
    )
    op.create_index(op.f("ix_domain_roles_contact"), "domain_roles", ["contact"], unique=False)


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("milestone_days", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('claimed', 'sending') OR claimed_until IS NOT NULL",
            name=op.f("ck_notices_claim_has_an_end"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_notices_attempts_not_negative")),
        sa.ForeignKeyConstraint(["client"], ["clients.slug"], name=op.f("fk_notices_client")),
        sa.ForeignKeyConstraint(["name"], ["domains.name"], name=op.f("fk_notices_name")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_client"), "notices", ["client"], unique=False)
    op.create_index(op.f("ix_notices_name"), "notices", ["name"], unique=False)
    op.create_index("ix_notices_urgency", "notices", ["state", "expires_on", "due_at"], unique=False)


def _order_roles() -> None:
    op.create_table(
        "order_roles",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contacts.slug"], name=op.f("fk_order_roles_contact")),
        sa.ForeignKeyConstraint(["reference"], ["orders.reference"], name=op.f("fk_order_roles_reference")),
        sa.PrimaryKeyConstraint("reference", "role", name=op.f("pk_order_roles")),
    )
    op.create_index(op.f("ix_order_roles_contact"), "order_roles", ["contact"], unique=False)


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "approved_by IS NOT NULL OR state IN ('proposed', 'refused', 'withdrawn')",
            name=op.f("ck_plans_is_approved"),
        ),
        sa.CheckConstraint("length(trim(proposed_by)) > 0", name=op.f("ck_plans_proposed_by_is_named")),
        sa.CheckConstraint("lower(approved_by) <> lower(proposed_by)", name=op.f("ck_plans_second_person")),
        sa.ForeignKeyConstraint(["account"], ["accounts.slug"], name=op.f("fk_plans_account")),
        sa.ForeignKeyConstraint(["client"], ["clients.slug"], name=op.f("fk_plans_client")),
        sa.ForeignKeyConstraint(["name"], ["domains.name"], name=op.f("fk_plans_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("key", name=op.f("uq_plans_key")),
    )
    op.create_index(op.f("ix_plans_client"), "plans", ["client"], unique=False)
    op.create_index(op.f("ix_plans_state"), "plans", ["state"], unique=False)
    op.create_index(
        "uq_plans_one_open",
        "plans",
        ["name"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('proved', 'refused', 'withdrawn')"),
        postgresql_where=sa.text("state NOT IN ('proved', 'refused', 'withdrawn')"),
    )


def _plan_roles() -> None:
    op.create_table(
        "plan_roles",
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact", "version"],
            ["contact_versions.slug", "contact_versions.version"],
            name=op.f("fk_plan_roles_contact_version"),
        ),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name=op.f("fk_plan_roles_plan")),
        sa.PrimaryKeyConstraint("plan", "role", name=op.f("pk_plan_roles")),
    )

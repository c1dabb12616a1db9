"""What every table's row is, and how constraints are named: the same on every database."""

from sqlalchemy import CheckConstraint, MetaData
from sqlmodel import SQLModel

METADATA: MetaData = SQLModel.metadata
METADATA.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """A row of a table. It never leaves the package, and it does not validate: the portfolio's values do."""

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        return []


def named_actor(column: str) -> CheckConstraint:
    """Return the rule that whoever acted is named."""
    return CheckConstraint(f"length(trim({column})) > 0", name=f"{column}_is_named")

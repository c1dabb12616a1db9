"""Which version the tables have, and bringing them to this program's."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect

from records.errors import NotFounded, RecordsError, SchemaMismatch

_MIGRATIONS = Path(__file__).parent / "migrations" / "versions"


def raise_if_other_version(engine: Engine) -> None:
    """
    Raise `NotFounded` where there are no tables of ours, `SchemaMismatch` where they are of another version.
    """
    with engine.connect() as connection:
        version = version_of(connection)
    if version is None:
        raise NotFounded("there are no records in this database; found them first")
    if version not in known_versions():
        raise SchemaMismatch(
            f"the tables have version {version}, which this program does not know; it is too old"
        )
    if version != newest_version():
        raise SchemaMismatch(
            f"the tables have version {version}, not {newest_version()}; run namesteward upgrade"
        )


def version_of(connection: Connection) -> str | None:
    """Return the tables' version, None where there are no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_version() -> str:
    """Return the version that this program works with."""
    return max(known_versions())


def known_versions() -> frozenset[str]:
    """
    Return every version that this program can start from: the migrations' files are named after them.

    Every command asks for it, so no migration is loaded to be told its number.
    """
    return frozenset(file.name[1:5] for file in _MIGRATIONS.glob("v[0-9][0-9][0-9][0-9]_*.py"))


def is_empty(connection: Connection) -> bool:
    """Whether the database has no tables at all."""
    return not inspect(connection).get_table_names()


def migrate(connection: Connection) -> None:
    """
    Bring the tables to the newest version, within the connection's transaction.

    Raises `RecordsError` when a row would be left that refers to none: SQLite does not watch while migrating.
    """
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            raise RecordsError(f"{len(orphans)} rows refer to rows that are not there; nothing was changed")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "records:migrations")
    return config

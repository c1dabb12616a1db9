"""
The database engine, set so that what was acknowledged is not lost and what failed says nothing personal.

SQLite before 3.51.3 can corrupt a database in WAL mode when two connections write and checkpoint together
(sqlite.org, "the WAL-reset bug"), so it comes from the pysqlite3 wheel. `synchronous=FULL` because in WAL
mode NORMAL may lose the last commits in a power cut, and a lost "sent" is a second purchase.
"""

import os
import sqlite3
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from records.errors import RecordsError, UnsafeEngine

try:
    from pysqlite3 import dbapi2 as pysqlite3
except ImportError:
    pysqlite3 = None

SAFE_SQLITE = (3, 51, 3)
PATIENCE = timedelta(seconds=5)

# One writer at a time on PostgreSQL too, as BEGIN IMMEDIATE gives on SQLite: the audit chain has one end.
_ONE_WRITER = 0x6E616D6573

# What each connection is set to, and what SQLite answers when it took the setting.
_PRAGMAS = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "trusted_schema": ("OFF", 0),
}


def engine_for(url: str, *, patience: timedelta = PATIENCE) -> Engine:
    """
    Return an engine for `url`: `sqlite:///path` or `postgresql://…` (psycopg 3).

    `patience` bounds the wait for another writer. Raises `UnsafeEngine` for a database that we do not keep
    records in, and for a SQLite with the WAL-reset bug.
    """
    parsed = parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, patience)
    engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    event.listen(engine, "begin", _begin_on_postgresql(patience))
    return engine


def parse(url: str) -> URL:
    """Return the parts of `url`. Raises `UnsafeEngine` for one that cannot hold records."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError):
        raise UnsafeEngine("not the address of a database: say sqlite:///path or postgresql://…") from None
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise UnsafeEngine(f"records are kept in SQLite or PostgreSQL, not in {backend}")
    if not parsed.database or parsed.database == ":memory:" or parsed.database.startswith("file:"):
        raise UnsafeEngine("records are kept in a file: say sqlite:///path")
    return parsed.set(drivername="sqlite")


def sqlite_path(url: str) -> Path | None:
    """Return the file of a SQLite database, None for another database."""
    parsed = parse(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def safe_sqlite() -> ModuleType:
    """Return the SQLite driver. Raises `UnsafeEngine` when no version without the WAL-reset bug is there."""
    if pysqlite3 is not None and pysqlite3.sqlite_version_info >= SAFE_SQLITE:
        return pysqlite3
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return sqlite3
    raise UnsafeEngine(
        f"SQLite {sqlite3.sqlite_version} can damage records when two connections write; "
        "install pysqlite3 0.6.1 or later, or use PostgreSQL"
    )


def _sqlite(url: URL, patience: timedelta) -> Engine:
    engine = create_engine(url, module=safe_sqlite(), hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite(patience))
    event.listen(engine, "begin", _begin_on_sqlite)
    return engine


def _set_up_sqlite(patience: timedelta) -> Any:
    # Any: SQLAlchemy's listeners take the driver's own connection, which has no common type.
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun by us, in the kind that we want
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(patience / timedelta(milliseconds=1))}")
        for name, (wanted, answer) in _PRAGMAS.items():
            cursor.execute(f"PRAGMA {name} = {wanted}")
            if cursor.execute(f"PRAGMA {name}").fetchone()[0] != answer:
                raise UnsafeEngine(f"SQLite did not take {name} = {wanted} for this file")
        cursor.close()

    return set_up


def _begin_on_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes = options.get("writes", False)
    wanted = {
        "query_only": "OFF" if writes else "ON",
        # A table that a migration rebuilds must not take its children with it.
        "foreign_keys": "OFF" if options.get("migrates", False) else "ON",
    }
    for name, value in wanted.items():
        if connection.info.get(name) != value:  # the connection's, as long as it is open
            connection.exec_driver_sql(f"PRAGMA {name} = {value}")
            connection.info[name] = value
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_on_postgresql(patience: timedelta) -> Any:
    milliseconds = int(patience / timedelta(milliseconds=1))

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_WRITER})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    return begin


def make_private_file(path: Path) -> None:
    """Make the empty database file, mode 0600: SQLite gives its WAL the same mode."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as err:
        raise RecordsError(f"the database {path} cannot be made: {err.strerror}") from None

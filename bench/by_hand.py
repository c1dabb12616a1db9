"""As many durable commits by a bare program: what an order would cost if it were only its writes."""

import os
from contextlib import closing
from pathlib import Path
from typing import Protocol

import psycopg

from records.engine import safe_sqlite

_TABLE = "CREATE TABLE orders (reference TEXT PRIMARY KEY, state TEXT NOT NULL, told TEXT NOT NULL)"
_TOLD = "a line as long as what an order's row and its entry in the audit chain hold; " * 12
_LINE = b'{"kind":"order","key":"ord-1","name":"example.com","at":"2026-11-02T14:30:00Z","head":{}}\n'
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")


class ByHand(Protocol):
    """A program that keeps rows, durably, and nothing else."""

    def commit(self, reference: str, state: str) -> None:
        """Write one row in a transaction of its own."""
        ...


class OnSqlite:
    """With the house's settings, on a file of its own in the same folder."""

    def __init__(self, folder: Path) -> None:
        self._connection = safe_sqlite().connect(str(folder / "by-hand.db"), isolation_level=None)
        for pragma in _PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute(_TABLE)

    def commit(self, reference: str, state: str) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(
            "INSERT INTO orders VALUES (?, ?, ?)"
            " ON CONFLICT (reference) DO UPDATE SET state = excluded.state",
            (reference, state, _TOLD),
        )
        self._connection.execute("COMMIT")


class OnPostgresql:
    """On the same server, in a schema of its own."""

    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(address, autocommit=True)
        self.version = self._connection.info.parameter_status("server_version")
        self._connection.execute(b"CREATE SCHEMA by_hand")
        self._connection.execute(b"SET search_path = by_hand")
        self._connection.execute(_TABLE.encode())

    def commit(self, reference: str, state: str) -> None:
        with self._connection.transaction():
            self._connection.execute(
                b"INSERT INTO orders VALUES (%s, %s, %s)"
                b" ON CONFLICT (reference) DO UPDATE SET state = excluded.state",
                (reference, state, _TOLD),
            )


def append_line(folder: Path) -> None:
    """Append one line to a file, durably, as the journal is written."""
    opened = os.open(folder / "by-hand.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with closing(os.fdopen(opened, "wb", buffering=0)) as file:
        file.write(_LINE)
        os.fsync(file.fileno())

"""The house's real database file: furnished once, copied for each schedule, a point at each statement."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from records import Records
from records.engine import engine_for, safe_sqlite
from records.key_file import read_key_file
from tests.simulation.machine import Machine

PATIENCE = timedelta(milliseconds=1)


class Storage:
    """
    One database file on which every process of a schedule works, and a second pair of eyes on it.

    The engine outlives the processes, so that statements are compiled once; its connections do not.
    """

    def __init__(self, folder: Path, machine: Machine) -> None:
        self.folder = folder
        self.file, self.journal = folder / "records.db", folder / "journal"
        self.machine = machine
        self.engine = engine_for(f"sqlite:///{self.file}", patience=PATIENCE)
        self.key = read_key_file(folder / "key")
        self._eyes: Any = None
        watch(self.engine, lambda: self.machine)

    def opened(self, clock: Any) -> Records:
        """Return the records as a fresh process finds them."""
        self.engine.dispose()
        return Records(self.engine, self.key, clock, journal=self.journal)

    def lay(self, image: bytes) -> None:
        """Put `image` where the database is; whatever was written since it was taken is gone."""
        self._let_go()
        self.file.write_bytes(image)

    def image(self) -> bytes:
        """Return a copy of the database as it stands: what a backup would hold."""
        with self.machine.outside():
            self._let_go()
            return self.file.read_bytes()

    def rows(self, query: str, *parameters: object) -> list[Any]:
        """Return what another reader of the file sees now: only what is committed."""
        if self._eyes is None:
            self._eyes = safe_sqlite().connect(str(self.file), isolation_level=None)
            self._eyes.row_factory = safe_sqlite().Row
        return self._eyes.execute(query, parameters).fetchall()

    def close(self) -> None:
        """Close every connection."""
        self._let_go()

    def _let_go(self) -> None:
        if self._eyes is not None:
            self._eyes.close()
            self._eyes = None
        self.engine.dispose()
        for left in ("-wal", "-shm"):
            assert not self.file.with_name(self.file.name + left).exists(), "a connection was left open"


def watch(engine: Engine, machine: Callable[[], Machine]) -> None:
    """Make every statement and every commit of `engine` a point at which the acting process can die."""

    def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        machine().point(f"before {_shown(statement)}")

    def after(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        machine().point(f"after {_shown(statement)}")

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    commit = engine.dialect.do_commit

    def committed(connection: Any) -> None:
        machine().point("before commit")
        commit(connection)
        if machine().committed is not None:
            machine().committed()
        machine().point("after commit")
        machine().opening("after a commit")

    engine.dialect.do_commit = committed


def _shown(statement: str) -> str:
    words = statement.split(None, 3)
    return " ".join(words[:3])

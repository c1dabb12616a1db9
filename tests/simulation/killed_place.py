"""Where a house is that is killed again and again, each time beginning as its model does."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from portfolio.clock import Clock
from records import Journal, Records
from records.engine import engine_for, sqlite_path
from records.key_file import read_key_file


@dataclass(frozen=True)
class Place:
    """A folder with the key, the journal and the ledger of the registrar, and the address of the database."""

    folder: Path
    url: str

    @classmethod
    def in_a_file(cls, folder: Path) -> "Place":
        """Return the place of a house on SQLite."""
        return cls(folder, f"sqlite:///{folder / 'records.db'}")

    @property
    def is_a_file(self) -> bool:
        """Whether the database is a file in the folder."""
        return sqlite_path(self.url) is not None

    @property
    def ledger(self) -> Path:
        """The file of what the registrar has done."""
        return self.folder / "ledger"

    @contextmanager
    def opened(self, clock: Clock) -> Iterator[Records]:
        """Open the records with new connections and nothing in memory but how statements are compiled."""
        key, journal = read_key_file(self.folder / "key"), Journal(self.folder / "journal")
        records = Records(_engine(self.url), key, clock, journal=journal)
        try:
            yield records
        finally:
            records.close()


@dataclass(frozen=True)
class Model:
    """A house as it is before each kill. `database_copied` puts a database that is no file back, too."""

    origin: Place
    place: Place
    database_copied: Callable[[], None] | None = None

    def lay(self) -> Place:
        """Put the house where it is killed, as the model stands; what was there is gone."""
        shutil.rmtree(self.place.folder, ignore_errors=True)
        shutil.copytree(self.origin.folder, self.place.folder)
        if self.database_copied is not None:
            self.database_copied()
        return self.place


@cache
def _engine(url: str) -> Engine:
    return engine_for(url)

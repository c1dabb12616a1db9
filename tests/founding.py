"""Houses of the tests: founded and furnished on SQLite once a process, laid down as a copy for each test."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from portfolio.clock import Clock
from portfolio.held import RegistrarAccount
from records import Records

_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""Of what was founded; they go when the process ends."""


def founded(
    file: Path, key_file: Path, clock: Clock, furnish: Callable[[Records], None], *, actor: str = "drafter"
) -> Records:
    """
    Return records in `file`, founded by `actor` at `clock`'s instant and filled by `furnish`.

    The same instant and the same `furnish` give the same house, key and all: founding takes a tenth of a
    second, and hundreds of tests want one.
    """
    ready = _ready(clock.now(), furnish, actor)
    shutil.copy(ready / "records", file)
    shutil.copy(ready / "key", key_file)
    return Records.open(f"sqlite:///{file}", key_file=key_file, clock=clock)


@cache
def _ready(at: datetime, furnish: Callable[[Records], None], actor: str) -> Path:
    _FOLDERS.append(tempfile.TemporaryDirectory(prefix="founded", ignore_cleanup_errors=True))
    folder = Path(_FOLDERS[-1].name)
    records = Records.found(
        f"sqlite:///{folder / 'records'}", key_file=folder / "key", clock=Stopped(at), actor=actor
    )
    furnish(records)
    records.close()
    return folder


def house_account(registrar: str) -> RegistrarAccount:
    """Return the account that a house of the tests has at `registrar`."""
    return RegistrarAccount(
        slug="house", registrar=registrar, endpoint="https://registrar.example.net", username="house"
    )


class Stopped:
    """A clock that stands still."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return its one instant."""
        return self._at

"""A house on SQLite that is founded and furnished once a process, and laid down as a copy for each test."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from portfolio.clock import Clock
from records import Records

_PARTS = ("records.db", "key")


def founded(folder: Path, clock: Clock, furnish: Callable[[Records], None]) -> Records:
    """
    Return records in `folder` (`records.db`, `key`), founded at `clock`'s instant and filled by `furnish`.

    The same instant and the same `furnish` give the same house, key and all: founding takes a tenth of a
    second, and hundreds of tests want one.
    """
    ready = _ready(clock.now(), furnish)
    for part in _PARTS:
        shutil.copy(ready / part, folder / part)
    return Records.open(f"sqlite:///{folder / 'records.db'}", key_file=folder / "key", clock=clock)


@cache
def _ready(at: datetime, furnish: Callable[[Records], None]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="founded"))
    records = Records.found(
        f"sqlite:///{folder / 'records.db'}", key_file=folder / "key", clock=_Stopped(at), actor="drafter"
    )
    furnish(records)
    records.close()
    return folder


class _Stopped:
    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

"""
What left the house, a line each, outside the database and outside its backups.

A database that was restored from an older backup believes that today's orders and notices never happened.
The journal does not go back with it: the newest line names the end of the audit chain as it stood when that
order or mail was about to leave, and a chain without that entry is older than the journal, or another one.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from portfolio.values import Instant, Value
from records.chain import Head
from records.errors import JournalBroken

log = logging.getLogger("records")

_TAIL = 16 * 1024  # a line is below 1 KiB: the key of a notice about a name of 253 letters


class Left(StrEnum):
    """What kind of line it is. An anchor says that from here on the chain is as it stands."""

    ORDER = "order"
    NOTICE = "notice"
    ANCHOR = "anchor"


class Departure(Value):
    """One line. `key` is an order's reference or a notice's key; nothing in it is personal."""

    kind: Left
    key: str = ""
    name: str = ""
    at: Instant
    head: Head


_Mark = tuple[int, int, int]


class Journal:
    """
    An append-only file, mode 0600. May be shared between threads and processes.

    A line that a crash tore off is skipped and counted: `tell` had not returned, so nothing had left.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[_Mark, Departure | None] | None = None

    def begin(self, *, at: datetime, head: Head) -> None:
        """Make the file if it is not there, and anchor it at `head`. Raises `JournalBroken`."""
        with _in_our_words(self.path):
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
            _sync_folder(self.path.parent)
        self.tell(Left.ANCHOR, at=at, head=lambda: head)

    def tell(
        self, kind: Left, key: str = "", *, name: str = "", at: datetime, head: Callable[[], Head]
    ) -> None:
        """
        Write a line; it is on the disk when this returns.

        `head` is asked while no other line can be written, so a later line never names an earlier head.
        Raises `JournalBroken` when the line cannot be kept, and lets the errors of `head` pass: nothing was
        written then that a reader believes.
        """
        with _in_our_words(self.path):
            file = os.open(self.path, os.O_RDWR | os.O_APPEND)
        try:
            with _in_our_words(self.path):
                fcntl.flock(file, fcntl.LOCK_EX)
            line = Departure(kind=kind, key=key, name=name, at=at, head=head())
            with _in_our_words(self.path):
                _append(file, line.model_dump_json().encode() + b"\n")
        finally:
            os.close(file)

    def newest(self) -> Departure | None:
        """
        Return the newest line, None when there is none. A known one costs a question to the file system.

        Raises `JournalBroken` when the newest whole line is damaged: what left last is not known.
        """
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return None
        mark = (there.st_ino, there.st_size, there.st_mtime_ns)
        if self._seen is not None and self._seen[0] == mark:
            return self._seen[1]
        newest = self._read_newest()
        self._seen = (mark, newest)
        return newest

    def departures(self) -> list[Departure]:
        """Return every line that can be read, in the order of writing; what cannot is told in the log."""
        lines = [_read(line) for line in _lines(self._bytes(0))]
        if None in lines:
            log.warning("journal: %s lines cannot be read and are skipped", lines.count(None))
        return [line for line in lines if line is not None]

    def after(self, sequence: int) -> list[Departure]:
        """Return the lines that were written when the chain had grown past `sequence`."""
        return [line for line in self.departures() if line.head.sequence > sequence]

    def unreadable(self) -> int:
        """Return how many lines cannot be read: torn off by a crash, or damaged."""
        data = self._bytes(0)
        torn = bool(data.rpartition(b"\n")[2])
        return sum(_read(line) is None for line in _lines(data)) + torn

    def _read_newest(self) -> Departure | None:
        size = self.path.stat().st_size
        for start in (max(0, size - _TAIL), 0):
            for line in reversed(_lines(self._bytes(start))[1 if start else 0 :]):
                departure = _read(line)
                if departure is not None:
                    return departure
                if line.endswith(b"}"):
                    raise JournalBroken(f"the newest line of {self.path} is damaged; nothing left the house")
        return None

    def _bytes(self, start: int) -> bytes:
        with _in_our_words(self.path):
            try:
                with self.path.open("rb") as file:
                    file.seek(start)
                    return file.read()
            except FileNotFoundError:
                return b""


@contextmanager
def _in_our_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        raise JournalBroken(
            f"the journal {path} cannot be used: {err.strerror}; nothing left the house"
        ) from None


def _append(file: int, line: bytes) -> None:
    """Write one line in one piece, on a line of its own even after a torn one."""
    size = os.fstat(file).st_size
    if size and os.pread(file, 1, size - 1) != b"\n":
        line = b"\n" + line
    if os.write(file, line) != len(line):
        raise OSError(0, "the disk is full")
    os.fsync(file)


def _lines(data: bytes) -> list[bytes]:
    """Every line that was ended; what follows the last end was torn off."""
    return [line for line in data.split(b"\n")[:-1] if line]


def _read(line: bytes) -> Departure | None:
    try:
        return Departure.model_validate_json(line)
    except ValidationError:
        return None


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

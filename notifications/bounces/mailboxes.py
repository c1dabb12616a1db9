"""
Where mail comes back to: one message, a Maildir, or a mailbox at a mail server.

A message is marked as seen only after what it changed was committed. Ended in between, it is taken again, and
changes nothing.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from notifications.bounces.read import MOST_BYTES
from notifications.bounces.report import ReportKind
from notifications.bounces.take import Change, Outcome
from records import RecordsError

log = logging.getLogger("notifications")

MOST_AT_ONCE = 500


class MailboxError(Exception):
    """The mailbox cannot be read, or not any further. One clear line, nothing personal."""


@dataclass(frozen=True)
class Letter:
    """One message as it lies there: at most 1 MiB of it, and what finds it again."""

    place: str
    raw: bytes


class Mailbox(Protocol):
    """Gives what has not been seen, and marks what was."""

    def unseen(self) -> Iterator[Letter]:
        """Give the messages, at most 500, the oldest first; one that cannot be read stops no other."""
        ...

    def mark_seen(self, letter: Letter) -> None:
        """Let it not be given again. Raises `MailboxError`."""
        ...


class OneMessage:
    """A message that was piped in: there is nothing to mark."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw[:MOST_BYTES]

    def unseen(self) -> Iterator[Letter]:
        """See `Mailbox`."""
        yield Letter("standard input", self._raw)

    def mark_seen(self, letter: Letter) -> None:
        """See `Mailbox`."""


class Maildir:
    """A folder of one file a message (cr.yp.to/proto/maildir.html): what was seen moves from new to cur."""

    def __init__(self, folder: Path) -> None:
        """Raise `MailboxError` for a folder that is no Maildir."""
        self._new, self._cur = folder / "new", folder / "cur"
        if not (self._new.is_dir() and self._cur.is_dir()):
            raise MailboxError("the folder is no Maildir: it has no new and cur in it")

    def unseen(self) -> Iterator[Letter]:
        """See `Mailbox`. Links are not followed."""
        try:
            files = sorted(file for file in self._new.iterdir() if not file.name.startswith("."))
        except OSError as err:
            raise MailboxError(f"the Maildir cannot be read ({type(err).__name__})") from None
        for file in files[:MOST_AT_ONCE]:
            if file.is_symlink() or not file.is_file():
                continue
            try:
                with file.open("rb") as opened:
                    raw = opened.read(MOST_BYTES)
            except OSError as err:  # taken by another reader, or not ours to read
                log.warning("a message of the Maildir was passed over: %s", type(err).__name__)
                continue
            yield Letter(file.name, raw)

    def mark_seen(self, letter: Letter) -> None:
        """See `Mailbox`."""
        try:
            (self._new / letter.place).rename(self._cur / f"{letter.place.partition(':')[0]}:2,S")
        except FileNotFoundError:
            return  # another reader has moved it: it was told twice, which changes nothing
        except OSError as err:
            raise MailboxError(f"a message cannot be moved to cur ({type(err).__name__})") from None


def take_all(mailbox: Mailbox, take_one: Callable[[bytes], Outcome]) -> Iterator[Outcome]:
    """
    Take every message that has not been seen, and give what became of each as it is settled.

    A message that the records refuse is left for the next time and stops no other. Raises `MailboxError` when
    the mailbox cannot be read any further; what was given before is settled.
    """
    for letter in mailbox.unseen():
        try:
            outcome = take_one(letter.raw)
        except RecordsError as err:
            yield Outcome(kind=ReportKind.UNREADABLE, change=Change.WAITS, detail=f"not taken: {err}")
            continue
        if outcome.is_settled:
            mailbox.mark_seen(letter)
        log.info("returned kind=%s change=%s notice=%s", outcome.kind, outcome.change, outcome.notice)
        yield outcome

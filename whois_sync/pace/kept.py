"""The answers of a run so far, in a file that survives the run's death: a line an answer."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self


class AlreadyRunning(Exception):
    """Another process is at the same run."""


class KeptAnswers:
    """
    An append-only file of JSON lines, each an object with a `name`; only its owner may read it (mode 0600).

    Each line is handed to the system as it is added, so that a killed process loses none; a line that was cut
    off is dropped when the file is opened again. One process at a time has the file: raises `AlreadyRunning`.
    """

    def __init__(self, file: Path, *, fresh: bool = False) -> None:
        self._path = file
        self._file = os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise AlreadyRunning(f"{file.name} is being written by another run") from None
        if fresh:
            self._file.truncate(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another process have the file."""
        self._file.close()

    def so_far(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the line (without its end) of each answer kept, then stand ready for `add`."""
        self._file.seek(0)
        whole = 0
        for line in self._file:
            name = _name_in(line)
            if name is None:
                break
            whole += len(line)
            yield name, line[:-1].decode("utf-8")
        self._file.truncate(whole)
        self._file.seek(whole)

    def add(self, line: str) -> None:
        """Keep one answer, given as a JSON object without line breaks."""
        self._file.write(line.encode("utf-8") + b"\n")
        self._file.flush()

    def finish(self) -> None:
        """The run is over: the next one begins anew, and the answers, which hold personal data, go."""
        with suppress(FileNotFoundError):
            self._path.unlink()


def _name_in(line: bytes) -> str | None:
    """The name of a whole line, or None for one that was cut off."""
    if not line.endswith(b"\n"):
        return None
    try:
        answer: object = json.loads(line)
    except ValueError:
        return None
    name = answer.get("name") if isinstance(answer, dict) else None
    return name if isinstance(name, str) else None

"""python-whois's parser behind a fence: another process, little text, little time, and then the end of it."""

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from queue import Empty, Queue
from typing import IO

MAX_TEXT = 262_144
LIMIT = timedelta(seconds=0.5)
START_LIMIT = timedelta(seconds=0.5)
_WORKER = Path(__file__).with_name("fenced_worker.py")


class FencedParser:
    """
    Asks python-whois (a parser of regular expressions, some of which never end) without trusting it.

    The worker process starts with the first question and is kept; one that does not answer within `limit` is
    killed, and another starts at once. A question waits for a starting worker no longer than `start_limit`.
    Safe to use from several threads: questions wait for one another.
    """

    def __init__(self, *, limit: timedelta = LIMIT, start_limit: timedelta = START_LIMIT) -> None:
        self._limit = limit.total_seconds()
        self._start_limit = start_limit.total_seconds()
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[str] | None = None
        self._answers: Queue[str] = Queue()
        self._is_ready = False
        atexit.register(self.close)

    def parse(self, domain: str, text: str) -> dict[str, list[str]]:
        """
        Return what the parser made of `text`: its own keys, every value as text; empty when it made nothing.

        Empty as well when it raised, died, or took too long. Looks at 256 KiB of the text.
        """
        with self._lock:
            worker = self._running()
            if not self._has_started():
                return {}
            question = json.dumps({"domain": domain, "text": text[:MAX_TEXT]})
            try:
                _stream(worker.stdin).write(f"{question}\n")
                _stream(worker.stdin).flush()
                return _fields(self._answers.get(timeout=self._limit))
            except (Empty, OSError, ValueError):
                self._kill()
                self._running()
                return {}

    def close(self) -> None:
        """End the worker, if one runs."""
        with self._lock:
            self._kill()

    def _running(self) -> subprocess.Popen[str]:
        if self._worker is None or self._worker.poll() is not None:
            self._kill()
            self._answers = Queue()
            self._worker = subprocess.Popen(  # noqa: S603 - our own file, by our own interpreter, no shell
                [sys.executable, "-I", str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            threading.Thread(target=_listen, args=(self._worker.stdout, self._answers), daemon=True).start()
        return self._worker

    def _has_started(self) -> bool:
        """Whether the worker has said its first word, which it does once the parser is loaded."""
        if not self._is_ready:
            try:
                self._is_ready = bool(self._answers.get(timeout=self._start_limit))
            except Empty:
                return False
        return self._is_ready

    def _kill(self) -> None:
        worker, self._worker, self._is_ready = self._worker, None, False
        if worker is None:
            return
        worker.kill()
        worker.wait()
        for stream in (worker.stdin, worker.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # a pipe whose other end is gone


def _stream(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise OSError("the worker has no pipe")
    return pipe


def _listen(output: IO[str] | None, answers: Queue[str]) -> None:
    try:
        for line in output or ():
            answers.put(line)
    except ValueError:
        pass  # the pipe was closed while we read
    answers.put("")


def _fields(line: str) -> dict[str, list[str]]:
    answer: object = json.loads(line)
    if not isinstance(answer, Mapping):
        return {}
    return {
        str(key): [str(v) for v in value]
        for key, value in answer.items()
        if isinstance(value, list) and value
    }

"""python-whois's parser behind a fence: another process, little text, little time, and then the end of it."""

import atexit
import json
import os
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

    Each question has a worker process to itself, one that is idle or, where none is and there are fewer than
    `most` (without it: than the machine has processors), a new one; else it waits for the next to be idle. So
    one slow text holds up nobody else. Workers are kept; one that does not answer within `limit` is killed,
    and another starts at once. A question waits for a starting worker no longer than `start_limit`. Safe to
    use from several threads.
    """

    def __init__(
        self, *, limit: timedelta = LIMIT, start_limit: timedelta = START_LIMIT, most: int | None = None
    ) -> None:
        self._limits = (limit.total_seconds(), start_limit.total_seconds())
        self._most = most or os.cpu_count() or 1
        self._free = threading.Condition()
        self._idle: list[_Worker] = []
        self._workers: list[_Worker] = []
        atexit.register(self.close)

    def parse(self, domain: str, text: str) -> dict[str, list[str]]:
        """
        Return what the parser made of `text`: its own keys, every value as text; empty when it made nothing.

        Empty as well when it raised, died, or took too long. Looks at 256 KiB of the text.
        """
        worker = self._taken()
        try:
            return worker.parse(json.dumps({"domain": domain, "text": text[:MAX_TEXT]}), *self._limits)
        finally:
            with self._free:
                self._idle.append(worker)
                self._free.notify()

    def close(self) -> None:
        """End the workers that run, those that are busy too: their questions then come to nothing."""
        with self._free:
            for worker in self._workers:
                worker.kill()

    def _taken(self) -> "_Worker":
        with self._free:
            while not self._idle:
                if len(self._workers) < self._most:
                    self._workers.append(_Worker())
                    return self._workers[-1]
                self._free.wait()
            return self._idle.pop()


class _Worker:
    """One process, used by one thread at a time. Anyone may kill it; the next question starts it again."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._answers: Queue[str] = Queue()
        self._is_ready = False

    def parse(self, question: str, limit: float, start_limit: float) -> dict[str, list[str]]:
        process = self._running()
        if not self._has_started(start_limit):
            return {}
        try:
            _stream(process.stdin).write(f"{question}\n")
            _stream(process.stdin).flush()
            return _fields(self._answers.get(timeout=limit))
        except (Empty, OSError, ValueError):
            if self._process is process:  # else it was ended by `close`
                self.kill()
                self._running()
            return {}

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.kill()
            self._answers = Queue()
            self._process = subprocess.Popen(  # noqa: S603 - our own file, by our own interpreter, no shell
                [sys.executable, "-I", str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        return self._process

    def _has_started(self, limit: float) -> bool:
        """Whether the worker has said its first word, which it does once the parser is loaded."""
        if not self._is_ready:
            try:
                self._is_ready = bool(self._answers.get(timeout=limit))
            except Empty:
                return False
        return self._is_ready

    def kill(self) -> None:
        """End the process, if one runs."""
        process, self._process, self._is_ready = self._process, None, False
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
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

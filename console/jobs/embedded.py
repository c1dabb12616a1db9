"""
The embedded runner: one process that does what is due, as long as it is let.

Two lanes, a thread each: orders and what is short in one, the long daily runs in the other, so that a check
of hours keeps no order waiting. A lock file keeps a second runner out of the same house.
"""

import fcntl
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from console.jobs.tries import Tries
from console.jobs.work import Task, due, give_up_left_runs, perform, sweep
from console.refusals import Refusal
from console.wiring import App

SWEEP_SECONDS = 60.0
MOST_IN_A_PASS = 20
"""So many tasks are done before what is due is read again: what came up meanwhile has its turn."""


class Runner:
    """
    Does what is due in one house. Make it, then call `run` once, or `once` once, under `only_runner`.

    `stop` ends it after the task at hand; it may be called from a signal handler or another thread.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._ending = Event()
        self._short = Tries(app.settings.jobs.poll_seconds)
        self._long = Tries(app.settings.jobs.poll_seconds)

    @property
    def counts(self) -> Counter[str]:
        """How many tasks were done, failed, or are to be tried later."""
        return self._short.counts + self._long.counts

    def stop(self) -> None:
        """End after the task at hand."""
        self._ending.set()

    def run(self) -> None:
        """Do what is due until told to stop. Raises what keeps it from starting; nothing is raised later."""
        take_over(self._app)
        long = Thread(target=self._long_lane, name="long-runs")
        long.start()
        try:
            self._short_lane()
        finally:
            self.stop()
            long.join()

    def once(self) -> None:
        """Do what is due now, each task once, and return. Raises what keeps it from starting."""
        take_over(self._app)
        done: set[str] = set()
        while fresh := [task for task in due(self._app, self._app.clock.now()) if task.slug not in done]:
            for task in fresh:
                done.add(task.slug)
                self._perform(self._short, task)
                if self._ending.is_set():
                    return

    def _short_lane(self) -> None:
        sweep_at = time.monotonic() + SWEEP_SECONDS
        while not self._ending.is_set():
            if time.monotonic() >= sweep_at:
                self._short.go("sweep", lambda: f"left behind: {sweep(self._app)}")
                sweep_at = time.monotonic() + SWEEP_SECONDS
            self._one_pass(self._short, long=False)

    def _long_lane(self) -> None:
        while not self._ending.is_set():
            self._one_pass(self._long, long=True)

    def _one_pass(self, tries: Tries, *, long: bool) -> None:
        tasks = [
            task for task in self._due(tries) if task.kind.is_long is long and not tries.rests(task.slug)
        ]
        for task in tasks[:MOST_IN_A_PASS]:
            if self._ending.is_set():
                return
            self._perform(tries, task)
        if not tasks:
            self._ending.wait(self._app.settings.jobs.poll_seconds)

    def _due(self, tries: Tries) -> list[Task]:
        found: list[Task] = []

        def look() -> str:
            found.extend(due(self._app, self._app.clock.now()))
            return ""

        tries.go("looking for what is due", look)
        return found

    def _perform(self, tries: Tries, task: Task) -> bool:
        return tries.go(task.slug, lambda: perform(self._app, task, stopping=self._ending.is_set))


def take_over(app: App) -> None:
    """
    Take over what an ended process left half done: orders in SUBMITTING become unknown, runs are given up.

    On PostgreSQL other processes may be at work in this house, so only what has outlived its lease is taken.
    """
    alone = app.settings.database.startswith("sqlite")
    sweep(app, everything=alone)
    if alone:
        give_up_left_runs(app)


@contextmanager
def only_runner(home: Path) -> Iterator[None]:
    """Hold the house's runner lock; it goes with the process. Raises `Refusal` while another holds it."""
    descriptor = os.open(home / "runner.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise Refusal("a runner works in this house already") from error
    try:
        yield
    finally:
        os.close(descriptor)

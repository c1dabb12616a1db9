"""
The process that is killed: forked from one that has everything imported, and let go when all is ready for it.

`python -m tests.simulation.killed_process` reads an errand a line and answers with a line for each fork, and
another for how it ended. It has one thread, so it may fork.
"""

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import Engine, event

from orders import submit
from portfolio.order import Order, OrderKind
from records import Records
from tests.orders.shop import MovedClock
from tests.simulation.killed_house import desk_at
from tests.simulation.killed_place import Place

PR_SET_PTRACER = 0x59616D61
SQL_READS = ("SELECT", "PRAGMA", "SET", "BEGIN")


class Task(BaseModel):
    """
    What a child is to do. With `die_at` it kills itself at its n-th point. `planted` names a bug.

    A `rehearsal` is done without a fork: what is imported and compiled by it is there for every fork.
    """

    folder: Path
    url: str
    die_at: int | None = None
    planted: str = ""
    rehearsal: bool = False


class Errand(Task):
    """
    Carry out one order in the house at `folder`.

    Its points are before a statement that writes, on both sides of a commit, of a line of the journal and of
    a paid request; only there if `only_paid`.
    """

    kind: OrderKind
    only_paid: bool = False


T = TypeVar("T", bound=Task)


class Points:
    """Counts the points at which a process can die, and dies at the one that is meant."""

    def __init__(self, die_at: int) -> None:
        self._left = die_at

    def pass_one(self) -> None:
        """Go on, or die here and now, with nothing cleaned up."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        """Make a point before and a point after each call of `owner.name`."""
        call: Callable[..., Any] = getattr(owner, name)

        def with_points(*arguments: Any, **named: Any) -> Any:
            self.pass_one()
            came = call(*arguments, **named)
            self.pass_one()
            return came

        setattr(owner, name, with_points)

    def watch(self, records: Records) -> None:
        """Make points of the database's and the journal's writes."""
        engine: Engine = records._engine
        event.listen(engine, "before_cursor_execute", self._before)
        self.around(engine.dialect, "do_commit")
        self.around(records.journal, "tell")

    def _before(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(SQL_READS):
            self.pass_one()


def run(errand: Errand) -> None:
    """Open the house, carry the order out, close the house."""
    with desk_at(Place(errand.folder, errand.url), MovedClock()) as desk:
        if errand.die_at is not None:
            points = Points(errand.die_at)
            for request in ("register", "renew", "restore"):
                points.around(desk.registrar, request)
            if not errand.only_paid:
                points.watch(desk.records)
        if errand.planted:
            PLANTED[errand.planted]()
        desk.carry_out(errand.kind)


def _send_before_the_claim_is_kept() -> None:
    def not_kept(_terms: object, order: Order, *_rest: object, **_named: object) -> Order:
        return order

    submit._claim = not_kept


PLANTED = {"sent before the claim is kept": _send_before_the_claim_is_kept}


def _child(errand: T, run_one: Callable[[T], None], gate: int) -> None:
    """Wait until the gate opens, run the errand, and end: 0 when all was done."""
    code = 3
    _let_anyone_watch()
    try:
        os.read(gate, 1)
        run_one(errand)
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


def _let_anyone_watch() -> None:
    """Let a process that is no parent of ours attach to us, where Linux asks for leave (prctl(2), Yama)."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)


def _forked(errand: T, run_one: Callable[[T], None]) -> tuple[int, int]:
    gate, opener = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(opener)
        _child(errand, run_one, gate)
    os.close(gate)
    return pid, opener


def _tell(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def serve(kind: type[T], run_one: Callable[[T], None]) -> None:
    """Fork a child for each line, let it go at the next one, and tell how it ended."""
    for line in sys.stdin:
        errand = kind.model_validate_json(line)
        if errand.rehearsal:
            run_one(errand)
            _tell("rehearsed")
            continue
        pid, opener = _forked(errand, run_one)
        _tell(pid)
        sys.stdin.readline()
        os.write(opener, b"go")
        _, status = os.waitpid(pid, 0)
        os.close(opener)
        _tell(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    serve(Errand, run)

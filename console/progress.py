"""How far a long job has come: a bar at a terminal, a line a piece where nobody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from console.showing import err

Tell = Callable[[str], None]
"""Takes what is to be said of one piece that is done."""


@contextmanager
def counted(what: str, total: int, *, lines: bool = True) -> Iterator[Tell]:
    """
    Give a function that counts pieces of `what`, `total` in all; all of it goes to standard error.

    Without `lines` nothing is said where there is no terminal.
    """
    if not sys.stderr.isatty():
        yield _lines(total) if lines else _silence
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[last]}"),
    )
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(what, total=total, last="")

        def advance(said: str) -> None:
            bar.update(task, advance=1, last=said)

        yield advance


def _lines(total: int) -> Tell:
    done = 0

    def line(said: str) -> None:
        nonlocal done
        done += 1
        err().print(f"{done}/{total} {said}", markup=False, soft_wrap=True)

    return line


def _silence(said: str) -> None:
    del said

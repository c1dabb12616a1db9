"""Lists that come in parts, each asked for by how many rows came before: read whole, or not at all."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from registrar.errors import ReplyNotUnderstood
from registrar.lists.paging import Page

RowT = TypeVar("RowT")


def every_row_from(
    part_at: Callable[[int], tuple[Sequence[RowT], int]],
    *,
    registrar: str,
    operation: str,
    key: Callable[[RowT], object] | None = None,
) -> list[RowT]:
    """
    Return every row; `part_at` gives the rows from an offset on, and the total. `key` tells rows apart.

    Raises `ReplyNotUnderstood` where the parts do not add up to the total, the total changes, or a row comes
    twice.
    """
    rows, total = part_at(0)
    found = list(rows)
    while rows and len(found) < total:
        rows, now = part_at(len(found))
        found += rows
        if now != total:
            break
    else:
        if len(found) == total and (key is None or len(set(map(key, found))) == total):
            return found
    raise ReplyNotUnderstood("the pages do not add up", registrar=registrar, operation=operation)


def names_from(part_at: Callable[[int], Sequence[str]]) -> Iterator[Page]:
    """
    Yield pages of names where no total is told: what comes after those read, until nothing does.

    A part with a name that was there before is the last one; `registrar.lists.paging.whole` refuses it.
    """
    read: set[str] = set()
    while True:
        names = part_at(len(read))
        is_new = bool(names) and read.isdisjoint(names)
        yield Page(names, None, more=is_new)
        if not is_new:
            return
        read.update(names)

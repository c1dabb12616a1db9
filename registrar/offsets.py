"""Lists that come in parts, each asked for by how many rows came before: read whole, or not at all."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from registrar.errors import ReplyNotUnderstood

RowT = TypeVar("RowT")


def every_row_from(
    part_at: Callable[[int], tuple[Sequence[RowT], int]], *, registrar: str, operation: str
) -> list[RowT]:
    """
    Return every row; `part_at` gives the rows from an offset on, and the total.

    Raises `ReplyNotUnderstood` where the parts do not add up to the total, or the total changes.
    """
    rows, total = part_at(0)
    found = list(rows)
    while rows and len(found) < total:
        rows, now = part_at(len(found))
        found += rows
        if now != total:
            break
    else:
        if len(found) == total:
            return found
    raise ReplyNotUnderstood("the pages do not add up", registrar=registrar, operation=operation)

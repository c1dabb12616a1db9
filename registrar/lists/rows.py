"""Lists of anything that come in numbered pages with a total: read whole, or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Generic, TypeVar

from registrar.errors import ReplyNotUnderstood

RowT = TypeVar("RowT")


@dataclass(frozen=True)
class RowPage(Generic[RowT]):
    """One page: its rows, its number, and how many rows and pages there are in all."""

    rows: Sequence[RowT]
    number: int | None
    total: int | None
    pages: int | None


def every_row(page_of: Callable[[int], RowPage[RowT]], *, registrar: str, operation: str) -> list[RowT]:
    """Return every row. Raises `ReplyNotUnderstood` where the pages, which begin with 1, do not add up."""
    rows: list[RowT] = []
    first = page_of(1)
    page = first
    for number in count(1):
        rows += page.rows
        if (page.number, page.total, page.pages) != (number, first.total, first.pages):
            break
        if number >= (first.pages or 0) and len(rows) == first.total:
            return rows
        if number >= (first.pages or 0) or not page.rows:
            break
        page = page_of(number + 1)
    raise ReplyNotUnderstood("the pages do not add up", registrar=registrar, operation=operation)

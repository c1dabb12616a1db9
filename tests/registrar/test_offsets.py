"""Lists in parts are read whole, whatever their size, or not at all."""

from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar.errors import ReplyNotUnderstood
from registrar.lists.offsets import every_row_from, names_from


@given(st.lists(st.integers(), max_size=20), st.integers(1, 7))
def test_every_row_comes_once_in_order_whatever_the_size_of_a_part(rows: list[int], size: int) -> None:
    def part_at(offset: int) -> tuple[Sequence[int], int]:
        return rows[offset : offset + size], len(rows)

    assert every_row_from(part_at, registrar="vendor", operation="List") == rows


@pytest.mark.parametrize("totals", [(4, 4), (3, 4), (1, 1), (3, 2)])
def test_parts_that_do_not_add_up_are_not_understood(totals: tuple[int, int]) -> None:
    parts = iter([([1, 2], totals[0]), ([3], totals[1]), ([], totals[1])])
    with pytest.raises(ReplyNotUnderstood):
        every_row_from(lambda _: next(parts), registrar="vendor", operation="List")


def test_a_row_that_comes_twice_is_not_understood_where_rows_can_be_told_apart() -> None:
    parts = {0: ["one", "two"], 2: ["two"]}
    every = partial(every_row_from, lambda offset: (parts[offset], 3), registrar="vendor", operation="List")
    assert every() == ["one", "two", "two"]
    with pytest.raises(ReplyNotUnderstood):
        every(key=str)


def test_names_without_a_total_are_asked_for_until_nothing_comes_or_one_comes_again() -> None:
    parts = {0: ["a.ca", "b.ca"], 2: ["c.ca"], 3: []}
    pages = list(names_from(parts.__getitem__))
    assert [(page.names, page.total, page.more) for page in pages] == [
        (["a.ca", "b.ca"], None, True),
        (["c.ca"], None, True),
        ([], None, False),
    ]
    assert [page.more for page in names_from(lambda _: ["a.ca"])] == [True, False]

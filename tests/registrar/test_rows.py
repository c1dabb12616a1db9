"""Lists of anything are told whole, or not at all."""

import pytest

from registrar.errors import ReplyNotUnderstood
from registrar.lists.rows import RowPage, every_row


def _read(*pages: RowPage[str]) -> list[str]:
    return every_row(lambda number: pages[number - 1], registrar="sample", operation="list")


def test_every_page_is_read() -> None:
    assert _read(RowPage(["a", "b"], 1, 3, 2), RowPage(["c"], 2, 3, 2)) == ["a", "b", "c"]


@pytest.mark.parametrize("pages", [0, 1])
def test_nothing_is_a_list_too(pages: int) -> None:
    assert _read(RowPage([], 1, 0, pages)) == []


@pytest.mark.parametrize(
    "pages",
    [
        (RowPage(["a"], 1, 2, 1),),
        (RowPage(["a", "b"], 1, 1, 1),),
        (RowPage(["a"], 2, 1, 1),),
        (RowPage(["a"], 1, 2, 2), RowPage[str]([], 2, 2, 2)),
        (RowPage(["a"], 1, 2, 2), RowPage(["b"], 2, 3, 2)),
        (RowPage(["a"], 1, 2, 2), RowPage(["b"], 2, 2, 3)),
        (RowPage(["a"], None, 1, 1),),
        (RowPage(["a"], 1, None, 1),),
    ],
)
def test_pages_that_do_not_add_up_are_not_understood(pages: tuple[RowPage[str], ...]) -> None:
    with pytest.raises(ReplyNotUnderstood, match="add up"):
        _read(*pages)

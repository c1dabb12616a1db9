"""Pages with markers are read to their end, and a list that has none is not read for ever."""

import pytest

from registrar.errors import ReplyNotUnderstood
from registrar.lists.marked import marked


def test_pages_follow_their_markers() -> None:
    pages = {None: ("first", "b"), "b": ("second", "c"), "c": ("third", None)}
    assert list(marked(pages.__getitem__, registrar="r", operation="o")) == ["first", "second", "third"]


def test_a_list_whose_last_page_tells_an_empty_marker_ends() -> None:
    assert list(marked(lambda _: ("only", ""), registrar="r", operation="o")) == ["only"]


def test_a_list_that_leads_back_is_not_understood() -> None:
    with pytest.raises(ReplyNotUnderstood, match="leads back"):
        list(marked(lambda _: ("again", "b"), registrar="r", operation="o"))

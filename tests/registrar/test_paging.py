"""A list of names is told whole or not at all."""

import pytest

from registrar.errors import ReplyNotUnderstood
from registrar.lists.paging import Page, whole

A, B, C = "a-example.com", "b-example.com", "c-example.ca"


def _told(*pages: Page) -> list[str]:
    return list(whole(pages, registrar="vendor", operation="list"))


def test_pages_that_add_up_are_one_list() -> None:
    assert _told(Page((A, B), 3, more=True), Page((C,), 3, more=False)) == [A, B, C]


def test_a_vendor_that_tells_no_total_is_read_to_its_last_page() -> None:
    assert _told(Page((A,), None, more=True), Page((B,), None, more=False)) == [A, B]


def test_an_empty_account_is_an_empty_list() -> None:
    assert _told(Page((), 0, more=False)) == []


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ([Page((A, B), 3, more=False)], "2 names came, 3 were told of"),
        ([Page((A, B), 1, more=False)], "2 names came, 1 were told of"),
        ([Page((A,), 2, more=True), Page((), 2, more=True)], "do not follow each other"),
        ([Page((A, B), 2, more=True), Page((C,), 2, more=False)], "do not follow each other"),
        ([Page((A,), 2, more=True), Page((B,), 3, more=False)], "changed while it was read"),
        ([Page((A, A), 2, more=False)], "came twice"),
        ([Page((A, "not a name"), 2, more=False)], "is no name"),
    ],
)
def test_pages_that_do_not_add_up_tell_nothing(pages: list[Page], why: str) -> None:
    with pytest.raises(ReplyNotUnderstood, match=why):
        _told(*pages)

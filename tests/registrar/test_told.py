"""What every vendor's answers hold is read in one way, or not at all."""

from datetime import date

import pytest

from registrar.answers.told import about_told, day_told, raise_unless
from registrar.exchange import Unreadable


def test_a_message_may_be_about_no_name_and_not_about_what_is_none() -> None:
    assert about_told("Example.net") == "example.net"
    assert about_told(None) is None
    assert about_told("") is None
    with pytest.raises(Unreadable):
        about_told("no name")


def test_an_answer_that_shows_something_else_is_unreadable() -> None:
    raise_unless("it is another", is_so=True)
    with pytest.raises(Unreadable, match="it is another"):
        raise_unless("it is another", is_so=False)


@pytest.mark.parametrize("text", ["2028-11-30", "2028-11-30 01:02:03", "2028-11-30T23:59:59Z"])
def test_a_day_counts_whatever_follows_it(text: str) -> None:
    assert day_told(text) == date(2028, 11, 30)


@pytest.mark.parametrize("text", ["", "2028-13-30", "30.11.2028"])
def test_a_day_that_is_none_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        day_told(text)

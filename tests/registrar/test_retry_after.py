"""`Retry-After` is read in both its forms, between a second and an hour, and never believed blindly."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar.answers.retry_after import LONGEST, SHORTEST, retry_after

NOW = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)
DATE = format_datetime(NOW, usegmt=True)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7), ("0", 1), ("-5", 1), (" 30 ", 30), ("3600", 3600), ("31536000", 3600), ("999999999", 3600)],
)
def test_seconds_are_clamped(said: str, seconds: int) -> None:
    assert retry_after({"retry-after": said}) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("until", "seconds"),
    [(NOW + timedelta(seconds=90), 90), (NOW - timedelta(days=1), 1), (NOW + timedelta(days=365), 3600)],
)
def test_a_date_is_measured_against_the_answers_own(until: datetime, seconds: int) -> None:
    told = retry_after({"retry-after": format_datetime(until, usegmt=True), "date": DATE})
    assert told == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "said", ["", "soon", "1e3", "12,5", "7 seconds", "٧", "9999999999999999999999", "Fri, 99 Foo"]
)
def test_what_cannot_be_read_asks_nothing(said: str) -> None:
    assert retry_after({"retry-after": said, "date": DATE}) is None


def test_a_date_without_the_answers_own_asks_nothing() -> None:
    assert retry_after({"retry-after": DATE}) is None
    assert retry_after({"retry-after": DATE, "date": "yesterday"}) is None


def test_no_header_asks_nothing() -> None:
    assert retry_after({}) is None


@given(
    st.text()
    | st.integers().map(str)
    | st.datetimes().map(lambda at: format_datetime(at.replace(tzinfo=UTC), usegmt=True))
)
def test_whatever_is_said_the_wait_is_bounded(said: str) -> None:
    told = retry_after({"retry-after": said, "date": DATE})
    assert told is None or SHORTEST <= told <= LONGEST

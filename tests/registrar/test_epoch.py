"""Seconds since 1970 and times with a zone are instants in UTC, and nothing else is."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from registrar.answers.epoch import EpochSeconds

ADAPTER = TypeAdapter[datetime](EpochSeconds)
HALF_PAST = datetime(2021, 3, 1, 12, 0, 0, 500000, tzinfo=UTC)


def test_seconds_are_an_instant_in_utc() -> None:
    assert ADAPTER.validate_json("1614600000.5") == HALF_PAST
    assert ADAPTER.validate_json("0") == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("told", ["2021-03-01T12:00:00.500Z", "2021-03-01T13:00:00.500000+01:00"])
def test_a_time_with_its_zone_is_an_instant_in_utc(told: str) -> None:
    instant = ADAPTER.validate_json(f'"{told}"')
    assert (instant, instant.tzinfo) == (HALF_PAST, UTC)


@pytest.mark.parametrize(
    "told",
    [
        '"1614600000"', "true", "-1", "1e300", "NaN", "null", '"2021-03-01"', '"2021-03-01T12:00:00"',
        '"9999-12-31T23:59:59-01:00"',
    ],
)  # fmt: skip
def test_anything_else_is_no_instant(told: str) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_json(told)

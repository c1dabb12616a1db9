"""Seconds since 1970 are instants in UTC, and nothing else is."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from registrar.epoch import EpochSeconds

ADAPTER = TypeAdapter[datetime](EpochSeconds)


def test_seconds_are_an_instant_in_utc() -> None:
    assert ADAPTER.validate_json("1614600000.5") == datetime(2021, 3, 1, 12, 0, 0, 500000, tzinfo=UTC)
    assert ADAPTER.validate_json("0") == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("told", ['"1614600000"', "true", "-1", "1e300", "NaN", "null", '"2021-03-01"'])
def test_anything_else_is_no_instant(told: str) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_json(told)

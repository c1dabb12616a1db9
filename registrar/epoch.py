"""Instants that are told as seconds since 1970 (POSIX)."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator


def _instant(told: object) -> datetime:
    if isinstance(told, int | float) and not isinstance(told, bool) and 0 <= told < 2**37:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=told)
    raise ValueError("not seconds since 1970")


EpochSeconds = Annotated[datetime, BeforeValidator(_instant)]
"""A JSON number of seconds as an instant in UTC; a number in quotes is none."""

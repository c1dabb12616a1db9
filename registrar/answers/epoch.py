"""Instants that are told as seconds since 1970 (POSIX), or as text with a zone (RFC 3339)."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator


def _instant(told: object) -> datetime:
    if isinstance(told, int | float) and not isinstance(told, bool) and 0 <= told < 2**37:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=told)
    if isinstance(told, str) and (instant := datetime.fromisoformat(told)).tzinfo is not None:
        with suppress(OverflowError):
            return instant.astimezone(UTC)
    raise ValueError("neither seconds since 1970 nor a time with its zone")


EpochSeconds = Annotated[datetime, BeforeValidator(_instant)]
"""
A JSON number of seconds as an instant in UTC; a number in quotes is none.

A text with a zone is one, too: services that count seconds may write their times out, and their clients do.
"""

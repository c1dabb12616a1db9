"""How long a server asks us to wait (RFC 9110 section 10.2.3), told without a clock of our own."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(hours=1)


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """
    Return what `Retry-After` asks for, between one second and one hour; None where it asks nothing readable.

    `headers` have lower-case names. An HTTP date is measured against the same answer's `Date`, so that
    neither our clock nor a difference between the two clocks plays a part.
    """
    said = headers.get("retry-after", "").strip()
    if re.fullmatch(r"-?[0-9]{1,9}", said):
        return _clamped(timedelta(seconds=int(said)))
    until, now = _instant(said), _instant(headers.get("date", ""))
    return _clamped(until - now) if until and now else None


def until_reset(headers: Mapping[str, str], field: str) -> timedelta | None:
    """
    Return how long until the instant (seconds since 1970) in `field`, by the same answer's `Date`.

    What `Retry-After` says, where there is no such instant, or no date to measure it against.
    """
    at, now = headers.get(field, ""), _instant(headers.get("date", ""))
    if now is None or not re.fullmatch(r"[0-9]{9,11}(\.[0-9]*)?", at):
        return retry_after(headers)
    return _clamped(timedelta(seconds=float(at) - now.timestamp()))


def _clamped(wait: timedelta) -> timedelta:
    return min(max(wait, SHORTEST), LONGEST)


def _instant(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)

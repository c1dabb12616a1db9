"""
How long a public server asks to be left alone, a day at most.

RDAP says it in `Retry-After` (RFC 9110 section 10.2.3), WHOIS servers now and then in their refusals' words.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
"""Whoever asks for more is asked again at the next daily check."""

_SPAN = re.compile(r"\b(\d{1,9}) ?(second|sec|minute|min|hour)s?\b", re.IGNORECASE)
_UNITS = {"sec": timedelta(seconds=1), "min": timedelta(minutes=1), "hou": timedelta(hours=1)}
_READ = 4096


def wait_asked(headers: Mapping[str, str], *, received_at: datetime) -> timedelta | None:
    """
    Return the wait, from nothing to a day, that an answer's headers (lower-case names) ask for, or None.

    Seconds count as they are, a number beyond all measure is a day. An HTTP date, in any of its three forms,
    counts from the answer's own `Date`, so that the two clocks need not agree; without one from
    `received_at` (aware). A date gone by is no wait at all. None for no header and for what nobody can read:
    words, fractions, negative numbers. Of several headers, joined by commas, the longest wait holds.
    """
    said = headers.get("retry-after", "").strip()
    moment = _moment(said)
    if moment is not None:
        since = _moment(headers.get("date", "")) or received_at
        return min(max(moment - since, timedelta()), LONGEST)
    waits = [_seconds(part.strip()) for part in said.split(",")]
    return max((wait for wait in waits if wait is not None), default=None) if None not in waits else None


def wait_told(refusal: str) -> timedelta | None:
    """
    Return the first span of time (seconds, minutes, hours) that a throttling text names, or None.

    "Wait 60 seconds" and "30 queries in 15 minutes" alike: whoever waits so long does not offend. Only for a
    text that is known to be a refusal.
    """
    found = _SPAN.search(refusal[:_READ])
    return min(int(found[1]) * _UNITS[found[2][:3].lower()], LONGEST) if found else None


def _seconds(text: str) -> timedelta | None:
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    return LONGEST if len(digits) > 6 else min(timedelta(seconds=int(digits)), LONGEST)


def _moment(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

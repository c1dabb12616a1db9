"""When an order was first looked for in vain: kept at the head of its detail for the second look."""

import re
from datetime import datetime

_NOTED = re.compile(r"absent at (\S+)(?:; |$)")


def noted_absence(at: datetime, words: str = "") -> str:
    """Return a detail that remembers a look in vain at the instant `at` (UTC)."""
    return f"absent at {at.isoformat(timespec='seconds')}" + (f"; {words}" if words else "")


def first_absence(detail: str) -> datetime | None:
    """Return the instant that `noted_absence` put into `detail`, or None."""
    noted = _NOTED.match(detail)
    return datetime.fromisoformat(noted.group(1)) if noted else None

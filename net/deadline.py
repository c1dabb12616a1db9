"""One deadline for the whole of an exchange, not one for each phase."""

import time
from datetime import timedelta


class Deadline:
    """A point on the monotonic clock, `span` from its making; setting the wall clock does not move it."""

    def __init__(self, span: timedelta) -> None:
        self._at = time.monotonic() + span.total_seconds()

    def left(self) -> float:
        """Return the seconds left, above zero; raise `TimeoutError`, as sockets do, when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

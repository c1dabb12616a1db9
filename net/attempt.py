"""What one attempt has done so far: its deadline, and whether bytes of the request have left."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from net.deadline import Deadline
from net.errors import NeverSent, NoAnswer


class Attempt:
    """
    One request on its way.

    `sent` tells whether the system took a byte of it from us; None until a connection was asked to write.
    """

    def __init__(self, host: str, deadline: Deadline) -> None:
        self.host = host
        self.deadline = deadline
        self.sent: bool | None = None

    def lost(self, reason: str) -> NeverSent | NoAnswer:
        """Return the error for an attempt that ended for `reason`: `NeverSent` exactly if no byte left."""
        if self.sent is False:
            return NeverSent(f"nothing was sent to {self.host}: {reason}")
        return NoAnswer(f"no complete answer from {self.host}: {reason}")


_current: ContextVar[Attempt] = ContextVar("net-attempt")


@contextmanager
def under_way(attempt: Attempt) -> Iterator[Attempt]:
    """Make `attempt` the one that this thread's connections work for."""
    token = _current.set(attempt)
    try:
        yield attempt
    finally:
        _current.reset(token)


def current_attempt() -> Attempt:
    """Return the attempt that this thread is making; a connection outlives attempts and must ask."""
    return _current.get()

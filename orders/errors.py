"""
Why an order goes no further, arranged by what staff do next.

OrdersError
├── OrderRefused          something is missing or cannot be had; put the problems right and draft again
├── NotNow                the order is not in a state for this; look at it again
└── SecondPersonNeeded    the one who drafted it may not approve it; ask someone else

No message carries a personal value.
"""

from collections.abc import Sequence


class OrdersError(Exception):
    """An order goes no further. Nothing was sent and nothing was changed."""


class OrderRefused(OrdersError):
    """The order was not drafted; `problems` says why, a sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class NotNow(OrdersError):
    """The order's state does not allow it."""


class SecondPersonNeeded(OrdersError):
    """It is above the limit, or a premium name: the one who drafted it may not approve it."""

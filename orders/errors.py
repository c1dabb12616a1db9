"""
Why an order goes no further, arranged by what staff do next.

OrdersError
├── OrderRefused          something is missing or cannot be had; put the problems right and draft again
├── NotNow                the order is not in a state for this; look at it again
│   └── AuthInfoWanted    the transfer's auth code is needed to send it; ask the client for it
├── AccountStands         its account stands still: put right what is said, then the same order goes on
├── SpentForToday         the day's limit is reached; it goes tomorrow, or the limit is raised
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


class AuthInfoWanted(NotNow):
    """A transfer is sent with the auth code of its owner, which is kept nowhere: it is asked each time."""


class AccountStands(OrdersError):
    """The account's key is refused or its money is short; the order keeps its approval."""


class SpentForToday(OrdersError):
    """With this order the day would cost more than it may; the order keeps its approval."""


class SecondPersonNeeded(OrdersError):
    """It is above the limit, or a premium name: the one who drafted it may not approve it."""

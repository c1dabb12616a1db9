"""A verification: a registrar wants a registrant's address confirmed, or it suspends the name."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from portfolio.names import DomainName
from portfolio.values import Instant, Value

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

DAYS_TO_ANSWER = 15
"""From the day on which the registrar asks (ICANN, RAA 2013, WHOIS Accuracy Program, 1 and 2)."""


class Verification(Value):
    """
    What began it (`why`, nothing personal), the last day to answer in UTC, and what became of it.

    `settled_at` is None while it waits.
    """

    name: DomainName
    asked_at: Instant
    until: date
    why: Reason
    settled_at: Instant | None = None
    outcome: str = ""

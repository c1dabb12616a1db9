"""The brake: a run that found implausibly much plans nothing until two people say that it may."""

from datetime import date

from portfolio.audit import Actor
from portfolio.values import Instant, Value


class Brake(Value):
    """
    The brake of the run of one local date; `why` names figures and no values.

    It holds until `released_by` has asked, for a `reason`, to go on, and `confirmed_by`, another person, has
    agreed.
    """

    on: date
    why: str
    set_at: Instant
    released_by: Actor | None = None
    reason: str | None = None
    confirmed_by: Actor | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing may be planned."""
        return self.confirmed_by is None

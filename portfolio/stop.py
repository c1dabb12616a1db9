"""A registrar account that asks nothing more until something is put right."""

from enum import StrEnum

from portfolio.held import Slug
from portfolio.values import Instant, Value


class StopReason(StrEnum):
    """Why an account stands still: its key or address is refused, or its money is short."""

    ACCESS = "access refused"
    FUNDS = "funds short"


class AccountStop(Value):
    """
    One account that stands still. Its orders stay as they are, and go on under the same references.

    `told_at` is when staff were told: once. `next_probe_at` is when the balance is worth asking for again;
    None where only a person can put it right.
    """

    account: Slug
    reason: StopReason
    since: Instant
    detail: str = ""
    told_at: Instant | None = None
    next_probe_at: Instant | None = None

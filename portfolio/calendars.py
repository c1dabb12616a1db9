"""The secret address of a calendar feed: who reads it, and whose names it shows."""

from portfolio.held import Label, Slug
from portfolio.values import Instant, Value


class CalendarAddress(Value):
    """
    An address at which the feed can be read, without the token that makes it secret.

    `reader` is what staff call it; `client` limits it to one client's names. `revoked_at` is None while it
    answers.
    """

    id: int
    reader: Label
    client: Slug | None = None
    made_at: Instant
    revoked_at: Instant | None = None

"""A finding: a difference between our record and a source's, open until it goes away."""

from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.observation import Source
from portfolio.values import Instant, PersonalValue


class Finding(PersonalValue):
    """
    One field of one name that a source shows differently. Open while `closed_at` is None.

    `path` is `tech.email`. `ours` and `theirs` are for showing; `order` is the order after which it was seen.
    """

    name: DomainName
    path: str
    source: Source
    ours: str | None
    theirs: str | None
    opened_at: Instant
    last_seen_at: Instant
    closed_at: Instant | None = None
    order: Slug | None = None

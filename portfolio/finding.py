"""A finding: a difference between our record and a source's, open until it goes away."""

from pydantic import Field

from portfolio.audit import Actor
from portfolio.drift import Remedy
from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.observation import Source
from portfolio.values import Instant, PersonalValue


class Finding(PersonalValue):
    """
    One field of one name that a source shows differently. Open while `closed_at` is None.

    `path` is `tech.email`, or that of a finding about the name as a whole (`standing.lapsed`). `ours` and
    `theirs` are for showing; `order` is the order after which it was seen. `remedy` is who should be
    corrected, as the policy had it when it was last seen.

    `value_since` is when the value that is shown now was first seen, `sightings` how many readings have shown
    it since, without one between that showed another. `attempts` counts the repairs that a machine tried. Who
    accepted it (`accepted_by`) did so for that value only, and said `why`.
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
    remedy: Remedy | None = None
    value_since: Instant = Field(default_factory=lambda told: told["opened_at"])
    sightings: int = 1
    attempts: int = 0
    accepted_by: Actor | None = None
    accepted_at: Instant | None = None
    why: str = ""

    @property
    def waits(self) -> bool:
        """Whether somebody has to do something about it: it is open, and nobody has accepted it."""
        return self.closed_at is None and self.accepted_by is None

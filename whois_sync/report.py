"""What one check of one name found, for a person to read and for a plan to be made of."""

from portfolio.drift import FieldVerdict, Remedy
from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.observation import Observation
from portfolio.values import Instant, PersonalValue, Value


class NameReport(PersonalValue):
    """
    The three-column table of one name with the answers it was made of.

    `remedies` gives who is corrected, by path, for exactly the rows that drift.
    """

    name: DomainName
    account: Slug
    checked_at: Instant
    registrar: Observation
    public: Observation
    rows: tuple[FieldVerdict, ...]
    remedies: dict[str, Remedy] = {}

    @property
    def drifting(self) -> tuple[FieldVerdict, ...]:
        """The rows where a source differs from our record."""
        return tuple(row for row in self.rows if row.drifts)


class NotChecked(Value):
    """A name that could not be checked at all because of a fault of ours; the run went on without it."""

    name: DomainName
    why: str

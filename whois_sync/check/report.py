"""What one check of one name found, for a person to read and for a plan to be made of."""

from portfolio.contacts import ContactRole
from portfolio.drift import FieldVerdict, Remedy
from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.observation import Observation
from portfolio.values import Instant, PersonalValue, Value
from whois_sync.check.settling import Settled


class NameReport(PersonalValue):
    """
    The three-column table of one name with the answers it was made of.

    `remedies` gives who is corrected, by path, for exactly the rows that drift. `settled` is what became of
    the findings about the name, `contacts` who stands on it, by role. `is_planned`: a repair is under way.
    """

    name: DomainName
    account: Slug
    checked_at: Instant
    registrar: Observation
    public: Observation
    rows: tuple[FieldVerdict, ...]
    remedies: dict[str, Remedy] = {}
    settled: Settled = Settled()
    contacts: dict[ContactRole, Slug] = {}
    is_planned: bool = False

    @property
    def drifting(self) -> tuple[FieldVerdict, ...]:
        """The rows where a source differs from our record."""
        return tuple(row for row in self.rows if row.drifts)

    @property
    def counts(self) -> tuple[str, ...]:
        """
        The findings that speak for or against the plausibility of a run, as `path at column`.

        Not those that a person has accepted, nor what is being repaired, nor a renewal that the registrar
        itself tells.
        """
        if self.is_planned:
            return ()
        adopted = {path for path, remedy in self.remedies.items() if remedy is Remedy.ADOPT}
        return tuple(one for one in self.settled.waiting if one.partition(" at ")[0] not in adopted)


class NotChecked(Value):
    """A name that could not be checked at all because of a fault of ours; the run went on without it."""

    name: DomainName
    why: str

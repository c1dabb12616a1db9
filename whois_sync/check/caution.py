"""The brake: implausibly much drift in one run is a fault of the sources, or ours, not of the names."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from portfolio.contacts import ContactRole
from portfolio.observation import Unreadable
from portfolio.values import Instant, Value
from whois_sync.check.report import NameReport, NotChecked


class Caution(Value):
    """
    When a run stops itself. A portfolio drifts name by name; when many drift at once a source has changed its
    form, a server lies, or our own records were damaged.

    More than `max_share` of the names drift, and at least `min_names` of them; or at least `min_names` names
    drift in the same person; or a server differs on everything that it was asked, `min_names` names or more.
    """

    max_share: Annotated[float, Field(ge=0, le=1)] = 0.02
    min_names: Annotated[int, Field(ge=1)] = 5


class Tally:
    """
    Counts what a run finds, name by name, and says whether that is plausible. Holds no values.

    What two people have let go of, at `let_go_at`, does not speak against later runs: only what is newer.
    """

    def __init__(
        self, reports: Iterable[NameReport | NotChecked] = (), *, let_go_at: Instant | None = None
    ) -> None:
        self.names = 0
        self._let_go_at = let_go_at
        self.drifting = 0
        self.failed = 0
        self.could_not_ask = 0
        self.moves: Counter[str] = Counter()
        self.oldest: Instant | None = None
        self._unplanned = 0
        self._by_contact: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._differing: Counter[str] = Counter()
        for report in reports:
            self.add(report)

    def add(self, report: NameReport | NotChecked) -> None:
        """Count one name."""
        self.names += 1
        if isinstance(report, NotChecked):
            self.failed += 1
            return
        self.could_not_ask += any(isinstance(o, Unreadable) for o in (report.registrar, report.public))
        self.moves.update(
            opened=len(report.settled.opened),
            closed=len(report.settled.closed),
            waiting=len(report.settled.waiting),
        )
        since = report.settled.waits_since
        if since is not None:
            self.oldest = since if self.oldest is None else min(self.oldest, since)
        self.drifting += bool(report.drifting)
        counts = () if self._is_let_go(report) else report.counts
        self._count_server(report, counts)
        if counts:
            self._unplanned += 1
            self._by_contact.update({report.contacts[r] for r in _roles(counts) & report.contacts.keys()})

    def _is_let_go(self, report: NameReport) -> bool:
        newest = report.settled.newest
        return self._let_go_at is not None and newest is not None and newest <= self._let_go_at

    def _count_server(self, report: NameReport, counts: tuple[str, ...]) -> None:
        """Of a name whose differences speak for nothing here, the server's answer does not either."""
        if isinstance(report.public, Unreadable) or (report.settled.waiting and not counts):
            return
        server = report.public.provenance.server
        self._asked[server] += 1
        self._differing[server] += any(path.endswith(" at public") for path in counts)

    def why_to_stop(self, caution: Caution | None = None) -> str | None:
        """Return why nothing may be planned on the strength of this run, in figures; None where it may."""
        limits = caution or Caution()
        if self._unplanned >= limits.min_names and self._unplanned > limits.max_share * self.names:
            return f"{self._unplanned} of {self.names} names drift in one run"
        many = max(limits.min_names, _MANY)
        for contact, count in self._by_contact.most_common(1):
            if count >= many:
                return f"{count} names drift in the same contact, {contact}"
        for server, asked in self._asked.items():
            if asked >= many and self._differing[server] == asked:
                return f"{server} differs from us on all {asked} names that it was asked for"
        return None


_MANY = 2  # a house may want to stop at its first drifting name; one name of a person is no pattern


def _roles(paths: Iterable[str]) -> set[ContactRole]:
    known = {role.value: role for role in ContactRole}
    return {known[role] for path in paths if (role := path.partition(".")[0]) in known}

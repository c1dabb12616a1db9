"""What staff are told of the drift check: what is new, fixed and waiting, read off the findings."""

from portfolio.finding import Finding
from portfolio.values import Instant, Value
from records import Unit


class Digest(Value):
    """
    Findings as `name: path at source`, with no values of theirs: fit for a mail.

    `opened` and `closed` are those after the instant that was asked for; `waiting` are all that nobody has
    accepted, the oldest first; `oldest` is since when the first of them waits.
    """

    since: Instant | None
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    waiting: tuple[str, ...]
    accepted: int
    oldest: Instant | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.opened or self.closed or self.waiting)


def digest(unit: Unit, since: Instant | None) -> Digest:
    """Return the digest of the findings; without `since`, everything that is open is new."""
    still_open = unit.findings.all(open_only=True)
    waiting = [one for one in still_open if one.waits]
    return Digest(
        since=since,
        opened=tuple(told(one) for one in waiting if since is None or one.opened_at > since),
        closed=tuple(told(one) for one in _closed(unit, since)),
        waiting=tuple(map(told, waiting)),
        accepted=len(still_open) - len(waiting),
        oldest=min((one.opened_at for one in waiting), default=None),
    )


def _closed(unit: Unit, since: Instant | None) -> list[Finding]:
    if since is None:
        return []
    return [one for one in unit.findings.closed_since(since) if one.closed_at != since]


def told(finding: Finding) -> str:
    """Return a finding without its values."""
    return f"{finding.name}: {finding.path} at {finding.source.value}"

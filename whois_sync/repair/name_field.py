"""A name's own fields that a person may have repaired: what is wanted, what a source shows, how it is set."""

from collections.abc import Callable

from portfolio.drift import FieldVerdict, NameField, PlannedChange, Verdict
from portfolio.held import HeldDomain
from portfolio.names import DomainName, HostName
from portfolio.observation import Observation, Seen
from portfolio.registration import Status, status_of
from registrar.contract import Receipt, Registrar, SetsLock, SetsNameservers
from registrar.errors import Unsupported
from registrar.support import require
from whois_sync.compare.cells import Cell, cell_of, judged, row

LOCKED = "transfer locked"
NOT_LOCKED = "transfer not locked"
_BETWEEN = ", "


def wanted_of(held: HeldDomain, field: NameField) -> str | None:
    """Return what our record says of the field, for showing; None for nothing or no servers."""
    match field:
        case NameField.NAMESERVERS:
            return _BETWEEN.join(sorted(held.nameservers)) if held.nameservers else None
        case NameField.STATUSES:
            return None if held.statuses is None else _lock_shown(held.statuses)


def row_of(field: NameField, wanted: str, registrar: Observation, public: Observation) -> FieldVerdict:
    """Return the field's row; that of the statuses looks at the transfer lock only, unlike a comparison's."""

    def judge(seen: Seen) -> Cell:
        if seen.is_hidden(field):
            return Cell(Verdict.HIDDEN, why="held there, not shown")
        shown = _shown_in(seen, field)
        if shown is None:
            return Cell(Verdict.NOT_PUBLISHED, why="the source says nothing of it")
        return judged("" if shown == wanted else None, shown)

    return row(field, wanted, cell_of(registrar, judge), cell_of(public, judge))


def setter_of(registrar: Registrar, name: DomainName, change: PlannedChange) -> Callable[[], Receipt]:
    """
    Return what makes the registrar show the change's value; it asks for nothing until it is called.

    Raises `Unsupported` for a registrar that cannot, and for lifting a lock: no repair does that.
    """
    if change.field == NameField.NAMESERVERS and change.to:
        hosts = frozenset(HostName(host) for host in change.to.split(_BETWEEN))
        delegating = require(registrar, SetsNameservers)
        return lambda: delegating.set_nameservers(name, hosts)
    if change.field == NameField.STATUSES and change.to == LOCKED:
        locking = require(registrar, SetsLock)
        return lambda: locking.set_lock(name, locked=True)
    raise Unsupported(f"no repair sets {change.field} to that", registrar=registrar.slug)


def _shown_in(seen: Seen, field: NameField) -> str | None:
    match field:
        case NameField.NAMESERVERS:
            return None if seen.nameservers is None else _BETWEEN.join(sorted(seen.nameservers)) or "none"
        case NameField.STATUSES:
            statuses = frozenset(status for word in seen.statuses or () if (status := status_of(word)))
            # Words that are all unknown to us (`.de` says `connect`) tell nothing of a lock.
            return _lock_shown(statuses) if statuses or seen.statuses == () else None


def _lock_shown(statuses: frozenset[Status]) -> str:
    return LOCKED if Status.CLIENT_TRANSFER_PROHIBITED in statuses else NOT_LOCKED

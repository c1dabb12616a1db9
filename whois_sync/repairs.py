"""The verbs of a repair in one hand: propose, approve, apply, prove, withdraw. What the console calls."""

from collections.abc import Sequence

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.drift import Plan
from records import Records
from whois_sync.apply import apply, settle_interrupted
from whois_sync.approve import approve, withdraw
from whois_sync.findings import Caution, findings_of, raise_if_implausible
from whois_sync.observe import LooksUp, RegistrarFor
from whois_sync.plan import propose
from whois_sync.prove import prove
from whois_sync.report import NameReport


class Repairs:
    """
    Repairs of contacts at the registrars. Each verb makes one transition of one plan and may be called again.

    Their refusals are those of the functions of the same names, in a module each.
    """

    def __init__(self, records: Records, registrar_for: RegistrarFor, public: LooksUp, clock: Clock) -> None:
        self._records = records
        self._registrar_for = registrar_for
        self._public = public
        self._clock = clock

    def propose(self, report: NameReport, *, by: Actor) -> Plan | None:
        """Plan the repair that a report shows; None when nothing may be written."""
        return propose(self._records, self._clock, report, by=by)

    def propose_all(
        self, reports: Sequence[NameReport], *, by: Actor, caution: Caution | None = None
    ) -> list[Plan]:
        """Plan the repairs of a whole run, unless it found implausibly much (`TooMuchDrift`): then none."""
        found = [finding for report in reports for finding in findings_of(report)]
        raise_if_implausible(found, len(reports), caution)
        plans = (self.propose(report, by=by) for report in reports)
        return [plan for plan in plans if plan is not None]

    def approve(self, plan_id: int, *, by: Actor) -> Plan:
        """Say yes as a second person; withdrawn instead if our contacts have been edited since."""
        return approve(self._records, plan_id, by=by)

    def apply(self, plan_id: int, *, by: Actor, dry_run: bool = False) -> Plan:
        """Send an approved plan, once."""
        return apply(self._records, self._registrar_for, self._clock, plan_id, by=by, dry_run=dry_run)

    def prove(self, plan_id: int, *, by: Actor) -> Plan:
        """Look again and settle a plan that was sent or is unknown."""
        return prove(self._records, self._registrar_for, self._public, self._clock, plan_id, by=by)

    def withdraw(self, plan_id: int, *, by: Actor, why: str) -> Plan:
        """Close a plan that nobody wants any more."""
        return withdraw(self._records, plan_id, by=by, why=why)

    def settle_interrupted(self, *, by: Actor) -> list[Plan]:
        """Make unknown what a dead process left in SENDING; call it once, at the start."""
        return settle_interrupted(self._records, by=by)

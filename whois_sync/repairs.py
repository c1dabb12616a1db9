"""The verbs of a repair in one hand: propose, approve, apply, prove, withdraw. What the console calls."""

from collections.abc import Iterator, Sequence

from portfolio.audit import Actor
from portfolio.change import ContactChange, Progress
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.drift import NameField, Plan
from portfolio.held import HeldDomain, Slug
from portfolio.names import DomainName
from records import Records
from registrar.errors import RegistrarError
from whois_sync.change.carry_out import CarryOut
from whois_sync.change.everywhere import (
    Approval,
    Preview,
    approve_change,
    ask,
    preview_edit,
    preview_replacement,
)
from whois_sync.change.how_far import progress_of
from whois_sync.change.reach import can_set_through
from whois_sync.check.caution import Caution, Tally
from whois_sync.check.report import NameReport
from whois_sync.errors import TooMuchDrift
from whois_sync.handles import Wanted, handle_consequences
from whois_sync.observe import LooksUp, RegistrarFor
from whois_sync.repair.apply import apply, settle_interrupted
from whois_sync.repair.approve import approve, withdraw
from whois_sync.repair.plan import propose
from whois_sync.repair.plan_of_name import propose_of_name
from whois_sync.repair.prove import prove

SHARING_UNKNOWN = "whether other names share its handles could not be asked of the registrar"


class Repairs:
    """
    Repairs at the registrars. Each verb makes one transition of one plan and may be called again.

    Their refusals are those of the functions of the same names, in a module each.
    """

    def __init__(self, records: Records, registrar_for: RegistrarFor, public: LooksUp, clock: Clock) -> None:
        self._records = records
        self._registrar_for = registrar_for
        self._public = public
        self._clock = clock

    def propose(self, report: NameReport, *, by: Actor) -> Plan | None:
        """Plan the repair that a report shows; None when nothing may be written."""
        return propose(self._records, self._clock, report, by=by, also_follows=self.also_follows)

    def also_follows(self, held: HeldDomain, wanted: Wanted) -> tuple[str, ...]:
        """
        Return what setting these contact versions does to names that share a handle, in sentences.

        Where the registrar cannot be asked that is said: then a person looks.
        """
        with self._records.reading() as unit:
            account = unit.accounts.get(held.account)
        try:
            registrar = self._registrar_for(account)
            return handle_consequences(
                registrar, self._records, account=account.slug, name=held.name, wanted=wanted
            )
        except RegistrarError:
            return (SHARING_UNKNOWN,)

    def propose_of_name(self, report: NameReport, field: NameField, *, by: Actor) -> Plan:
        """Plan, because a person asks, to put the name servers or the lock back to our record."""
        return propose_of_name(self._records, self._clock, report, field, by=by)

    def propose_all(
        self, reports: Sequence[NameReport], *, by: Actor, caution: Caution | None = None
    ) -> list[Plan]:
        """Plan the repairs of a whole run, unless it found implausibly much (`TooMuchDrift`): then none."""
        with self._records.reading() as unit:
            why = Tally(reports, let_go_at=unit.brakes.let_go_at()).why_to_stop(caution)
        if why is not None:
            raise TooMuchDrift(f"{why}; nothing was planned, someone must look")
        plans = (self.propose(report, by=by) for report in reports)
        return [plan for plan in plans if plan is not None]

    def approve(self, plan_id: int, *, by: Actor) -> Plan:
        """Say yes as a second person; withdrawn instead if our record has moved on since."""
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

    def preview_edit(self, slug: Slug, contact: Contact) -> Preview:
        """Show what a new version of a contact would reach. Nothing is saved."""
        return preview_edit(self._records, can_set_through(self._registrar_for), slug, contact)

    def preview_replacement(
        self, old: Slug, new: Slug, *, role: ContactRole | None = None, across_clients: bool = False
    ) -> Preview:
        """Show what one contact in another's place would reach. Nothing is saved."""
        can_set = can_set_through(self._registrar_for)
        return preview_replacement(self._records, can_set, old, new, role=role, across_clients=across_clients)

    def ask(self, preview: Preview, *, by: Actor) -> ContactChange | None:
        """Save what was shown, with a plan for each name; None when no registrar's record would change."""
        return ask(self._records, can_set_through(self._registrar_for), self._clock, preview, by=by)

    def approve_change(self, change_id: int, *, by: Actor) -> Approval:
        """Say yes, as a second person, to all plans of a change at once."""
        return approve_change(self._records, change_id, by=by)

    def progress_of(self, change_id: int) -> list[Progress]:
        """Tell how far a change has come, a line a name."""
        with self._records.reading() as unit:
            return progress_of(unit, can_set_through(self._registrar_for), change_id)

    def advance_change(self, change_id: int, *, by: Actor, dry_run: bool = False) -> Iterator[Progress]:
        """Send what is approved of a change and prove what was sent, name by name; call it again any time."""
        return self._carry_out().advance_change(change_id, by=by, dry_run=dry_run)

    def advance_changes(self, *, by: Actor) -> Iterator[Progress]:
        """Do so for every open change: what the daily job calls. A failing name stops no other."""
        with self._records.reading() as unit:
            waiting = [change.id for change in unit.changes.all(open_only=True) if change.id is not None]
        carry_out = self._carry_out()
        for change_id in waiting:
            yield from carry_out.advance_change(change_id, by=by)

    def done_by_hand(self, change_id: int, name: DomainName, *, by: Actor) -> Plan:
        """Take a person's word for a name that we cannot write to; it is proved like others."""
        return self._carry_out().done_by_hand(change_id, name, by=by)

    def _carry_out(self) -> CarryOut:
        return CarryOut(self._records, self._registrar_for, self._public, self._clock)

    def settle_interrupted(self, *, by: Actor) -> list[Plan]:
        """Make unknown what a dead process left in SENDING; call it once, at the start."""
        return settle_interrupted(self._records, by=by)

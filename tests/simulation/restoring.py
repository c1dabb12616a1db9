"""Backups of the database, an older one put back, and the guided step that makes the house whole again."""

from dataclasses import dataclass, field
from typing import Any

from notifications.restored import LostNotice, settle_notices
from orders.restored import LostOrder, settle_orders
from registrar.contract import Registrar
from tests.orders.taken_over import take_over
from tests.simulation.faults import Fault
from tests.simulation.furnishing import CONTACTS, STAFF, furnished
from tests.simulation.process import Process
from tests.simulation.vendor import Fate
from tests.simulation.world import World

BY = "first-colleague"


@dataclass
class Backups:
    """Copies of the database file alone: the journal is never among them."""

    world: World
    images: list[tuple[bytes, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.images.append((furnished().image, dict(CONTACTS)))

    def take(self) -> None:
        """Copy the database as it stands."""
        self.images.append((self.world.storage.image(), dict(self.world.contacts)))
        self.world.machine.tell("a backup is made")

    def put_back(self, ordered: list[Any]) -> None:
        """Put an older copy where the database is."""
        world = self.world
        for wish in ordered:
            world.marks.sometimes(Fault.RESTORED, world.state_of(wish.reference) or "draft")
        image, contacts = world.dice.random.choice(self.images)
        world.storage.lay(image)
        world.contacts = dict(contacts)
        world.in_quarantine = True
        world.unclear_since.clear()
        world.forgotten.update(world.disclosed)
        world.machine.tell("an older backup is put back")

    def merge(self, process: Process) -> None:
        """Let staff take the guided step, and lift the quarantine when nothing is left open."""
        if process.is_up and self.world.in_quarantine:
            process.doing(lambda: self._merged(process))

    def _merged(self, process: Process) -> None:
        world, records = self.world, process.records
        with records.changing(BY) as unit:
            why, lost = records.why_quarantined(unit), records.lost(unit)
            if why and unit.audit.quarantined_since() is None:
                unit.audit.quarantine("restored")
                unit.commit()
        if why:
            found: list[LostOrder | LostNotice] = []
            for _ in range(2):
                found = [
                    *settle_orders(records, self._registrar_for, lost, by=BY),
                    *settle_notices(records, lost, staff_address=STAFF, now=world.now, by=BY),
                ]
                self._import_what_is_there(process, found)
            left = [each.name for each in found if not each.is_settled and not self._never_came(each)]
            world.machine.tell(f"merged {len(found)}, left open: {left}")
            if left:
                return
            with records.changing(BY) as unit:
                unit.audit.lift("merged")
                unit.commit()
            records.anchor()
        world.in_quarantine = False

    def _import_what_is_there(self, process: Process, found: list[LostOrder | LostNotice]) -> None:
        names = {each.name for each in found if not each.is_settled and each.state is None}
        if names:
            take_over(
                process.records,
                self._registrar_for,
                self.world.machine.clock,
                "house",
                client="acme",
                only=names,
                by=BY,
            )

    def _never_came(self, lost: LostOrder | LostNotice) -> bool:
        """A person's word, from the registrar's own staff: nothing will ever come of this reference."""
        ledger = self.world.vendor.charged()
        bought = {purchase.reference for purchase in ledger if purchase.fate is not Fate.VANISHED}
        return isinstance(lost, LostOrder) and lost.state is None and lost.reference not in bought

    def _registrar_for(self, _account: object) -> Registrar:
        return self.world.registrar

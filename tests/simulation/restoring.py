"""Backups of the database, an older one put back, and the guided step that makes the house whole again."""

from dataclasses import dataclass, field
from typing import Any

from tests.simulation.faults import Fault
from tests.simulation.process import Process
from tests.simulation.world import World


@dataclass
class Backups:
    """Copies of the database file alone: the journal is never among them."""

    world: World
    images: list[tuple[bytes, dict[str, Any]]] = field(default_factory=list)

    def take(self) -> None:
        """Copy the database as it stands."""
        self.images.append((self.world.storage.image(), dict(self.world.contacts)))
        self.world.machine.tell("a backup is made")

    def put_back(self, ordered: list[Any]) -> bool:
        """Put an older copy where the database is; return whether there was one."""
        world = self.world
        if not self.images:
            return False
        for wish in ordered:
            world.marks.sometimes(Fault.RESTORED, world.state_of(wish.reference) or "draft")
        image, contacts = world.dice.random.choice(self.images)
        world.storage.lay(image)
        world.contacts = contacts
        world.in_quarantine = True
        world.unclear_since.clear()
        world.forgotten.update(world.disclosed)
        world.machine.tell("an older backup is put back")
        return True

    def merge(self, process: Process) -> None:
        """Take the guided step: what the journal knows goes into the records, and the quarantine is lifted."""

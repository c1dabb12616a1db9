"""A list that staff hand in, and hand in again: the same list in another order is the same job."""

from dataclasses import dataclass, field
from random import Random

from orders.bulk import approve_batch, keep_batch, run_batch
from orders.listed import Listed, to_register, to_renew
from orders.proposing import plan_batch
from orders.table import Line
from portfolio.contacts import ContactRole
from portfolio.order import OrderKind
from tests.simulation.furnishing import FREE, HELD
from tests.simulation.process import Process
from tests.simulation.world import World

BY, APPROVER = "drafter", "approver"
DEFAULTS = {
    "client": "acme", "account": "house", "years": "1", ContactRole.REGISTRANT.value: "owner",
    ContactRole.ADMIN.value: "admin", ContactRole.TECH.value: "tech",
}  # fmt: skip


@dataclass
class HandedIn:
    """One list of one schedule; None of it is asked for where `kind` is None."""

    world: World
    kind: OrderKind | None = field(init=False)
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        random = self.world.dice.random
        self.kind = random.choice((OrderKind.REGISTER, OrderKind.RENEW)) if random.random() < 0.15 else None
        self.names = [name.u_label for name in (FREE if self.kind is OrderKind.REGISTER else HELD)[:2]]

    def hand_in(self, process: Process) -> None:
        """Let staff hand the list in, confirm its total and send it: the first time or again."""
        self.world.machine.tell(f"{BY} hands in a list: {self.kind} {self.names}")
        process.doing(lambda: self._sent(process))

    def _sent(self, process: Process) -> None:
        orders, records, now = process.orders, process.records, self.world.now
        kind = self.kind or OrderKind.RENEW
        listed = self._listed(self.world.dice.random)
        proposal = plan_batch(orders, records, listed, kind=kind, by=BY)
        keep_batch(orders, records, proposal, by=BY, at=now, spending=self.world.spending)
        for row in self.world.storage.rows("SELECT reference FROM orders WHERE batch IS NOT NULL"):
            self.world.approves(row["reference"])
        approve_batch(orders, records, proposal.slug, by=APPROVER)
        for result in run_batch(orders, records, proposal.slug, by=BY):
            self.world.machine.tell(
                f"row {result.number} {result.name}: {result.order and result.order.state} {result.problem}"
            )

    def _listed(self, random: Random) -> list[Listed]:
        names = random.sample(self.names, len(self.names))
        lines = [Line(number, {"name": name.upper()}) for number, name in enumerate(names, start=2)]
        if self.kind is OrderKind.REGISTER:
            return to_register(lines, defaults=DEFAULTS, currency="USD")
        return to_renew(lines, defaults={"years": "1"}, currency="USD")

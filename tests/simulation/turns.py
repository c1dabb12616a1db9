"""What the world does meanwhile: prices, money, access, other people, clocks and backups."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from portfolio.money import Money
from portfolio.order import OrderKind
from tests.simulation.faults import Fault
from tests.simulation.furnishing import HELD
from tests.simulation.process import Process
from tests.simulation.vendor import YEAR, Fate
from tests.simulation.wanted import Wanted

if TYPE_CHECKING:
    from tests.simulation.schedule import Schedule

Turn = Callable[[Process], None]


class Turns:
    """Draws what the world does next, in one schedule."""

    def __init__(self, schedule: "Schedule") -> None:
        self.schedule, self.world = schedule, schedule.world

    def any(self) -> Turn:
        """Draw one."""
        torn = 0 if self.world.dice.mix.name == "standard" else 2
        weights: dict[Turn, int] = {
            self.price_changes: 2, self.others_take: 1, self.money_goes: 2, self.money_comes: 2,
            self.access_comes_back: 3, self.clock_jumps: 2, self.backup: 3, self.restore: 2,
            self.contact_edited: 1, self.renewed_by_hand: 1, self.lists_are_torn: torn,
        }  # fmt: skip
        return self.world.dice.random.choices(list(weights), list(weights.values()))[0]

    def moves_under(self, wish: Wanted) -> Callable[[Process], None]:
        """What can change between an approval and the paid request, and matters to it."""
        turns = [self.price_changes, self.contact_edited]
        if wish.kind is OrderKind.RENEW:
            turns += [self.renewed_by_hand, self.renewed_by_hand]
        if wish.kind is OrderKind.REGISTER:
            turns.append(self.others_take)
        return self.world.dice.random.choice(turns)

    def price_changes(self, _process: Process) -> None:
        """An operation gets dearer."""
        vendor, random = self.world.vendor, self.world.dice.random
        kind = random.choice(list(OrderKind))
        by = Decimal(random.choice(("0.50", "1.00", "3.00")))
        vendor.prices[kind] = Money(amount=vendor.prices[kind].amount + by)
        self.world.machine.tell(f"{kind} costs {vendor.prices[kind]} from now on")

    def others_take(self, _process: Process) -> None:
        """Somebody else registers a name that staff want."""
        world = self.world
        wishes = [
            w for w in (*self.schedule.open_wishes, *self.schedule.ordered) if w.kind is OrderKind.REGISTER
        ]
        names = [w.wish.name for w in wishes if w.wish.name not in world.vendor.names]
        if names and not any(p.name == names[0] and p.charged for p in world.vendor.ledger):
            world.vendor.elsewhere.add(names[0])
            world.machine.tell(f"{names[0]} is registered by somebody else")

    def renewed_by_hand(self, _process: Process) -> None:
        """Somebody renews a name on the registrar's own site, unless an order of ours is under way there."""
        vendor = self.world.vendor
        name = self.world.dice.random.choice(HELD[:2])
        if not any(p.name == name and p.fate is Fate.PENDING for p in vendor.ledger):
            vendor.names[name].expires += YEAR
            self.world.machine.tell(f"{name} is renewed by hand")

    def money_goes(self, _process: Process) -> None:
        """The account's money is spent on something else."""
        vendor = self.world.vendor
        vendor.balance = Money(amount=min(vendor.balance.amount, Decimal("7.31")))
        self.world.machine.tell(f"the balance is {vendor.balance}")

    def money_comes(self, _process: Process) -> None:
        """The account is topped up."""
        vendor = self.world.vendor
        vendor.balance = Money(amount=vendor.balance.amount + Decimal("203.17"))
        self.world.machine.tell(f"the account is topped up to {vendor.balance}")

    def access_comes_back(self, process: Process) -> None:
        """A key that was revoked is put right, and staff say so."""
        self.world.vendor.access = True
        self.world.knocks = 0
        if process.is_up:
            process.resume()

    def clock_jumps(self, _process: Process) -> None:
        """The house's clock is set, rightly or wrongly."""
        world = self.world
        by = world.dice.random.choice((timedelta(hours=-1), timedelta(hours=1), timedelta(days=1)))
        for wish in self.schedule.ordered:
            world.marks.sometimes(Fault.JUMP, world.state_of(wish.reference) or "draft")
        world.machine.clock.jump(by)
        world.machine.tell(f"the clock jumps by {by}")

    def lists_are_torn(self, _process: Process) -> None:
        """For a while no list can be read whole: it is paged, and changes all the time."""
        self.world.torn_until = self.world.now + timedelta(hours=self.world.dice.random.choice((1, 8, 30)))
        self.world.machine.tell("the lists cannot be read whole for a while")

    def backup(self, _process: Process) -> None:
        """The database is backed up."""
        self.schedule.backups.take()

    def restore(self, process: Process) -> None:
        """An older backup is put back under all processes."""
        self.schedule.second.life.dead = process.life.dead = True
        self.schedule.backups.put_back(self.schedule.ordered)
        self.schedule.up(process)

    def contact_edited(self, process: Process) -> None:
        """Staff correct a contact."""
        world = self.world
        slug = world.dice.random.choice(list(world.contacts))
        edited = world.contacts[slug].model_copy(
            update={"organization": f"Edited {world.machine.clock.at:%H%M}"}
        )

        def edit() -> None:
            with process.records.changing("drafter") as unit:
                unit.contacts.edit(slug, edited)
                world.contacts[slug] = edited  # before another instance acts on it
                unit.commit()

        if process.is_up:
            process.doing(edit, may_crash=0)

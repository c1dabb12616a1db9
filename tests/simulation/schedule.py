"""A schedule: what people, jobs and the world do, drawn step by step from a seed; then healing, and the end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from pydantic import SecretStr

from portfolio.money import Money
from portfolio.order import OrderKind
from tests.simulation.faults import Fault, Marks, Mix
from tests.simulation.healing import heal, is_due, next_due
from tests.simulation.listening import listening
from tests.simulation.process import Process
from tests.simulation.restoring import Backups
from tests.simulation.wanted import Wanted, wanted
from tests.simulation.watch import look, look_at_the_end, watch
from tests.simulation.world import AUTH_INFO, Violation, World, drawn

WAITS = (
    timedelta(seconds=5), timedelta(seconds=50), timedelta(minutes=3), timedelta(minutes=16), timedelta(hours=1),
    timedelta(hours=7), timedelta(days=1),
)  # fmt: skip
SPEAKING = {"draft", "approved"}


@dataclass(frozen=True)
class Result:
    """What came of one schedule: how long unclear orders stayed so, and what was wrong, if anything."""

    seed: int
    mix: str
    violation: str = ""
    trace: tuple[str, ...] = ()
    unclear: int = 0
    left_to_a_person: int = 0
    invisible: tuple[timedelta, ...] = ()


@dataclass
class Schedule:
    """One run of one seed."""

    world: World
    first: Process = field(init=False)
    second: Process = field(init=False)
    open_wishes: list[Wanted] = field(init=False)
    ordered: list[Wanted] = field(default_factory=list)
    backups: Backups = field(init=False)
    mails: bool = field(init=False)

    def __post_init__(self) -> None:
        self.first, self.second = Process(self.world, "first"), Process(self.world, "second")
        self.open_wishes = wanted(self.world.dice.random)
        self.backups = Backups(self.world)
        self.mails = self.world.dice.random.random() < 0.15

    def run(self) -> None:
        """Run it to the end. Raises `Violation` at the first one."""
        world = self.world
        watch(world)
        world.machine.between = self._between
        two = world.dice.random.random() < (0.9 if world.dice.mix.double > 0.1 else 0.3)
        for _ in range(world.dice.random.randint(4, 12)):
            self._up(self.first)
            if two:
                self._up(self.second)
            self._one_of(self._steps())(self.first)
            if world.dice.happens(world.dice.mix.world):
                self._one_of(self._turns())(self.first)
            if world.dice.happens(0.5):
                self.backups.merge(self.first)
            look(world)
            world.machine.clock.advance(world.dice.random.choice(WAITS))
        heal(self)
        look_at_the_end(world)

    def _steps(self) -> dict[Callable[[Process], None], int]:
        states = [self.world.state_of(wish.reference) for wish in self.ordered]
        return {
            self._order: 8 if self.open_wishes else 0,
            self._approve: 6 if {"draft", ""} & set(states) else 0,
            self._submit: 6 if "approved" in states else 1 if states else 0,
            self._work: 6 if states else 0,
            self._notices: 3 if self.mails else 0,
            self._stare: 1 if states else 0,
            self._restart: 1,
        }

    def _turns(self) -> dict[Callable[[Process], None], int]:
        return {
            self._price_changes: 2, self._others_take: 1, self._money_goes: 2, self._money_comes: 2,
            self._access_comes_back: 3, self._clock_jumps: 2, self._backup: 3, self._restore: 2,
            self._contact_edited: 1,
        }  # fmt: skip

    def _one_of(self, weights: dict[Callable[[Process], None], int]) -> Callable[[Process], None]:
        return self.world.dice.random.choices(list(weights), list(weights.values()))[0]

    def _up(self, process: Process) -> None:
        world = self.world
        while not process.is_up:
            world.machine.clock.advance(timedelta(seconds=5))
            process.start()
            if process.is_up:
                world.up_since = world.machine.clock.lived

    # What people and jobs do.

    def _order(self, process: Process) -> None:
        wish = self.open_wishes.pop(0)
        self.ordered.append(wish)
        self._draft(process, wish)
        if not self.world.state_of(wish.reference) and process.is_up:
            self._draft(process, wish)  # staff click again
        if self.world.state_of(wish.reference) and self.world.dice.random.random() < 0.9:
            self._approve(process, wish)
            if process.is_up and self.world.dice.random.random() < 0.7:
                self._submit(process, wish)

    def _draft(self, process: Process, wish: Wanted) -> None:
        self.world.machine.tell(f"{wish.by} orders: {wish.kind} {wish.spelled!r} as {wish.reference}")
        process.doing(
            lambda: process.orders.draft(wish.wish, by=wish.by, reference=wish.reference),
            about=wish.reference,
        )

    def _approve(self, process: Process, wish: Wanted | None = None) -> None:
        drafts = [wish for wish in self.ordered if self.world.state_of(wish.reference) in ("", "draft")]
        wish = wish or self.world.dice.random.choice(drafts)
        if not self.world.state_of(wish.reference):
            self._draft(process, wish)
        self.world.approves(wish.reference)
        if process.is_up:
            process.doing(lambda: process.orders.approve(wish.reference, wish.approver), about=wish.reference)

    def _submit(self, process: Process, wish: Wanted | None = None) -> None:
        random = self.world.dice.random
        sendable = [wish for wish in self.ordered if self.world.state_of(wish.reference) == "approved"]
        wish = wish or random.choice(sendable or self.ordered)
        auth_info = None
        if wish.kind is OrderKind.TRANSFER:
            auth_info = SecretStr(random.choice((AUTH_INFO, AUTH_INFO, "wrong-open-sesame")))
        process.doing(
            lambda: process.orders.submit(wish.reference, wish.by, auth_info=auth_info), about=wish.reference
        )

    def _work(self, process: Process) -> None:
        """The jobs do what is due; when nothing is, time goes by until something is."""
        clock = self.world.machine.clock
        at = next_due(self.world, mails=False)
        if at is not None and clock.at < at < clock.at + timedelta(days=2):
            clock.advance(at - clock.at)
        process.work()

    def _notices(self, process: Process) -> None:
        process.notices()

    def _stare(self, process: Process) -> None:
        """Staff look for themselves, whatever the state."""
        wish = self.world.dice.random.choice(self.ordered)
        state = self.world.state_of(wish.reference)
        look_again = process.orders.follow if state == "pending" else process.orders.reconcile
        process.doing(lambda: look_again(wish.reference, wish.by), about=wish.reference)

    def _restart(self, process: Process) -> None:
        process.start()

    def _between(self, what: str) -> None:
        """Another instance acts, while one is at a port call or has just committed."""
        world = self.world
        if len(world.machine.lives) > 1 or not world.dice.happens(world.dice.mix.double):
            return
        if not self.second.is_up:
            return
        subject = world.subject[-1] if world.subject else ""
        world.machine.tell(f"({what}: the other instance acts)")
        if subject:
            world.marks.sometimes(Fault.DOUBLE, world.state_of(subject) or "draft")
        same = [wish for wish in self.ordered if wish.reference == subject]
        act = world.dice.random.choice(("submit", "step", "work", "notices", "order"))
        by_job, world.by_job = world.by_job, False
        if act == "submit" and same:
            self._submit(self.second, same[0])
        elif act == "step" and same:
            self.second.step(subject)
        elif act == "order" and self.open_wishes:
            self._order(self.second)
        elif act == "notices" and self.mails:
            self.second.notices()
        elif is_due(world):
            self.second.work()
        world.by_job = by_job

    # What the world does.

    def _price_changes(self, _process: Process) -> None:
        vendor, random = self.world.vendor, self.world.dice.random
        kind = random.choice(list(OrderKind))
        by = Decimal(random.choice(("0.50", "1.00", "3.00")))
        vendor.prices[kind] = Money(amount=vendor.prices[kind].amount + by)
        self.world.machine.tell(f"{kind} costs {vendor.prices[kind]} from now on")

    def _others_take(self, _process: Process) -> None:
        world = self.world
        wishes = [w for w in (*self.open_wishes, *self.ordered) if w.kind is OrderKind.REGISTER]
        names = [w.wish.name for w in wishes if w.wish.name not in world.vendor.names]
        if names and not any(p.name == names[0] and p.charged for p in world.vendor.ledger):
            world.vendor.elsewhere.add(names[0])
            world.machine.tell(f"{names[0]} is registered by somebody else")

    def _money_goes(self, _process: Process) -> None:
        vendor = self.world.vendor
        vendor.balance = Money(amount=min(vendor.balance.amount, Decimal("7.31")))
        self.world.machine.tell(f"the balance is {vendor.balance}")

    def _money_comes(self, _process: Process) -> None:
        vendor = self.world.vendor
        vendor.balance = Money(amount=vendor.balance.amount + Decimal("203.17"))
        self.world.machine.tell(f"the account is topped up to {vendor.balance}")

    def _access_comes_back(self, process: Process) -> None:
        self.world.vendor.access = True
        if process.is_up:
            process.resume()

    def _clock_jumps(self, _process: Process) -> None:
        world = self.world
        by = world.dice.random.choice((timedelta(hours=-1), timedelta(hours=1), timedelta(days=1)))
        for wish in self.ordered:
            world.marks.sometimes(Fault.JUMP, world.state_of(wish.reference) or "draft")
        world.machine.clock.jump(by)
        world.machine.tell(f"the clock jumps by {by}")

    def _backup(self, _process: Process) -> None:
        self.backups.take()

    def _restore(self, process: Process) -> None:
        self.second.life.dead = process.life.dead = True
        self.backups.put_back(self.ordered)
        self._up(process)

    def _contact_edited(self, process: Process) -> None:
        world = self.world
        slug = world.dice.random.choice(list(world.contacts))
        edited = world.contacts[slug].model_copy(
            update={"organization": f"Edited {world.machine.clock.at:%H%M}"}
        )

        def edit() -> None:
            with process.records.changing("drafter") as unit:
                unit.contacts.edit(slug, edited)
                unit.commit()
            world.contacts[slug] = edited

        if process.is_up:
            process.doing(edit, may_crash=0)


def simulate(seed: int, marks: Marks | None = None, mix: Mix | None = None) -> Result:
    """Run the schedule of `seed` to its end, or to the first violation."""
    world = drawn(seed, marks or Marks(), mix)
    schedule = Schedule(world)
    violation = ""
    with listening(world):
        try:
            schedule.run()
        except Violation as wrong:
            violation = str(wrong)
    return Result(
        seed=seed,
        mix=world.dice.mix.name,
        violation=violation,
        trace=tuple(world.machine.told),
        unclear=len(world.were_unclear),
        left_to_a_person=len(world.were_unclear & world.asked_a_person),
        invisible=tuple(world.invisible),
    )

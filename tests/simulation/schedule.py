"""A schedule: what people, jobs and the world do, drawn step by step from a seed, and its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import SecretStr

from portfolio.order import OrderKind
from tests.simulation import rows
from tests.simulation.faults import Fault, Marks, Mix
from tests.simulation.furnishing import SECRET
from tests.simulation.healing import heal, is_due, next_due
from tests.simulation.listening import listening
from tests.simulation.lists import HandedIn
from tests.simulation.process import Process
from tests.simulation.restoring import Backups
from tests.simulation.turns import Turns
from tests.simulation.wanted import Wanted, wanted
from tests.simulation.watch import look, look_at_the_end, watch
from tests.simulation.world import Violation, World, drawn

WAITS = (
    timedelta(seconds=5), timedelta(seconds=50), timedelta(minutes=3), timedelta(minutes=16),
    timedelta(hours=1), timedelta(hours=7), timedelta(days=1),
)  # fmt: skip

MOVING = {"submitting", "unknown", "reconciling", "pending"}
LEFT = {"absent confirmed", "needs human"}


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
    turns: Turns = field(init=False)
    lists: HandedIn = field(init=False)
    mails: bool = field(init=False)

    def __post_init__(self) -> None:
        self.first, self.second = Process(self.world, "first"), Process(self.world, "second")
        self.open_wishes = wanted(self.world.dice.random)
        self.backups = Backups(self.world)
        self.turns = Turns(self)
        self.lists = HandedIn(self.world)
        self.mails = self.world.dice.random.random() < 0.15

    def run(self) -> None:
        """Run it to the end. Raises `Violation` at the first one."""
        world = self.world
        watch(world)
        world.machine.between = self._between
        two = world.dice.random.random() < (0.9 if world.dice.mix.double > 0.1 else 0.3)
        for _ in range(world.dice.random.randint(5, 16)):
            self.up(self.first)
            if two:
                self.up(self.second)
            self._one_of(self._steps())(self.first)
            if world.dice.happens(world.dice.mix.world):
                self.turns.any()(self.first)
            if world.dice.happens(0.5):
                self.backups.merge(self.first)
            look(world)
            world.machine.clock.advance(world.dice.random.choice(WAITS))
        heal(self)
        look_at_the_end(world, self.first.records)

    def _steps(self) -> dict[Callable[[Process], None], int]:
        states = [self.world.state_of(wish.reference) for wish in self.ordered]
        return {
            self._order: 8 if self.open_wishes else 0,
            self._approve: 6 if {"draft", ""} & set(states) else 0,
            self._submit: 6 if "approved" in states else 1 if states else 0,
            self._work: 12 if MOVING & set(states) else 4 if states else 0,
            self._notices: 3 if self.mails else 0,
            self._stare: 4 if LEFT & set(states) else 1 if states else 0,
            self._restart: 1,
            self.lists.hand_in: 3 if self.lists.kind else 0,
        }

    def _one_of(self, weights: dict[Callable[[Process], None], int]) -> Callable[[Process], None]:
        return self.world.dice.random.choices(list(weights), list(weights.values()))[0]

    def up(self, process: Process) -> None:
        """Start the process, again and again, until it stays."""
        world = self.world
        while not process.is_up:
            world.machine.clock.advance(timedelta(seconds=5))
            process.start()

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
        if self.world.dice.happens(self.world.dice.mix.world) and len(self.world.machine.lives) == 0:
            self.turns.moves_under(wish)(process)
        auth_info = None
        if wish.kind is OrderKind.TRANSFER:
            auth_info = SecretStr(random.choice((SECRET, SECRET, f"wrong-{SECRET}")))
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
        if state in ("needs human", "absent confirmed") and self.world.dice.random.random() < 0.5:
            self._close(process, wish)
            return
        look_again = process.orders.follow if state == "pending" else process.orders.reconcile
        process.doing(lambda: look_again(wish.reference, wish.by), about=wish.reference)

    def _close(self, process: Process, wish: Wanted) -> None:
        """Staff say that nothing was charged: they asked, or they say so against the registrar's list."""
        world = self.world
        charged = [p for p in world.vendor.charged() if p.reference == wish.reference]
        if all(p.listed and p.seen_from <= world.now for p in charged):
            world.closed.add(wish.reference)
            process.doing(
                lambda: process.orders.close(wish.reference, wish.by, not_charged=True), about=wish.reference
            )

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
        world.by_job = by_job and not rows.stops_for_access(world)  # what began before may end


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

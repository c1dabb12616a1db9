"""One process of the house: the real code over the file, from its start to a crash, and started again."""

import logging
from collections.abc import Callable
from typing import Any

from notifications import Knowledge, Post, run
from orders import Orders, OrdersError
from records import Journal, Records, RecordsError
from registrar.errors import RegistrarError
from tests.simulation.faults import Fault
from tests.simulation.furnishing import SENDER, STAFF
from tests.simulation.machine import Crash, Life
from tests.simulation.till import Bug
from tests.simulation.world import World
from whois_sync.compare.sent import differences

JOB = "job:orders"
EXPECTED = (OrdersError, RecordsError, RegistrarError, Bug)
"""What may come out of the house's doors. Anything else is a bug of ours."""

log = logging.getLogger("tests.simulation")


class Process:
    """The house's code in one process. Dies where its life ends, and must be started again."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.name = name
        self.life = Life(name, dead=True)
        self.records: Records
        self.orders: Orders

    @property
    def is_up(self) -> bool:
        """Whether it runs."""
        return not self.life.dead

    def start(self) -> None:
        """Begin a new life, with nothing in memory, and take up what the last one left behind."""
        world = self.world
        self.life = Life(self.name)
        storage = world.storage
        if not world.machine.lives:
            storage.engine.dispose()
        clock = world.machine.clock
        self.records = Records(storage.engine, storage.key, clock, journal=Journal(storage.journal))
        self.orders = Orders(
            self.records,
            lambda _account: world.registrar,
            clock,
            contacts_differ=differences,
            spending=world.spending,
            visibility=world.window,
        )
        world.machine.tell(f"{self.name} starts")
        world.up_since = clock.lived
        self.doing(lambda: self.orders.recover(JOB, everything=True), may_crash=world.dice.mix.crash / 4)

    def doing(self, act: Callable[[], Any], *, about: str = "", may_crash: float | None = None) -> Any:
        """
        Let the process do one thing, which it may not survive; return what came of it, None for an error.

        Every error that is not one of ours is a violation.
        """
        world = self.world
        chance = world.dice.mix.crash if may_crash is None else may_crash
        if world.dice.happens(chance):
            self.life.left = world.dice.random.randint(0, world.dice.random.choice((20, 80, 250)))
        with _Door(self, about), world.machine.acting(self.life):
            return act()
        return None  # the door keeps what goes wrong

    def step(self, reference: str, **more: Any) -> None:
        """Let a job take one order one step on."""
        self.doing(lambda: self.orders.step(reference, JOB, **more), about=reference)

    def work(self) -> None:
        """Let the job take every order a step on that is due."""
        world = self.world
        for order in self.doing(self.orders.due, may_crash=0) or ():
            if self.is_up:
                world.by_job = True
                self.step(order.reference)
                world.by_job = False

    def notices(self) -> Any:
        """Let the notices' job run once."""
        world = self.world
        known = Knowledge(records=self.records, registrar_for=lambda _account: world.registrar)
        post = Post(
            known=known,
            transport=world.mail,
            clock=world.machine.clock,
            sender=SENDER,
            staff_address=STAFF,
        )
        return self.doing(lambda: run(post))

    def resume(self) -> None:
        """Let staff say that what stopped the account was put right."""

        def resumed() -> None:
            with self.records.changing("approver") as unit:
                unit.stops.resume("house")
                unit.commit()

        self.doing(resumed)

    def died(self, where: str, about: str) -> None:
        """Take note of the end of this life, and of what it left under way."""
        world = self.world
        state = world.state_of(about) if about else ""
        world.marks.sometimes(Fault.CRASH, state or "no order")
        world.machine.tell(f"{self.name} dies at: {where}")
        if state == "submitting" and not world.in_flight[about]:
            world.lost(about)


class _Door:
    """The door of one thing that is done: a crash ends the life, our errors are told, others wrong."""

    def __init__(self, process: Process, about: str) -> None:
        self.process, self.about = process, about

    def __enter__(self) -> None:
        if self.about:
            self.process.world.subject.append(self.about)

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        process, world = self.process, self.process.world
        process.life.left = None
        if self.about:
            world.subject.pop()
        if error is None:
            return True
        if isinstance(error, Crash):
            process.died(str(error), self.about)
        elif isinstance(error, EXPECTED):
            world.machine.tell(f"{type(error).__name__}: {error}")
            log.info("%s: %s", type(error).__name__, error)
        elif isinstance(error, Exception):
            world.wrong("E0", f"{type(error).__name__} comes out: {error}")
        else:
            return False
        return True

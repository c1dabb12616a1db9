"""The end of every schedule: faults stop, and what is left must come to rest by itself."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from portfolio.money import Money
from tests.simulation.process import Process
from tests.simulation.rows import stops_for_access
from tests.simulation.watch import look
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.schedule import Schedule

MINUTES = 30
ROUNDS = 60
ENOUGH = Decimal(250)


def heal(schedule: "Schedule") -> None:
    """Stop every fault, put right what only people can, and let the jobs run until nothing moves."""
    world, process = schedule.world, schedule.first
    world.dice.healed = True
    world.machine.tell("everything heals")
    world.vendor.access = True
    world.torn_until = world.now
    process.start()
    look(world)
    if stops_for_access(world):
        process.resume()
    schedule.backups.merge(process)
    _minutely(world, process)
    for _ in range(ROUNDS):
        schedule.backups.merge(process)
        _top_up(world)
        if is_due(world):
            process.work()
            look(world)
        if schedule.mails and _waits(world):
            process.notices()
        at = next_due(world, mails=schedule.mails)
        if at is None and not world.in_quarantine:
            break
        least = timedelta(hours=6) if world.in_quarantine else timedelta(minutes=2)
        world.machine.clock.advance(max(at - world.now, least) if at else least)
    if schedule.mails:
        process.notices()


def _top_up(world: World) -> None:
    """Staff pay in when they are told that money is short, and not before: it would hide what was charged."""
    short = world.storage.rows("SELECT 1 FROM account_stops WHERE reason = 'funds short'")
    if short and world.vendor.balance.amount < ENOUGH:
        world.vendor.balance = Money(amount=world.vendor.balance.amount + ENOUGH)


def _minutely(world: World, process: Process) -> None:
    """Run the jobs each minute for half an hour, as they really do, and count who is looked at how often."""
    for _ in range(MINUTES):
        if is_due(world):
            for row in world.storage.rows(
                f"SELECT reference {_DUE} AND state IN ('reconciling', 'pending')", at_of(world)
            ):
                world.minutely[row["reference"]] += 1
            process.work()
        world.machine.clock.advance(timedelta(minutes=1))
    look(world)


_DUE = "FROM orders WHERE next_at <= ? AND state NOT IN ('active', 'refused')"
_WAITING = """
    SELECT retry_at AS at FROM notices WHERE state = 'retry later'
    UNION ALL SELECT due_at FROM notices WHERE state = 'due'
    UNION ALL SELECT claimed_until FROM notices WHERE state IN ('claimed', 'sending')
"""
_MOVING = """
    SELECT next_at AS at FROM orders
    WHERE state IN ('submitting', 'unknown', 'reconciling', 'pending', 'absent confirmed')
       OR (state = 'approved' AND kind <> 'transfer' AND price_limit <= ?)
"""


def at_of(world: World) -> str:
    """Return the present as SQLite keeps it."""
    return world.now.replace(tzinfo=None).isoformat(" ", timespec="microseconds")


def is_due(world: World) -> bool:
    """Whether the jobs would find an order to take on."""
    return bool(world.storage.rows(f"SELECT 1 {_DUE} LIMIT 1", at_of(world)))


def _waits(world: World) -> bool:
    return bool(world.storage.rows(f"SELECT 1 FROM ({_WAITING}) WHERE at <= ? LIMIT 1", at_of(world)))


def next_due(world: World, *, mails: bool) -> datetime | None:
    """When something is worth doing again, of what is not left to a person and may go at all."""
    most = int(world.spending.most_per_day * 10_000)
    query = f"{_MOVING} UNION ALL {_WAITING}" if mails else _MOVING
    text = world.storage.rows(f"SELECT min(at) FROM ({query})", most)[0][0]
    return datetime.fromisoformat(f"{text}+00:00") if text else None

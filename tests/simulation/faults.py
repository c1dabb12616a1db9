"""What goes wrong, by the rows of the fault matrix, and how often. Each fault that strikes leaves a mark."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """A row of the fault matrix, and the half of it that is meant."""

    NONE = "none"
    LOST_AFTER = "R1 timeout after it was done"
    LOST_BEFORE = "R2 timeout before it was done"
    LATE = "R2 timeout long before it was done"
    ERROR_AFTER = "R3 server error after it was done"
    ERROR_BEFORE = "R3 server error before it was done"
    RESET_AFTER = "R4 reset after it was done"
    RESET_BEFORE = "R4 reset before it was done"
    UNREACHED = "R5 connection refused"
    GARBLED = "R8 malformed answer"
    OTHER_NAME = "R12 answer about another name"
    THROTTLED = "R15 throttled"
    ACCESS = "R16 access revoked"
    FUNDS = "R17 funds short"
    DUPLICATE = "R18 told that it exists already"
    TAKEN = "R19 taken by others"
    PRICE = "R20 price changed"
    PENDING = "R21 accepted, done later"
    LAG = "R22 lists lag"
    PAGING = "R23 pages change between reads"
    DOUBLE = "R24 two at once"
    CRASH = "R25 crash"
    SKEW = "R30 the registrar's clock is wrong"
    BUG = "a bug of ours in the adapter"
    BUSY = "D2 another writer"
    RESTORED = "D9 an older backup is restored"
    JUMP = "T6 the clock jumps"


PAID = {
    Fault.LOST_AFTER: 5, Fault.LOST_BEFORE: 5, Fault.ERROR_AFTER: 3, Fault.ERROR_BEFORE: 3,
    Fault.RESET_AFTER: 2, Fault.RESET_BEFORE: 2, Fault.UNREACHED: 3, Fault.GARBLED: 3, Fault.OTHER_NAME: 1,
    Fault.THROTTLED: 2, Fault.ACCESS: 1, Fault.PENDING: 4, Fault.BUG: 1,
    Fault.LATE: 4,
}  # fmt: skip
READ = {
    Fault.LOST_BEFORE: 4, Fault.ERROR_BEFORE: 2, Fault.UNREACHED: 2, Fault.GARBLED: 2, Fault.OTHER_NAME: 1,
    Fault.THROTTLED: 1, Fault.PAGING: 3,
}  # fmt: skip

EFFECT_LOST = frozenset({
    Fault.LOST_AFTER, Fault.ERROR_AFTER, Fault.RESET_AFTER, Fault.GARBLED, Fault.OTHER_NAME,
})  # fmt: skip
"""After these the registrar has done it, and we do not know."""
NO_EFFECT_LOST = frozenset({
    Fault.LATE, Fault.LOST_BEFORE, Fault.ERROR_BEFORE, Fault.RESET_BEFORE,
})  # fmt: skip
"""After these it has not, and we do not know."""


@dataclass(frozen=True)
class Mix:
    """How often what goes wrong in one schedule."""

    name: str
    paid: float
    read: float
    crash: float
    double: float
    world: float
    """How often the world itself moves: prices, other buyers, money, access, clocks, backups."""


MIXES = (
    Mix("standard", paid=0.3, read=0.12, crash=0.12, double=0.06, world=0.03),
    Mix("storm", paid=0.75, read=0.35, crash=0.3, double=0.15, world=0.2),
    Mix("crashes", paid=0.1, read=0.02, crash=0.6, double=0.1, world=0.05),
    Mix("crowd", paid=0.4, read=0.05, crash=0.1, double=0.6, world=0.05),
)


@dataclass
class Marks:
    """What was reached: fault × state. A mark that no schedule reaches is a test that tests nothing."""

    reached: Counter[str] = field(default_factory=Counter[str])

    def sometimes(self, fault: Fault, state: str) -> None:
        """Note that `fault` met an order (or a notice) in `state`."""
        self.reached[f"{fault.split(' ', 1)[0] if fault[0] in 'RDT' else fault} met {state}"] += 1


@dataclass
class Dice:
    """Draws what goes wrong. Once `healed`, nothing does any more."""

    random: Random
    mix: Mix
    healed: bool = False

    def paid(self) -> Fault:
        """Draw what happens to a paid request."""
        return self._one_of(PAID, self.mix.paid)

    def read(self) -> Fault:
        """Draw what happens to a read."""
        return self._one_of(READ, self.mix.read)

    def happens(self, chance: float) -> bool:
        """Draw whether something with this chance happens."""
        return not self.healed and self.random.random() < chance

    def lag(self, window: timedelta) -> timedelta:
        """Draw how late the registrar's lists are: often not at all, at most `window`."""
        if self.healed or self.random.random() < 0.5:
            return timedelta(0)
        return timedelta(seconds=self.random.randint(1, int(window.total_seconds()) - 1))

    def _one_of(self, weights: dict[Fault, int], chance: float) -> Fault:
        if self.healed or self.random.random() >= chance:
            return Fault.NONE
        return self.random.choices(list(weights), list(weights.values()))[0]

"""The machine under the house: its clock, its processes and where each of them dies, and what was seen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta


class Crash(BaseException):
    """The process ends here: no `except Exception` and no `finally` may go on as if it had not."""


@dataclass
class VirtualClock:
    """Tells the time that the schedule has come to. `lived` only grows: a stop watch's time."""

    at: datetime
    lived: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        self.at += by
        self.lived += by

    def jump(self, by: timedelta) -> None:
        """Set the clock wrong, or right again: no time goes by."""
        self.at += by


@dataclass
class Life:
    """One process, from its start to its end. It dies at the point at which `left` has counted down."""

    name: str
    left: int | None = None
    dead: bool = False
    died_at: str = ""

    def point(self, what: str) -> None:
        """Pass a point at which a process can die; a dead one gets no further."""
        if self.dead:
            raise Crash(self.died_at)
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.dead, self.died_at = True, what
            raise Crash(what)


@dataclass
class Machine:
    """
    All the processes there are, one on the stack at a time.

    `between` is called where another instance may act: at a port call and after a commit.
    """

    clock: VirtualClock
    lives: list[Life] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    between: Callable[[str], None] | None = None
    committed: Callable[[], None] | None = None

    @property
    def life(self) -> Life | None:
        """The process that acts now; None for the world outside."""
        return self.lives[-1] if self.lives else None

    def point(self, what: str) -> None:
        """Pass a point at which the acting process can die."""
        if self.lives:
            self.lives[-1].point(what)

    def opening(self, what: str) -> None:
        """Pass a point at which another instance may act before the acting one goes on."""
        if self.lives and not self.lives[-1].dead and self.between is not None:
            self.between(what)

    @contextmanager
    def acting(self, life: Life) -> Iterator[None]:
        """Let `life` act, on top of whoever acts already."""
        self.lives.append(life)
        try:
            yield
        finally:
            self.lives.pop()

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Let the checker look: it neither dies nor counts."""
        held, self.lives = self.lives, []
        try:
            yield
        finally:
            self.lives = held

    def tell(self, what: str) -> None:
        """Add a line to the trace."""
        who = self.lives[-1].name if self.lives else "world"
        depth = "  " * max(len(self.lives) - 1, 0)
        self.told.append(f"{self.clock.at:%Y-%m-%d %H:%M:%S} {who:<6} {depth}{what}")

"""Where a process can end in the middle of its work, and where another can come between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from records import Left, Records, Unit


class PowerCut(BaseException):
    """The process ends here, with nothing cleaned up but what ends with it."""


@dataclass
class Points:
    """
    Counts the points of one process. At the `cut_at`-th it ends.

    At the `meanwhile_at`-th point at which no transaction is open `meanwhile` is called, once: another
    process's work.
    """

    cut_at: int | None = None
    meanwhile_at: int | None = None
    meanwhile: Callable[[], None] | None = None
    passed: int = 0
    idle: int = 0

    def pass_one(self, *, idle: bool = False) -> None:
        """Go on; or end here; or let another process work first. `idle`: no transaction is open."""
        self.passed += 1
        if self.passed == self.cut_at:
            raise PowerCut
        self.idle += idle
        if idle and self.idle == self.meanwhile_at and self.meanwhile is not None:
            act, self.meanwhile = self.meanwhile, None
            act()

    def around(self, owner: Any, name: str) -> None:
        """Make a point before and a point after each call of `owner.name`."""
        call: Callable[..., Any] = getattr(owner, name)

        def with_points(*arguments: Any, **named: Any) -> Any:
            self.pass_one()
            came = call(*arguments, **named)
            self.pass_one()
            return came

        setattr(owner, name, with_points)


class CutRecords(Records):
    """Records whose process may end before and after each commit and each line of the journal."""

    points: Points = Points()

    @contextmanager
    def changing(self, actor: str) -> Iterator[Unit]:
        """As `Records.changing`, with its points."""
        with super().changing(actor) as unit:
            self.points.around(unit, "commit")
            yield unit

    def left(self, kind: Left, key: str, *, name: str) -> None:
        """As `Records.left`, with its points."""
        self.points.pass_one()
        super().left(kind, key, name=name)
        self.points.pass_one(idle=True)

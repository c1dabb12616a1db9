"""Time is passed in: whoever needs the present takes a Clock."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time. The system's clock is made in `console.wiring`, the movable one in `sandbox.clock`."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...

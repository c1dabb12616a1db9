"""All lanes together: whose name is asked next, whatever the others are waiting for."""

import heapq
import math
from collections.abc import Callable, Iterable, Iterator

from whois_sync.pace.lane import Heard, Lane, Ticket

LaneFor = Callable[[str], Lane]
"""Makes the lane of a server."""


class Lanes:
    """
    A lane for each server, made when its first name comes.

    A lane is looked at only when it can give a name, so the slow ones cost the others nothing.
    """

    def __init__(self, lane_for: LaneFor) -> None:
        self.by_server: dict[str, Lane] = {}
        self._lane_for = lane_for
        self._ready: list[tuple[float, str]] = []
        self._set: dict[str, float] = {}
        self._leaving: list[Lane] = []

    def add_all(self, names: Iterable[tuple[str, int]]) -> None:
        """Let names wait, each given by its server and its index in the list."""
        for server, index in names:
            lane = self.by_server.get(server)
            if lane is None:
                lane = self.by_server[server] = self._lane_for(server)
            lane.add(index)
        for lane in self.by_server.values():
            self._set_alarm(lane)
            if lane.given_up:
                self._leaving.append(lane)

    def take(self, now: float) -> Ticket | None:
        """Return a ticket for a name that may be asked at `now`, or None when there is none yet."""
        if self.wake_at() > now:
            return None
        lane = self.by_server[self._ready[0][1]]
        ticket = lane.take(now)
        self._set_alarm(lane)
        return ticket

    def wake_at(self) -> float:
        """Return when `take` will give a name; infinite when that takes an answer first."""
        while self._ready and self._set.get(self._ready[0][1]) != self._ready[0][0]:
            heapq.heappop(self._ready)
        return self._ready[0][0] if self._ready else math.inf

    def heard(self, ticket: Ticket, heard: Heard, now: float, *, wait: float | None = None) -> bool:
        """Tell the ticket's lane what came of it, as `Lane.heard`; return whether its name is done."""
        lane = self.by_server[ticket.server]
        done = lane.heard(ticket, heard, now, wait=wait)
        if lane.given_up:
            self._leaving.append(lane)
        self._set_alarm(lane)
        return done

    def leave(self) -> Iterator[tuple[Lane, int]]:
        """Yield each name that will not be asked, as its lane was given up."""
        while self._leaving:
            lane = self._leaving.pop()
            while (index := lane.leave()) is not None:
                yield lane, index

    def _set_alarm(self, lane: Lane) -> None:
        at = lane.wake_at()
        if self._set.get(lane.server) == at:
            return
        self._set[lane.server] = at
        if at < math.inf:
            heapq.heappush(self._ready, (at, lane.server))

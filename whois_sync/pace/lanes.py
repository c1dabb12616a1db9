"""All lanes together: whose name is asked next, whatever the others are waiting for."""

import heapq
import math
from collections.abc import Callable, Iterable, Iterator

from whois_sync.pace.lane import Lane, Ticket
from whois_sync.pace.tempo import Heard

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
            self._lane(server).add(index)
        for lane in self.by_server.values():
            self._set_alarm(lane)
            if lane.given_up:
                self._leaving.append(lane)

    def add_second(self, server: str, index: int) -> None:
        """Let a name that another server has answered for wait for a second look at `server`."""
        lane = self._lane(server)
        lane.add(index, is_second=True)
        self._leaving.append(lane)
        self._set_alarm(lane)

    def gone_from(self, server: str, by: int = 1) -> None:
        """Count a name of `server`'s lane that waits in another (`by` -1: that is done with there)."""
        lane = self.by_server[server]
        lane.away += by
        self._set_alarm(lane)

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
        if heard is not Heard.ANSWER:
            self._leaving.append(lane)
        self._set_alarm(lane)
        return done

    def unasked(self, ticket: Ticket) -> None:
        """The ticket's question was not asked after all."""
        lane = self.by_server[ticket.server]
        lane.unasked()
        self._set_alarm(lane)

    def leave(self, now: float) -> Iterator[tuple[Lane, int]]:
        """Yield each name that will not be asked of a lane: it was given up, or pauses for too long."""
        while self._leaving:
            lane = self._leaving.pop()
            while (index := lane.leave(now)) is not None:
                yield lane, index
            self._set_alarm(lane)

    def _lane(self, server: str) -> Lane:
        if server not in self.by_server:
            self.by_server[server] = self._lane_for(server)
        return self.by_server[server]

    def _set_alarm(self, lane: Lane) -> None:
        at = lane.wake_at()
        if self._set.get(lane.server) == at:
            return
        self._set[lane.server] = at
        if at < math.inf:
            heapq.heappush(self._ready, (at, lane.server))

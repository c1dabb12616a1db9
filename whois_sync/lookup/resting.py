"""Which servers asked to be left alone, or did not answer, and until when: for second looks only."""

from datetime import datetime, timedelta

from portfolio.clock import Clock
from portfolio.observation import Observation, Unreadable, Why

UNSAID = timedelta(minutes=15)
"""How long a server rests that did not say how long."""

_RESTED = (Why.THROTTLED, Why.UNAVAILABLE, Why.NO_ANSWER, Why.REFUSED)


class Resting:
    """
    Remembers servers to leave alone, by name, for the time of one process; threads may share it.

    The pace of the first look is a lane's. A second look goes to a server of another lane, and so looks here
    first: a registrar that is throttling is not asked again for every name that it holds.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}

    def rests(self, server: str) -> bool:
        """Tell whether `server` is to be left alone now."""
        until = self._until.get(server)
        return until is not None and self._clock.now() < until

    def note(self, server: str, observation: Observation) -> None:
        """Remember what came of asking `server`: a refusal or silence lets it rest, an answer wakes it."""
        if isinstance(observation, Unreadable) and observation.why in _RESTED:
            wait = UNSAID if observation.retry_after is None else observation.retry_after
            self._until[server] = self._clock.now() + wait
        else:
            self._until.pop(server, None)

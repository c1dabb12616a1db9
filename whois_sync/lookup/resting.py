"""Which servers asked to be left alone, or did not answer, and until when: for second looks only."""

from datetime import datetime, timedelta

from portfolio.clock import Clock
from portfolio.observation import Observation, Unreadable, Why
from whois_sync.pace.question import Question, Reply

UNSAID = timedelta(minutes=15)
"""How long a server rests that did not say how long."""

_RESTED = (Why.THROTTLED, Why.UNAVAILABLE, Why.NO_ANSWER, Why.REFUSED)


class Resting:
    """
    Remembers servers to leave alone, by name, for the time of one process; threads may share it.

    For whoever asks without lanes: a registrar that is throttling is not asked again for every name that it
    holds.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}

    def ask(self, question: Question) -> Reply:
        """Ask `question`, unless it is a second one and its server rests; remember what came of it."""
        if not question.is_second:
            return question.ask()
        if self.rests(question.server):
            return question.left_out(self._clock, Why.UNAVAILABLE, "not asked: the server is left alone")
        reply = question.ask()
        self.note(question.server, reply.observation)
        return reply

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

"""One look-up among many: each of its questions waits for its server's turn, as those in lanes do."""

import time

from portfolio.clock import Clock
from portfolio.observation import Why
from whois_sync.pace.hearing import heard_in
from whois_sync.pace.learned import Learned
from whois_sync.pace.question import Question, Reply
from whois_sync.pace.tempo import Heard, Tempo

PATIENCE = 20.0
"""Seconds. Somebody waits for the answer: a server that is not free by then is not asked."""

_LOOK_AGAIN = 0.05


class Turns:
    """Puts single questions to servers, at the tempo that runs in this process share with them."""

    def __init__(self, learned: Learned, clock: Clock, *, patience: float = PATIENCE) -> None:
        self._learned = learned
        self._clock = clock
        self._patience = patience

    def ask(self, question: Question) -> Reply:
        """
        Ask when the server's turn has come, and learn from its answer.

        A server that is not free within the patience, or that asked to be left alone for longer, is not
        asked: the reply is then `Unreadable`, throttled.
        """
        tempo = self._learned.tempo_of(question.server)
        if not self._may_go(tempo):
            detail = "not asked: the server is not to be asked more at the moment"
            return question.left_out(self._clock, Why.THROTTLED, detail)
        asked_at, heard, wait = self._learned.now(), Heard.SILENCE, None
        try:
            reply = question.ask()
            heard, wait = heard_in(reply.observation)
        finally:
            tempo.heard(asked_at, heard, self._learned.now(), wait=wait)
        if heard is Heard.THROTTLED:
            self._learned.keep()
        return reply

    def _may_go(self, tempo: Tempo) -> bool:
        """Wait for the turn; return whether it came."""
        until = self._learned.now() + self._patience
        while not tempo.take(now := self._learned.now()):
            at = max(tempo.wake_at(), now + _LOOK_AGAIN)
            if at > until:
                return False
            time.sleep(at - now)
        return True

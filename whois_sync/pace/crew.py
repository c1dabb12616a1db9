"""Who asks: threads that wait for answers, so that whoever hands out the questions need not."""

import math
import threading
import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Protocol, Self

from whois_sync.pace.lane import Ticket
from whois_sync.pace.question import Question, Reply


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a ticket; None where the look-up itself failed, which it should never do."""

    ticket: Ticket
    reply: Reply | None


class Crew(Protocol):
    """Asks questions, many at a time, and knows what time it is: real time, or a simulated one."""

    room: int
    """How many questions may be under way."""

    def now(self) -> float:
        """Return the seconds that have gone by since some fixed instant."""
        ...

    def ask(self, ticket: Ticket, question: Question) -> None:
        """Begin to ask; does not wait."""
        ...

    def told(self, until: float) -> Told | None:
        """Wait for the next answer, at most `until` then (infinite: as long as it takes); else None."""
        ...


class Threads:
    """
    A crew of threads, started as they are needed, at most `room`.

    They are daemons: an interrupted run ends at once, whatever a dead server still owes. Leaving the context
    lets idle ones go and waits for none.
    """

    def __init__(self, *, room: int) -> None:
        self.room = room
        self._jobs: SimpleQueue[tuple[Ticket, Question] | None] = SimpleQueue()
        self._told: SimpleQueue[Told] = SimpleQueue()
        self._threads = 0
        self._under_way = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for _thread in range(self._threads):
            self._jobs.put(None)

    def now(self) -> float:
        """Return the seconds on the machine's monotonic clock."""
        return time.monotonic()

    def ask(self, ticket: Ticket, question: Question) -> None:
        """Hand the question to an idle thread, or to a new one."""
        self._under_way += 1
        if self._under_way > self._threads:
            self._threads += 1
            threading.Thread(target=self._work, name=f"asks-{self._threads}", daemon=True).start()
        self._jobs.put((ticket, question))

    def told(self, until: float) -> Told | None:
        """Return the next answer, or None when it is `until` and none has come."""
        wait = None if until == math.inf else max(0.0, until - time.monotonic())
        try:
            told = self._told.get(timeout=wait)
        except Empty:
            return None
        self._under_way -= 1
        if told.reply is None:
            self._threads -= 1
        return told

    def _work(self) -> None:
        """Ask until there is no more. A look-up that fails takes its thread with it, and is told as that."""
        while (job := self._jobs.get()) is not None:
            ticket, question = job
            reply = None
            try:
                reply = question.ask()
            finally:
                self._told.put(Told(ticket, reply))

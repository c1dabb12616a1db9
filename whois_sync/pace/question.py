"""What is asked of servers, step by step: each step names its server, and so waits in that one's lane."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from portfolio.clock import Clock
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Source, Unreadable, Why

T = TypeVar("T")


class Reply(NamedTuple):
    """
    What came of a question.

    `leads_to` is where the answer sends the asker, for whoever reads on. `was_asked` is False where the
    server was left alone.
    """

    observation: Observation
    leads_to: object = None
    was_asked: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """
    One question about `name` to `server`; `ask` asks it, and waits for the answer.

    One that `is_second` comes after another server's answer, which stands without it.
    """

    server: str
    name: DomainName
    source: Source
    ask: Callable[[], Reply]
    is_second: bool = False

    def left_out(self, clock: Clock, why: Why, detail: str) -> Reply:
        """Return the reply to a question that is not asked."""
        said = Provenance(source=self.source, server=self.server, observed_at=clock.now())
        return Reply(Unreadable(name=self.name, provenance=said, why=why, detail=detail), was_asked=False)


Conversation = Generator[Question, Reply, T]
"""Questions one after the other, each after the reply to the last; ends with what all of them came to."""


def held(conversation: Conversation[T], ask: Callable[[Question], Reply]) -> T:
    """Hold a conversation from its start to its end, each question asked by `ask`; return what it came to."""
    try:
        question = next(conversation)
        while True:
            question = conversation.send(ask(question))
    except StopIteration as end:
        return end.value

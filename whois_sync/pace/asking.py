"""Asking a whole list: every name once, each server at its own pace, answers as they come."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic

from portfolio.clock import Clock
from portfolio.names import DomainName
from portfolio.observation import Why
from whois_sync.pace.crew import Crew, Told
from whois_sync.pace.hearing import heard_in
from whois_sync.pace.lane import Lane, Ticket
from whois_sync.pace.lanes import Lanes
from whois_sync.pace.names import NameList
from whois_sync.pace.question import Conversation, Question, Reply, T
from whois_sync.pace.tempo import Heard


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What one name's conversation came to, and the lane (by its server) in which it began."""

    server: str
    value: T


Talk = Callable[[str, DomainName], Conversation[T]]
"""Begins the conversation about a name whose lane is that of the server."""


@dataclass(slots=True)
class _Open(Generic[T]):
    """A conversation that has begun: its question waits, or is under way."""

    home: str
    conversation: Conversation[T]
    question: Question
    is_away: bool = False


def ask_in_lanes(
    names: NameList, lanes: Lanes, crew: Crew, talk: Talk[T], clock: Clock
) -> Iterator[Answer[T]]:
    """
    Yield one answer for each name that waits in `lanes`, as it comes.

    Each name has its conversation, begun by `talk` when its turn in its first server's lane has come; each
    further question of it waits in the lane of the server that it goes to, and what it came from goes on
    without it. A throttled question is asked again later, at most `lane.TRIES` times in all; then what it
    drew is its reply. Where a lane was given up its questions are not asked, and are told so. Nothing is held
    but what is under way, or at a second server.
    """
    run = _Run(names, lanes, crew, talk, clock)
    while True:
        yield from run.not_asked()
        yield from run.sent_out()
        wake_at = lanes.wake_at() if run.under_way < crew.room else math.inf
        if not run.under_way and wake_at == math.inf:
            return
        told = crew.told(wake_at)
        if told is not None:
            yield from run.heard(told)


class _Run(Generic[T]):
    def __init__(self, names: NameList, lanes: Lanes, crew: Crew, talk: Talk[T], clock: Clock) -> None:
        self.under_way = 0
        self._names = names
        self._lanes = lanes
        self._crew = crew
        self._talk = talk
        self._clock = clock
        self._open: dict[int, _Open[T]] = {}

    def not_asked(self) -> Iterator[Answer[T]]:
        """Tell every question that will not be asked so."""
        for lane, index in self._lanes.leave(self._crew.now()):
            if index not in self._open:
                yield from self._begin(lane.server, index)
            if index in self._open:
                yield from self._go_on(index, _not_asked(lane, self._open[index].question, self._clock))

    def sent_out(self) -> Iterator[Answer[T]]:
        """Have asked whatever may be asked now."""
        while self.under_way < self._crew.room:
            ticket = self._lanes.take(self._crew.now())
            if ticket is None:
                return
            if ticket.index not in self._open:
                yield from self._begin(ticket.server, ticket.index)
            self._ask(ticket)

    def heard(self, told: Told) -> Iterator[Answer[T]]:
        """Go on with what was told, unless it is to be asked again."""
        self.under_way -= 1
        index = told.ticket.index
        reply = told.reply or _failed(self._open[index].question, self._clock)
        heard, wait = heard_in(reply.observation)
        if self._lanes.heard(told.ticket, heard, self._crew.now(), wait=wait):
            yield from self._go_on(index, reply)

    def _ask(self, ticket: Ticket) -> None:
        begun = self._open.get(ticket.index)
        if begun is None:
            self._lanes.unasked(ticket)
        elif begun.question.server != ticket.server:
            self._lanes.unasked(ticket)
            self._move(ticket.index, begun)
        else:
            self._crew.ask(ticket, begun.question)
            self.under_way += 1

    def _begin(self, server: str, index: int) -> Iterator[Answer[T]]:
        """Begin the conversation about a name; yield its answer where it ends without a question."""
        conversation = self._talk(server, DomainName(self._names[index]))
        try:
            self._open[index] = _Open(server, conversation, next(conversation))
        except StopIteration as end:
            yield Answer(server, end.value)

    def _go_on(self, index: int, reply: Reply) -> Iterator[Answer[T]]:
        """Give a conversation its reply; let its next question wait, or yield what it came to."""
        begun = self._open[index]
        try:
            begun.question = begun.conversation.send(reply)
        except StopIteration as end:
            del self._open[index]
            if begun.is_away:
                self._lanes.gone_from(begun.home, -1)
            yield Answer(begun.home, end.value)
        else:
            self._move(index, begun)

    def _move(self, index: int, begun: _Open[T]) -> None:
        if not begun.is_away:
            begun.is_away = True
            self._lanes.gone_from(begun.home)
        self._lanes.add_second(begun.question.server, index)


def _not_asked(lane: Lane, question: Question, clock: Clock) -> Reply:
    if lane.given_up is Heard.THROTTLED or (lane.given_up is None and not lane.tempo.is_silent):
        detail = "not asked: the server let no more questions through"
        return question.left_out(clock, Why.THROTTLED, detail)
    detail = "not asked: the server gave no answer to the names before"
    return question.left_out(clock, Why.NO_ANSWER, detail)


def _failed(question: Question, clock: Clock) -> Reply:
    """A look-up never raises; should one do so all the same, the others are still asked."""
    return question.left_out(clock, Why.NOT_UNDERSTOOD, "the look-up failed")

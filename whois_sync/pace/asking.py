"""Asking a whole list: every name once, each server at its own pace, answers as they come."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from portfolio.clock import Clock
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Source, Unreadable, Why
from whois_sync.pace.crew import Crew, Told
from whois_sync.pace.hearing import heard_in
from whois_sync.pace.lane import Heard, Lane
from whois_sync.pace.lanes import Lanes
from whois_sync.pace.names import NameList


@dataclass(frozen=True, slots=True)
class Answer:
    """The last word on one name: `observation`, and the lane (by its server) that it came along."""

    server: str
    observation: Observation


def ask_in_lanes(names: NameList, lanes: Lanes, crew: Crew, clock: Clock) -> Iterator[Answer]:
    """
    Yield one answer for each name that waits in `lanes`, as it comes.

    A throttled name is asked again later, at most `lane.TRIES` times in all; then what it drew is its answer.
    The names of a lane that was given up are `Unreadable` without having been asked, and say so. Nothing is
    held but what is under way.
    """
    under_way = 0
    while True:
        for lane, index in lanes.leave():
            yield Answer(lane.server, _not_asked(lane, DomainName(names[index]), clock))
        while under_way < crew.room and (ticket := lanes.take(crew.now())) is not None:
            crew.ask(ticket, DomainName(names[ticket.index]))
            under_way += 1
        wake_at = lanes.wake_at() if under_way < crew.room else math.inf
        if not under_way and wake_at == math.inf:
            return
        told = crew.told(wake_at)
        if told is not None:
            under_way -= 1
            observation = told.observation or _failed(told, names, clock)
            heard, wait = heard_in(observation)
            if lanes.heard(told.ticket, heard, crew.now(), wait=wait):
                yield Answer(told.ticket.server, observation)


def _not_asked(lane: Lane, name: DomainName, clock: Clock) -> Unreadable:
    if lane.given_up is Heard.SILENCE:
        why, detail = Why.NO_ANSWER, "not asked: the server gave no answer to the names before"
    else:
        why, detail = Why.THROTTLED, "not asked: the server let no more questions through"
    return Unreadable(name=name, provenance=_provenance(lane.server, clock), why=why, detail=detail)


def _failed(told: Told, names: NameList, clock: Clock) -> Unreadable:
    """A look-up never raises; should one do so all the same, the others are still asked."""
    return Unreadable(
        name=DomainName(names[told.ticket.index]),
        provenance=_provenance(told.ticket.server, clock),
        why=Why.NOT_UNDERSTOOD,
        detail="the look-up failed",
    )


def _provenance(server: str, clock: Clock) -> Provenance:
    source = Source.WHOIS if server.startswith("whois.") else Source.RDAP
    return Provenance(source=source, server=server, observed_at=clock.now())

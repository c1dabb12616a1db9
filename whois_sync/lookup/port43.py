"""WHOIS questions (RFC 3912) on our own transport: decoded once, read, and referred to listed servers."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import NamedTuple, Self, cast

from net import AddressGuard, AddressRefused, NetError, converse
from net.dialling import Resolver, system_resolver
from net.errors import AnswerRefused
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Seen, Source, Unreadable, Why
from whois_sync.lookup.hosts import Server, place_of
from whois_sync.lookup.lending import silent_roles, with_loan
from whois_sync.lookup.referrals import referral_in
from whois_sync.lookup.waits import wait_told
from whois_sync.lookup.whois import read_whois
from whois_sync.lookup.whois_servers import WhoisServers, decoded, question_for
from whois_sync.pace.question import Conversation, Question, Reply

DEADLINE = timedelta(seconds=15)
MAX_BYTES = 262_144
MAX_REFERRALS = 2


class Heard(NamedTuple):
    """What an answer is worth, and its text; empty where none came."""

    observation: Observation
    text: str = ""


class Port43:
    """
    Asks a name's server, and where that one refers to another, that one too.

    One deadline of 15 s for all that is asked; what passes between two questions, in lanes, does not count.
    Followed are two referrals at most, to listed servers only (`WhoisServers.is_listed`), none twice.
    `said_by` gives the provenance of a server's answer.
    """

    def __init__(
        self,
        *,
        guard: AddressGuard,
        servers: WhoisServers,
        said_by: Callable[[str], Provenance],
        resolver: Resolver = system_resolver,
    ) -> None:
        self._guard = guard
        self._servers = servers
        self._said_by = said_by
        self._resolver = resolver

    def looking_up(
        self, server: Server, name: DomainName, *, is_second: bool = False
    ) -> Conversation[Observation]:
        """
        Ask for what `server` says of `name`, and what the servers it refers to add, each under its own name.

        The first answer stands, and borrows only what it is silent on. Where it is no answer about the name
        but a mere pointer (IANA's), the next one takes its place. A referral that fails, or is not asked,
        changes nothing.
        """
        clock = _Stopwatch()
        reply = yield self._question(server, name, clock, is_second=is_second)
        found, asked = reply.observation, {server}
        for _ in range(MAX_REFERRALS):
            to = cast("Server | None", reply.leads_to)
            if to is None or to in asked or not self._servers.is_listed(to):
                break
            asked.add(to)
            reply = yield self._question(to, name, clock, is_second=True)
            if reply.was_asked:
                found = _together(found, reply.observation)
        return found

    def _question(
        self, server: Server, name: DomainName, clock: "_Stopwatch", *, is_second: bool
    ) -> Question:
        def ask() -> Reply:
            with clock:
                heard = heard_from(
                    server,
                    name,
                    guard=self._guard,
                    provenance=self._said_by(server[0]),
                    deadline=max(DEADLINE - clock.spent, timedelta()),
                    resolver=self._resolver,
                )
            return Reply(heard.observation, referral_in(heard.text))

        return Question(place_of(server), name, Source.WHOIS, ask, is_second=is_second)


class _Stopwatch:
    """How long was spent in its context so far, in all."""

    def __init__(self) -> None:
        self.spent = timedelta()
        self._begun = 0.0

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self.spent += timedelta(seconds=time.monotonic() - self._begun)


def _together(first: Observation, next_one: Observation) -> Observation:
    if isinstance(first, Seen):
        return with_loan(first, next_one, silent_roles(first))
    is_pointer = isinstance(first, Unreadable) and first.why in {Why.NOT_UNDERSTOOD, Why.OTHER_NAME}
    return next_one if is_pointer else first


def ask_port43(
    server: Server, name: DomainName, *, guard: AddressGuard, provenance: Provenance
) -> Observation:
    """
    Ask `server` (host, port) for `name` (its A-label), once, and read its answer.

    One deadline of 15 s for everything, 256 KiB at most; no referral is followed. Whatever the network does
    becomes `Unreadable`, and so does a record whose last line never came.
    """
    return heard_from(server, name, guard=guard, provenance=provenance, deadline=DEADLINE).observation


def heard_from(
    server: Server,
    name: DomainName,
    *,
    guard: AddressGuard,
    provenance: Provenance,
    deadline: timedelta,
    resolver: Resolver = system_resolver,
) -> Heard:
    """Ask as `ask_port43` does, within `deadline`, and return the text of the answer too."""
    host, port = server
    unreadable = partial(Unreadable, name=name, provenance=provenance)
    question = question_for(host, name)
    try:
        answer = converse(
            host, port, question, guard=guard, deadline=deadline, max_bytes=MAX_BYTES, resolver=resolver
        )
    except AddressRefused as err:
        return Heard(unreadable(why=Why.REFUSED, detail=err.detail))
    except AnswerRefused as err:
        return Heard(unreadable(why=Why.NOT_UNDERSTOOD, detail=err.detail))
    except NetError as err:
        return Heard(unreadable(why=Why.NO_ANSWER, detail=err.detail))
    text = decoded(answer, host)
    if is_cut_off(text):
        cut = "the answer was cut off before its last line"
        return Heard(unreadable(why=Why.NOT_UNDERSTOOD, detail=cut))
    return Heard(_with_wait(read_whois(text, asked=name, provenance=provenance), text), text)


def _with_wait(observation: Observation, text: str) -> Observation:
    if isinstance(observation, Unreadable) and observation.why is Why.THROTTLED:
        return observation.model_copy(update={"retry_after": wait_told(text)})
    return observation


def is_cut_off(text: str) -> bool:
    """
    Whether a registration in ICANN's layout (which CIRA's follows) lacks the line that ends it.

    The Registration Data Directory Services specification closes every record with `>>> Last update of WHOIS
    database: … <<<`; without it, what is missing may be the end of a phone number.
    """
    lines = text.lower()
    return "\nregistry domain id:" in lines and "\n>>> last update" not in lines

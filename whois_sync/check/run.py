"""The daily check: every held name is looked at in its account and in public, and compared."""

import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.held import HeldDomain, RegistrarAccount
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Source, Unreadable, Why
from portfolio.policy.drift import remedy_for
from portfolio.stop import StopReason
from portfolio.tld import rules_for
from records import Records, Unit
from registrar.errors import RegistrarError
from whois_sync.check.report import NameReport, NotChecked
from whois_sync.check.settling import settle_findings
from whois_sync.compare import Known, Sponsor, compare
from whois_sync.observe import LooksUp, RegistrarFor, about, observe_public, observe_registrar, why_of
from whois_sync.pace.crew import Threads
from whois_sync.pace.lane import Lane
from whois_sync.pace.learned import Learned
from whois_sync.pace.names import NameList
from whois_sync.pace.question import Conversation, Question, Reply
from whois_sync.pace.rounds import CrewFor, Round
from whois_sync.pace.table import Pace

_log = logging.getLogger("whois_sync")

_ACCOUNT = "account "
_ONE_AT_A_TIME = Pace(rate=1_000_000, burst=1_000_000, concurrency=1)


class AsksInSteps(Protocol):
    """Whoever asks for what the public record holds, server by server."""

    def looking_up(self, name: DomainName) -> Conversation[Observation]:
        """Begin to ask for `name`; a failure is an `Unreadable`, never an exception."""
        ...


class ForLanes(Protocol):
    """Gives the public record that the lane of a server asks through."""

    def of(self, server: str, /) -> AsksInSteps: ...


@dataclass(frozen=True)
class InLanes:
    """
    What a check of many names needs to ask each server in its own lane.

    A name waits in the lane of the public server that is asked for it first (`server_of`), from there in
    those of further servers, last in its account's: an account is asked for one name at a time, as fast as
    it answers. No lane waits for another, so that the whole takes as long as the slowest of them.
    """

    learned: Learned
    server_of: Callable[[DomainName], str]
    connections: Callable[[], AbstractContextManager[ForLanes]]
    crew_for: CrewFor = Threads

    def lane_for(self, server: str) -> Lane:
        """Return the lane of a public server or of an account."""
        return Lane(server, _ONE_AT_A_TIME) if server.startswith(_ACCOUNT) else self.learned.lane_for(server)


class _Ours(NamedTuple):
    """What we hold of a name."""

    held: HeldDomain
    account: RegistrarAccount
    contacts: Mapping[ContactRole, Contact]


class Check:
    """
    Looks and compares; the answers are kept in the records, with findings that are settled by them.

    An account that refuses our credentials stands still from then on, for orders too, until it is put right.

    `sponsors` says, by registrar's slug, whom the public record should name; without it that row is left out.
    With `lanes` many names are asked for at the pace of each server, without them one after the other.
    """

    def __init__(
        self,
        records: Records,
        registrar_for: RegistrarFor,
        public: LooksUp,
        clock: Clock,
        *,
        sponsors: Mapping[str, Sponsor] | None = None,
        lanes: InLanes | None = None,
    ) -> None:
        self._records = records
        self._registrar_for = registrar_for
        self._public = public
        self._clock = clock
        self._sponsors = sponsors or {}
        self._lanes = lanes

    def check(self, name: DomainName, *, by: Actor = "job:check") -> NameReport:
        """Look at one name and compare. Raises `records.NotHeld` for a name that we do not hold."""
        return self._check(name, by, refusing=set())

    def check_all(
        self, names: Iterable[DomainName] | None = None, *, by: Actor = "job:check"
    ) -> Generator[NameReport | NotChecked, None, None]:
        """
        Yield a report a name: of `names`, or of every name that we hold.

        With lanes they come as servers answer, else in turn. A name that fails is a `NotChecked` and the run
        goes on. An account that refuses our credentials is not asked again: its other names are checked in
        public only.
        """
        if names is None:
            with self._records.reading() as unit:
                names = [held.name for held in unit.domains.all()]
        refusing: set[str] = set()
        if self._lanes is not None:
            yield from self._in_lanes(self._lanes, NameList(names), by, refusing)
            return
        for name in names:
            yield _tried(name, lambda name=name: self._check(name, by, refusing))

    def _in_lanes(
        self, lanes: InLanes, names: NameList, by: Actor, refusing: set[str]
    ) -> Iterator[NameReport | NotChecked]:
        waiting = ((lanes.server_of(DomainName(name)), index) for index, name in enumerate(names))
        with lanes.connections() as connections:

            def talk(server: str, name: DomainName) -> Conversation[NameReport | NotChecked]:
                return self._checking(name, by, refusing, connections.of(server).looking_up(name))

            asking = Round(
                lanes.learned, self._clock, talk, _kind_of, crew_for=lanes.crew_for, lane_for=lanes.lane_for
            )
            for came in asking.answers(names, waiting):
                yield came.value

    def _checking(
        self, name: DomainName, by: Actor, refusing: set[str], looking_up: Conversation[Observation]
    ) -> Conversation[NameReport | NotChecked]:
        """
        Look at one name, server by server: at what the public can read, then, in its lane, at the account.

        The records are touched by the thread that runs the round only.
        """
        ours = _tried(name, lambda: self._ours(name, refusing))
        if isinstance(ours, NotChecked):
            return ours
        in_public = about(name, (yield from looking_up))
        failed: list[NotChecked] = []

        def ask() -> Reply:
            told = _tried(name, lambda: self._at_registrar(name, ours.account, refusing))
            if isinstance(told, NotChecked):
                failed.append(told)
                return question.left_out(self._clock, Why.NOT_UNDERSTOOD, "the look-up failed")
            return Reply(told)

        question = Question(f"{_ACCOUNT}{ours.account.slug}", name, Source.REGISTRAR, ask, is_second=True)
        reply = yield question
        if failed:
            return failed[0]
        return _tried(name, lambda: self._settled(ours, reply.observation, in_public, by, refusing))

    def _check(self, name: DomainName, by: Actor, refusing: set[str]) -> NameReport:
        ours = self._ours(name, refusing)
        at_registrar = self._at_registrar(name, ours.account, refusing)
        return self._settled(ours, at_registrar, observe_public(self._public, name), by, refusing)

    def _settled(
        self, ours: _Ours, at_registrar: Observation, in_public: Observation, by: Actor, refusing: set[str]
    ) -> NameReport:
        """Compare, and keep what was seen and what came of it."""
        held, account, name = ours.held, ours.account, ours.held.name
        rows = compare(
            held,
            ours.contacts,
            at_registrar,
            in_public,
            rules_for(name),
            sponsor=self._sponsors.get(account.registrar),
            known=Known(delegation_signed=held.delegation_signed),
        )
        remedies = {row.path: remedy for row in rows if (remedy := remedy_for(row, held, at_registrar))}
        with self._records.changing(by) as unit:
            unit.observations.keep(at_registrar, in_public)
            answers = (at_registrar, in_public)
            settled = settle_findings(unit, held, rows, answers, remedies, at=self._clock.now())
            is_planned = bool(settled.waiting) and _is_planned(unit, held)
            if account.slug in refusing:
                unit.stops.stop(account.slug, StopReason.ACCESS, detail="refused at a check")
            unit.commit()
        _log.info(
            "name=%s registrar=%s public=%s drift=%d", name, at_registrar.kind, in_public.kind, len(remedies)
        )
        return NameReport(
            name=name,
            account=account.slug,
            checked_at=self._clock.now(),
            registrar=at_registrar,
            public=in_public,
            rows=rows,
            remedies=remedies,
            settled=settled,
            contacts=held.roles,
            is_planned=is_planned,
        )

    def _ours(self, name: DomainName, refusing: set[str]) -> _Ours:
        with self._records.reading() as unit:
            held = unit.domains.get(name)
            newest = unit.contacts.newest(set(held.roles.values()))
            contacts = {role: newest[slug].contact for role, slug in held.roles.items()}
            stop = unit.stops.of(held.account)
            if stop is not None and stop.reason is StopReason.ACCESS:
                refusing.add(held.account)
            return _Ours(held, unit.accounts.get(held.account), contacts)

    def _at_registrar(self, name: DomainName, account: RegistrarAccount, refusing: set[str]) -> Observation:
        said = Provenance(source=Source.REGISTRAR, server=account.registrar, observed_at=self._clock.now())
        if account.slug in refusing:
            detail = "the account refused us and is not asked again until that is put right"
            return Unreadable(name=name, provenance=said, why=Why.REFUSED, detail=detail)
        try:
            observation = observe_registrar(self._registrar_for(account), name, self._clock)
        except RegistrarError as err:
            observation = Unreadable(name=name, provenance=said, why=why_of(err), detail=str(err))
        if isinstance(observation, Unreadable) and observation.why is Why.REFUSED:
            refusing.add(account.slug)
        return observation


def _is_planned(unit: Unit, held: HeldDomain) -> bool:
    """Whether a repair of the name is under way, or a contact's change that reaches it."""
    if unit.plans.open_for(held.name) is not None:
        return True
    return any(unit.changes.open_of(slug) for slug in set(held.roles.values()))


_Done = TypeVar("_Done")


def _tried(name: DomainName, what: Callable[[], _Done]) -> _Done | NotChecked:
    """Do it; should it fail, the others must still be checked."""
    try:
        return what()
    except Exception as err:  # noqa: BLE001 - one item of a batch: the others must still be checked
        _log.error("name=%s check=failed error=%s", name, type(err).__name__)
        return NotChecked(name=name, why=type(err).__name__)


def _kind_of(report: NameReport | NotChecked) -> str:
    return report.public.kind if isinstance(report, NameReport) else "not checked"

"""The public record of a name, from whichever server tells it."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import partial
from typing import Self, cast
from urllib.parse import urlsplit

from net import AddressGuard, HttpClient
from portfolio.clock import Clock
from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Provenance, Seen, Source, Unreadable, Why
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.hosts import Server, place_at, place_of
from whois_sync.lookup.lending import missed_roles, silent_roles, with_loan
from whois_sync.lookup.port43 import Port43
from whois_sync.lookup.rdap_client import ask_rdap_at, domain_url
from whois_sync.lookup.related import related_url
from whois_sync.lookup.resting import Resting
from whois_sync.lookup.services import shipped_as_of
from whois_sync.lookup.whois_servers import WhoisServers
from whois_sync.pace.question import Conversation, Question, Reply, held


class PublicRecord:
    """
    Looks names up: by RDAP where the bootstrap knows the TLD, by WHOIS where not.

    `whois_servers` gives host and port by TLD or longer suffix, without dot, before those that are shipped;
    `referrals` are further servers that a WHOIS answer may refer to. With a bootstrap that is not IANA's
    nothing shipped is asked. The client and the guard are the caller's to close and to keep.

    Every question to a server is put by `ask`, which may let it wait for its turn (`pace.turns`); without it
    all are put at once, but for a second server that wants to be left alone. Whoever asks for many names
    takes their questions one by one (`looking_up`) and puts them in lanes.
    """

    def __init__(
        self,
        *,
        http: HttpClient,
        guard: AddressGuard,
        bootstrap: Bootstrap,
        whois_servers: Mapping[str, Server],
        clock: Clock,
        referrals: Iterable[Server] = (),
        ask: Callable[[Question], Reply] | None = None,
    ) -> None:
        self._http = http
        self._guard = guard
        self._bootstrap = bootstrap
        self._clock = clock
        self._ask = ask or Resting(clock).ask
        self._whois = WhoisServers(whois_servers, shipped=bootstrap.is_public, referrals=frozenset(referrals))
        self._port43 = Port43(
            guard=guard, servers=self._whois, said_by=partial(self._provenance, Source.WHOIS)
        )

    def look_up(self, name: DomainName) -> Observation:
        """
        Return what the public can read of `name` now. Never raises for what a server or the network does.
        """
        return held(self.looking_up(name), self._ask)

    def looking_up(self, name: DomainName, source: Source | None = None) -> Conversation[Observation]:
        """
        Ask for what the public can read of `name` now (by `source` only, where given), server by server.

        The registry's RDAP answer is what counts. The registrar's own RDAP (the answer's `related` link),
        and only where that was not heard, WHOIS, fill the roles on which it is silent and which the TLD
        publishes, under their own provenance (`Seen.borrowed`). WHOIS is asked only where such a role is one
        that every registration has. One source's failure never covers up another.
        """
        answer = None if source is Source.WHOIS else (yield from self._by_rdap(name))
        if answer is None:
            return self._no_rdap(name) if source is Source.RDAP else (yield from self._by_whois(name))
        seen, registrar_was_heard = answer
        is_enough = source is Source.RDAP or registrar_was_heard
        if is_enough or not isinstance(seen, Seen) or not missed_roles(seen):
            return seen
        return (yield from self._with_whois(seen))

    def server_of(self, name: DomainName, source: Source | None = None) -> str:
        """
        Return which server `look_up` asks first for `name` (or the one of `source`); empty for none known.

        A host in lower case, with its port where that is not the protocol's own. May fetch the bootstrap.
        """
        base_url = None if source is Source.WHOIS else self._base_url(name)
        if base_url is not None:
            return place_at(base_url)
        known = None if source is Source.RDAP else self._whois.server_for(name)
        return place_of(known) if known else ""

    def over(self, http: HttpClient) -> Self:
        """Return the same record, asked over a client of its own: clients' connections are few."""
        another = copy(self)
        vars(another)["_http"] = http
        return another

    def by_rdap(self, name: DomainName) -> Observation:
        """Return what RDAP says of `name`, registry and registrar; `Unreadable` where no server is known."""
        return held(self.looking_up(name, Source.RDAP), self._ask)

    def by_whois(self, name: DomainName) -> Observation:
        """Return what port 43 says of `name`; `Unreadable` where no server is known for it."""
        return held(self.looking_up(name, Source.WHOIS), self._ask)

    def _by_rdap(self, name: DomainName) -> Conversation[tuple[Observation, bool] | None]:
        """What RDAP says, and whether the registrar's own server was heard too."""
        base_url = self._base_url(name)
        if base_url is None:
            return None
        reply = yield self._rdap_question(domain_url(base_url, name), name)
        found = reply.observation
        if isinstance(found, Absent) and self._bootstrap.is_dated(name):
            return _not_from_there(found), False
        if not isinstance(found, Seen) or reply.leads_to is None:
            return found, False
        reply = yield self._rdap_question(cast("str", reply.leads_to), name, is_second=True)
        if not isinstance(reply.observation, Seen):
            return found, False
        return with_loan(found, reply.observation, silent_roles(found)), True

    def _rdap_question(self, url: str, name: DomainName, *, is_second: bool = False) -> Question:
        def ask() -> Reply:
            told = ask_rdap_at(self._http, url, name, provenance=self._said_by(url))
            is_end = is_second or not isinstance(told.observation, Seen)
            further = None if is_end else related_url(told.answer, name, asked_at=url, guard=self._guard)
            return Reply(told.observation, further)

        return Question(place_at(url), name, Source.RDAP, ask, is_second=is_second)

    def _with_whois(self, seen: Seen) -> Conversation[Seen]:
        """Ask port 43, where there is one, for what `seen` is silent on."""
        server = self._whois.server_for(seen.name)
        if server is None:
            return seen
        other = yield from self._port43.looking_up(server, seen.name, is_second=True)
        return with_loan(seen, other, silent_roles(seen))

    def _by_whois(self, name: DomainName) -> Conversation[Observation]:
        server = self._whois.server_for(name)
        if server is not None:
            return (yield from self._port43.looking_up(server, name))
        known = self._bootstrap.is_known
        detail = "neither RDAP nor WHOIS is known" if known else "the RDAP bootstrap could not be read"
        return self._nobody(name, f"{detail} for .{name.tld}")

    def _no_rdap(self, name: DomainName) -> Unreadable:
        return self._nobody(name, f"no RDAP server is known for .{name.tld}")

    def _nobody(self, name: DomainName, detail: str) -> Unreadable:
        provenance = self._provenance(Source.RDAP, "none")
        return Unreadable(name=name, provenance=provenance, why=Why.NO_SERVER, detail=detail)

    def _base_url(self, name: DomainName) -> str | None:
        """The RDAP base URL for `name`, unless a registry below that TLD (`uk.com`) has a WHOIS server."""
        rdap, whois = self._bootstrap.suffix_of(name), self._whois.suffix_of(name)
        if rdap is None or (whois is not None and whois.count(".") > rdap.count(".")):
            return None
        return self._bootstrap.base_url_for(name)

    def _said_by(self, url: str) -> Provenance:
        return self._provenance(Source.RDAP, urlsplit(url).hostname or url)

    def _provenance(self, source: Source, server: str) -> Provenance:
        return Provenance(source=source, server=server, observed_at=self._clock.now())


def _not_from_there(absent: Absent) -> Unreadable:
    detail = f"denied by a server known from the table of {shipped_as_of()} only, which may have moved"
    return Unreadable(name=absent.name, provenance=absent.provenance, why=Why.NOT_UNDERSTOOD, detail=detail)

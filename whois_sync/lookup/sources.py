"""The public record of a name, from whichever server tells it."""

from collections.abc import Iterable, Mapping
from copy import copy
from functools import partial
from typing import Self
from urllib.parse import urlsplit

from net import AddressGuard, HttpClient
from portfolio.clock import Clock
from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Provenance, Seen, Source, Unreadable, Why
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.lending import missed_roles, silent_roles, with_loan
from whois_sync.lookup.port43 import Port43
from whois_sync.lookup.rdap_client import ask_rdap_at, domain_url
from whois_sync.lookup.related import related_url
from whois_sync.lookup.resting import Resting
from whois_sync.lookup.services import shipped_as_of
from whois_sync.lookup.whois_servers import Server, WhoisServers, place_of


class PublicRecord:
    """
    Looks names up: by RDAP where the bootstrap knows the TLD, by WHOIS where not.

    `whois_servers` gives host and port by TLD or longer suffix, without dot, before those that are shipped;
    `referrals` are further servers that a WHOIS answer may refer to. With a bootstrap that is not IANA's
    nothing shipped is asked. The client and the guard are the caller's to close and to keep.
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
    ) -> None:
        self._http = http
        self._guard = guard
        self._bootstrap = bootstrap
        self._clock = clock
        self._resting = Resting(clock)
        self._whois = WhoisServers(whois_servers, shipped=bootstrap.is_public, referrals=frozenset(referrals))
        self._port43 = Port43(
            guard=guard,
            servers=self._whois,
            resting=self._resting,
            said_by=partial(self._provenance, Source.WHOIS),
        )

    def look_up(self, name: DomainName) -> Observation:
        """
        Return what the public can read of `name` now. Never raises for what a server or the network does.

        The registry's RDAP answer is what counts. The registrar's own RDAP (the answer's `related` link),
        and only where that was not heard, WHOIS, fill the roles on which it is silent and which the TLD
        publishes, under their own provenance (`Seen.borrowed`). WHOIS is asked only where such a role is one
        that every registration has. One source's failure never covers up another.
        """
        answer = self._by_rdap(name)
        if answer is None:
            return self.by_whois(name)
        seen, registrar_was_heard = answer
        if not isinstance(seen, Seen) or registrar_was_heard or not missed_roles(seen):
            return seen
        return self._with_whois(seen)

    def server_of(self, name: DomainName, source: Source | None = None) -> str:
        """
        Return which server `look_up` asks first for `name` (or the one of `source`); empty for none known.

        A host in lower case, with its port where that is not the protocol's own. May fetch the bootstrap.
        """
        base_url = None if source is Source.WHOIS else self._base_url(name)
        if base_url is not None:
            return urlsplit(base_url).netloc.lower().removesuffix(":443")
        known = None if source is Source.RDAP else self._whois.server_for(name)
        host, port = known or ("", 43)
        return host if port == 43 else f"{host}:{port}"

    def over(self, http: HttpClient) -> Self:
        """Return the same record, asked over a client of its own: clients' connections are few."""
        another = copy(self)
        vars(another)["_http"] = http
        return another

    def by_rdap(self, name: DomainName) -> Observation | None:
        """
        Return what RDAP says of `name`, registry and registrar; None where no server is known for it.
        """
        answer = self._by_rdap(name)
        return answer[0] if answer else None

    def _by_rdap(self, name: DomainName) -> tuple[Observation, bool] | None:
        """What RDAP says, and whether the registrar's own server was heard too."""
        base_url = self._base_url(name)
        if base_url is None:
            return None
        url = domain_url(base_url, name)
        told = ask_rdap_at(self._http, url, name, provenance=self._said_by(url))
        if isinstance(told.observation, Absent) and self._bootstrap.is_dated(name):
            return _not_from_there(told.observation), False
        if not isinstance(told.observation, Seen):
            return told.observation, False
        return self._with_registrar(
            told.observation, related_url(told.answer, name, asked_at=url, guard=self._guard)
        )

    def _with_registrar(self, seen: Seen, url: str | None) -> tuple[Seen, bool]:
        """Ask the registrar at `url` once; whatever comes of it, what the registry said stands."""
        if url is None:
            return seen, False
        registrar = urlsplit(url).netloc.lower()
        if self._resting.rests(registrar):
            return seen, False
        other = ask_rdap_at(self._http, url, seen.name, provenance=self._said_by(url)).observation
        self._resting.note(registrar, other)
        if not isinstance(other, Seen):
            return seen, False
        return with_loan(seen, other, silent_roles(seen)), True

    def _with_whois(self, seen: Seen) -> Seen:
        """Ask port 43, where there is one and it is not resting, for what `seen` is silent on."""
        server = self._whois.server_for(seen.name)
        if server is None or self._resting.rests(place_of(server)):
            return seen
        other = self._port43.look_up(server, seen.name)
        self._resting.note(place_of(server), other)
        return with_loan(seen, other, silent_roles(seen))

    def by_whois(self, name: DomainName) -> Observation:
        """Return what port 43 says of `name`; `Unreadable` where no server is known for it."""
        server = self._whois.server_for(name)
        if server is None:
            known = self._bootstrap.is_known
            detail = "neither RDAP nor WHOIS is known" if known else "the RDAP bootstrap could not be read"
            provenance = self._provenance(Source.RDAP, "none")
            return Unreadable(
                name=name, provenance=provenance, why=Why.NO_SERVER, detail=f"{detail} for .{name.tld}"
            )
        return self._port43.look_up(server, name)

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

"""The public record of a name, from whichever server tells it."""

from collections.abc import Mapping
from copy import copy
from typing import Self
from urllib.parse import urlsplit

from net import AddressGuard, HttpClient
from portfolio.clock import Clock
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Seen, Source, Unreadable, Why
from portfolio.tld import rules_for
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.port43 import ask_port43
from whois_sync.lookup.rdap_client import ask_rdap


class PublicRecord:
    """
    Looks names up: by RDAP where the bootstrap knows the TLD, by WHOIS where not.

    `whois_servers` gives host and port by TLD or longer suffix, without dot. The client and the guard are the
    caller's to close and to keep.
    """

    def __init__(
        self,
        *,
        http: HttpClient,
        guard: AddressGuard,
        bootstrap: Bootstrap,
        whois_servers: Mapping[str, tuple[str, int]],
        clock: Clock,
    ) -> None:
        self._http = http
        self._guard = guard
        self._bootstrap = bootstrap
        self._whois_servers = whois_servers
        self._clock = clock

    def look_up(self, name: DomainName) -> Observation:
        """
        Return what the public can read of `name` now. Never raises for what a server or the network does.

        Where RDAP is silent on a role that the TLD publishes, WHOIS is asked too, and fills that role with
        its own provenance (`Seen.borrowed`). One source's failure is never covered up by the other.
        """
        seen = self.by_rdap(name)
        if seen is None:
            return self.by_whois(name)
        if isinstance(seen, Seen) and self._whois_server(name) is not None:
            silent = [role for role in rules_for(name).public.fields if role not in seen.roles]
            return self._filled(seen, silent) if silent else seen
        return seen

    def server_of(self, name: DomainName) -> str:
        """
        Return which server `look_up` asks first for `name`; empty where none is known.

        A host in lower case, with its port where that is not the protocol's own. May fetch the bootstrap.
        """
        base_url = self._bootstrap.base_url_for(name)
        if base_url is not None:
            return urlsplit(base_url).netloc.lower().removesuffix(":443")
        host, port = self._whois_server(name) or ("", 43)
        return host if port == 43 else f"{host}:{port}"

    def over(self, http: HttpClient) -> Self:
        """Return the same record, asked over a client of its own: clients' connections are few."""
        another = copy(self)
        vars(another)["_http"] = http
        return another

    def by_rdap(self, name: DomainName) -> Observation | None:
        """Return what RDAP says of `name`, or None where the bootstrap knows no server for it."""
        base_url = self._bootstrap.base_url_for(name)
        if base_url is None:
            return None
        provenance = self._provenance(Source.RDAP, urlsplit(base_url).hostname or base_url)
        return ask_rdap(self._http, base_url, name, provenance=provenance)

    def _filled(self, seen: Seen, silent: list[ContactRole]) -> Seen:
        other = self.by_whois(seen.name)
        if not isinstance(other, Seen):
            return seen
        lent = {role: other.roles[role] for role in silent if role in other.roles}
        if not lent:
            return seen
        borrowed = {role.value: other.provenance for role in lent}
        return seen.model_copy(update={"roles": seen.roles | lent, "borrowed": seen.borrowed | borrowed})

    def by_whois(self, name: DomainName) -> Observation:
        """Return what port 43 says of `name`; `Unreadable` where no server is known for it."""
        server = self._whois_server(name)
        if server is None:
            known = self._bootstrap.is_known
            detail = "neither RDAP nor WHOIS is known" if known else "the RDAP bootstrap could not be read"
            provenance = self._provenance(Source.RDAP, "none")
            return Unreadable(
                name=name, provenance=provenance, why=Why.NO_SERVER, detail=f"{detail} for .{name.tld}"
            )
        provenance = self._provenance(Source.WHOIS, server[0])
        return ask_port43(server, name, guard=self._guard, provenance=provenance)

    def _whois_server(self, name: DomainName) -> tuple[str, int] | None:
        labels = name.labels
        suffixes = (".".join(labels[start:]) for start in range(1, len(labels)))
        return next(
            (self._whois_servers[suffix] for suffix in suffixes if suffix in self._whois_servers), None
        )

    def _provenance(self, source: Source, server: str) -> Provenance:
        return Provenance(source=source, server=server, observed_at=self._clock.now())

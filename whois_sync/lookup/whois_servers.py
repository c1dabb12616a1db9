"""Which port-43 server is asked for a TLD, with which words, and in which charset it answers: data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from portfolio.names import DomainName
from whois_sync.lookup.hosts import PORT, Server, suffixes_of


@dataclass(frozen=True)
class WhoisTable:
    """The shipped table: hosts by suffix, the registrars' hosts, questions and charsets by host."""

    as_of: str
    hosts: Mapping[str, str]
    operators: tuple[str, ...]
    registrars: frozenset[str]
    questions: Mapping[str, str]
    charsets: Mapping[str, str]


class WhoisServers:
    """
    The port-43 servers that may be asked.

    `house` are a house's own, by TLD or longer suffix without dot; they go before the shipped ones. Without
    `shipped` (in tests, on a sandbox) there are no others. `referrals` may be referred to, besides.
    """

    def __init__(
        self,
        house: Mapping[str, Server],
        *,
        shipped: bool = False,
        referrals: frozenset[Server] = frozenset(),
    ) -> None:
        table = whois_table()
        hosts = {tld: (host, PORT) for tld, host in table.hosts.items()} if shipped else {}
        registrars = {(host, PORT) for host in table.registrars} if shipped else set[Server]()
        self._servers: Mapping[str, Server] = {**hosts, **house}
        self._listed = frozenset({*self._servers.values(), *registrars, *referrals})

    def server_for(self, name: DomainName) -> Server | None:
        """Return the server of the longest suffix of `name` that has one, or None."""
        suffix = self.suffix_of(name)
        return None if suffix is None else self._servers[suffix]

    def suffix_of(self, name: DomainName) -> str | None:
        """Return the longest suffix of `name` that has a server, or None."""
        return next((suffix for suffix in suffixes_of(name) if suffix in self._servers), None)

    def is_listed(self, server: Server) -> bool:
        """Tell whether an answer may send us to `server`: only where it is known beforehand."""
        return server in self._listed


@cache
def whois_table() -> WhoisTable:
    """Return the table that is part of the package."""
    # Any: the file is ours, and the tests read it whole
    table: dict[str, Any] = tomllib.loads(
        files("whois_sync.lookup").joinpath("whois_servers.toml").read_text("utf-8")
    )
    return WhoisTable(
        as_of=table["as_of"],
        hosts={tld: host for host, tlds in table["servers"].items() for tld in tlds.split()},
        operators=tuple(table["operators"]),
        registrars=frozenset(table["registrars"].split()),
        questions=table["questions"],
        charsets=table["charsets"],
    )


def question_for(host: str, name: DomainName) -> bytes:
    """Return the line that asks `host` for `name` (its A-label), in the words that this server wants."""
    return f"{whois_table().questions.get(host, '{}').format(name)}\r\n".encode("ascii")


def decoded(answer: bytes, host: str) -> str:
    """
    Return the whole answer as text, decoded once.

    In UTF-8 where it is that, since servers move to it without a word and hardly any other text is it by
    chance; else in the server's charset, else in Latin-1. A charset in seven bits (ISO 2022) goes first: its
    texts are UTF-8 by chance.
    """
    own = whois_table().charsets.get(host, "iso-8859-1")
    for charset in (own, "utf-8") if own.startswith("iso-2022") else ("utf-8", own):
        try:
            return answer.decode(charset)
        except UnicodeDecodeError:
            continue
    return answer.decode("iso-8859-1")

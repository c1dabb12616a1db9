"""
No server can send us to a place that is not public: however it is spelled, nothing is dialled.

Every connection to anything but the test's own servers is led to a canary, so that it is counted wherever
it was meant to go.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from typing_extensions import override

from net import AddressGuard, HttpClient
from portfolio.names import DomainName
from portfolio.observation import Provenance, Seen, Source, Unreadable
from sandbox import MovableClock
from tests.net.loopback import Listener, canary
from tests.net.spellings import DOTS, NAMES, ODD, PADDED, SIX, ipv4_spellings
from tests.net.test_addresses import REFUSED, offline
from tests.sandbox.cast import START
from tests.whois_sync.lookup.loopback import Loopback, Port43, Reply
from tests.whois_sync.lookup.rdap_samples import an_answer
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.port43 import Port43 as Asking
from whois_sync.lookup.resting import Resting
from whois_sync.lookup.services import MalformedBootstrap, read_services
from whois_sync.lookup.sources import PublicRecord
from whois_sync.lookup.whois_servers import Server, WhoisServers
from whois_sync.pace.question import held

NAME = DomainName("example.com")
DRESSED = (
    "user@127.0.0.1", "user:word@127.0.0.1", "example.com@127.0.0.1", "example.com:443@localhost",
    "@127.0.0.1", "example.com\\@127.0.0.1", "127.0.0.1\\@example.com", "127.0.0.1#@example.com",
    "127.0.0.1?@example.com", "127.0.0.1.", "127.1.", "0x7f.1.", "2130706433.", "[::1].", "127.0.0.1:22",
    "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1", "[::1]:25", "localhost:6379", "[::ffff:7f00:1]:80",
    "[0:0:0:0:0:ffff:7f00:1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]",
    "[::127.0.0.1]", "[fe80::1%25eth0]", "[fe80::1%eth0]",
    "169.254.169.254.", "metadata.google.internal", "127。0。0。1。",
    "127.0.0.1\r\nHost: example.com", "127.0.0.1%0d%0a", "127.0.0.1%2f@example.com",
)  # fmt: skip
PLACES = tuple(
    dict.fromkeys(
        (
            *ipv4_spellings("127.0.0.1"),
            *ipv4_spellings("169.254.169.254"),
            *PADDED, *SIX, *NAMES, *DOTS, *ODD, *REFUSED, *DRESSED,
        )
    )
)  # fmt: skip


@dataclass
class Street:
    """A registry, a port-43 server and a canary, and what was dialled besides the first two."""

    registry: Loopback
    whois: Port43
    canaries: list[Listener]
    dialled: list[object] = field(default_factory=list)

    @property
    def reached(self) -> int:
        return sum(listener.connections for listener in self.canaries)

    def guard(self) -> AddressGuard:
        return AddressGuard([self.registry.address, self.whois.address])

    def urls(self, path: str = "domain/example.com") -> Iterator[str]:
        """Each place as https on its own port, and as http on the canary's."""
        for place in PLACES:
            host = f"[{place}]" if place.count(":") > 1 and "[" not in place else place
            yield f"https://{host}/{path}"
            yield f"http://{host}:{self.canaries[0].port}/{path}"


class Blind(AddressGuard):
    """A guard that looks away."""

    @override
    def raise_if_refused(self, address: str, port: int) -> None:
        """Let everything pass."""

    @override
    def opens(self, address: str, port: int) -> bool:
        return True


class AllListed(WhoisServers):
    """Servers that may all be referred to: what is left is the guard."""

    @override
    def is_listed(self, server: Server) -> bool:
        return True


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    with ExitStack() as stack:
        made = Street(
            stack.enter_context(Loopback()),
            stack.enter_context(Port43(b"")),
            stack.enter_context(canary()),
        )
        connect = socket.socket.connect

        def led(sock: socket.socket, address: Any) -> None:  # Any: whatever a family calls an address
            if address[:2] not in (made.registry.address, made.whois.address):
                made.dialled.append(address)
                host = "::1" if sock.family is socket.AF_INET6 else "127.0.0.1"
                address = (host, made.canaries[0].port)
            connect(sock, address)

        monkeypatch.setattr(socket.socket, "connect", led)
        yield made


def public(street: Street, guard: AddressGuard, stack: ExitStack) -> PublicRecord:
    http = stack.enter_context(
        HttpClient(guard=guard, redirects=3, resolver=offline, deadline=timedelta(seconds=2))
    )
    return PublicRecord(
        http=http,
        guard=guard,
        bootstrap=Bootstrap(f"{street.registry.url}dns.json", http=http, guard=guard),
        whois_servers={},
        clock=MovableClock(START),
    )


def file_of(urls: dict[str, str]) -> Reply:
    return Reply(200, json.dumps({"services": [[[tld], [url]] for tld, url in urls.items()]}).encode())


def by_tld(street: Street) -> dict[str, str]:
    """Each URL under a TLD of its own, as far as a bootstrap file may hold it at all."""
    kept: dict[str, str] = {}
    for number, url in enumerate(street.urls("")):
        tld = "".join(chr(ord("a") + number // base % 26) for base in (17_576, 676, 26, 1))
        try:
            read_services(file_of({tld: url}).body)
        except MalformedBootstrap:
            continue
        kept[tld] = url
    return kept


def test_there_are_more_than_three_hundred_places() -> None:
    assert len(PLACES) > 390


def test_a_bootstrap_file_leads_to_none_of_them(street: Street) -> None:
    urls = by_tld(street)
    assert len(urls) > 700
    street.registry.replies = [file_of(urls)]
    with ExitStack() as stack:
        record = public(street, street.guard(), stack)
        for tld in urls:
            assert isinstance(record.look_up(DomainName(f"example.{tld}")), Unreadable)
    assert (street.reached, street.dialled) == (0, [])


def test_a_redirect_leads_to_none_of_them(street: Street) -> None:
    street.registry.replies = [file_of({"com": street.registry.url}), Reply(500)]
    with ExitStack() as stack:
        record = public(street, street.guard(), stack)
        for url in street.urls():
            street.registry.replies[-1] = Reply(302, b"", {"Location": header(url)})
            assert isinstance(record.look_up(NAME), Unreadable)
    assert (street.reached, street.dialled) == (0, [])


def test_a_related_link_leads_to_none_of_them(street: Street) -> None:
    street.registry.replies = [file_of({"com": street.registry.url}), Reply(500)]
    with ExitStack() as stack:
        record = public(street, street.guard(), stack)
        for url in street.urls():
            street.registry.replies[-1] = linked(url)
            assert isinstance(record.look_up(NAME), Seen)
    assert (street.reached, street.dialled) == (0, [])


@pytest.mark.parametrize("servers", [WhoisServers, AllListed])
def test_a_referral_leads_to_none_of_them(street: Street, servers: type[WhoisServers]) -> None:
    whois(street, street.guard(), servers({"com": street.whois.address}))
    assert len(street.whois.questions) == 2 * len(PLACES)
    assert (street.reached, street.dialled) == (0, [])


def test_the_canary_does_sing_when_nobody_guards(street: Street) -> None:
    urls = by_tld(street)
    street.registry.replies = [file_of(urls)]
    with ExitStack() as stack:
        record = public(street, Blind(), stack)
        for tld in urls:
            record.look_up(DomainName(f"example.{tld}"))
    by_rdap = street.reached
    assert by_rdap > 550
    whois(street, Blind(), AllListed({"com": street.whois.address}))
    assert street.reached - by_rdap > 500


def test_it_sings_for_redirects_and_links_too(street: Street) -> None:
    street.registry.replies = [file_of({"com": street.registry.url}), Reply(500)]
    with ExitStack() as stack:
        record = public(street, Blind(), stack)
        for url in list(street.urls())[:40]:
            street.registry.replies[-1] = Reply(302, b"", {"Location": header(url)})
            record.look_up(NAME)
        redirected = street.reached
        for url in list(street.urls())[:40]:
            street.registry.replies[-1] = linked(url)
            record.look_up(NAME)
    assert redirected > 20
    assert street.reached - redirected > 20


def whois(street: Street, guard: AddressGuard, servers: WhoisServers) -> None:
    """Ask port 43, which refers to each place, once on its usual port and once on the canary's."""
    asking = Asking(
        guard=guard,
        servers=servers,
        said_by=lambda server: Provenance(source=Source.WHOIS, server=server, observed_at=START),
        resolver=offline,
    )
    for place in PLACES:
        for value in (place, f"whois://{place}:{street.canaries[0].port}"):
            text = f"Domain Name: EXAMPLE.COM\nRegistrar: Example Ltd.\nReferralServer: {value}\n"
            street.whois.answer = text.encode()
            found = held(asking.looking_up(street.whois.address, NAME), Resting(MovableClock(START)).ask)
            assert isinstance(found, Seen)


def linked(url: str) -> Reply:
    link = {"rel": "related", "type": "application/rdap+json", "href": url}
    return Reply(200, json.dumps(an_answer(links=[link])).encode())


def header(url: str) -> str:
    """The URL as a server can write it into a header."""
    return url.replace("\r\n", "%0d%0a").replace("\n", "%0a").encode().decode("latin-1")

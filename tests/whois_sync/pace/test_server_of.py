"""Which lane a name belongs to is known before anyone is asked."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from net import AddressGuard, HttpClient
from portfolio.names import DomainName
from portfolio.observation import Absent, Source
from sandbox import Sandbox
from tests.whois_sync.pace.simulated import START
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.sources import PublicRecord


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(start=START) as running:
        yield running


@pytest.fixture
def public(box: Sandbox) -> Iterator[PublicRecord]:
    guard = AddressGuard(box.addresses.all_pairs)
    servers = {"ca": box.addresses.whois, "ee": box.addresses.whois, "se": ("whois.example.net", 43)}
    with HttpClient(guard=guard, deadline=timedelta(seconds=5)) as http:
        bootstrap = Bootstrap(box.addresses.rdap_bootstrap, http=http, guard=guard)
        yield PublicRecord(
            http=http, guard=guard, bootstrap=bootstrap, whois_servers=servers, clock=box.clock
        )


def test_it_is_the_rdap_server_where_there_is_one_and_the_whois_server_where_not(
    public: PublicRecord, box: Sandbox
) -> None:
    rdap = box.addresses.rdap.removeprefix("http://").rstrip("/")
    whois = f"{box.addresses.whois[0]}:{box.addresses.whois[1]}"
    assert public.server_of(DomainName("example.ca")) == rdap
    assert public.server_of(DomainName("example.ee")) == whois
    assert public.server_of(DomainName("example.ca"), Source.WHOIS) == whois
    assert public.server_of(DomainName("example.se")) == "whois.example.net"
    assert public.server_of(DomainName("example.ee"), Source.RDAP) == ""
    assert public.server_of(DomainName("example.invalid")) == ""


def test_a_lane_asks_over_a_client_of_its_own(public: PublicRecord, box: Sandbox) -> None:
    with HttpClient(guard=AddressGuard(), deadline=timedelta(seconds=5)) as closed:
        assert public.over(closed).look_up(DomainName("example.ca")).kind == "unreadable"
    assert isinstance(public.look_up(DomainName("example.ca")), Absent)

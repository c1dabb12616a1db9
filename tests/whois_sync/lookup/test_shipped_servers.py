"""What stands in for IANA's bootstrap file, and what is added to it: only where IANA's own file is meant."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from console.settings import Network
from net import AddressGuard, HttpClient
from portfolio.names import DomainName
from tests.whois_sync.lookup.loopback import Loopback
from whois_sync.lookup.bootstrap import IANA, Bootstrap
from whois_sync.lookup.services import (
    MalformedBootstrap,
    read_overrides,
    shipped_as_of,
    shipped_overrides,
    shipped_services,
)
from whois_sync.lookup.whois_servers import whois_table

COM, DE = DomainName("example.com"), DomainName("example.de")


def nowhere(host: str, port: int) -> Sequence[str]:
    """Resolve nothing: a machine without a network."""
    raise OSError


@pytest.fixture
def offline() -> Iterator[HttpClient]:
    with HttpClient(guard=AddressGuard(), resolver=nowhere) as http:
        yield http


def at_iana(http: HttpClient, **more: Path) -> Bootstrap:
    return Bootstrap(IANA, http=http, guard=AddressGuard(), **more)


def test_a_first_start_without_a_network_knows_where_to_ask(offline: HttpClient) -> None:
    bootstrap = at_iana(offline)
    assert bootstrap.base_url_for(COM) == "https://rdap.verisign.com/com/v1/"
    assert bootstrap.base_url_for(DomainName("example.ca")) == "https://rdap.ca.fury.ca/rdap/"
    assert bootstrap.is_known
    assert bootstrap.is_dated(COM)
    assert not bootstrap.is_dated(DomainName("example.zz"))


def test_a_code_that_iana_does_not_list_is_asked_all_the_same(offline: HttpClient) -> None:
    bootstrap = at_iana(offline)
    assert bootstrap.base_url_for(DE) == "https://rdap.denic.de/"
    assert not bootstrap.is_dated(DE)
    assert bootstrap.base_url_for(DomainName("example.zz")) is None


def test_a_file_of_ones_own_is_never_mixed_with_what_we_ship() -> None:
    with Loopback() as server:
        guard = AddressGuard([server.address])
        with HttpClient(guard=guard) as http:
            bootstrap = Bootstrap(f"{server.url}dns.json", http=http, guard=guard)
            assert [bootstrap.base_url_for(name) for name in (COM, DE)] == [None, None]
            assert not bootstrap.is_known
            assert not bootstrap.is_public


def test_the_file_of_the_house_goes_before_everything_and_replaces_our_overrides(
    offline: HttpClient, tmp_path: Path
) -> None:
    own = tmp_path / "rdap-servers.toml"
    own.write_text(
        '[overrides]\ncom = ["https://rdap.example.net"]\n"co.ca" = ["https://rdap.example.org/"]\n'
    )
    bootstrap = at_iana(offline, overrides=own)
    assert bootstrap.base_url_for(COM) == "https://rdap.example.net/"
    assert bootstrap.base_url_for(DomainName("example.co.ca")) == "https://rdap.example.org/"
    assert bootstrap.base_url_for(DE) is None
    assert not bootstrap.is_dated(COM)
    assert bootstrap.is_dated(DomainName("example.net"))


def test_without_a_file_of_the_house_ours_hold(offline: HttpClient, tmp_path: Path) -> None:
    assert at_iana(offline, overrides=tmp_path / "none.toml").base_url_for(DE)


@pytest.mark.parametrize(
    "text",
    ["[overrides", "overrides = 7", "[overrides]\nca = 'https://x/'", "[overrides]\nca = ['ftp://x/']"],
)
def test_a_house_is_told_when_its_file_is_malformed(offline: HttpClient, tmp_path: Path, text: str) -> None:
    own = tmp_path / "rdap-servers.toml"
    own.write_text(text)
    with pytest.raises(MalformedBootstrap):
        at_iana(offline, overrides=own)


def test_a_file_of_the_house_that_is_no_text_is_malformed(offline: HttpClient, tmp_path: Path) -> None:
    own = tmp_path / "rdap-servers.toml"
    own.write_bytes(b"\xff\xfe")
    with pytest.raises(MalformedBootstrap):
        at_iana(offline, overrides=own)


def test_a_file_without_overrides_overrides_nothing() -> None:
    assert read_overrides("title = 'x'") == {}


@pytest.mark.parametrize(
    ("tld", "url"),
    [
        ("nl", "https://rdap.sidn.nl/"),
        ("fr", "https://rdap.nic.fr/"),
        ("org", "https://rdap.publicinterestregistry.org/rdap/"),
        ("info", "https://rdap.identitydigital.services/rdap/"),
        ("berlin", "https://rdap.nic.berlin/v1/"),
        ("to", "https://rdap.tonicregistry.to/rdap/"),
        ("xn--45q11c", "https://rdap.zdnsgtld.com/XN--45Q11C/"),
    ],
)
def test_the_shipped_table_says_what_iana_said(tld: str, url: str) -> None:
    assert shipped_services()[tld] == (url,)


def test_what_iana_lists_is_no_override_and_what_has_no_https_is_left_to_whois() -> None:
    assert not shipped_services().keys() & shipped_overrides().keys()
    for tld in ("kg", "mg", "ng"):
        assert tld not in shipped_services()
        assert tld in whois_table().hosts


def test_the_shipped_table_is_whole_dated_and_https_on_the_usual_port() -> None:
    services = shipped_services()
    assert len(services) > 1_100
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", shipped_as_of())
    assert shipped_as_of() >= "2026-02-13"
    for tld, urls in {**services, **shipped_overrides()}.items():
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z]+)?", tld)
        for url in urls:
            assert re.fullmatch(r"https://[a-z0-9.-]+\.[a-z0-9-]+(/[A-Za-z0-9.-]+)*/", url), url


def test_a_house_with_ordinary_settings_asks_iana() -> None:
    assert Network().rdap_bootstrap == IANA

"""Only public unicast passes, whatever it is written like."""

import socket
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from net import AddressGuard, AddressRefused, HttpClient, NetError, NeverSent, converse
from net.addresses import refusing_block, special_purpose_blocks
from tests.net.loopback import Listener, canary
from tests.net.spellings import DOTS, NAMES, ODD, PADDED, SIX, ipv4_spellings

SPAN = timedelta(seconds=2)
LOOPBACK = (*ipv4_spellings("127.0.0.1"), *PADDED, *SIX, *NAMES)
NUMBERS = st.integers(min_value=0, max_value=2**32 - 1)

PUBLIC = (
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
    "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
    "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
    "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0",
    "223.255.255.255", "2001:500:2::c", "2606:4700::1111", "2a00::1", "2001:200::1", "2001:db9::1",
    "2003::1", "2620:4f:8001::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "2002:0808:0808::1",
)  # fmt: skip

REFUSED = (
    "0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.64.0.1", "100.127.255.255",
    "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255",
    "192.0.0.0", "192.0.0.8", "192.0.0.9", "192.0.0.10", "192.0.0.170", "192.0.0.171", "192.0.0.255",
    "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.0", "192.88.99.1", "192.88.99.255",
    "192.168.0.0", "192.168.255.255", "192.175.48.1", "198.18.0.0", "198.19.255.255", "198.51.100.1",
    "203.0.113.255", "224.0.0.1", "239.255.255.255", "240.0.0.0", "255.255.255.254", "255.255.255.255",
    "::", "::1", "::2", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:100.64.0.1",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254",
    "64:ff9b:1::1", "64:ff9b:1::8.8.8.8", "64:ff9b:2::1", "100::1", "100:0:0:1::1", "2001::1",
    "2001:1::1", "2001:1::2", "2001:1::3", "2001:2::1", "2001:3::1", "2001:4:112::1", "2001:10::1",
    "2001:20::1", "2001:30::1", "2001:1ff:ffff::1", "2001:db8::1", "2001:db8:ffff::1", "2002:7f00:1::",
    "2002:7f00:1::1", "2002:0a00:0001::1", "2002:c0a8:1::1", "2002:6440:1::", "2620:4f:8000::1",
    "3fff::1", "3fff:fff:ffff::1", "4000::1", "5f00::1", "8000::1", "fc00::1", "fd00::1", "fdff::1",
    "fe80::1", "fe80::1%lo", "febf::1", "fec0::1", "feff::1", "ff00::1", "ff02::1", "ffff::1",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_unicast_passes(address: str) -> None:
    AddressGuard().raise_if_refused(address, 443)


@pytest.mark.parametrize("address", REFUSED)
def test_special_purpose_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused, match="special purpose"):
        AddressGuard().raise_if_refused(address, 443)


def test_every_listed_block_is_refused_from_its_first_address_to_its_last() -> None:
    for block in special_purpose_blocks():
        if block.embeds is None:
            assert refusing_block(block.network[0]) is not None, block
            assert refusing_block(block.network[-1]) is not None, block


def test_what_python_itself_calls_private_or_local_is_refused_too() -> None:
    for first in range(256):
        for second in range(0, 256, 5):
            address = IPv4Address(f"{first}.{second}.0.1")
            if address.is_private or address.is_multicast or address.is_reserved or not address.is_global:
                assert refusing_block(address) is not None, address


@given(NUMBERS)
def test_an_address_inside_another_is_judged_like_itself(number: int) -> None:
    refused = refusing_block(IPv4Address(number)) is not None
    assert (refusing_block(IPv6Address(0xFFFF << 32 | number)) is not None) is refused
    assert (refusing_block(IPv6Address((0x64FF9B << 96) | number)) is not None) is refused
    assert (refusing_block(IPv6Address((0x2002 << 112) | (number << 80))) is not None) is refused


@given(st.integers(min_value=0, max_value=2**128 - 1))
def test_no_ipv6_address_outside_global_unicast_passes_unless_it_carries_a_public_one(number: int) -> None:
    address = IPv6Address(number)
    if refusing_block(address) is None:
        assert number >> 125 == 1 or number >> 32 in (0xFFFF, 0x64FF9B << 64)


@pytest.mark.parametrize("name", ["localhost", "example.com", "", "127.1", "0x7f000001", "127.0.0.1:80"])
def test_a_name_is_no_address_and_is_refused(name: str) -> None:
    with pytest.raises(AddressRefused, match="numeric"):
        AddressGuard([("127.0.0.1", 80)]).raise_if_refused(name, 80)


def test_an_opened_pair_opens_that_address_and_that_port_only() -> None:
    guard = AddressGuard([("127.0.0.1", 8043), ("::1", 8044)])
    guard.raise_if_refused("127.0.0.1", 8043)
    guard.raise_if_refused("0:0:0:0:0:0:0:1", 8044)
    for address, port in (
        ("127.0.0.1", 8044),
        ("127.0.0.2", 8043),
        ("::1", 8043),
        ("::ffff:127.0.0.1", 8043),
    ):
        with pytest.raises(AddressRefused):
            guard.raise_if_refused(address, port)
    assert guard.opens("127.0.0.1", 8043)
    assert not guard.opens("localhost", 8043)


def test_a_guard_is_not_opened_by_name() -> None:
    with pytest.raises(ValueError, match="localhost"):
        AddressGuard([("localhost", 80)])


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "100.64.0.1", "192.168.1.1"])
def test_no_spelling_of_a_local_address_passes_once_resolved(address: str) -> None:
    spellings = list(ipv4_spellings(address))
    assert len(set(spellings)) == 120
    for spelling in spellings:
        for resolved in offline(spelling, 443):
            assert ip_address(resolved) == ip_address(address)
            with pytest.raises(AddressRefused):
                AddressGuard().raise_if_refused(resolved, 443)


def test_no_spelling_of_loopback_reaches_a_listener() -> None:
    hosts = (*LOOPBACK, *DOTS, *ODD)
    assert len(set(hosts)) > 170
    with canary() as listeners:
        for host in hosts:
            assert_unreached(host, listeners[0].port)
        assert [listener.connections for listener in listeners] == [0, 0]


def test_the_same_spellings_do_reach_it_when_nobody_guards() -> None:
    with canary() as listeners:
        port = listeners[0].port
        reaching = [host for host in LOOPBACK if {*offline(host, port)} <= {"127.0.0.1", "::1"}]
        assert len(reaching) > 130
        for host in reaching:
            converse(host, port, b"?", guard=Blind(), deadline=SPAN, max_bytes=99, resolver=offline)
        assert sum(listener.connections for listener in listeners) == len(reaching)


class Blind(AddressGuard):
    """A guard that looks away."""

    def raise_if_refused(self, address: str, port: int) -> None:
        """Let everything pass."""


def offline(host: str, port: int) -> Sequence[str]:
    """Resolve as the system does, with loopback for every name, so that no test asks a name server."""
    if host in NAMES or host.rstrip(".").lower() == "localhost":
        return ["127.0.0.1", "::1"]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(info[4][0]) for info in found]


def assert_unreached(host: str, port: int) -> None:
    with pytest.raises(NeverSent):
        converse(
            host,
            port,
            b"example.com\r\n",
            guard=AddressGuard(),
            deadline=SPAN,
            max_bytes=99,
            resolver=offline,
        )
    with HttpClient(guard=AddressGuard(), deadline=SPAN, resolver=offline) as client:
        for written in (host, f"[{host}]"):
            with pytest.raises(NeverSent):
                client.send("GET", f"http://{written}:{port}/")


def test_a_refusal_is_told_apart_from_a_failed_connection() -> None:
    with Listener(lambda peer: None) as listener, HttpClient(guard=AddressGuard()) as client:
        with pytest.raises(AddressRefused, match="loopback"):
            client.send("GET", listener.url())
        assert listener.connections == 0
    with HttpClient(guard=listener.guard) as client, pytest.raises(NetError) as caught:
        client.send("GET", listener.url())
    assert type(caught.value) is NeverSent

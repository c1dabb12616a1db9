"""A name is resolved once, and exactly the address that was checked is dialled."""

import socket
from collections.abc import Sequence
from datetime import timedelta

import pytest

from net import AddressGuard, AddressRefused, HttpClient, NeverSent, converse
from net.dialling import system_resolver
from tests.net.loopback import OK, Listener, Peer, answering, canary, keeping_alive

NAME = "registrar.example"
SPAN = timedelta(seconds=5)


class Rebinding:
    """A name server that gives the next answer of a list each time, and the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.questions = 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        """Answer."""
        self.questions += 1
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def test_a_name_that_turns_to_loopback_after_the_check_gains_nothing() -> None:
    with canary() as (four, six):
        guard = AddressGuard([(four.host, four.port)])
        names = Rebinding(["127.0.0.1"], ["::1"])
        with HttpClient(guard=guard, resolver=names) as client:
            assert client.send("POST", f"http://{NAME}:{four.port}/").body == b"ok"
            assert names.questions == 1
            for turn in range(2, 5):
                with pytest.raises(AddressRefused):
                    client.send("POST", f"http://{NAME}:{four.port}/")
                assert names.questions == turn
        assert (four.connections, six.connections) == (1, 0)


def test_the_same_on_port_43() -> None:
    with canary() as (four, six):
        guard = AddressGuard([(four.host, four.port)])
        names = Rebinding(["127.0.0.1"], ["::1"])
        converse(NAME, four.port, b"?", guard=guard, deadline=SPAN, max_bytes=99, resolver=names)
        with pytest.raises(AddressRefused):
            converse(NAME, four.port, b"?", guard=guard, deadline=SPAN, max_bytes=99, resolver=names)
        assert (four.connections, six.connections, names.questions) == (1, 0, 2)


@pytest.mark.parametrize(
    "answers", [["::1", "127.0.0.1"], ["127.0.0.1", "::1"], ["10.0.0.1", "127.0.0.1", "fe80::1"]]
)
def test_a_refused_address_among_others_is_passed_over(answers: list[str]) -> None:
    with canary() as (four, six):
        guard = AddressGuard([(four.host, four.port)])
        with HttpClient(guard=guard, resolver=Rebinding(answers)) as client:
            assert client.send("GET", f"http://{NAME}:{four.port}/").body == b"ok"
        assert (four.connections, six.connections) == (1, 0)


@pytest.mark.parametrize(
    "answers", [["::1"], ["127.0.0.1"], ["10.0.0.1", "::1"], ["64:ff9b::7f00:1"], ["not an address"]]
)
def test_a_name_with_refused_addresses_only_is_refused(answers: list[str]) -> None:
    with canary() as (four, six):
        with (
            HttpClient(guard=AddressGuard(), resolver=Rebinding(answers)) as client,
            pytest.raises(AddressRefused),
        ):
            client.send("GET", f"http://{NAME}:{four.port}/")
        assert (four.connections, six.connections) == (0, 0)


def test_the_next_address_is_tried_when_one_does_not_listen() -> None:
    with Listener(keeping_alive(OK)) as server:
        guard = AddressGuard([("127.0.0.1", server.port), ("::1", server.port)])
        with HttpClient(guard=guard, resolver=Rebinding(["::1", "127.0.0.1"])) as client:
            assert client.send("GET", f"http://{NAME}:{server.port}/").body == b"ok"


def test_a_name_whose_addresses_do_not_listen_is_never_sent_to() -> None:
    with Listener(Peer.hear) as server:
        guard = AddressGuard([("127.0.0.1", server.port), ("::1", server.port)])
        url = f"http://{NAME}:{server.port}/"
    with HttpClient(guard=guard, resolver=Rebinding(["::1", "127.0.0.1"])) as client:
        with pytest.raises(NeverSent, match=r"could not connect to registrar\.example") as caught:
            client.send("GET", url)
        assert not isinstance(caught.value, AddressRefused)


def test_ipv6_is_dialled_when_it_is_opened() -> None:
    with Listener(answering(OK), host="::1") as server, HttpClient(guard=server.guard) as client:
        assert client.send("GET", server.url()).body == b"ok"
        with HttpClient(guard=AddressGuard()) as other, pytest.raises(AddressRefused):
            other.send("GET", server.url())
        assert server.connections == 1


def test_a_numeric_host_is_not_asked_about() -> None:
    names = Rebinding(["127.0.0.1"])
    with Listener(answering(OK)) as server, HttpClient(guard=server.guard, resolver=names) as client:
        client.send("GET", server.url())
    assert names.questions == 0


@pytest.mark.parametrize(
    "host",
    [
        "faß.example",
        "bücher.example",
        "whois.example\r\n",
        "a b",
        "",
        "a/b",
        "a" * 64,
        "a." * 128,
        ".a",
        "a..b",
    ],
)
def test_a_host_that_is_not_spelled_like_one_is_never_looked_up(host: str) -> None:
    names = Rebinding(["127.0.0.1"])
    with pytest.raises(NeverSent, match="not a host name"):
        converse(host, 43, b"?", guard=AddressGuard(), deadline=SPAN, max_bytes=99, resolver=names)
    assert names.questions == 0


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f.0.0.1", "2130706433"])
def test_the_systems_resolver_speaks_numbers_only(host: str) -> None:
    if host == "localhost" and not _knows_localhost():
        pytest.skip("this machine has no name localhost")
    assert set(system_resolver(host, 43)) <= {"127.0.0.1", "::1"}
    with canary() as (four, six), pytest.raises(AddressRefused):
        converse(host, four.port, b"?", guard=AddressGuard(), deadline=SPAN, max_bytes=99)
    assert (four.connections, six.connections) == (0, 0)


def test_an_international_name_is_asked_as_its_idna_2008_label() -> None:
    asked: list[str] = []

    def names(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with Listener(answering(OK)) as server, HttpClient(guard=server.guard, resolver=names) as client:
        client.send("GET", f"http://faß.example:{server.port}/")
    assert asked == ["xn--fa-hia.example"]


def _knows_localhost() -> bool:
    try:
        return bool(socket.getaddrinfo("localhost", 43))
    except OSError:
        return False

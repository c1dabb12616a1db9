"""One deadline for everything together."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest

from net import AddressGuard, HttpClient, NeverSent, NoAnswer, converse
from tests.net.loopback import OK, Listener, Peer, answering, http, redirect

SHORT = timedelta(seconds=0.3)


def dripping(data: bytes) -> Listener:
    """Return a server whose whole answer would come if each byte were given its own time."""

    def script(peer: Peer) -> None:
        peer.hear()
        peer.drip(data)

    return Listener(script)


@pytest.mark.parametrize(
    "data",
    [
        http(b"hello"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 9 + b"0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 2 + OK,
    ],
    ids=["counted", "chunked", "interim"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_server_that_drips_does_not_get_more_time(data: bytes, method: str) -> None:
    with dripping(data) as server, HttpClient(guard=server.guard, deadline=SHORT) as client:
        with pytest.raises(NoAnswer, match="deadline"):
            client.send(method, server.url())
        assert len(server.arrivals) == 1


def test_a_body_that_drips_after_swift_headers_does_not_get_more_time() -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.say(b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n")
        peer.drip(b"x" * 40)

    with (
        Listener(script) as server,
        HttpClient(guard=server.guard, deadline=SHORT) as client,
        pytest.raises(NoAnswer, match="deadline"),
    ):
        client.send("GET", server.url())


def test_a_server_that_says_nothing_is_no_answer() -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.wait()

    with (
        Listener(script) as server,
        HttpClient(guard=server.guard, deadline=SHORT) as client,
        pytest.raises(NoAnswer),
    ):
        client.send("GET", server.url())


def test_a_server_that_takes_nothing_in_does_not_get_more_time() -> None:
    with (
        Listener(Peer.wait) as server,
        HttpClient(guard=server.guard, deadline=SHORT) as client,
        pytest.raises(NoAnswer, match="while sending"),
    ):
        client.send("PUT", server.url(), body=bytes(30_000_000))


def test_a_resolver_that_hangs_is_left_behind() -> None:
    release = threading.Event()

    def hanging(host: str, port: int) -> Sequence[str]:
        release.wait(1)
        return ["127.0.0.1"]

    with Listener(Peer.wait) as server:
        with (
            HttpClient(guard=server.guard, deadline=SHORT, resolver=hanging) as client,
            pytest.raises(NeverSent, match="not resolved in time"),
        ):
            client.send("GET", f"http://slow.example:{server.port}/")
        release.set()
        assert server.connections == 0


def test_redirects_share_the_deadline_of_the_first_request() -> None:
    def script(peer: Peer) -> None:
        while peer.hear():
            peer.drip(b"HTTP/1.1")
            peer.say(redirect("/again").removeprefix(b"HTTP/1.1"))

    with (
        Listener(script) as server,
        HttpClient(guard=server.guard, deadline=timedelta(seconds=0.6), redirects=9) as client,
        pytest.raises(NoAnswer, match="deadline"),
    ):
        client.send("GET", server.url())


def test_a_deadline_in_the_past_sends_nothing() -> None:
    with Listener(Peer.wait) as server, HttpClient(guard=server.guard, deadline=timedelta(0)) as client:
        for method in ("GET", "POST"):
            with pytest.raises(NeverSent):
                client.send(method, server.url())
    assert server.connections == 0
    with Listener(Peer.wait) as server, pytest.raises(NeverSent):
        converse("127.0.0.1", server.port, b"?", guard=server.guard, deadline=timedelta(0), max_bytes=9)


def test_each_attempt_on_a_kept_connection_has_its_own_deadline() -> None:
    def script(peer: Peer) -> None:
        while peer.hear():
            peer.drip(b"HTTP")
            peer.say(OK.removeprefix(b"HTTP"))

    with Listener(script) as server, HttpClient(guard=server.guard, deadline=timedelta(seconds=1)) as client:
        for _ in range(8):
            assert client.send("GET", server.url()).body == b"ok"
        assert server.connections == 1


@contextmanager
def swallowing(port: int) -> Iterator[None]:
    """Make the port of ::1 one where connecting neither succeeds nor fails: its queue is full."""
    with socket.create_server(("::1", port), family=socket.AF_INET6, backlog=0), ExitStack() as waiting:
        for _ in range(4):
            sock = waiting.enter_context(socket.socket(socket.AF_INET6))
            sock.setblocking(False)
            sock.connect_ex(("::1", port))
        yield


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_that_swallows_packets_does_not_starve_the_next(method: str) -> None:
    with Listener(answering(OK)) as server, swallowing(server.port):
        guard = AddressGuard([("127.0.0.1", server.port), ("::1", server.port)])
        names = ["::1", "127.0.0.1"]
        with HttpClient(
            guard=guard, deadline=timedelta(seconds=1), resolver=lambda host, port: names
        ) as client:
            assert client.send(method, f"http://two.example:{server.port}/").body == b"ok"


def test_a_connection_that_does_not_come_about_is_never_sent() -> None:
    with Listener(Peer.wait) as server, swallowing(server.port):
        guard = AddressGuard([("::1", server.port)])
        with HttpClient(guard=guard, deadline=SHORT) as client, pytest.raises(NeverSent, match="timed out"):
            client.send("POST", f"http://[::1]:{server.port}/")


def test_threads_sharing_a_client_keep_their_attempts_apart() -> None:
    answers: list[bytes] = []

    def script(peer: Peer) -> None:
        while request := peer.hear():
            peer.say(http(request.split(b" ")[1]))

    with Listener(script) as server, HttpClient(guard=server.guard) as client:

        def work(lane: int) -> None:
            answers.extend(client.send("GET", server.url(f"/{lane}/{turn}")).body for turn in range(20))

        threads = [threading.Thread(target=work, args=(lane,)) for lane in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert sorted(answers) == sorted(f"/{lane}/{turn}".encode() for lane in range(8) for turn in range(20))

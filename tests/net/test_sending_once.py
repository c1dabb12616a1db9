"""A request leaves at most once, and whether it left is known."""

import socket
import threading
from datetime import timedelta
from typing import Any

import httpcore
import pytest

from net import AddressGuard, HttpClient, NeverSent, NoAnswer
from net.connections import Connection, GuardedBackend
from net.deadline import Deadline
from net.dialling import dial, system_resolver
from tests.net.loopback import OK, Listener, Peer, http, keeping_alive

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
BODY = b"years=1"


def test_a_reset_after_any_number_of_bytes_is_no_answer_and_is_not_repeated() -> None:
    methods = ("GET", "POST", "PUT")

    def script(peer: Peer) -> None:
        left = (server.connections - 1) // len(methods) + 1
        while left:
            left -= len(peer.sock.recv(left))
        peer.reset()

    with Listener(keeping_alive(OK)) as server, HttpClient(guard=server.guard) as client:
        client.send("GET", server.url("/order"), body=BODY)
        length = len(server.arrivals[0])  # the shortest of the three
    with Listener(script) as server, HttpClient(guard=server.guard, deadline=timedelta(seconds=5)) as client:
        for attempt in range(length * len(methods)):
            with pytest.raises(NoAnswer):
                client.send(methods[attempt % len(methods)], server.url("/order"), body=BODY)
            assert server.connections == attempt + 1


@pytest.mark.parametrize("method", METHODS)
def test_a_connection_closed_without_an_answer_sees_one_arrival(method: str) -> None:
    with Listener(Peer.hear) as server, HttpClient(guard=server.guard) as client:
        with pytest.raises(NoAnswer):
            client.send(method, server.url(), body=BODY)
        assert (server.connections, len(server.arrivals)) == (1, 1)


@pytest.mark.parametrize("ending", ["reset", "farewell"])
@pytest.mark.parametrize("method", METHODS)
def test_a_request_lost_on_a_kept_connection_is_not_sent_again(method: str, ending: str) -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.say(OK)
        if peer.hear() and ending == "reset":
            peer.reset()

    with Listener(script) as server, HttpClient(guard=server.guard) as client:
        assert client.send("GET", server.url("/first")).status == 200
        if method == "GET":
            with pytest.raises(NoAnswer):
                client.send("GET", server.url("/second"))
            assert (server.connections, len(server.arrivals)) == (1, 2)
        else:
            assert client.send(method, server.url("/second"), body=BODY).status == 200
            assert (server.connections, len(server.arrivals)) == (2, 2)


def test_a_kept_connection_that_the_server_has_closed_is_not_used() -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.say(OK)
        peer.sock.shutdown(socket.SHUT_RDWR)
        hung_up.release()

    hung_up = threading.Semaphore(0)
    with Listener(script) as server, HttpClient(guard=server.guard) as client:
        for turn in range(1, 20):
            assert client.send("GET", server.url()).status == 200
            assert len(server.arrivals) == turn
            assert hung_up.acquire(timeout=5)


def test_reads_share_a_connection_and_changes_do_not() -> None:
    with Listener(keeping_alive(OK)) as server, HttpClient(guard=server.guard) as client:
        for _ in range(5):
            client.send("GET", server.url())
        assert server.connections == 1
        for _ in range(3):
            client.send("POST", server.url(), body=BODY)
        assert server.connections == 4


@pytest.mark.parametrize("status", ["500 No", "502 No", "503 No", "429 Wait", "408 Late", "425 Early"])
@pytest.mark.parametrize("method", METHODS)
def test_no_status_is_a_reason_to_send_again(method: str, status: str) -> None:
    with Listener(keeping_alive(http(b"", "Retry-After: 0", status=status))) as server:
        with HttpClient(guard=server.guard) as client:
            assert client.send(method, server.url(), body=BODY).headers["retry-after"] == "0"
        assert len(server.arrivals) == 1


@pytest.mark.parametrize("method", METHODS)
def test_a_closed_port_is_never_sent(method: str) -> None:
    with Listener(Peer.hear) as server:
        guard, url = server.guard, server.url()
    with HttpClient(guard=guard) as client, pytest.raises(NeverSent, match="connection refused"):
        client.send(method, url, body=BODY)


def test_an_unknown_name_is_never_sent() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with Listener(Peer.hear) as server, HttpClient(guard=server.guard, resolver=unknown) as client:
        for method in METHODS:
            with pytest.raises(NeverSent, match="could not be resolved"):
                client.send(method, "https://registrar.example/api", body=BODY)


def test_an_empty_resolution_is_never_sent() -> None:
    with (
        HttpClient(guard=AddressGuard(), resolver=lambda host, port: []) as client,
        pytest.raises(NeverSent, match="could not be resolved"),
    ):
        client.send("GET", "https://registrar.example/")


@pytest.mark.parametrize("ending", ["drained", "reset"])
def test_an_answer_given_before_all_was_read_is_an_answer(ending: str) -> None:
    def script(peer: Peer) -> None:
        peer.sock.recv(100)
        peer.say(http(b"", status="413 Too Large"))
        while ending == "drained" and peer.sock.recv(65_536):
            pass

    with Listener(script) as server, HttpClient(guard=server.guard, deadline=timedelta(seconds=5)) as client:
        assert client.send("POST", server.url(), body=bytes(20_000_000)).status == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Key": "s3cret\r\nX: y"},
        {"X-Key": "s3cret\n"},
        {"X Key": "s3cret"},
        {"X-Key": "s3crét"},
        {"X-Kéy": "s3cret"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_header_that_cannot_be_written_is_never_sent(method: str, headers: dict[str, str]) -> None:
    with Listener(Peer.hear) as server, HttpClient(guard=server.guard) as client:
        with pytest.raises(NeverSent) as caught:
            client.send(method, server.url("/?token=s3cret"), headers=headers)
        assert "s3cr" not in str(caught.value)
        assert server.arrivals == []


@pytest.mark.parametrize(
    "url",
    ["ftp://127.0.0.1/", "file:///etc/passwd", "//127.0.0.1/", "/path", "", "http://", "http:///x", "https://u:p@registrar.example/",
     "https://u@registrar.example/", "http://127.0.0.1:99999/", "http://127.0.0.1:x/", "http://a\x00b/", "http://[::1/",
     "gopher://127.0.0.1/", "http://exa mple.com/", "http://" + "a" * 70 + "\u00e9.example/", "http://\ud800.example/"],
)  # fmt: skip
def test_a_url_that_is_not_asked_is_never_sent_and_not_repeated_in_the_error(url: str) -> None:
    with Listener(Peer.hear) as server, HttpClient(guard=server.guard) as client:
        with pytest.raises(NeverSent) as caught:
            client.send("GET", url)
        assert not url or url not in str(caught.value)
        assert server.connections == 0


class Patient(GuardedBackend):
    """Connects, says so, and waits until the server has hung up."""

    def __init__(self, guard: AddressGuard, connected: threading.Semaphore) -> None:
        super().__init__(guard, system_resolver)
        self._connected = connected

    def connect_tcp(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
        """Connect."""
        stream = super().connect_tcp(*args, **options)
        self._connected.release()
        while not stream.get_extra_info("is_readable"):
            pass
        return stream


def test_a_reset_before_the_first_byte_could_leave_is_never_sent() -> None:
    def script(peer: Peer) -> None:
        connected.acquire(timeout=5)
        peer.reset()

    connected = threading.Semaphore(0)
    with Listener(script) as server, HttpClient(guard=server.guard) as client:
        for pool in (client._transport._kept, client._transport._fresh):
            pool._network_backend = Patient(server.guard, connected)
        for method in METHODS:
            with pytest.raises(NeverSent, match="nothing was sent"):
                client.send(method, server.url(), body=BODY)
        assert server.connections == len(METHODS)


@pytest.mark.parametrize(
    "remainder",
    [http(b"late"), b"HTTP/1.1 200 OK\r\nContent-Le", b"x", b"\r\n"],
    ids=["whole", "part", "x", "blank"],
)
def test_what_was_said_unasked_is_not_the_answer_to_the_next_question(remainder: bytes) -> None:
    def script(peer: Peer) -> None:
        while request := peer.hear():
            peer.say(http(request.split(b" ")[1]) + remainder)

    with Listener(script) as server, HttpClient(guard=server.guard) as client:
        for name in ("/example.com", "/example.net", "/example.org"):
            assert client.send("GET", server.url(name)).body == name.encode()
        assert server.connections == 3


def test_what_follows_a_head_is_not_the_answer_to_the_next_question() -> None:
    def script(peer: Peer) -> None:
        while request := peer.hear():
            peer.say(http(http(b"inner") if request.startswith(b"HEAD") else b"outer"))

    with Listener(script) as server, HttpClient(guard=server.guard) as client:
        for _ in range(3):
            assert client.send("HEAD", server.url()).body == b""
            assert client.send("GET", server.url()).body == b"outer"


def test_a_closed_connection_counts_as_hung_up() -> None:
    with Listener(Peer.hear) as server:
        sock = dial("127.0.0.1", server.port, guard=server.guard, deadline=Deadline(timedelta(seconds=5)))
        connection = Connection(sock)
        assert not connection.get_extra_info("is_readable")
        assert connection.get_extra_info("anything else") is None
        connection.close()
        assert connection.get_extra_info("is_readable")


def test_a_client_may_be_closed_twice_and_used_again() -> None:
    with Listener(keeping_alive(OK)) as server:
        client = HttpClient(guard=server.guard)
        for _ in range(2):
            assert client.send("GET", server.url()).status == 200
            client.close()
            client.close()
        assert server.connections == 2

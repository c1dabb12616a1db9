"""Redirects are counted, re-checked, and followed for reads only."""

import httpx
import pytest

from net import AddressGuard, AnswerRefused, HttpClient, NoAnswer
from net.redirects import next_url
from tests.net.loopback import OK, Listener, Peer, canary, http, keeping_alive, redirect

CODES = ("301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent")
CREDENTIALS = {
    "Authorization": "Bearer k3y",
    "X-Api-Key": "k3y",
    "Cookie": "a=k3y",
    "Accept": "application/rdap+json",
}


def counting_down(peer: Peer) -> None:
    """Redirect /3 to /2 and so on, and answer /0."""
    while request := peer.hear():
        number = int(request.split(b" ")[1].removeprefix(b"/"))
        peer.say(OK if number == 0 else redirect(f"/{number - 1}"))


@pytest.mark.parametrize("status", CODES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_redirect_is_followed_unless_it_was_asked_for(method: str, status: str) -> None:
    with canary() as listeners, Listener(keeping_alive(redirect(listeners[0].url(), status))) as server:
        with HttpClient(guard=server.guard) as client, pytest.raises(AnswerRefused, match="redirect"):
            client.send(method, server.url())
        assert len(server.arrivals) == 1
        assert listeners[0].connections == 0


def test_redirects_are_counted() -> None:
    with Listener(counting_down) as server, HttpClient(guard=server.guard, redirects=3) as client:
        answer = client.send("GET", server.url("/3"))
        assert (answer.body, answer.url) == (b"ok", server.url("/0"))
        assert len(server.arrivals) == 4
        with pytest.raises(AnswerRefused, match="more often than 3 times"):
            client.send("GET", server.url("/4"))
        assert len(server.arrivals) == 8


@pytest.mark.parametrize("location", ["/", "", "http://127.0.0.1:{port}/", "?again", "//127.0.0.1:{port}/"])
def test_a_loop_ends(location: str) -> None:
    port = 0

    def script(peer: Peer) -> None:
        while peer.hear():
            peer.say(redirect(location.format(port=port)))

    with Listener(script) as server, HttpClient(guard=server.guard, redirects=3) as client:
        port = server.port
        with pytest.raises(AnswerRefused):
            client.send("GET", server.url())
        assert len(server.arrivals) == (4 if location else 1)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("status", CODES)
def test_a_change_is_not_sent_to_another_place(method: str, status: str) -> None:
    with Listener(keeping_alive(redirect("/there", status))) as server:
        with (
            HttpClient(guard=server.guard, redirects=3) as client,
            pytest.raises(AnswerRefused, match="change"),
        ):
            client.send(method, server.url(), body=b"years=1")
        assert len(server.arrivals) == 1


@pytest.mark.parametrize(
    "host",
    ["[::1]", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1",
     "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "127。0。0。1", "0.0.0.0", "[fe80::1]"],
)  # fmt: skip
def test_a_redirect_to_a_refused_address_is_refused(host: str) -> None:
    with canary() as listeners:
        target = f"http://{host}:80/"
        with Listener(keeping_alive(redirect(target))) as server:
            with (
                HttpClient(
                    guard=server.guard, redirects=3, resolver=lambda host, port: ["127.0.0.1"]
                ) as client,
                pytest.raises(AnswerRefused),
            ):
                client.send("GET", server.url())
            assert server.connections == 1
        assert [listener.connections for listener in listeners] == [0, 0]


def test_a_redirect_to_another_port_is_refused_unless_the_guard_opens_it() -> None:
    with Listener(keeping_alive(OK)) as there, Listener(keeping_alive(redirect(there.url()))) as here:
        with HttpClient(guard=here.guard, redirects=1) as client, pytest.raises(AnswerRefused, match="port"):
            client.send("GET", here.url())
        assert there.connections == 0
        both = AddressGuard([(here.host, here.port), (there.host, there.port)])
        with HttpClient(guard=both, redirects=1) as client:
            assert client.send("GET", here.url()).url == there.url()


def test_credentials_do_not_go_along_to_another_origin() -> None:
    with Listener(keeping_alive(OK)) as there, Listener(keeping_alive(redirect(there.url()))) as here:
        both = AddressGuard([(here.host, here.port), (there.host, there.port)])
        with HttpClient(guard=both, redirects=1) as client:
            client.send("GET", here.url(), headers=CREDENTIALS)
    assert here.arrivals[0].count(b"k3y") == 3
    assert b"k3y" not in there.arrivals[0]
    assert b"application/rdap+json" in there.arrivals[0]


def test_headers_go_along_within_the_origin() -> None:
    with Listener(counting_down) as server, HttpClient(guard=server.guard, redirects=1) as client:
        client.send("GET", server.url("/1"), headers=CREDENTIALS)
    assert server.arrivals[1].count(b"k3y") == 3


def test_a_redirect_to_a_closed_port_is_no_answer_since_bytes_have_left() -> None:
    with Listener(Peer.hear) as gone:
        closed = (gone.host, gone.port)
    with Listener(keeping_alive(redirect(f"http://127.0.0.1:{closed[1]}/"))) as server:
        guard = AddressGuard([(server.host, server.port), closed])
        with (
            HttpClient(guard=guard, redirects=1) as client,
            pytest.raises(NoAnswer, match="could not be followed"),
        ):
            client.send("GET", server.url())


def test_a_redirect_with_an_oversized_body_is_refused() -> None:
    large = http(b"x" * 5000, "Location: /there", status="302 Found")
    with (
        Listener(keeping_alive(large)) as server,
        HttpClient(guard=server.guard, redirects=1, max_bytes=100) as client,
        pytest.raises(AnswerRefused, match="larger"),
    ):
        client.send("GET", server.url())


@pytest.mark.parametrize("status", ["300 Choices", "304 Not Modified", "305 Proxy", "201 Created"])
def test_a_location_alone_is_no_redirect(status: str) -> None:
    with (
        Listener(keeping_alive(redirect("/there", status))) as server,
        HttpClient(guard=server.guard) as client,
    ):
        assert client.send("GET", server.url()).status == int(status[:3])


HTTPS = httpx.URL("https://rdap.example/domain/example.com?token=k3y")


@pytest.mark.parametrize(
    "location",
    ["http://rdap.example/", "http://rdap.example:443/", "https://u:p@rdap.example/", "https://u@rdap.example/",
     "https://rdap.example:8443/", "https://rdap.example:22/", "https://other.example:80/", "ftp://rdap.example/",
     "file:///etc/passwd", "javascript:alert(1)", "https://[::1", "https://rdap.example:x/",
     "https://a b/", "https://\x00.example/", None, ""],
)  # fmt: skip
def test_a_bad_redirect_is_refused(location: str | None) -> None:
    with pytest.raises(AnswerRefused) as caught:
        next_url(HTTPS, location, method="GET", guard=AddressGuard())
    assert "k3y" not in str(caught.value)


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("/x", "https://rdap.example/x"),
        ("//other.example/x", "https://other.example/x"),
        ("https://other.example/x#part", "https://other.example/x"),
        ("HTTPS://OTHER.example:443/x", "https://other.example/x"),
        ("?q=1", "https://rdap.example/domain/example.com?q=1"),
    ],
)
def test_a_good_redirect_is_followed(location: str, there: str) -> None:
    assert str(next_url(HTTPS, location, method="GET", guard=AddressGuard())) == there


def test_http_may_lead_to_https() -> None:
    plain = httpx.URL("http://rdap.example/")
    assert next_url(plain, "https://rdap.example/", method="HEAD", guard=AddressGuard()).scheme == "https"


def test_a_custom_port_of_the_first_url_is_kept_within_its_origin() -> None:
    api = httpx.URL("https://api.example:55443/one")
    assert next_url(api, "/two", method="GET", guard=AddressGuard()).port == 55443
    with pytest.raises(AnswerRefused, match="port"):
        next_url(api, "https://other.example:55443/", method="GET", guard=AddressGuard())

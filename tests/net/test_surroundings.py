"""Nothing around the client changes what it does, and it tells nobody what it carries."""

import importlib.util
import logging
import traceback
from pathlib import Path

import httpx
import pytest
import respx

from net import AddressGuard, AnswerRefused, HttpClient, NetError, NeverSent, NoAnswer
from tests.net.loopback import OK, Listener, Peer, answering, canary, http, keeping_alive

LOCK = Path(__file__).parents[2] / "requirements.lock"
SECRET = "s3cret-k3y"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.mark.parametrize("package", ["httpx2", "httpcore2"])
def test_the_successor_of_httpx_is_not_here(package: str) -> None:
    names = [line.partition("==")[0] for line in LOCK.read_text("utf-8").splitlines() if "==" in line]
    assert "httpx" in names
    assert package not in names
    assert importlib.util.find_spec(package) is None


@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
def test_proxy_variables_are_not_known(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with canary() as listeners, Listener(keeping_alive(OK)) as server:
        for name in PROXIES:
            monkeypatch.setenv(name, f"{scheme}://127.0.0.1:{listeners[0].port}")
        monkeypatch.setenv("NO_PROXY", "")
        with HttpClient(guard=server.guard) as client:
            assert client.send("GET", server.url()).body == b"ok"
            assert client.send("POST", server.url()).body == b"ok"
            with pytest.raises(NeverSent):
                client.send("GET", "https://192.0.2.1/")
        assert [listener.connections for listener in listeners] == [0, 0]


def test_a_netrc_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text(f"machine 127.0.0.1 login anybody password {SECRET}\n", "utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with Listener(answering(OK)) as server, HttpClient(guard=server.guard) as client:
        client.send("GET", server.url())
    assert b"authorization" not in server.arrivals[0].lower()


def test_cookies_are_not_kept() -> None:
    with Listener(keeping_alive(http(b"", "Set-Cookie: session=1; Path=/"))) as server:
        with HttpClient(guard=server.guard) as client:
            client.send("GET", server.url())
            client.send("GET", server.url())
        assert b"cookie" not in server.arrivals[1].lower()


def secretive(peer: Peer) -> None:
    """Answer with secrets in every place, well or badly."""
    while request := peer.hear():
        path = request.split(b" ")[1]
        if path.startswith(b"/garbled"):
            peer.say(SECRET.encode() + b"\r\n\r\n")
            return
        if path.startswith(b"/header"):
            peer.say(f"HTTP/1.1 200 OK\r\nX {SECRET}\x00\r\n\r\n".encode())
            return
        if path.startswith(b"/redirect"):
            peer.say(http(b"", f"Location: ftp://{SECRET}@127.0.0.1/?{SECRET}", status="302 Found"))
        elif path.startswith(b"/large"):
            peer.say(http(SECRET.encode() * 900))
        elif path.startswith(b"/reset"):
            peer.reset()
            return
        else:
            peer.say(http(SECRET.encode(), f"X-Key: {SECRET}"))


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/well", "/garbled", "/header", "/redirect", "/large", "/reset"])
def test_no_query_header_or_body_is_in_a_log_or_an_error(
    path: str, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = ""
    with Listener(secretive) as server, HttpClient(guard=server.guard, max_bytes=99, redirects=2) as client:
        url = server.url(f"{path}/{SECRET}?key={SECRET}")
        try:
            told = repr(client.send(method, url, headers={"X-Key": SECRET}, body=SECRET.encode()))
        except NetError as err:
            told = "".join(traceback.format_exception(err)) + repr(err)
    assert told
    assert SECRET not in told
    assert SECRET not in caplog.text


def test_an_unwritable_header_is_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    with HttpClient(guard=AddressGuard([("127.0.0.1", 9)])) as client, pytest.raises(NeverSent) as caught:
        client.send("GET", "http://127.0.0.1:9/", headers={"X-Key": f"{SECRET}\u00e9"})
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + caplog.text


def test_a_refused_address_and_a_refused_certificate_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with Listener(lambda peer: peer.say(b"no TLS here")) as server:
        with HttpClient(guard=server.guard) as client, pytest.raises(NeverSent):
            client.send("GET", f"https://127.0.0.1:{server.port}/")
        with HttpClient(guard=AddressGuard()) as client, pytest.raises(NeverSent):
            client.send("GET", server.url())
    assert [record.levelname for record in caplog.records if record.name == "net"] == ["WARNING", "WARNING"]


@respx.mock
def test_respx_answers_in_place_of_the_network() -> None:
    route = respx.post("https://registrar.example/api", params={"v": "1"}).respond(
        201, json={"ok": True}, headers={"X-Request": "7"}
    )
    with HttpClient(guard=AddressGuard()) as client:
        answer = client.send(
            "POST", "https://registrar.example/api?v=1", headers={"X-Key": "k"}, body=b'{"years": 1}'
        )
    assert (answer.status, answer.body, answer.headers["x-request"]) == (201, b'{"ok":true}', "7")
    request = route.calls.last.request
    assert (request.content, request.headers["x-key"], request.headers["accept-encoding"]) == (
        b'{"years": 1}',
        "k",
        "gzip",
    )


@respx.mock
@pytest.mark.parametrize(
    ("failure", "ours"),
    [
        (httpx.ConnectError, NeverSent),
        (httpx.ConnectTimeout, NeverSent),
        (httpx.PoolTimeout, NeverSent),
        (httpx.ReadTimeout, NoAnswer),
        (httpx.WriteTimeout, NoAnswer),
        (httpx.ReadError, NoAnswer),
        (httpx.WriteError, NoAnswer),
        (httpx.CloseError, NoAnswer),
        (httpx.RemoteProtocolError, NoAnswer),
    ],
)
def test_failures_that_respx_plays_are_told_apart(
    failure: type[httpx.TransportError], ours: type[NetError]
) -> None:
    for method in ("GET", "POST"):
        respx.route(method=method, host="registrar.example").mock(side_effect=failure)
        with HttpClient(guard=AddressGuard()) as client, pytest.raises(NetError) as caught:
            client.send(method, "https://registrar.example/")
        assert type(caught.value) is ours


@respx.mock
def test_respx_redirects_are_followed_and_counted() -> None:
    respx.get("https://rdap.example/a").respond(302, headers={"Location": "https://other.example/b"})
    respx.get("https://other.example/b").respond(200, content=b"b")
    with HttpClient(guard=AddressGuard(), redirects=1) as client:
        assert client.send("GET", "https://rdap.example/a").body == b"b"
    with HttpClient(guard=AddressGuard()) as client, pytest.raises(AnswerRefused):
        client.send("GET", "https://rdap.example/a")


@respx.mock
def test_a_request_that_respx_does_not_know_does_not_leave() -> None:
    with HttpClient(guard=AddressGuard()) as client, pytest.raises(respx.models.AllMockedAssertionError):
        client.send("GET", "https://registrar.example/")

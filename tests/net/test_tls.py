"""A server that cannot prove its name gets nothing."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from net import HttpClient, NeverSent, NoAnswer, default_tls
from tests.net.loopback import OK, Listener, Peer, Script, answering, http, keeping_alive

SHORT = timedelta(seconds=0.3)
NAME = "registrar.example"


@pytest.fixture(scope="module", name="authority")
def _authority() -> trustme.CA:
    return trustme.CA()


def speaking(script: Script, certificate: trustme.LeafCert) -> Listener:
    """Return a TLS server with `certificate`."""
    settings = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(settings)
    return Listener(script, tls=settings)


def trusting(
    authority: trustme.CA | None, server: Listener, deadline: timedelta = timedelta(seconds=5)
) -> HttpClient:
    """Return a client that finds the registrar at `server` and trusts `authority` besides the public."""
    settings = None
    if authority is not None:
        settings = ssl.create_default_context()
        authority.configure_trust(settings)
    return HttpClient(
        guard=server.guard, tls=settings, deadline=deadline, resolver=lambda host, port: ["127.0.0.1"]
    )


def test_a_server_with_the_right_certificate_is_asked(authority: trustme.CA) -> None:
    with (
        speaking(keeping_alive(OK), authority.issue_cert(NAME)) as server,
        trusting(authority, server) as client,
    ):
        for method in ("GET", "POST", "GET"):
            assert client.send(method, f"https://{NAME}:{server.port}/", body=b"a").body == b"ok"
        assert (len(server.arrivals), server.connections) == (3, 2)


def test_a_server_may_be_known_by_its_address(authority: trustme.CA) -> None:
    with (
        speaking(keeping_alive(OK), authority.issue_cert("127.0.0.1")) as server,
        trusting(authority, server) as client,
    ):
        assert client.send("GET", f"https://127.0.0.1:{server.port}/").body == b"ok"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("fault", ["unknown authority", "wrong name", "expired", "wrong address"])
def test_a_certificate_that_does_not_fit_is_never_sent_to(
    authority: trustme.CA, fault: str, method: str
) -> None:
    issued = {
        "unknown authority": trustme.CA().issue_cert(NAME),
        "wrong name": authority.issue_cert("other.example", "*.registrar.example"),
        "expired": authority.issue_cert(NAME, not_after=datetime(2020, 1, 1, tzinfo=UTC)),
        "wrong address": authority.issue_cert("127.0.0.1"),
    }
    with (
        speaking(answering(OK), issued[fault]) as server,
        trusting(authority, server) as client,
        pytest.raises(NeverSent, match=r"no TLS with registrar\.example"),
    ):
        client.send(method, f"https://{NAME}:{server.port}/?token=s3cret", body=b"a")
    assert server.arrivals == []


def test_the_default_trusts_public_authorities_only(authority: trustme.CA) -> None:
    with (
        speaking(answering(OK), authority.issue_cert(NAME)) as server,
        trusting(None, server) as client,
        pytest.raises(NeverSent, match="no TLS"),
    ):
        client.send("GET", f"https://{NAME}:{server.port}/")


def test_settings_that_do_not_verify_are_not_taken() -> None:
    names_unchecked = ssl.create_default_context()
    names_unchecked.check_hostname = False
    nothing_checked = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with Listener(Peer.wait) as server:
        for settings in (names_unchecked, nothing_checked):
            with pytest.raises(ValueError, match="verify"):
                HttpClient(guard=server.guard, tls=settings)


def test_old_versions_are_not_spoken() -> None:
    assert default_tls().minimum_version >= ssl.TLSVersion.TLSv1_2
    assert default_tls().verify_mode is ssl.CERT_REQUIRED
    assert default_tls().check_hostname


def test_a_server_that_stalls_the_handshake_is_never_sent_to(authority: trustme.CA) -> None:
    with (
        Listener(Peer.wait) as server,
        trusting(authority, server, SHORT) as client,
        pytest.raises(NeverSent, match="in time"),
    ):
        client.send("POST", f"https://{NAME}:{server.port}/", body=b"a")


def test_a_server_that_drips_the_handshake_does_not_get_more_time(authority: trustme.CA) -> None:
    with (
        Listener(lambda peer: peer.drip(b"\x16\x03\x03\x40\x00" + bytes(40))) as server,
        trusting(authority, server, SHORT) as client,
        pytest.raises(NeverSent, match="in time"),
    ):
        client.send("POST", f"https://{NAME}:{server.port}/", body=b"a")


def test_a_server_that_does_not_speak_tls_is_never_sent_to(authority: trustme.CA) -> None:
    for data in (b"HTTP/1.1 400 Bad Request\r\n\r\n", b""):
        with (
            Listener(lambda peer, data=data: peer.say(data)) as server,
            trusting(authority, server) as client,
            pytest.raises(NeverSent, match="no TLS"),
        ):
            client.send("POST", f"https://{NAME}:{server.port}/", body=b"a")


def test_a_server_that_drips_under_tls_does_not_get_more_time(authority: trustme.CA) -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.drip(http(b"x" * 20))

    with (
        speaking(script, authority.issue_cert(NAME)) as server,
        trusting(authority, server, timedelta(seconds=0.6)) as client,
        pytest.raises(NoAnswer, match="deadline"),
    ):
        client.send("GET", f"https://{NAME}:{server.port}/")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_reset_under_tls_is_no_answer_and_is_not_repeated(authority: trustme.CA, method: str) -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.reset()

    with speaking(script, authority.issue_cert(NAME)) as server, trusting(authority, server) as client:
        with pytest.raises(NoAnswer):
            client.send(method, f"https://{NAME}:{server.port}/", body=b"a")
        assert (server.connections, len(server.arrivals)) == (1, 1)


def test_a_body_that_ends_with_the_connection_is_whole_only_with_a_farewell(authority: trustme.CA) -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.say(b"HTTP/1.1 200 OK\r\n\r\nhalf")
        if len(server.arrivals) == 1 and isinstance(peer.sock, ssl.SSLSocket):
            peer.sock.unwrap()

    with speaking(script, authority.issue_cert(NAME)) as server, trusting(authority, server) as client:
        assert client.send("GET", f"https://{NAME}:{server.port}/").body == b"half"
        with pytest.raises(NoAnswer, match=r"violation of protocol|unexpected eof"):
            client.send("GET", f"https://{NAME}:{server.port}/")
        assert (server.connections, len(server.arrivals)) == (2, 2)

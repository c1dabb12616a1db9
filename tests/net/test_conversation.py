"""One question and one answer on port 43."""

from datetime import timedelta

import pytest

from net import AddressGuard, AddressRefused, AnswerRefused, NeverSent, NoAnswer, converse
from tests.net.loopback import Listener, Peer

SHORT = timedelta(seconds=0.3)
QUESTION = b"example.com\r\n"
ANSWER = b"Domain Name: EXAMPLE.COM\r\nRegistrar: \xc3\x89xample\r\n"


def asked(
    server: Listener, *, question: bytes = QUESTION, deadline: float = 5, max_bytes: int = 65_536
) -> bytes:
    """Ask `server`."""
    span = timedelta(seconds=deadline)
    return converse(
        server.host, server.port, question, guard=server.guard, deadline=span, max_bytes=max_bytes
    )


def replying(data: bytes) -> Listener:
    """Return a server that hears a line, says `data` and closes."""

    def script(peer: Peer) -> None:
        peer.hear_line()
        peer.say(data)

    return Listener(script)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_all_that_comes_is_the_answer(host: str) -> None:
    def script(peer: Peer) -> None:
        peer.hear_line()
        peer.say(ANSWER)
        peer.say(ANSWER)

    with Listener(script, host=host) as server:
        assert asked(server) == ANSWER + ANSWER
        assert server.arrivals == [QUESTION]


def test_the_cap_is_exact() -> None:
    with replying(b"x" * 40_000) as server:
        assert len(asked(server, max_bytes=40_000)) == 40_000
        with pytest.raises(AnswerRefused, match="39999"):
            asked(server, max_bytes=39_999)


def test_an_endless_answer_is_cut_off() -> None:
    def script(peer: Peer) -> None:
        peer.hear_line()
        while True:
            peer.say(b"Domain Name:" * 1000)

    with Listener(script) as server, pytest.raises(AnswerRefused):
        asked(server)


def test_silence_is_no_answer() -> None:
    with replying(b"") as server, pytest.raises(NoAnswer, match="without a word"):
        asked(server)


def test_a_server_that_drips_does_not_get_more_time() -> None:
    def script(peer: Peer) -> None:
        peer.hear_line()
        peer.drip(ANSWER)

    with Listener(script) as server, pytest.raises(NoAnswer, match="deadline"):
        asked(server, deadline=0.3)


def test_a_server_that_does_not_close_is_no_answer() -> None:
    def script(peer: Peer) -> None:
        peer.hear_line()
        peer.say(ANSWER)
        peer.wait()

    with Listener(script) as server, pytest.raises(NoAnswer, match="deadline"):
        asked(server, deadline=0.3)


def test_a_server_that_takes_nothing_in_is_no_answer() -> None:
    with Listener(Peer.wait) as server, pytest.raises(NoAnswer, match="deadline"):
        asked(server, question=bytes(30_000_000), deadline=0.3)


def test_a_failure_before_the_first_byte_is_never_sent() -> None:
    with Listener(Peer.wait) as server, pytest.raises(NeverSent, match="nothing was sent"):
        asked(server, question=b"", deadline=0.3)


def test_a_reset_after_any_byte_is_no_answer_and_is_not_repeated() -> None:
    def script(peer: Peer) -> None:
        peer.hear_line()
        peer.say(ANSWER[: server.connections - 1])
        peer.reset()

    with Listener(script) as server:
        for attempt in range(len(ANSWER)):
            with pytest.raises(NoAnswer):
                asked(server)
            assert server.connections == attempt + 1


def test_a_closed_port_is_never_sent() -> None:
    with replying(ANSWER) as server:
        pass
    with pytest.raises(NeverSent, match="connection refused"):
        asked(server)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_loopback_is_refused_unless_it_is_opened(host: str) -> None:
    with Listener(Peer.hear_line, host=host) as server:
        for guard in (AddressGuard(), AddressGuard([(host, server.port + 1)])):
            with pytest.raises(AddressRefused, match="loopback"):
                converse(host, server.port, QUESTION, guard=guard, deadline=SHORT, max_bytes=99)
        assert server.connections == 0

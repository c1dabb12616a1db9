"""What an answer may cost, and which answers are not taken."""

import gzip
import itertools
import subprocess
import sys
import tracemalloc
import zlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from net import Answer, AnswerRefused, HttpClient, NoAnswer
from net.body import read_body
from tests.net.loopback import OK, Listener, Peer, answering, http, keeping_alive

MEGABYTE = 1_048_576


def asked(data: bytes, *, method: str = "GET", max_bytes: int = MEGABYTE) -> Answer:
    """Ask a server that answers with `data`."""
    with (
        Listener(answering(data)) as server,
        HttpClient(guard=server.guard, max_bytes=max_bytes, deadline=timedelta(seconds=5)) as client,
    ):
        return client.send(method, server.url("/thing?secret=1"))


def bomb(megabytes: int) -> bytes:
    """Return a gzip member that decodes to so many megabytes of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(MEGABYTE)
    return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])


def test_an_answer_is_handed_over_whole() -> None:
    answer = asked(
        http(b"\x00hello", "Content-Type: text/plain", "X-One: a", "x-one: b", status="404 Not Found")
    )
    assert (answer.status, answer.body) == (404, b"\x00hello")
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["x-one"] == "a, b"
    assert answer.url.endswith("/thing?secret=1")
    assert repr(answer) == "Answer(status=404)"


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip", " gzip "])
def test_a_gzipped_answer_is_decoded(coding: str) -> None:
    assert asked(http(gzip.compress(b"hello" * 1000), f"Content-Encoding: {coding}")).body == b"hello" * 1000


def test_an_answer_that_says_it_is_not_encoded_is_taken_as_it_is() -> None:
    assert asked(http(b"hello", "Content-Encoding: identity")).body == b"hello"


def test_gzip_is_the_only_encoding_asked_for_whatever_the_caller_says() -> None:
    with Listener(answering(OK)) as server, HttpClient(guard=server.guard) as client:
        client.send("GET", server.url(), headers={"Accept-Encoding": "br, deflate", "X-Mine": "1"})
    head = server.arrivals[0].lower()
    assert head.count(b"accept-encoding: gzip\r\n") == 1
    assert b"deflate" not in head
    assert b"x-mine: 1" in head


@pytest.mark.parametrize(
    "coding", ["gzip, gzip", "gzip,identity", "br", "deflate", "zstd", "compress", "identity, gzip", ",gzip"]
)
def test_an_answer_encoded_twice_or_unasked_is_refused(coding: str) -> None:
    with pytest.raises(AnswerRefused, match="encoded"):
        asked(http(gzip.compress(gzip.compress(b"hello")), f"Content-Encoding: {coding}"))


def test_two_fields_are_two_encodings() -> None:
    with pytest.raises(AnswerRefused, match="encoded twice"):
        asked(http(gzip.compress(b"hello"), "Content-Encoding: gzip", "Content-Encoding: gzip"))


def test_the_cap_is_exact_and_counts_decoded_bytes() -> None:
    for data, headers in ((b"x" * 1000, ()), (gzip.compress(b"x" * 1000), ("Content-Encoding: gzip",))):
        assert asked(http(data, *headers), max_bytes=1000).body == b"x" * 1000
        with pytest.raises(AnswerRefused, match="larger than 999 bytes"):
            asked(http(data, *headers), max_bytes=999)


def test_a_bomb_of_300_kilobytes_costs_less_than_16_megabytes() -> None:
    packed = bomb(300)
    assert len(packed) < 310_000
    answer = http(packed, "Content-Encoding: gzip")
    with (
        Listener(answering(answer)) as server,
        HttpClient(guard=server.guard, max_bytes=4 * MEGABYTE) as client,
    ):
        tracemalloc.start()
        with pytest.raises(AnswerRefused, match="larger"):
            client.send("GET", server.url())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 16 * MEGABYTE


BOMBED = """
import resource, sys
from net import AddressGuard, AnswerRefused, HttpClient
port = int(sys.argv[1])
with HttpClient(guard=AddressGuard([("127.0.0.1", port)])) as client:
    client.send("GET", f"http://127.0.0.1:{port}/small")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        client.send("GET", f"http://127.0.0.1:{port}/bomb")
    except AnswerRefused:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_bomb_does_not_make_the_process_grow() -> None:
    packed = http(bomb(300), "Content-Encoding: gzip")

    def script(peer: Peer) -> None:
        while request := peer.hear():
            peer.say(packed if b"/bomb" in request else OK)

    with Listener(script) as server:
        command = [sys.executable, "-c", BOMBED, str(server.port)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert int(ended.stdout) < 16 * 1024


def test_endless_compressed_nothing_is_cut_off() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(b"") + packer.flush(zlib.Z_SYNC_FLUSH)
    blocks = itertools.chain([start], itertools.repeat(b"\x00\x00\x00\xff\xff" * 1000))
    with pytest.raises(AnswerRefused, match="larger"):
        read_body(blocks, encoding="gzip", max_bytes=1000, cut_off=NoAnswer)


def test_an_endless_chunked_answer_is_cut_off() -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            peer.say(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    with (
        Listener(script) as server,
        HttpClient(guard=server.guard) as client,
        pytest.raises(AnswerRefused, match="larger"),
    ):
        client.send("GET", server.url())


def test_endless_headers_are_cut_off() -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.say(b"HTTP/1.1 200 OK\r\n")
        while True:
            peer.say(b"X-More: " + b"x" * 4096 + b"\r\n")

    with Listener(script) as server, HttpClient(guard=server.guard) as client, pytest.raises(NoAnswer):
        client.send("GET", server.url())


PLAIN = http(b"hello world")
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
PACKED = http(gzip.compress(b"hello world"), "Content-Encoding: gzip")


@pytest.mark.parametrize("whole", [PLAIN, CHUNKED, PACKED], ids=["counted", "chunked", "gzip"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_cut_off_anywhere_is_no_answer(whole: bytes, method: str) -> None:
    def script(peer: Peer) -> None:
        peer.hear()
        peer.say(whole[: len(server.arrivals) - 1])

    with Listener(script) as server, HttpClient(guard=server.guard, deadline=timedelta(seconds=5)) as client:
        for _ in range(len(whole)):
            with pytest.raises(NoAnswer):
                client.send(method, server.url())
        assert client.send(method, server.url()).body == b"hello world"
        assert len(server.arrivals) == len(whole) + 1


def test_a_gzip_body_that_ends_early_within_a_whole_answer_is_no_answer() -> None:
    packed = gzip.compress(b"hello world")
    for length in range(1, len(packed)):
        with pytest.raises(NoAnswer, match="ends early"):
            read_body([packed[:length]], encoding="gzip", max_bytes=99, cut_off=NoAnswer)


def test_a_damaged_gzip_body_is_refused() -> None:
    packed = bytearray(gzip.compress(b"hello world"))
    packed[-8] ^= 1
    for damaged in (bytes(packed), b"<html>busy</html>", gzip.compress(b"a") + gzip.compress(b"b")):
        with pytest.raises(AnswerRefused, match="gzip"):
            asked(http(damaged, "Content-Encoding: gzip"))


@pytest.mark.parametrize(
    "garbage",
    [
        b"<html>busy</html>",
        b"SSH-2.0-OpenSSH_9\r\n",
        b"\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"\x15\x03\x01\x00\x02",
    ],
)
def test_what_is_not_http_is_no_answer_and_is_not_repeated_in_the_error(garbage: bytes) -> None:
    with pytest.raises(NoAnswer) as caught:
        asked(garbage)
    assert "busy" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_answers_without_a_body_are_taken() -> None:
    assert asked(b"HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n").body == b""
    assert asked(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n").status == 304
    assert asked(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", method="HEAD").body == b""
    assert asked(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n").body == b""


def test_a_refused_answer_does_not_spoil_the_next() -> None:
    large = http(b"x" * 5000)

    def script(peer: Peer) -> None:
        while request := peer.hear():
            peer.say(large if b"/large" in request else OK)

    with Listener(script) as server, HttpClient(guard=server.guard, max_bytes=10) as client:
        with pytest.raises(AnswerRefused):
            client.send("GET", server.url("/large"))
        assert client.send("GET", server.url()).body == b"ok"


def test_interim_answers_are_passed_over() -> None:
    with (
        Listener(keeping_alive(b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK)) as server,
        HttpClient(guard=server.guard) as c,
    ):
        assert c.send("GET", server.url()).body == b"ok"


@given(data=st.binary(max_size=3000), size=st.integers(1, 700), cap=st.integers(1, 3500))
def test_a_body_within_the_cap_comes_back_and_a_larger_one_never_does(
    data: bytes, size: int, cap: int
) -> None:
    packed = gzip.compress(data)
    for coding, wire in (("", data), ("gzip", packed)):
        blocks = [wire[start : start + size] for start in range(0, len(wire), size)]
        try:
            assert read_body(blocks, encoding=coding, max_bytes=cap, cut_off=NoAnswer) == data
            assert len(data) <= cap
        except AnswerRefused:
            assert len(data) > cap

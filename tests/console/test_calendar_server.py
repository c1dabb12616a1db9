"""The calendar's server over a real socket: the right token gets the feed, everything else the same 404."""

import logging
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from socket import create_connection
from threading import Thread

import pytest

from console import calendar_server
from console.calendar_server import CalendarServer
from notifications.calendar import feed
from portfolio.names import DomainName
from tests.notifications.names_and_people import NAME, House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    made.holds()
    yield made
    made.records.close()


@pytest.fixture
def server(house: House) -> Iterator[CalendarServer]:
    running = CalendarServer(house.records, ("127.0.0.1", 0))
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def token(house: House, *, client: str | None = None) -> str:
    with house.records.changing("clerk") as unit:
        _, made = unit.calendars.new("front desk", client=client)
        unit.commit()
    return made


def asked(
    server: CalendarServer, path: str, *, method: str = "GET", **headers: str
) -> tuple[HTTPResponse, bytes]:
    line = HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)
    try:
        line.request(method, path, headers={name.replace("_", "-"): told for name, told in headers.items()})
        response = line.getresponse()
        return response, response.read()
    finally:
        line.close()


def seen(response: HTTPResponse, body: bytes) -> tuple[object, ...]:
    headers = {name: value for name, value in response.getheaders() if name != "Date"}
    return response.status, headers, body


def test_the_right_token_gets_the_feed_and_nothing_may_keep_it(house: House, server: CalendarServer) -> None:
    response, body = asked(server, f"/calendar/{token(house)}.ics")
    assert (response.status, body) == (200, feed(house.records))
    assert response.getheader("Content-Type") == "text/calendar; charset=utf-8"
    assert response.getheader("Cache-Control") == "private, no-cache"
    assert response.getheader("Server") == "namesteward"


def test_head_tells_the_length_and_sends_nothing(house: House, server: CalendarServer) -> None:
    response, body = asked(server, f"/calendar/{token(house)}.ics", method="HEAD")
    assert (response.status, body) == (200, b"")
    assert response.getheader("Content-Length") == str(len(feed(house.records)))


def test_what_has_not_changed_is_not_sent_again(house: House, server: CalendarServer) -> None:
    path = f"/calendar/{token(house)}.ics"
    tag = asked(server, path)[0].getheader("ETag") or ""
    response, body = asked(server, path, If_None_Match=tag)
    assert (response.status, body) == (304, b"")
    house.holds(DomainName("example.net"))
    assert asked(server, path, If_None_Match=tag)[0].status == 200


def test_whatever_else_is_asked_gets_the_same_answer(house: House, server: CalendarServer) -> None:
    good = token(house)
    wrong = asked(server, f"/calendar/{'A' * 43}.ics")
    assert wrong[0].status == 404
    good_path = f"/calendar/{good}.ics"
    near = (
        good_path[:-4],
        f"{good_path}?x=1",
        f"{good_path}/",
        good_path.title(),
        f"/calendar/{good[:-1]}.ics",
    )
    for path in ("/", "/calendar/", "/calendar/%00.ics", *near):
        assert seen(*asked(server, path)) == seen(*wrong), path
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
        assert asked(server, f"/calendar/{good}.ics", method=method)[0].status == 404, method


def test_a_revoked_address_answers_like_one_that_never_was(house: House, server: CalendarServer) -> None:
    path = f"/calendar/{token(house)}.ics"
    assert asked(server, path)[0].status == 200
    with house.records.changing("clerk") as unit:
        unit.calendars.revoke(1)
        unit.commit()
    assert seen(*asked(server, path)) == seen(*asked(server, f"/calendar/{'A' * 43}.ics"))


def test_an_address_of_one_client_shows_its_names(house: House, server: CalendarServer) -> None:
    _, body = asked(server, f"/calendar/{token(house, client='acme')}.ics")
    assert NAME in body.decode()


def test_no_request_is_logged_or_printed(
    house: House,
    server: CalendarServer,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    secret = token(house)
    with caplog.at_level(logging.DEBUG):
        asked(server, f"/calendar/{secret}.ics")
        asked(server, f"/calendar/{secret}.ics", method="POST")
        asked(server, "/other")
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_what_goes_wrong_inside_is_logged_without_a_word_of_it(
    house: House,
    server: CalendarServer,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = token(house)

    def breaks(*_told: object, **_more: object) -> bytes:
        raise ZeroDivisionError(secret)

    monkeypatch.setattr(calendar_server, "feed", breaks)
    with pytest.raises(OSError, match="without response"):
        asked(server, f"/calendar/{secret}.ics")
    assert secret not in caplog.text
    assert secret not in capfd.readouterr().err


def test_a_line_that_is_no_request_is_answered_or_hung_up_on(house: House, server: CalendarServer) -> None:
    for said in (b"\x16\x03\x01\x00\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"x" * 70000):
        with create_connection(("127.0.0.1", server.server_address[1]), timeout=5) as line:
            line.sendall(said + b"\r\n")
            assert b"Traceback" not in line.recv(1024)
    assert asked(server, f"/calendar/{token(house)}.ics")[0].status == 200


def test_too_many_at_once_are_hung_up_on(house: House, server: CalendarServer) -> None:
    path = f"/calendar/{token(house)}.ics"
    for _ in range(calendar_server.AT_ONCE):
        assert server._free.acquire(blocking=False)
    with pytest.raises(OSError, match=r"without response|reset"):
        asked(server, path)
    for _ in range(calendar_server.AT_ONCE):
        server._free.release()
    assert asked(server, path)[0].status == 200

"""Every way for an HTTP exchange to go wrong, held against what the app really did."""

import http.client
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from sandbox.clock import MovableClock
from sandbox.faults import Fault, Faults
from sandbox.http_server import HttpRequest, HttpResponse, HttpServer
from sandbox.log import EventLog
from tests.sandbox.cast import START, fetch


class Counter:
    """An app that counts what it was really asked to do."""

    def __init__(self) -> None:
        self.done: list[HttpRequest] = []

    def channel_of(self, request: HttpRequest) -> str:
        return f"counter:{request.path.strip('/')}"

    def answer(self, request: HttpRequest) -> HttpResponse:
        self.done.append(request)
        return HttpResponse(
            200, {"Content-Type": "text/plain", "X-Count": str(len(self.done))}, b"counted " * 50
        )


class Dialect(Counter):
    """An app with words of its own for the faults that are a vendor's."""

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        return replace(self.answer(request), body=b"about another")

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(200, {}, b"300 too many commands")


class Setting:
    """One server over one app."""

    def __init__(self, app: Counter) -> None:
        self.app = app
        self.faults = Faults(delay=timedelta(milliseconds=20), retry_after=timedelta(seconds=7))
        self.log = EventLog(MovableClock(START))
        self.server = HttpServer(app, faults=self.faults, log=self.log)


@pytest.fixture(params=[Counter, Dialect])
def setting(request: pytest.FixtureRequest) -> Iterator[Setting]:
    made = Setting(request.param())
    made.server.start()
    yield made
    made.server.stop()


def test_a_request_reaches_the_app_whole_and_its_answer_comes_back(setting: Setting) -> None:
    status, headers, body = fetch(f"{setting.server.url}add?by=1", method="POST", body=b"\x00\xff")
    assert (status, headers["x-count"], body) == (200, "1", b"counted " * 50)
    (seen,) = setting.app.done
    assert (seen.method, seen.path, seen.body) == ("POST", "/add?by=1", b"\x00\xff")
    assert seen.headers["content-length"] == "2"


def test_a_connection_serves_several_requests(setting: Setting) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", setting.server.port, timeout=5)
    for count in ("1", "2", "3"):
        connection.request("GET", "/add")
        response = connection.getresponse()
        assert (response.headers["x-count"], len(response.read())) == (count, 400)
    connection.close()


@pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
def test_a_lost_answer_is_a_closed_connection_with_the_work_done_or_not(
    setting: Setting, fault: Fault, done: int
) -> None:
    setting.faults.order(fault, to="counter")
    with pytest.raises(http.client.RemoteDisconnected):
        fetch(f"{setting.server.url}add", method="POST", body=b"1")
    assert len(setting.app.done) == done
    assert [(e.action, e.detail) for e in setting.log.of(channel="counter")] == [
        ("fault", f"counter:add: {fault}")
    ]


@pytest.mark.parametrize(("fault", "status"), [(Fault.SERVER_ERROR, 500), (Fault.REFUSED, 403)])
def test_an_error_status_means_that_nothing_was_done(setting: Setting, fault: Fault, status: int) -> None:
    setting.faults.order(fault, to="counter")
    assert fetch(f"{setting.server.url}add")[0] == status
    assert not setting.app.done


def test_a_garbled_answer_is_a_web_page_though_the_work_was_done(setting: Setting) -> None:
    setting.faults.order(Fault.GARBLED, to="counter")
    status, headers, body = fetch(f"{setting.server.url}add")
    assert (status, headers["content-type"]) == (200, "text/html")
    assert body.startswith(b"<!DOCTYPE html>")
    assert len(setting.app.done) == 1


def test_a_truncated_answer_announces_more_than_it_brings(setting: Setting) -> None:
    setting.faults.order(Fault.TRUNCATED, to="counter")
    with pytest.raises(http.client.IncompleteRead) as broken:
        fetch(f"{setting.server.url}add")
    assert (len(broken.value.partial), broken.value.expected) == (200, 200)
    assert len(setting.app.done) == 1


def test_a_slow_answer_is_an_answer(setting: Setting) -> None:
    setting.faults.order(Fault.SLOW, to="counter")
    assert fetch(f"{setting.server.url}add")[0] == 200


def test_throttling_does_nothing_and_is_said_in_the_apps_own_words_where_it_has_any(setting: Setting) -> None:
    setting.faults.order(Fault.THROTTLED, to="counter")
    status, headers, body = fetch(f"{setting.server.url}add")
    if isinstance(setting.app, Dialect):
        assert (status, body) == (200, b"300 too many commands")
    else:
        assert (status, headers["retry-after"]) == (429, "7")
    assert not setting.app.done


def test_an_answer_about_another_name_comes_from_the_app(setting: Setting) -> None:
    setting.faults.order(Fault.OTHER_NAME, to="counter")
    _, _, body = fetch(f"{setting.server.url}add")
    assert body == (b"about another" if isinstance(setting.app, Dialect) else b"counted " * 50)
    assert len(setting.app.done) == 1


def test_faults_strike_in_order_the_operations_own_before_the_servers() -> None:
    faults = Faults()
    faults.order(Fault.SLOW, to="counter")
    faults.order(Fault.GARBLED, to="counter:add", times=2)
    assert faults.waiting() == {"counter": [Fault.SLOW], "counter:add": [Fault.GARBLED] * 2}
    assert faults.take("counter:look") is Fault.SLOW
    assert [faults.take("counter:add") for _ in range(3)] == [Fault.GARBLED, Fault.GARBLED, None]
    faults.order(Fault.SLOW, to="counter")
    assert faults.take("counter:add", exactly=True) is None
    faults.clear()
    assert faults.take("counter") is None


def test_a_request_that_is_too_large_is_refused_unread(setting: Setting) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", setting.server.port, timeout=5)
    connection.putrequest("POST", "/add")
    connection.putheader("Content-Length", "99999999")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    assert not setting.app.done


def test_a_stopped_server_has_no_thread_left_though_a_peer_still_holds_on() -> None:
    before = set(threading.enumerate())
    made = Setting(Counter())
    made.server.start()
    idle = http.client.HTTPConnection("127.0.0.1", made.server.port, timeout=5)
    idle.request("GET", "/add")
    assert idle.getresponse().read()
    made.server.stop()
    assert set(threading.enumerate()) <= before
    idle.close()
    with pytest.raises(ConnectionRefusedError):
        fetch(f"{made.server.url}add")

"""A loopback HTTP server that answers for an app, and lets the exchange go wrong on order, at the socket."""

import http.server
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol, runtime_checkable

from sandbox.faults import Fault, Faults
from sandbox.log import EventLog
from sandbox.loopback import LOOPBACK, LoopbackServer

_MAX_BODY = 4_194_304
_HTML = b"<!DOCTYPE html>\n<html><head><title>Be right back</title><body><h1>Maintenance</h1></body></html>\n"


@dataclass(frozen=True)
class HttpRequest:
    """A request as it came: `path` with its query, header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class HttpResponse:
    """An answer as it leaves. Content-Length is added by the server."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class HttpApp(Protocol):
    """Something that answers requests. `channel_of` names the channel on which faults are ordered for one."""

    def channel_of(self, request: HttpRequest) -> str:
        """Return the channel of `request`, such as "opensrs:sw_register". Changes nothing."""
        ...

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Do what `request` asks, and answer it."""
        ...


@runtime_checkable
class AnswersOtherName(Protocol):
    """An app that can be made to answer about another name."""

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        """Answer `request` as if it had been about another name."""
        ...


@runtime_checkable
class AnswersThrottled(Protocol):
    """An app with a dialect of its own for "too many requests"; without it, the answer is 429."""

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        """Refuse `request` because there were too many. Nothing was done."""
        ...


class HttpServer(LoopbackServer):
    """Serves one app on 127.0.0.1; `port` 0 lets the system choose."""

    def __init__(self, app: HttpApp, *, faults: Faults, log: EventLog, port: int = 0) -> None:
        self.app = app
        self.faults = faults
        self.log = log
        super().__init__(http.server.BaseHTTPRequestHandler, port=port)

    def finish_request(self, request: Any, client_address: Any) -> None:  # Any: socketserver's own signature
        """Serve one connection."""
        _Handler(request, client_address, self)

    @property
    def url(self) -> str:
        """The server's base address, with the slash at its end."""
        return f"http://{LOOPBACK}:{self.port}/"


class _Dropped(Exception):
    """The connection is to be closed without a (whole) answer."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30

    def __init__(self, request: socket.socket, address: tuple[str, int], owner: HttpServer) -> None:
        self.owner = owner
        super().__init__(request, address, owner)

    def _serve(self) -> None:
        request = self._request()
        if request is None:
            return
        channel = self.owner.app.channel_of(request)
        fault = self.owner.faults.take(channel)
        try:
            if fault is None:
                self._send(self.owner.app.answer(request))
            else:
                self.owner.log.add(channel.split(":", maxsplit=1)[0], "fault", detail=f"{channel}: {fault}")
                self._go_wrong(fault, request)
        except _Dropped:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = _serve  # noqa: N815 - http.server's names

    def _request(self) -> HttpRequest | None:
        length = self.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _MAX_BODY:
            self.close_connection = True
            self._send(HttpResponse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
            return None
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(length))
        return HttpRequest(method=self.command, path=self.path, headers=headers, body=body)

    def _go_wrong(self, fault: Fault, request: HttpRequest) -> None:
        ways: dict[Fault, Callable[[HttpRequest], None]] = {
            Fault.LOST_BEFORE: self._lose_before,
            Fault.LOST_AFTER: self._lose_after,
            Fault.SERVER_ERROR: lambda _: self._send(HttpResponse(500, {"Content-Type": "text/html"}, _HTML)),
            Fault.REFUSED: lambda _: self._send(HttpResponse(403, {"Content-Type": "text/html"}, _HTML)),
            Fault.GARBLED: self._garble,
            Fault.TRUNCATED: self._truncate,
            Fault.SLOW: self._delay,
            Fault.THROTTLED: self._throttle,
            Fault.OTHER_NAME: self._speak_of_another,
            Fault.EMPTY: self._say_nothing,
        }
        ways[fault](request)

    def _lose_before(self, _request: HttpRequest) -> None:
        raise _Dropped

    def _lose_after(self, request: HttpRequest) -> None:
        self.owner.app.answer(request)
        raise _Dropped

    def _garble(self, request: HttpRequest) -> None:
        self.owner.app.answer(request)
        self._send(HttpResponse(200, {"Content-Type": "text/html"}, _HTML))

    def _say_nothing(self, request: HttpRequest) -> None:
        answer = self.owner.app.answer(request)
        self._send(HttpResponse(200, answer.headers))

    def _truncate(self, request: HttpRequest) -> None:
        answer = self.owner.app.answer(request)
        if answer.body:  # half of an answer without one is not even its status
            self._send(answer, part=len(answer.body) // 2)
        raise _Dropped

    def _delay(self, request: HttpRequest) -> None:
        answer = self.owner.app.answer(request)
        self.owner.stopping.wait(self.owner.faults.delay.total_seconds())
        self._send(answer)

    def _throttle(self, request: HttpRequest) -> None:
        app = self.owner.app
        if isinstance(app, AnswersThrottled):
            self._send(app.answer_throttled(request))
            return
        seconds = int(self.owner.faults.retry_after.total_seconds())
        self._send(
            HttpResponse(429, {"Retry-After": str(seconds), "Content-Type": "text/plain"}, b"slow down\n")
        )

    def _speak_of_another(self, request: HttpRequest) -> None:
        app = self.owner.app
        answer = app.answer_other_name if isinstance(app, AnswersOtherName) else app.answer
        self._send(answer(request))

    def _send(self, answer: HttpResponse, *, part: int | None = None) -> None:
        """Send head and body in one piece; with `part`, only so many bytes of the body that was announced."""
        head = [f"{self.protocol_version} {answer.status} {_reason(answer.status)}"]
        head += [f"{name}: {value}" for name, value in answer.headers.items()]
        head.append(f"Content-Length: {len(answer.body)}")
        if self.close_connection:
            head.append("Connection: close")
        body = b"" if self.command == "HEAD" else answer.body[:part]
        self.wfile.write("\r\n".join([*head, "", ""]).encode("latin-1") + body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Write nothing to standard error: what happened stands in the event log."""


def _reason(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unassigned"

"""
Serves the calendar feed at its secret addresses: GET and HEAD, and 404 for whatever else is asked.

Made to stand behind whatever ends TLS: a token in the clear is no secret. No request is logged, since its
path is one.
"""

import hashlib
import logging
import re
import socket
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore

from notifications.calendar import feed
from records import NotHeld, Records

log = logging.getLogger("console")

AT_ONCE = 16
WITHIN_SECONDS = 10.0
PATH = re.compile(r"/calendar/(?P<token>[A-Za-z0-9_-]{43})\.ics")


class CalendarServer(ThreadingHTTPServer):
    """A small server of one feed. `serve_forever` until `shutdown`; then `server_close`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, records: Records, address: tuple[str, int]) -> None:
        """Listen at `address`. Raises `OSError` where nobody can."""
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Reader)
        self._records = records
        self._free = BoundedSemaphore(AT_ONCE)

    def feed_at(self, path: str) -> bytes | None:
        """Return the calendar at a path with a token that holds, None for any other path."""
        asked = PATH.fullmatch(path)
        if asked is None:
            return None
        try:
            with self._records.reading() as unit:
                address = unit.calendars.by_token(asked["token"])
            return feed(self._records, client=address.client)
        except NotHeld:
            return None

    def process_request_thread(self, request: object, client_address: object) -> None:
        """Answer one request; one too many at a time is hung up on."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(_socket(request))
            return
        try:
            super().process_request_thread(_socket(request), client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Log that a request failed, without a word of it."""
        del request, client_address
        log.warning("a request for the calendar failed")


class _Reader(BaseHTTPRequestHandler):
    timeout = WITHIN_SECONDS

    def do_GET(self) -> None:
        self._answer(self.wfile.write)

    def do_HEAD(self) -> None:
        self._answer(len)

    def _answer(self, send: Callable[[bytes], object]) -> None:
        server = self.server
        body = server.feed_at(self.path) if isinstance(server, CalendarServer) else None
        if body is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        is_known = tag in self.headers.get("If-None-Match", "")
        self.send_response(HTTPStatus.NOT_MODIFIED if is_known else HTTPStatus.OK)
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "private, no-cache")
        if not is_known:
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if not is_known:
            send(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer whatever is not the feed alike, so that nothing can be told from the answer."""
        del code, message, explain
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Length", "0")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()

    def version_string(self) -> str:
        """Return what the server calls itself."""
        return "namesteward"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing: the path is the secret."""
        del code, size


def _socket(request: object) -> socket.socket:
    if not isinstance(request, socket.socket):
        raise TypeError("a request over TCP comes on a socket")
    return request

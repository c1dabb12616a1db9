"""Real servers on loopback that do what they are told, and count who came."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from net import AddressGuard

Script = Callable[["Peer"], object]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Peer:
    """One accepted connection, seen from the server."""

    def __init__(self, sock: socket.socket, listener: "Listener") -> None:
        self.sock = sock
        self._listener = listener

    def hear(self) -> bytes:
        """Read one whole HTTP request, keep it in the listener's arrivals, return it; b"" at the end."""
        data = b""
        while b"\r\n\r\n" not in data:
            block = self.sock.recv(65_536)
            if not block:
                return b""
            data += block
        head, _, body = data.partition(b"\r\n\r\n")
        while len(body) < _length(head):
            body += self.sock.recv(65_536)
        self._listener.arrivals.append(head + b"\r\n\r\n" + body)
        return self._listener.arrivals[-1]

    def hear_line(self) -> bytes:
        """Read one line, as port 43 has it."""
        data = b""
        while not data.endswith(b"\r\n"):
            block = self.sock.recv(65_536)
            if not block:
                break
            data += block
        self._listener.arrivals.append(data)
        return data

    def say(self, data: bytes) -> None:
        """Send all of `data`."""
        self.sock.sendall(data)

    def drip(self, data: bytes) -> None:
        """Send `data` a byte at a time, a twentieth of a second apart."""
        for byte in data:
            self.sock.sendall(bytes([byte]))
            if self._listener.closing.wait(0.05):
                return

    def reset(self) -> None:
        """Close with a reset instead of a farewell."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def wait(self) -> None:
        """Say nothing until the test is over."""
        self._listener.closing.wait(30)


class Listener:
    """
    A TCP server on loopback that runs `script` for each connection, in a thread.

    `connections` counts who was accepted, `arrivals` keeps the requests that were heard.
    """

    def __init__(
        self, script: Script, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._sock = socket.create_server((host, port), family=family, backlog=128)
        self._script = script
        self._tls = tls
        self.host = host
        self.port: int = self._sock.getsockname()[1]
        self.connections = 0
        self.arrivals: list[bytes] = []
        self.closing = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()
        for thread in self._threads:
            thread.join(5)

    @property
    def guard(self) -> AddressGuard:
        """Return a guard that opens this listener and nothing else."""
        return AddressGuard([(self.host, self.port)])

    def url(self, path: str = "/") -> str:
        """Return the plain URL of `path` here."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{path}"

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                sock, _ = self._sock.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(30)
        try:
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True, suppress_ragged_eofs=True)
            with sock:
                self._script(Peer(sock, self))
        except OSError:  # the client left first, as some tests want it to
            sock.close()


def answering(data: bytes) -> Script:
    """Return a script that hears one request, says `data` and closes."""

    def script(peer: Peer) -> None:
        peer.hear()
        peer.say(data)

    return script


def keeping_alive(data: bytes) -> Script:
    """Return a script that answers every request on the connection with `data`."""

    def script(peer: Peer) -> None:
        while peer.hear():
            peer.say(data)

    return script


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Return a whole HTTP/1.1 answer."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """Return an answer that sends the asker to `location`."""
    return http(b"", f"Location: {location}", status=status)


@contextmanager
def canary(port: int = 0) -> Iterator[list[Listener]]:
    """Listen on the same port of 127.0.0.1 and ::1; nobody should ever come."""

    def script(peer: Peer) -> None:
        if peer.sock.recv(65_536):
            peer.say(OK)

    with Listener(script, port=port) as four, Listener(script, host="::1", port=four.port) as six:
        yield [four, six]


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0

"""One line to a mail server: commands out, whole replies in, every step within a total deadline."""

import re
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import timedelta

_REPLY_LINE = re.compile(r"(?P<code>[2-5]\d\d)(?P<sep>[ -]|$)(?P<text>.*)", re.ASCII)
MOST_LINE_BYTES = 4096
MOST_LINES = 128
MOST_SHOWN = 160


class NotAReply(Exception):
    """What came is no SMTP reply (RFC 5321 section 4.2), or the line was cut in the middle of one."""


@dataclass(frozen=True)
class Reply:
    """A whole reply: its code and its lines without the code."""

    code: int
    lines: tuple[str, ...]

    @property
    def kind(self) -> int:
        """The first digit of the code: 2 done, 3 go on, 4 not now, 5 no."""
        return self.code // 100

    @property
    def shown(self) -> str:
        """The code and the words, on one line, without anything that looks like an address."""
        words = " ".join(self.lines).split()
        kept = " ".join("<address>" if "@" in word else word for word in words)
        printable = "".join(c if c.isprintable() else "?" for c in kept)
        return f"{self.code} {printable[:MOST_SHOWN]}".rstrip()


class Line:
    """A connection to a mail server. Raises `OSError` when it breaks or is too slow, `NotAReply`."""

    def __init__(self, host: str, port: int, *, within: timedelta) -> None:
        self._ends_at = 0.0
        self.allow(within)
        self._host = host
        self._socket: socket.socket = socket.create_connection((host, port), timeout=self._left())
        self._heard = b""

    def allow(self, time_left: timedelta) -> None:
        """Set the deadline of all that follows, until it is set again."""
        self._ends_at = time.monotonic() + time_left.total_seconds()

    def secure(self, context: ssl.SSLContext) -> None:
        """Go on under TLS, the server's name checked. Words heard before it are refused (CVE-2011-0411)."""
        if self._heard:
            raise NotAReply("the server said something before TLS that it should not have")
        self._socket.settimeout(self._left())
        self._socket = context.wrap_socket(self._socket, server_hostname=self._host)

    def say(self, words: bytes) -> None:
        """Send `words` as they are."""
        self._socket.settimeout(self._left())
        self._socket.sendall(words)

    def hear(self) -> Reply:
        """Wait for one whole reply, of one line or several."""
        texts: list[str] = []
        codes: set[str] = set()
        while len(texts) < MOST_LINES:
            read = _REPLY_LINE.fullmatch(self._hear_line())
            if read is None:
                raise NotAReply("the server's words are no SMTP reply")
            texts.append(read["text"])
            codes.add(read["code"])
            if len(codes) > 1:
                raise NotAReply("the server's reply has two codes")
            if read["sep"] != "-":
                return Reply(int(read["code"]), tuple(texts))
        raise NotAReply("the server's reply does not end")

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _hear_line(self) -> str:
        while b"\n" not in self._heard:
            if len(self._heard) > MOST_LINE_BYTES:
                raise NotAReply("the server's line does not end")
            self._socket.settimeout(self._left())
            more = self._socket.recv(4096)
            if not more:
                raise NotAReply("the server hung up")
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode("utf-8", "replace").rstrip("\r")

    def _left(self) -> float:
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("too slow")
        return left

"""A mail server on loopback that follows a script, phase by phase, and keeps what it really took."""

import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum, auto
from typing import Self


class Act(Enum):
    """What a server can do in place of a reply."""

    DROP = auto()
    """Close the connection. After the final dot: without keeping the message."""
    KEEP_AND_DROP = auto()
    """After the final dot: keep the message, then close the connection."""
    SILENCE = auto()
    """Say nothing until the client hangs up."""
    TRICKLE = auto()
    """Say a reply that does not end, a byte at a time."""


GOOD = {
    "connect": b"220 mail.example.org ESMTP\r\n",
    "ehlo": b"250-mail.example.org\r\n250 SMTPUTF8\r\n",
    "starttls": b"220 go ahead\r\n",
    "auth": b"235 2.7.0 welcome\r\n",
    "mail": b"250 2.1.0 ok\r\n",
    "rcpt": b"250 2.1.5 ok\r\n",
    "data": b"354 go on\r\n",
    "dot": b"250 2.0.0 queued as 4711\r\n",
}
PHASES = ("connect", "ehlo", "mail", "rcpt", "data")
"""The phases before the body."""

Script = Mapping[str, bytes | Act]


@dataclass
class Taken:
    """A message that the server has for good."""

    sender: str
    recipient: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, _class=EmailMessage, policy=policy.default)

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")


@dataclass
class ScriptedSmtp:
    """
    A context manager. `scripts` are used up one a connection; after them every connection goes well.

    `taken` is what it has for good, `heard` every command, `bodies` every body that arrived whole.
    """

    scripts: list[Script] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    taken: list[Taken] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    bodies: int = 0

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(5)
            script = GOOD | dict(self.scripts.pop(0) if self.scripts else {})
            with suppress(OSError, _Dropped):
                _Conversation(self, connection, script).go()
            connection.close()


class _Dropped(Exception):
    pass


class _Conversation:
    def __init__(
        self, server: ScriptedSmtp, connection: socket.socket, script: dict[str, bytes | Act]
    ) -> None:
        self._server, self._socket, self._script = server, connection, script
        self._heard = b""
        self._sender = self._recipient = ""

    def go(self) -> None:
        try:
            self._act("connect")
            while True:
                self._obey(self._line())
        finally:
            self._socket.close()

    def _obey(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace")
        self._server.heard.append(text)
        match text.split(" ", 1)[0].upper():
            case "EHLO":
                self._act("ehlo")
            case "STARTTLS":
                self._act("starttls")
                assert self._server.tls
                self._socket = self._server.tls.wrap_socket(self._socket, server_side=True)
            case "AUTH" if text.upper() == "AUTH LOGIN":
                for _ in range(2):
                    self._socket.sendall(b"334 go on\r\n")
                    self._server.heard.append(self._line().decode())
                self._act("auth")
            case "AUTH":
                self._act("auth")
            case "MAIL":
                self._sender = text.split("<", 1)[1].split(">")[0]
                self._act("mail")
            case "RCPT":
                self._recipient = text.split("<", 1)[1].split(">")[0]
                self._act("rcpt")
            case "DATA":
                self._act("data")
                self._body()
            case _:
                raise _Dropped

    def _body(self) -> None:
        lines = []
        while (line := self._line()) != b".":
            lines.append(line.removeprefix(b"."))
        self._server.bodies += 1
        reply = self._script["dot"]
        if reply is Act.KEEP_AND_DROP or (isinstance(reply, bytes) and reply.startswith(b"2")):
            self._server.taken.append(Taken(self._sender, self._recipient, b"\r\n".join([*lines, b""])))
        self._act("dot")

    def _act(self, phase: str) -> None:
        match self._script[phase]:
            case bytes() as reply:
                self._socket.sendall(reply)
            case Act.DROP | Act.KEEP_AND_DROP:
                raise _Dropped
            case Act.SILENCE:
                self._server._over.wait(5)
                raise _Dropped
            case Act.TRICKLE:
                while not self._server._over.wait(0.01):
                    self._socket.sendall(b"2")
                raise _Dropped

    def _line(self) -> bytes:
        while b"\r\n" not in self._heard:
            more = self._socket.recv(4096)
            if not more:
                raise _Dropped
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\r\n")
        return line

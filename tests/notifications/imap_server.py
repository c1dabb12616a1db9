"""A small IMAP server on loopback under TLS: one folder, the handful of commands that a reader says."""

import re
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

import trustme

AUTHORITY = trustme.CA()


def trusting() -> ssl.SSLContext:
    """A context that knows the server's authority."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


@dataclass
class Kept:
    """A message in the folder."""

    raw: bytes
    seen: bool = False
    refused: bool = False
    """Answer NO when it is fetched."""


class _HungUp(Exception):
    pass


@dataclass
class ImapOnLoopback:
    """
    A context manager. `folder` by UID. `hang_up_at` ends the line at the n-th command with that word.

    `before_store` is called before a STORE is obeyed.
    """

    folder: dict[int, Kept] = field(default_factory=dict)
    name: str = "127.0.0.1"
    heard: list[str] = field(default_factory=list)
    hang_up_at: tuple[str, int] | None = None
    before_store: Callable[[], None] | None = None

    def __enter__(self) -> Self:
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        AUTHORITY.issue_cert(self.name).configure_cert(self._tls)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    @property
    def seen(self) -> list[int]:
        """The UIDs that are marked as seen."""
        return [uid for uid, kept in self.folder.items() if kept.seen]

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(5)
            with (
                suppress(OSError, _HungUp),
                connection,
                self._tls.wrap_socket(connection, server_side=True) as line,
            ):
                self._talk(line)

    def _talk(self, line: ssl.SSLSocket) -> None:
        reader = line.makefile("rb")
        line.sendall(b"* OK IMAP4rev1 ready\r\n")
        while said := reader.readline():
            tag, _, rest = said.decode().strip().partition(" ")
            self.heard.append(rest)
            word = rest.upper().removeprefix("UID ").split(" ")[0]
            if self.hang_up_at and self.hang_up_at[0] == word:
                left = self.hang_up_at[1] - 1
                self.hang_up_at = (word, left)
                if left == 0:
                    raise _HungUp
            verdict = self._obey(line, word, rest)
            line.sendall(f"{tag} {verdict}\r\n".encode())
            if word == "LOGOUT":
                return

    def _obey(self, line: ssl.SSLSocket, word: str, rest: str) -> str:
        match word:
            case "CAPABILITY":
                line.sendall(b"* CAPABILITY IMAP4rev1\r\n")
            case "LOGIN":
                return "OK come in" if '"right"' in rest else "NO owner@example.net may not come in"
            case "SELECT" if '"INBOX"' not in rest:
                return "NO no such folder"
            case "SELECT":
                line.sendall(f"* {len(self.folder)} EXISTS\r\n* OK [UIDVALIDITY 1] valid\r\n".encode())
            case "SEARCH":
                unseen = " ".join(str(uid) for uid, kept in self.folder.items() if not kept.seen)
                line.sendall(f"* SEARCH {unseen}\r\n".encode())
            case "FETCH":
                return self._fetch(line, rest)
            case "STORE":
                self._store(int(rest.split(" ")[2]))
            case "LOGOUT":
                line.sendall(b"* BYE\r\n")
            case _:
                return "BAD what?"
        return "OK done"

    def _store(self, uid: int) -> None:
        if self.before_store:
            self.before_store()
        self.folder[uid].seen = True

    def _fetch(self, line: ssl.SSLSocket, rest: str) -> str:
        uid = int(rest.split(" ")[2])
        part = re.search(r"BODY\.PEEK\[\]<0\.(\d+)>", rest)
        if part is None or self.folder[uid].refused:
            return "NO it cannot be read"
        raw = self.folder[uid].raw[: int(part[1])]
        head = f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode()
        line.sendall(head + raw + b")\r\n")
        return "OK done"

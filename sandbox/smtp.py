"""A mail server (RFC 5321) that keeps whatever it is given, and fails in the phase it is told to."""

import re
import socket
import socketserver
from typing import Any

from portfolio.clock import Clock
from sandbox.faults import Fault, Faults
from sandbox.log import EventLog
from sandbox.loopback import LoopbackServer
from sandbox.mail import Mailbox, ReceivedMessage

_MAX_LINE = 4096
_MAX_MESSAGE = 10_485_760
_PATH = re.compile(r"(?:from|to):\s*<([^<>\s]*)>", re.IGNORECASE)

# What is said in place of 250 or 354 in each phase: for now, for good, and to one who comes too often.
_REPLIES = {
    "mail": {
        Fault.SERVER_ERROR: "451 4.3.0 try again later",
        Fault.REFUSED: "550 5.7.1 this sender is not accepted",
        Fault.THROTTLED: "450 4.7.1 too many messages, slow down",
    },
    "rcpt": {
        Fault.SERVER_ERROR: "450 4.2.0 mailbox busy, try again later",
        Fault.REFUSED: "550 5.1.1 no such mailbox here",
        Fault.THROTTLED: "450 4.7.1 too many recipients, slow down",
    },
    "data": {
        Fault.SERVER_ERROR: "451 4.3.0 try again later",
        Fault.REFUSED: "554 5.7.1 no messages from you",
        Fault.THROTTLED: "451 4.7.1 too many messages, slow down",
    },
    "dot": {
        Fault.SERVER_ERROR: "451 4.3.0 could not store the message",
        Fault.REFUSED: "554 5.6.0 message refused for its content",
        Fault.THROTTLED: "452 4.3.1 too much mail, try again later",
    },
    "connect": {
        Fault.SERVER_ERROR: "421 4.3.0 not today",
        Fault.REFUSED: "554 5.3.2 no mail service here",
        Fault.THROTTLED: "421 4.7.0 too many connections from your address",
    },
}


class SmtpServer(LoopbackServer):
    """
    Takes mail on 127.0.0.1; `port` 0 lets the system choose.

    Channels of its faults: "smtp:connect", "smtp:mail", "smtp:rcpt", "smtp:data" (refusals of DATA itself;
    losses after the final dot), "smtp:dot" (refusals and losses after the final dot). An order to "smtp" is
    one to "smtp:data". After the dot, LOST_BEFORE drops the connection without keeping the message, and
    LOST_AFTER keeps it and drops the connection.
    """

    def __init__(
        self, mailbox: Mailbox, *, clock: Clock, faults: Faults, log: EventLog, port: int = 0
    ) -> None:
        self.faults = faults
        self._mailbox = mailbox
        self._clock = clock
        self._log = log
        super().__init__(socketserver.StreamRequestHandler, port=port)

    def finish_request(self, request: Any, client_address: Any) -> None:  # Any: socketserver's own signature
        """Serve one connection."""
        _Conversation(request, client_address, self)

    def fault_at(self, phase: str) -> Fault | None:
        """Return and note the fault that is due in `phase`."""
        fault = self.faults.take(f"smtp:{phase}", exactly=phase != "data")
        if fault is not None:
            self._log.add("smtp", "fault", detail=f"{phase}: {fault}")
        return fault

    def keep(self, sender: str, recipients: list[str], raw: bytes) -> None:
        """Take a message for good."""
        kept = ReceivedMessage(
            envelope_from=sender, envelope_to=tuple(recipients), received_at=self._clock.now(), raw=raw
        )
        self._mailbox.keep(kept)
        self._log.add("smtp", "kept", reference=kept.message["Message-ID"])


class _Dropped(Exception):
    """The connection is to be closed without another word."""


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 30
    disable_nagle_algorithm = True

    def __init__(self, request: socket.socket, address: tuple[str, int], owner: SmtpServer) -> None:
        self.owner = owner
        self.sender: str | None = None
        self.recipients: list[str] = []
        super().__init__(request, address, owner)

    def handle(self) -> None:
        try:
            if not self._passes("connect"):
                return
            self._say("220 sandbox.example.com ESMTP")
            while line := self.rfile.readline(_MAX_LINE):
                self._obey(line.decode("utf-8", "replace").rstrip("\r\n"))
        except _Dropped:
            return

    def _obey(self, line: str) -> None:
        match line.split(" ", maxsplit=1)[0].upper():
            case "EHLO":
                self._forget()
                self._say("250-sandbox.example.com", "250-8BITMIME", f"250 SIZE {_MAX_MESSAGE}")
            case "HELO" | "RSET":
                self._forget()
                self._say("250 2.0.0 ok")
            case "NOOP":
                self._say("250 2.0.0 ok")
            case "MAIL":
                self._mail(_PATH.search(line))
            case "RCPT":
                self._rcpt(_PATH.search(line))
            case "DATA":
                self._data()
            case "QUIT":
                self._say("221 2.0.0 bye")
                raise _Dropped
            case _:
                self._say("500 5.5.2 not understood")

    def _mail(self, path: re.Match[str] | None) -> None:
        if path is None:
            self._say("501 5.5.4 MAIL FROM:<address>")
        elif self._passes("mail"):
            self._forget()
            self.sender = path[1]
            self._say("250 2.1.0 ok")

    def _rcpt(self, path: re.Match[str] | None) -> None:
        if self.sender is None:
            self._say("503 5.5.1 MAIL first")
        elif path is None or not path[1]:
            self._say("501 5.5.4 RCPT TO:<address>")
        elif self._passes("rcpt"):
            self.recipients.append(path[1])
            self._say("250 2.1.5 ok")

    def _data(self) -> None:
        if not self.recipients:
            self._say("503 5.5.1 RCPT first")
            return
        fault = self.owner.fault_at("data")
        if fault is not None and fault in _REPLIES["data"]:
            self._say(_REPLIES["data"][fault])
            return
        self._say("354 end with a dot")
        raw = self._read_message()
        fault = fault or self.owner.fault_at("dot")
        if fault is Fault.LOST_BEFORE:
            raise _Dropped
        if fault is not None and fault in _REPLIES["dot"]:
            self._say(_REPLIES["dot"][fault])
            self._forget()
            return
        self.owner.keep(self.sender or "", self.recipients, raw)
        self._forget()
        self._after_keeping(fault)

    def _after_keeping(self, fault: Fault | None) -> None:
        match fault:
            case Fault.LOST_AFTER:
                raise _Dropped
            case Fault.TRUNCATED:
                self.wfile.write(b"25")
                raise _Dropped
            case Fault.GARBLED:
                self._say("<html><body>Welcome to the mail portal</body></html>")
            case Fault.SLOW:
                self.owner.stopping.wait(self.owner.faults.delay.total_seconds())
                self._say("250 2.0.0 kept")
            case _:
                self._say("250 2.0.0 kept")

    def _passes(self, phase: str) -> bool:
        """Whether the phase goes on; if not, its reply has been given. Raises `_Dropped` for a loss."""
        fault = self.owner.fault_at(phase)
        match fault:
            case None | Fault.OTHER_NAME | Fault.EMPTY:
                return True
            case Fault.SLOW:
                self.owner.stopping.wait(self.owner.faults.delay.total_seconds())
                return True
            case Fault.LOST_BEFORE | Fault.LOST_AFTER | Fault.TRUNCATED:
                raise _Dropped
            case Fault.GARBLED:
                self._say("<html><body>Welcome to the mail portal</body></html>")
            case _:
                self._say(_REPLIES[phase][fault])
        return False

    def _read_message(self) -> bytes:
        """Read up to the final dot, and take the dot-stuffing off (RFC 5321 section 4.5.2)."""
        lines: list[bytes] = []
        size = 0
        while (line := self.rfile.readline(_MAX_MESSAGE)) != b".\r\n":
            size += len(line)
            if not line or size > _MAX_MESSAGE:
                raise _Dropped
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _forget(self) -> None:
        self.sender = None
        self.recipients = []

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

"""A mail server without sockets, for the real SmtpTransport: it misbehaves, and keeps its own log."""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from unittest import mock

from pydantic import SecretStr

from notifications import MailServer, SmtpTransport
from notifications.post import smtp_session
from notifications.post.smtp_line import NotAReply, Reply
from portfolio.clock import Clock
from tests.notices_year.points import Points


class Phase(StrEnum):
    """The steps of one message, in their order."""

    CONNECT = "connect"
    GREETING = "greeting"
    EHLO = "EHLO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BODY = "body"
    DOT = "dot"


@dataclass(frozen=True)
class Mishap:
    """
    What goes wrong in a phase: a `code` in place of the go-ahead, or where it is 0 the line breaks.

    `keeps`: a message that came whole is kept all the same. `garbled`: the reply is no reply.
    """

    phase: Phase
    code: int = 0
    keeps: bool = False
    garbled: bool = False


@dataclass(frozen=True)
class Accepted:
    """One line of the server's own log, and what the registrar had said of the name when it came."""

    message_id: str
    recipient: str
    subject: str
    at: datetime
    shown: object = None

    @property
    def key(self) -> str:
        """The notice's key, read back from its Message-ID."""
        return self.message_id[1:].rpartition("@")[0]


_GOOD = {
    Phase.STARTTLS: Reply(220, ("go on",)),
    Phase.AUTH: Reply(235, ("welcome",)),
    Phase.MAIL: Reply(250, ("ok",)),
    Phase.RCPT: Reply(250, ("ok",)),
    Phase.DATA: Reply(354, ("go on",)),
    Phase.EHLO: Reply(250, ("mail.example.org", "STARTTLS", "AUTH PLAIN", "SMTPUTF8")),
}
_TO = re.compile(r"<([^>]*)>")


@dataclass
class MemoryMail:
    """`plan` says what goes wrong with the next connection; `bad` addresses are refused for good, always."""

    clock: Clock
    plan: Callable[[], Mishap | None] = lambda: None
    bad: set[str] = field(default_factory=set)
    log: list[Accepted] = field(default_factory=list)
    tell: Callable[[str], object] = lambda _key: None
    points: Points = field(default_factory=Points)
    bodies: int = 0

    @contextmanager
    def answering(self) -> Iterator[SmtpTransport]:
        """Give the real transport, with a line to this server."""
        server = MailServer(
            host="mail.example.org", username="house", password=SecretStr("sealed"), tls=_no_tls()
        )
        with mock.patch.object(smtp_session, "Line", self.line):
            yield SmtpTransport(server)

    def keep(self, raw: bytes, recipient: str) -> None:
        """Take a message for good."""
        head = message_from_bytes(raw.partition(b"\r\n\r\n")[0], _class=EmailMessage, policy=policy.default)
        found = Accepted(str(head["Message-ID"]).strip(), recipient, str(head["Subject"]), self.clock.now())
        self.log.append(Accepted(found.message_id, recipient, found.subject, found.at, self.tell(found.key)))

    def line(self, _host: str, _port: int, *, within: timedelta) -> "MemoryLine":
        """Answer one connection."""
        assert within
        return MemoryLine(self)


def _no_tls() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class MemoryLine:
    """What the session takes for its line."""

    def __init__(self, mail: MemoryMail) -> None:
        self._mail, self._mishap, self._recipient = mail, mail.plan(), ""
        self._answer: Reply | Exception = Reply(220, ("mail.example.org",))
        self._points(idle=True)
        if self._goes_wrong(Phase.CONNECT):
            raise ConnectionRefusedError
        self._react(Phase.GREETING, self._answer)

    def allow(self, time_left: timedelta) -> None:
        """Take any deadline: time stands still here."""
        assert time_left

    def secure(self, _context: object) -> None:
        """Nothing is heard on this line by others."""

    def close(self) -> None:
        """Hang up."""

    def say(self, words: bytes) -> None:
        """Hear a command, or the whole body."""
        self._points(idle=True)
        if words.endswith(b"\r\n.\r\n"):
            self._body(words)
        elif words != b"QUIT\r\n":
            self._command(words.decode())
        self._points(idle=True)

    def hear(self) -> Reply:
        """Answer what was said last."""
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def _points(self, *, idle: bool) -> None:
        self._mail.points.pass_one(idle=idle)

    def _goes_wrong(self, phase: Phase) -> bool:
        return self._mishap is not None and self._mishap.phase is phase

    def _command(self, words: str) -> None:
        phase = Phase(words.partition(" ")[0].strip())
        if phase is Phase.RCPT:
            found = _TO.search(words)
            assert found
            self._recipient = found[1]
            if self._recipient in self._mail.bad:
                self._answer = Reply(550, ("no such mailbox",))
                return
        self._react(phase, _GOOD[phase])

    def _react(self, phase: Phase, good: Reply | Exception) -> None:
        self._answer = good
        if self._mishap is None or self._mishap.phase is not phase:
            return
        code = self._mishap.code
        self._answer = Reply(code, ("not so",)) if code else NotAReply("the server hung up")
        if self._mishap.garbled:
            self._answer = NotAReply("the server's words are no SMTP reply")

    def _body(self, words: bytes) -> None:
        if self._goes_wrong(Phase.BODY):
            raise BrokenPipeError
        self._mail.bodies += 1
        if not self._goes_wrong(Phase.DOT) or (self._mishap is not None and self._mishap.keeps):
            self._mail.keep(words, self._recipient)
        self._react(Phase.DOT, Reply(250, ("queued",)))


_BEFORE = (Phase.GREETING, Phase.EHLO, Phase.STARTTLS, Phase.AUTH, Phase.MAIL, Phase.RCPT, Phase.DATA)
MISHAPS = (
    Mishap(Phase.CONNECT),
    *(Mishap(phase, code) for phase in _BEFORE for code in (0, 421, 450, 550)),
    Mishap(Phase.BODY),
    Mishap(Phase.DOT),
    Mishap(Phase.DOT, keeps=True),
    Mishap(Phase.DOT, keeps=True, garbled=True),
    Mishap(Phase.DOT, 451),
    Mishap(Phase.DOT, 554),
)
"""Everything that can go wrong with one message: each phase with each kind of answer, and none."""

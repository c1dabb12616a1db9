"""
Hands one message to the mail server, one command at a time, and knows how far it came.

Before the server's 354 nothing has been handed over, whatever breaks. After it, only a well-formed 2xx, 4xx
or 5xx is an answer (RFC 5321 section 4.2.1); everything else is ambiguous: the server may have the message.
"""

import re
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from notifications.compose import ascii_address
from notifications.post.smtp_line import Line, NotAReply, Reply
from notifications.post.smtp_session import Answered, MailServer, NotOffered, Session, Step


@dataclass(frozen=True)
class HandedOver:
    """The server has taken the message over; `said` is its word for it, often with a queue id."""

    said: str


@dataclass(frozen=True)
class RetryLater:
    """The server does not have the message, and may take it later."""

    why: str


@dataclass(frozen=True)
class Dead:
    """The server has refused this recipient or this message for good."""

    why: str


@dataclass(frozen=True)
class Ambiguous:
    """The server may or may not have the message. No machine sends it again."""

    why: str


Handed = HandedOver | RetryLater | Dead | Ambiguous


class Transport(Protocol):
    """Hands one message over to the mail server."""

    @abstractmethod
    def hand_over(
        self, message: EmailMessage, *, sender: str, recipient: str, before_body: Callable[[], None]
    ) -> Handed:
        """
        Hand `message` over to one recipient.

        MUST call `before_body` exactly once, just before the first byte of the body leaves, and not at all if
        none does; if it raises, MUST send nothing and let the error pass. MUST answer `Ambiguous` when the
        body or a part of it has left and no plain answer came.
        """
        ...


class SmtpTransport(Transport):
    """A mail server reached by SMTP, one connection and one recipient a message."""

    def __init__(self, server: MailServer, *, sign: Callable[[bytes], bytes] | None = None) -> None:
        """Take what signs a message as it goes on the wire, where the server itself does not."""
        self._server = server
        self._sign = sign

    def hand_over(
        self, message: EmailMessage, *, sender: str, recipient: str, before_body: Callable[[], None]
    ) -> Handed:
        """
        See `Transport`. An address's host goes out as A-labels.

        Raises `ValueError`, with nothing sent, for a message that cannot be signed.
        """
        body = _on_the_wire(message, sign=self._sign)
        try:
            session = Session(self._server)
        except Answered as err:
            return RetryLater(str(err))
        except (NotOffered, NotAReply, OSError) as err:
            return RetryLater(_why(err))
        with_line = session.line
        try:
            refused = _announced(session, ascii_address(sender), ascii_address(recipient))
            if refused is not None:
                return refused
            before_body()
            return self._send_body(with_line, body)
        finally:
            with_line.close()

    def _send_body(self, line: Line, body: bytes) -> Handed:
        line.allow(self._server.final_within)
        try:
            line.say(body)
            reply = line.hear()
        except (NotAReply, OSError) as err:
            return Ambiguous(f"after the body: {_why(err)}")
        _say_goodbye(line)
        return _after_the_dot(reply)


def _announced(session: Session, sender: str, recipient: str) -> Handed | None:
    """Return why the server does not want the body; None when it waits for it."""
    try:
        session.announce(sender=sender, recipient=recipient)
    except Answered as err:
        # A no to MAIL is about us, who send: the recipient is not to blame, and it can be put right.
        is_final = err.reply.kind == 5 and err.step in (Step.RCPT, Step.DATA)
        return Dead(str(err)) if is_final else RetryLater(str(err))
    except NotOffered as err:
        return Dead(str(err))
    except (NotAReply, OSError) as err:
        return RetryLater(_why(err))
    return None


def _after_the_dot(reply: Reply) -> Handed:
    match reply.kind:
        case 2:
            return HandedOver(reply.shown)
        case 4:
            return RetryLater(f"after the body: {reply.shown}")
        case 5:
            return Dead(f"after the body: {reply.shown}")
        case _:
            return Ambiguous(f"after the body: {reply.shown}")


def _say_goodbye(line: Line) -> None:
    try:
        line.say(b"QUIT\r\n")
    except OSError:
        return  # it has hung up already, which is as good


def _on_the_wire(message: EmailMessage, *, sign: Callable[[bytes], bytes] | None = None) -> bytes:
    """
    The message with CRLF line ends, leading dots doubled, and the final dot (RFC 5321 section 4.5.2).

    It is signed before the dots are doubled: the server takes them away again.
    """
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message.as_bytes())
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    if sign is not None:
        lines = sign(lines)
    return re.sub(rb"(?m)^\.", b"..", lines) + b".\r\n"


def _why(err: Exception) -> str:
    """A line without addresses: our own words, or the kind of the system's error."""
    if isinstance(err, (NotAReply, NotOffered)):
        return str(err)
    return f"the line to the mail server broke ({type(err).__name__})"

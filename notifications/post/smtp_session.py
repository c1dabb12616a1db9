"""What is said to a mail server before the body of a message (RFC 5321, STARTTLS 3207, AUTH 4954)."""

import base64
import re
import ssl
from datetime import timedelta
from enum import StrEnum
from typing import Self

from pydantic import ConfigDict, SecretStr, model_validator

from notifications.post.smtp_line import Line, NotAReply, Reply
from portfolio.values import Value

_FIT_FOR_A_COMMAND = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>\x00-\x1f\x7f]+")


class MailServer(Value):
    """
    The mail server that takes our mail over.

    `within` bounds everything before the body, `final_within` the wait after it: RFC 5321 section 4.5.3.2.6
    asks for ten minutes, because a server that is slow to say yes has often said yes. `tls` is for servers
    whose certificate the system does not know. A password is never sent without TLS.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    host: str
    port: int = 587
    starttls: bool = True
    username: str | None = None
    password: SecretStr | None = None
    hello: str = "localhost"
    within: timedelta = timedelta(minutes=5)
    final_within: timedelta = timedelta(minutes=10)
    tls: ssl.SSLContext | None = None

    @model_validator(mode="after")
    def _no_password_in_the_clear(self) -> Self:
        if (self.username is None) != (self.password is None):
            raise ValueError("a mail server needs both a user name and a password, or neither")
        if self.password is not None and not self.starttls:
            raise ValueError("a password is not sent to a mail server without TLS")
        return self


class Step(StrEnum):
    """The steps before the body, in their order."""

    GREETING = "greeting"
    EHLO = "EHLO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"


class Answered(Exception):
    """The server answered a step with something else than the go-ahead."""

    def __init__(self, step: Step, reply: Reply) -> None:
        # A server may repeat what it was told: of a login only the code is kept.
        super().__init__(f"{step}: {reply.code if step is Step.AUTH else reply.shown}")
        self.step = step
        self.reply = reply


class NotOffered(Exception):
    """The server lacks what we need: STARTTLS, a way to log in, or addresses beyond ASCII."""


class Session:
    """One connection, from the greeting to the 354. Close it, whatever happened."""

    def __init__(self, server: MailServer) -> None:
        """Connect and introduce ourselves, under TLS and logged in where asked for."""
        self._server = server
        self.line = Line(server.host, server.port, within=server.within)
        self._offers: dict[str, str] = {}
        try:
            self._open()
        except BaseException:
            self.line.close()
            raise

    def announce(self, *, sender: str, recipient: str) -> None:
        """Name the two addresses and ask for the 354. Raises `Answered`, `NotOffered`."""
        beyond_ascii = not (sender + recipient).isascii()
        if beyond_ascii and "SMTPUTF8" not in self._offers:
            raise NotOffered("the mail server takes no address beyond ASCII (SMTPUTF8)")
        parameters = " BODY=8BITMIME SMTPUTF8" if beyond_ascii else ""
        self._ask(Step.MAIL, f"MAIL FROM:<{_fit(sender)}>{parameters}")
        self._ask(Step.RCPT, f"RCPT TO:<{_fit(recipient)}>")
        self._ask(Step.DATA, "DATA", wanted=3)

    def _open(self) -> None:
        self._expect(Step.GREETING, self.line.hear())
        self._introduce()
        if self._server.starttls:
            if "STARTTLS" not in self._offers:
                raise NotOffered("the mail server does not offer STARTTLS")
            self._ask(Step.STARTTLS, "STARTTLS")
            self.line.secure(self._server.tls or ssl.create_default_context())
            self._introduce()
        if self._server.username is not None and self._server.password is not None:
            self._log_in(self._server.username, self._server.password.get_secret_value())

    def _introduce(self) -> None:
        reply = self._ask(Step.EHLO, f"EHLO {self._server.hello}")
        words = (line.partition(" ") for line in reply.lines[1:])
        self._offers = {word.upper(): rest.upper() for word, _, rest in words}

    def _log_in(self, username: str, password: str) -> None:
        ways = self._offers.get("AUTH", "").split()
        if "PLAIN" in ways:
            secret = _b64(f"\0{username}\0{password}")
            self._ask(Step.AUTH, f"AUTH PLAIN {secret}")
        elif "LOGIN" in ways:
            self._ask(Step.AUTH, "AUTH LOGIN", wanted=3)
            self._ask(Step.AUTH, _b64(username), wanted=3)
            self._ask(Step.AUTH, _b64(password))
        else:
            raise NotOffered("the mail server offers no way to log in that we know (PLAIN, LOGIN)")

    def _ask(self, step: Step, command: str, *, wanted: int = 2) -> Reply:
        self.line.say(f"{command}\r\n".encode())
        return self._expect(step, self.line.hear(), wanted=wanted)

    def _expect(self, step: Step, reply: Reply, *, wanted: int = 2) -> Reply:
        if reply.kind != wanted:
            raise Answered(step, reply)
        if step is Step.DATA and reply.code != 354:
            raise NotAReply("the server answered DATA with neither 354 nor a refusal")
        return reply


def _fit(address: str) -> str:
    if not _FIT_FOR_A_COMMAND.fullmatch(address):
        raise ValueError("an address in a command takes no blanks, brackets or control characters")
    return address


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()

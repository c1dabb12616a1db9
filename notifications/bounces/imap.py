"""A mailbox at a mail server, by IMAP under TLS (RFC 9051): what is unseen is read without being marked."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from datetime import timedelta
from typing import Self

from pydantic import ConfigDict, SecretStr

from notifications.bounces.mailboxes import MOST_AT_ONCE, Letter, MailboxError
from notifications.bounces.read import MOST_BYTES
from portfolio.values import Value

_FOLDER = re.compile(r"[^\x00-\x1f\x7f\"\\]+")


class ImapServer(Value):
    """
    The server that keeps what comes back. The line is under TLS from its first byte.

    `within` bounds the wait for each answer. `tls` is for servers whose certificate the system does not know.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    host: str
    port: int = 993
    username: str
    password: SecretStr
    folder: str = "INBOX"
    within: timedelta = timedelta(seconds=60)
    tls: ssl.SSLContext | None = None


class ImapMailbox:
    """A context manager: logged in and at the folder inside it. Every door raises `MailboxError`."""

    def __init__(self, server: ImapServer) -> None:
        if not _FOLDER.fullmatch(server.folder):
            raise MailboxError("the name of the IMAP folder cannot be said to a server")
        self._server = server

    def __enter__(self) -> Self:
        server = self._server
        try:
            self._line = imaplib.IMAP4_SSL(
                server.host,
                server.port,
                ssl_context=server.tls or ssl.create_default_context(),
                timeout=server.within.total_seconds(),
            )
        except (imaplib.IMAP4.error, OSError) as err:
            raise MailboxError(f"the IMAP server cannot be reached ({type(err).__name__})") from None
        try:
            self._log_in()
        except MailboxError:
            self._hang_up()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def unseen(self) -> Iterator[Letter]:
        """See `Mailbox`. Of a larger message the first MiB is fetched."""
        found = self._ask("SEARCH", "UNSEEN")
        numbers = b" ".join(part for part in found if isinstance(part, bytes)).split()
        for number in numbers[:MOST_AT_ONCE]:
            if not number.isdigit():
                raise MailboxError("the IMAP server's answer to SEARCH was not understood")
            place = number.decode("ascii")
            raw = _body_in(self._ask("FETCH", place, f"(BODY.PEEK[]<0.{MOST_BYTES}>)", may_refuse=True))
            if raw is not None:
                yield Letter(place, raw)

    def mark_seen(self, letter: Letter) -> None:
        """See `Mailbox`."""
        self._ask("STORE", letter.place, "+FLAGS.SILENT", r"(\Seen)")

    def _log_in(self) -> None:
        try:
            self._line.login(self._server.username, self._server.password.get_secret_value())
        except imaplib.IMAP4.abort:
            raise MailboxError("the IMAP server hung up at the login") from None
        except imaplib.IMAP4.error:
            raise MailboxError("the IMAP server refused the login") from None
        except OSError as err:
            raise MailboxError(f"the line to the IMAP server broke ({type(err).__name__})") from None
        try:
            said, _ = self._line.select(f'"{self._server.folder}"')
        except (imaplib.IMAP4.error, OSError) as err:
            raise MailboxError(f"the IMAP folder cannot be opened ({type(err).__name__})") from None
        if said != "OK":
            raise MailboxError("there is no such IMAP folder")

    def _ask(self, command: str, *words: str, may_refuse: bool = False) -> list[object]:
        try:
            said, data = self._line.uid(command, *words)
        except (imaplib.IMAP4.abort, OSError) as err:
            raise MailboxError(f"the line to the IMAP server broke ({type(err).__name__})") from None
        except imaplib.IMAP4.error:
            said, data = "BAD", []
        if said == "OK":
            return list(data)
        if may_refuse:
            return []
        raise MailboxError(f"the IMAP server refused {command}")

    def _hang_up(self) -> None:
        try:
            self._line.logout()
        except (imaplib.IMAP4.error, OSError):
            self._line.shutdown()


def _body_in(data: list[object]) -> bytes | None:
    """The literal of a FETCH; None where the server has none for this message."""
    for part in data:
        if isinstance(part, tuple) and len(part) > 1 and isinstance(part[1], bytes) and b"BODY[]" in part[0]:
            return part[1][:MOST_BYTES]
    return None

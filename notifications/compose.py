"""Writes a notice: text and HTML in the reader's language, in a message that can be recognized again."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from notifications.facts import Facts
from notifications.header_line import address_line, text_line
from notifications.sender import Sender, raise_if_broken
from notifications.words.page import as_html
from notifications.words.phrases import day_in_words, shown
from notifications.words.plain import as_text
from notifications.words.telling import told
from portfolio.names import DomainName, NotAName
from portfolio.notice import Notice

__all__ = ["ascii_address", "ascii_domain", "compose", "day_in_words", "shown"]


_PLAIN_ADDRESS = re.compile(r"""[^\s<>()\[\]\\,;:@"\x00-\x1f\x7f]+@[^\s<>()\[\]\\,;:@"\x00-\x1f\x7f]+""")
"""What EPP, registrars and mail servers take: no quoted left part, no literal host (RFC 5322 allows both)."""


def compose(notice: Notice, facts: Facts, sender: Sender) -> EmailMessage:
    """
    Return the message of `notice`, to its one recipient, dated `facts.now`.

    The Message-ID is made of the notice's key: a copy of the same notice has the same. Raises
    `ValueError` for a text that would break out of its header line, and for a kind of notice that needs a
    value which `facts` does not have.
    """
    words = told(notice, facts, sender)
    message = EmailMessage(policy=SMTP.clone(utf8=_needs_utf8(sender.address, notice.recipient)))
    message["From"] = _from(sender)
    message["To"] = _address(notice.recipient)
    message["Subject"] = text_line("Subject", raise_if_broken(words.title))
    message["Date"] = facts.now
    message["Message-ID"] = f"<{notice.message_id}@{ascii_domain(sender.domain)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    message["X-Namesteward-Notice"] = notice.reference
    message.set_content(as_text(words), cte="quoted-printable")
    message.add_alternative(as_html(words, notice.language), subtype="html", cte="quoted-printable")
    _finish(message, notice)
    return message


def ascii_address(address: str) -> str:
    """Return `address` with its host as A-labels; the left part as it is."""
    left, _, host = raise_if_broken(address).rpartition("@")
    return f"{left}@{ascii_domain(host)}"


def ascii_domain(host: str) -> str:
    """Return the host of an address as A-labels; as it is where it is no domain name (`localhost`)."""
    try:
        return str(DomainName(host))
    except NotAName:
        return host


def _finish(message: EmailMessage, notice: Notice) -> None:
    """Name the language, and make the same message the same bytes: the library draws lots for a boundary."""
    message.set_boundary(f"=_{notice.reference}")  # quoted-printable text holds no `=_`
    message["Content-Language"] = str(notice.language)
    for part in message.iter_parts():
        part["Content-Language"] = str(notice.language)
        del part["MIME-Version"]


def _from(sender: Sender) -> str:
    return address_line("From", raise_if_broken(sender.company), _address(sender.address).addr_spec)


def _address(address: str) -> Address:
    plain = ascii_address(address)
    if not _PLAIN_ADDRESS.fullmatch(plain):
        raise ValueError("an address in a header has no blanks, quotes or brackets")
    left, _, host = plain.rpartition("@")
    return Address(username=left, domain=host)


def _needs_utf8(*addresses: str) -> bool:
    """Whether the headers must be raw UTF-8 (RFC 6532): only where an address cannot do without."""
    return not all(address.rpartition("@")[0].isascii() for address in addresses)

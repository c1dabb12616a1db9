"""The exact mail of a notice, for a person to look at before it goes."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP

from notifications.compose import compose
from notifications.facts import Facts
from notifications.sender import Sender
from portfolio.notice import Notice


@dataclass(frozen=True)
class Preview:
    """What the recipient's program reads: the headers in their order, the text part and the HTML part."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str

    def __repr__(self) -> str:
        return "Preview()"


def preview(notice: Notice, facts: Facts, sender: Sender) -> Preview:
    """
    Return the mail of `notice`, written by `compose` and read back from its bytes.

    Raises what `compose` raises.
    """
    return read_back(compose(notice, facts, sender).as_bytes())


def read_back(raw: bytes) -> Preview:
    """Return what a mail program shows of a message of ours. Raises `ValueError` for another one."""
    message = message_from_bytes(raw, _class=EmailMessage, policy=SMTP)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    if text is None or html is None:
        raise ValueError("a notice has a text part and an HTML part")
    headers = tuple((name, str(value).strip()) for name, value in message.items())
    return Preview(headers, _words(text), _words(html))


def _words(part: MIMEPart) -> str:
    return str(part.get_content()).replace("\r\n", "\n")

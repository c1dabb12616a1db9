"""Writes a notice: a plain text in the reader's language, in a message that can be recognized again."""

from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

from babel.dates import format_date, format_time
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from notifications.facts import Facts
from notifications.sender import Sender, raise_if_broken
from portfolio.contacts import Language
from portfolio.names import DomainName, NotAName
from portfolio.notice import Notice
from portfolio.values import day_of

_LOCALES = {Language.ENGLISH: "en_CA", Language.FRENCH: "fr_CA"}


def compose(notice: Notice, facts: Facts, sender: Sender) -> EmailMessage:
    """
    Return the message of `notice`, to its one recipient, dated `facts.now`.

    The Message-ID is made of the notice's key: a copy of the same notice has the same. Raises
    `ValueError` for a text that would break out of its header line.
    """
    words = _words(notice, facts, sender)
    message = EmailMessage(policy=SMTP.clone(utf8=_needs_utf8(sender.address, notice.recipient)))
    message["From"] = _address(sender.company, sender.address)
    message["To"] = _address("", notice.recipient)
    message["Subject"] = raise_if_broken(_render(notice.language, "subject", words).strip())
    message["Date"] = facts.now
    message["Message-ID"] = f"<{notice.message_id}@{ascii_domain(sender.domain)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    message.set_content(_render(notice.language, "body", words), cte="quoted-printable")
    message["Content-Language"] = str(notice.language)  # after the content, which clears its headers
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


def shown(name: DomainName) -> str:
    """Return the name as people write it, followed by its A-label where that differs."""
    return name if name.u_label == name else f"{name.u_label} ({name})"


def day_in_words(day: date, language: Language) -> str:
    """Return `March 1, 2027` or `1er mars 2027`."""
    text = format_date(day, format="long", locale=_LOCALES[language])
    return text.replace("1 ", "1er ", 1) if language is Language.FRENCH and day.day == 1 else text


def _words(notice: Notice, facts: Facts, sender: Sender) -> dict[str, object]:
    def in_words(day: date | None) -> str | None:
        return None if day is None else day_in_words(day, notice.language)

    return {
        "name": shown(facts.name),
        "days": facts.days,
        "expires_on": in_words(facts.expires_here.date()),
        "expires_at": _clock_time(facts, notice.language),
        "utc_day": in_words(_utc_day_if_other(facts)),
        "renewable_until": in_words(facts.renewable_until),
        "restorable_until": in_words(facts.restorable_until),
        "auto_renew": facts.auto_renew is True,
        "reader": facts.reader,
        "for_staff": notice.is_staff_copy,
        "note": facts.note,
        "sender": sender,
    }


def _clock_time(facts: Facts, language: Language) -> str | None:
    """The time of day and the zone; None where the source gave only a day."""
    if not isinstance(facts.expires, datetime):
        return None
    return f"{format_time(facts.expires_here, 'short', locale=_LOCALES[language])} ({facts.zone})"


def _utc_day_if_other(facts: Facts) -> date | None:
    day = day_of(facts.expires)
    return None if day == facts.expires_here.date() else day


def _address(display_name: str, address: str) -> Address:
    left, _, host = ascii_address(address).rpartition("@")
    return Address(display_name=raise_if_broken(display_name), username=left, domain=host)


def _needs_utf8(*addresses: str) -> bool:
    """Whether the headers must be raw UTF-8 (RFC 6532): only where an address cannot do without."""
    return not all(address.rpartition("@")[0].isascii() for address in addresses)


def _render(language: Language, part: str, words: dict[str, object]) -> str:
    return _templates().get_template(f"{language}/{part}.txt.jinja").render(words)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("notifications", "templates/expiry"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=select_autoescape(),
    )

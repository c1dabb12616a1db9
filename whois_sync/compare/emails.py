"""E-mail addresses: the domain in one spelling (RFC 5321 section 2.3.5, IDNA 2008), then any case."""

import unicodedata
from functools import lru_cache

from portfolio.names import DomainName, NotAName
from whois_sync.compare.alike import Form
from whois_sync.compare.text import spaced


@lru_cache(maxsize=64)
def domain_canonical(text: str) -> str | None:
    """Return the address with its domain as lower-case A-labels; None for what is no address."""
    mailbox, at, domain = spaced(text).removeprefix("mailto:").rpartition("@")
    if not (mailbox and at):
        return None
    try:
        return f"{mailbox}@{DomainName(domain.lower() if domain.isascii() else domain)}"
    except NotAName:
        return None


def mailbox_cased(text: str) -> str | None:
    """
    Return the address without difference of case.

    RFC 5321 section 2.4 lets a host tell mailboxes apart by case; registrars write them in any. A repair for
    a capital letter would be a change of registrant with a 60-day lock: so it is a spelling, not drift.
    """
    address = domain_canonical(text)
    return None if address is None else unicodedata.normalize("NFC", address.casefold())


EMAIL: tuple[Form, ...] = (("domain spelling", domain_canonical), ("case", mailbox_cased))
"""The forms of an e-mail address, strict to forgiving."""

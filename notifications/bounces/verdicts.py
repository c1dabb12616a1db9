"""
What a mail server's code means for the address it speaks of (RFC 3463, RFC 5321 section 4.2, RFC 7505).

A code that does not say plainly that there is no such mailbox never condemns an address.
"""

import re
from enum import StrEnum

from portfolio.mail import MailEventKind

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_BASIC = re.compile(r"(?<![\d.])([245][0-5]\d)(?![\d.]*\d)[ -]")

_NO_SUCH_MAILBOX = frozenset(
    {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.7.17", "5.7.18"}
)
_NO_SUCH_MAILBOX_BASIC = frozenset({"521", "551", "556"})
_REFUSED_BASIC = frozenset({"550", "553"})
"""No such mailbox, or a rule against us: only the words tell which (RFC 5321 section 4.2.3)."""
_NO_SUCH_MAILBOX_WORDS = re.compile(
    r"(user|mailbox|recipient|address|account) (is )?(unknown|not found|invalid|disabled|inactive|closed)"
    r"|(unknown|invalid|no such|nonexistent|non-existent) (local )?(user|mailbox|recipient|address|account)"
    r"|(user|mailbox|recipient|address|account) (does not|doesn't) exist|no mailbox here|no such person",
    re.IGNORECASE,
)
_ABOUT_US = ("5.1.7", "5.1.8", "5.2.3", "5.3.4", "5.6.", "5.7.")
"""Our address, our message's size or form, or a rule about us: its reader can do nothing about it."""


class Action(StrEnum):
    """What a report says was done with the message (RFC 3464 section 2.3.3)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


def status_in(text: str) -> str:
    """Return the first enhanced status code in `text`, such as 5.1.1; empty where there is none."""
    found = _STATUS.search(text)
    return ".".join(str(int(part)) for part in found.groups()) if found else ""


def basic_code_in(text: str) -> str:
    """Return the first reply code of SMTP in `text`, such as 550; empty where there is none."""
    found = _BASIC.search(f"{text} ")
    return found[1] if found else ""


def best_status(status: str, diagnostic: str) -> str:
    """
    Return the status that says most: that of the report, unless the words after it say more.

    Many servers report 5.0.0, or the code of their own queue, and quote the telling one.
    """
    quoted = status_in(diagnostic)
    says_little = not status or status.endswith(".0.0")
    return quoted if says_little and quoted and quoted[0] == (status or quoted)[0] else status


def verdict(action: Action | None, status: str, basic: str = "", words: str = "") -> MailEventKind | None:
    """
    Return what a report means; None when it says nothing, or one thing and its contrary.

    `status` is an enhanced code or empty, `basic` the reply code of SMTP or empty,
    `words` what stands with them.
    """
    kind = status[:1] or basic[:1]
    if action is None:
        action = {"2": Action.DELIVERED, "4": Action.DELAYED, "5": Action.FAILED}.get(kind)
    match action:
        case None:
            return None
        case Action.DELIVERED | Action.RELAYED | Action.EXPANDED:
            return MailEventKind.DELIVERED if kind in ("2", "") else None
        case Action.DELAYED:
            return MailEventKind.DELAYED if kind != "2" else None
        case Action.FAILED:
            return None if kind == "2" else _of_failure(status, basic, words)


def _of_failure(status: str, basic: str, words: str) -> MailEventKind:
    if status.startswith("5."):
        if status in _NO_SUCH_MAILBOX:
            return MailEventKind.HARD
        if status.startswith(_ABOUT_US):
            return MailEventKind.BLOCKED
        if status != "5.0.0":
            return MailEventKind.SOFT
    if status.startswith("4."):
        return MailEventKind.SOFT
    is_plain = basic in _REFUSED_BASIC and _NO_SUCH_MAILBOX_WORDS.search(words) is not None
    return MailEventKind.HARD if is_plain or basic in _NO_SUCH_MAILBOX_BASIC else MailEventKind.SOFT

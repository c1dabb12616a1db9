"""What a message that came to the return path is."""

from enum import StrEnum

from portfolio.mail import Said
from portfolio.values import PersonalValue


class ReportKind(StrEnum):
    """The kinds of `MailEventKind` that are heard by mail, and what is none of them."""

    HARD = "hard"
    SOFT = "soft"
    BLOCKED = "blocked"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto-reply"
    NOT_A_REPORT = "not a report"
    UNREADABLE = "unreadable"


IGNORED = frozenset({ReportKind.AUTO_REPLY, ReportKind.NOT_A_REPORT})
"""Nobody need look at these."""


class Report(PersonalValue):
    """
    What came back. `reference` is that of a notice when the message came to a return path of ours.

    `recipient` is whom it speaks of, `status` an enhanced code (RFC 3463), `said` the other side's words
    without anybody in them, `hint` what the returned message calls itself: never believed. `mail_from` is
    whom a complaint says the message was from.
    """

    kind: ReportKind
    reference: str | None = None
    recipient: str = ""
    status: str = ""
    said: Said = ""
    hint: str = ""
    mail_from: str = ""

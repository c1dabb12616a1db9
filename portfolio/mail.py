"""What is heard of an e-mail address: that it took mail or sent it back, or that staff have mended it."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from portfolio.values import Instant, PersonalValue

Said = Annotated[str, StringConstraints(max_length=160, pattern=r"^[^\x00-\x1f\x7f@]*$")]
"""What the other side said, on one line: codes and words, no address."""


class MailEventKind(StrEnum):
    """
    What was heard.

    HARD: there is no such mailbox. SOFT: a message was given up for a reason that may pass. BLOCKED: it was
    refused because of us or of what it says, not of its reader. DELAYED: it is still tried. COMPLAINT: its
    reader calls it unwanted.
    """

    HARD = "hard"
    SOFT = "soft"
    BLOCKED = "blocked"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    COMPLAINT = "complaint"
    MENDED = "mended"


CAME_BACK = frozenset({MailEventKind.HARD, MailEventKind.SOFT, MailEventKind.BLOCKED})
"""The message will not be delivered any more."""


class MailEvent(PersonalValue):
    """
    One thing heard of `address` at `at`, our clock's instant, about the notice with the key `notice`.

    Two events with the same `digest` are one, told twice.
    """

    address: str
    kind: MailEventKind
    at: Instant
    digest: str
    notice: str | None = None
    said: Said = ""

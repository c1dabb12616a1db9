"""Expiry notices: what is due, to whom, sent once, proved."""

from notifications.deliver import Post
from notifications.due import find_due
from notifications.post.transport import (
    Ambiguous,
    Dead,
    HandedOver,
    MailServer,
    RetryLater,
    SmtpTransport,
    Transport,
)
from notifications.recheck import Knowledge
from notifications.run import NoticeRow, NoticeRun, run
from notifications.sender import Sender

__all__ = [
    "Ambiguous",
    "Dead",
    "HandedOver",
    "Knowledge",
    "MailServer",
    "NoticeRow",
    "NoticeRun",
    "Post",
    "RetryLater",
    "Sender",
    "SmtpTransport",
    "Transport",
    "find_due",
    "run",
]

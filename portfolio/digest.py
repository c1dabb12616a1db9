"""Words for the staff's digest: notices that a person must look at, and names that come to their end."""

from datetime import date

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Milestone, NoticeState
from portfolio.values import Instant, Value


class NoticeLine(Value):
    """
    A notice without its words and its reader: nothing personal.

    `about` is the day that it is about, `deadline` the last day on which it is in time, `at` when it came to
    its state; None while it waits.
    """

    name: DomainName
    milestone: Milestone
    role: ContactRole
    about: date
    deadline: date
    state: NoticeState
    at: Instant | None = None


class EndingName(Value):
    """
    A name near its end: `days` to its expiry as its client counts them, negative after it.

    `refreshed_at` is when the registrar's record was taken over last, None for never.
    """

    name: DomainName
    expires_on: date
    days: int
    auto_renew: bool | None = None
    refreshed_at: Instant | None = None

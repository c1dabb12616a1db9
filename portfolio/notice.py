"""An expiry notice: one message to one person about one name and one date."""

import re
from datetime import date
from enum import StrEnum

from portfolio.contacts import ContactRole, Language
from portfolio.names import DomainName
from portfolio.values import Instant, PersonalValue, Value


class Milestone(Value):
    """A step of the ladder: `days` before expiry (negative: after it)."""

    days: int

    @property
    def key(self) -> str:
        """The step's stable name in the ledger: `30d-before`, `3d-after`."""
        return f"{abs(self.days)}d-{'before' if self.days >= 0 else 'after'}"


class NoticeState(StrEnum):
    """
    due → claimed → sending → {handed over | retry later | dead | ambiguous | superseded | suppressed}.

    SENDING is committed before the body is handed to the mail server: a stale claim may be sent again, a
    stale `sending` is ambiguous and is never sent again by a machine.
    """

    DUE = "due"
    CLAIMED = "claimed"
    SENDING = "sending"
    HANDED_OVER = "handed over"
    RETRY_LATER = "retry later"
    DEAD = "dead"
    AMBIGUOUS = "ambiguous"
    SUPERSEDED = "superseded"
    SUPPRESSED = "suppressed"


class Notice(PersonalValue):
    """
    One row of the outbox. `key` is made of the decision (name, expiry, milestone, role), never of words.

    `recipient` is the e-mail address that was chosen when it came due. Staff's copy of a notice has the role
    of the contact that the notice itself goes to, and a key of its own.
    """

    key: str
    name: DomainName
    expires_on: date
    milestone: Milestone
    role: ContactRole
    recipient: str
    language: Language
    due_at: Instant
    state: NoticeState = NoticeState.DUE
    claimed_until: Instant | None = None
    attempts: int = 0
    settled_at: Instant | None = None
    detail: str = ""

    @property
    def message_id(self) -> str:
        """The Message-ID's left part: derived from the key, so that a repeat can be recognized downstream."""
        return self.key.replace(":", ".")

    @property
    def is_staff_copy(self) -> bool:
        """Whether staff read it, and not the contact."""
        return self.key.endswith(_STAFF)


_STAFF = ":staff"


def notice_key(
    name: DomainName, expires_on: date, milestone: Milestone, role: ContactRole, *, for_staff: bool = False
) -> str:
    """Return the ledger key of a notice. A renewal changes the date and so starts a new series."""
    copy = _STAFF if for_staff else ""
    return f"notice:{name}:{expires_on.isoformat()}:{milestone.key}:{role}{copy}"


class NoticeKey(Value):
    """What a ledger key says."""

    name: DomainName
    expires_on: date
    milestone: Milestone
    role: ContactRole
    for_staff: bool = False


def read_notice_key(key: str) -> NoticeKey:
    """Return what `notice_key` put into the key. Raises `ValueError` for a text that is no such key."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError("not the key of a notice")
    days = int(found["days"])
    return NoticeKey(
        name=DomainName(found["name"]),
        expires_on=date.fromisoformat(found["expires_on"]),
        milestone=Milestone(days=days if found["side"] == "before" else -days),
        role=ContactRole(found["role"]),
        for_staff=found["staff"] is not None,
    )


_KEY = re.compile(
    r"notice:(?P<name>[^:]+):(?P<expires_on>[\d-]+):(?P<days>\d+)d-(?P<side>before|after):(?P<role>[a-z]+)"
    r"(?P<staff>:staff)?"
)

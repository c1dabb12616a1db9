"""A notice: one message to one person about one name and one day."""

import hashlib
import re
from base64 import b32encode
from datetime import date
from enum import StrEnum

from portfolio.contacts import ContactRole, Language
from portfolio.names import DomainName
from portfolio.values import Instant, PersonalValue, Value


class NoticeKind(StrEnum):
    """What a notice tells; the words are those of its key."""

    EXPIRY = "expiry"
    RENEWED = "renewed"
    RENEWAL_FAILED = "renewal-failed"
    REDEMPTION = "redemption"
    PENDING_DELETE = "pending-delete"
    DATA_CHECK = "data-check"
    VERIFICATION = "verification"


class Milestone(Value):
    """
    A step: for an expiry or a verification `days` before the day it is about (negative: after it).

    The other kinds have one step in a series, and no days.
    """

    kind: NoticeKind = NoticeKind.EXPIRY
    days: int = 0

    @property
    def key(self) -> str:
        """The step's stable name in the ledger: `30d-before`, `renewed`, `verification.5d-before`."""
        away = f"{abs(self.days)}d-{'before' if self.days >= 0 else 'after'}"
        match self.kind:
            case NoticeKind.EXPIRY:
                return away
            case NoticeKind.VERIFICATION:
                return f"{self.kind}.{away}"
            case _:
                return self.kind.value


class NoticeState(StrEnum):
    """
    due → claimed → sending → {handed over | retry later | dead | ambiguous | superseded | suppressed}.

    SENDING is committed before the body is handed to the mail server: a stale claim may be sent again, a
    stale `sending` is ambiguous and is never sent again by a machine. What was handed over and came back for
    good is BOUNCED.
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
    BOUNCED = "bounced"


class Notice(PersonalValue):
    """
    One row of the outbox. `key` is made of the decision (name, day, milestone, role), never of words.

    `about` is the day that the notice is about: the expiry of its series (for a receipt the new one), of a
    yearly reminder its day in the year, of a verification the last day to answer. `deadline` is the last day
    on which it is in time. `recipient` is the e-mail address that was chosen when it came due. Staff's copy
    of a notice has the role of the contact that the notice itself goes to, and a key of its own. `detail` is
    the mail server's word or ours, `bounce` what came back afterwards.
    """

    key: str
    name: DomainName
    about: date
    milestone: Milestone
    role: ContactRole
    recipient: str
    language: Language
    due_at: Instant
    deadline: date | None = None
    state: NoticeState = NoticeState.DUE
    claimed_until: Instant | None = None
    retry_at: Instant | None = None
    attempts: int = 0
    settled_at: Instant | None = None
    detail: str = ""
    bounced_at: Instant | None = None
    bounce: str = ""

    @property
    def message_id(self) -> str:
        """The Message-ID's left part: derived from the key, so that a repeat can be recognized downstream."""
        return _RESENT.sub("", self.key).replace(":", ".")

    @property
    def reference(self) -> str:
        """What stands for the key where only a short word fits, as in a return path."""
        return reference_of(self.key)

    @property
    def is_staff_copy(self) -> bool:
        """Whether staff read it, and not the contact."""
        return _RESENT.sub("", self.key).endswith(_STAFF)


_STAFF = ":staff"
_RESENT = re.compile(r":resent-\d+$")


def notice_key(
    name: DomainName,
    about: date,
    milestone: Milestone,
    role: ContactRole,
    *,
    for_staff: bool = False,
    resent: int = 0,
) -> str:
    """
    Return the ledger key of a notice. A renewal changes the day it is about and so starts a new series.

    `resent` counts the times that a person sent it again.
    """
    copy = _STAFF if for_staff else ""
    again = f":resent-{resent}" if resent else ""
    return f"notice:{name}:{about.isoformat()}:{milestone.key}:{role}{copy}{again}"


def reference_of(key: str) -> str:
    """Return the reference of the notice with this key: 13 lower-case letters and digits."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return b32encode(digest).decode().rstrip("=").lower()


class NoticeKey(Value):
    """What a ledger key says."""

    name: DomainName
    about: date
    milestone: Milestone
    role: ContactRole
    for_staff: bool = False
    resent: int = 0


def read_notice_key(key: str) -> NoticeKey:
    """Return what `notice_key` put into the key. Raises `ValueError` for a text that is no such key."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError("not the key of a notice")
    return NoticeKey(
        name=DomainName(found["name"]),
        about=date.fromisoformat(found["about"]),
        milestone=read_milestone(found["milestone"]),
        role=ContactRole(found["role"]),
        for_staff=found["staff"] is not None,
        resent=int(found["resent"] or 0),
    )


def read_milestone(key: str) -> Milestone:
    """Return the milestone whose `key` this is. Raises `ValueError` for another text."""
    kind, _, away = key.rpartition(".")
    found = _AWAY.fullmatch(away)
    if found is None:
        milestone = Milestone(kind=NoticeKind(key))
    else:
        days = int(found["days"])
        whole = NoticeKind(kind) if kind else NoticeKind.EXPIRY
        milestone = Milestone(kind=whole, days=days if found["side"] == "before" else -days)
    if milestone.key != key:
        raise ValueError("not the key of a milestone")
    return milestone


_AWAY = re.compile(r"(?P<days>\d+)d-(?P<side>before|after)")
_KEY = re.compile(
    r"notice:(?P<name>[^:]+):(?P<about>[\d-]+):(?P<milestone>[a-z0-9.-]+):(?P<role>[a-z]+)"
    r"(?P<staff>:staff)?(:resent-(?P<resent>\d+))?"
)

"""
Three send loops of other programs, rebuilt from a description of how they work: models, not their code.

Each lives on after a cut with what it has kept. None asks the registrar, and none knows in which phase of a
hand-over a line broke: the libraries they use raise one error for all.
"""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

from notifications.post.smtp_line import NotAReply
from tests.notices_year.days_counted import COUNTRY_STEPS, GENERIC_STEPS, day_in, greenwich_day
from tests.notices_year.memory_mail import MemoryMail
from tests.notices_year.points import Points
from tests.notices_year.truth import TrueName

TRIES = 3
RETRY_AFTER = timedelta(minutes=1)


class Gone(Exception):
    """The line broke, or the server said 421: in whatever phase."""


class Refused(Exception):
    """The server said no."""


@dataclass(frozen=True)
class Nag:
    """One notice to one address: what a loop works on."""

    key: str
    recipient: str
    expires: date
    days: int


def send(mail: MemoryMail, nag: Nag) -> None:
    """Hand one message over. Raises `Gone`, `Refused`."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{nag.key}@example.org>"
    message["Subject"] = f"expires in {nag.days} days"
    message.set_content("renew it")
    words = ("EHLO us\r\n", "MAIL FROM:<us@example.org>\r\n", f"RCPT TO:<{nag.recipient}>\r\n", "DATA\r\n")
    try:
        line = mail.line("mail.example.org", 25, within=timedelta(minutes=1))
        _raise_if_no(line.hear().code)
        for word in words:
            line.say(word.encode())
            _raise_if_no(line.hear().code)
        line.say(message.as_bytes() + b"\r\n.\r\n")
        _raise_if_no(line.hear().code)
    except (NotAReply, OSError) as err:
        raise Gone from err


def _raise_if_no(code: int) -> None:
    if code == 421:
        raise Gone
    if code >= 400:
        raise Refused


class Loop(Protocol):
    """A program that is started again and again over what it has kept."""

    @abstractmethod
    def run(self, names: Iterable[TrueName], mail: MemoryMail, now: datetime, points: Points) -> None:
        """Find what is due and send it."""
        ...


def nags_due(names: Iterable[TrueName], now: datetime) -> list[Nag]:
    """Return the nearest milestone that each name has reached, the nearest expiry first."""
    found = [nag for true in names if (nag := _nag_of(true, now)) is not None]
    return sorted(found, key=lambda nag: (nag.expires, nag.key))


def _nag_of(true: TrueName, now: datetime) -> Nag | None:
    paid = [moment for at, moment in true.believed if at <= now][-1]
    left = (day_in(paid, true.zone) - day_in(now, true.zone)).days
    steps = GENERIC_STEPS if true.is_generic else COUNTRY_STEPS
    reached = [step for step in steps if left <= step]
    if not reached or left < -10:
        return None
    about, step = greenwich_day(paid), min(reached)
    key = f"notice.{true.name}.{about}.{abs(step)}d-{'before' if step >= 0 else 'after'}.registrant"
    return Nag(key, f"registrant@{true.client}.example.net", about, left)


@dataclass
class SendsThenUpdatesAColumn(Loop):
    """As Boulder's mailer: a lost line is dialled again and the message sent again, in whatever phase."""

    last_nag: dict[str, str] = field(default_factory=dict)

    def run(self, names: Iterable[TrueName], mail: MemoryMail, now: datetime, points: Points) -> None:
        for nag in nags_due(names, now):
            if nag.key in self.last_nag:
                continue
            try:
                self._reconnecting(mail, nag)
            except (Gone, Refused):
                continue  # logged; a refused address is passed over
            points.pass_one()
            self.last_nag[nag.key] = nag.key
            points.pass_one()

    def _reconnecting(self, mail: MemoryMail, nag: Nag) -> None:
        for left in reversed(range(TRIES)):
            try:
                send(mail, nag)
            except Gone:
                if not left:
                    raise
            else:
                return


@dataclass
class StopsAtTheFirstError(Loop):
    """As Nomulus' action: sends, then writes the sent date; any error leaves the loop."""

    sent_on: dict[str, datetime] = field(default_factory=dict)

    def run(self, names: Iterable[TrueName], mail: MemoryMail, now: datetime, points: Points) -> None:
        for nag in nags_due(names, now):
            if nag.key in self.sent_on:
                continue
            try:
                send(mail, nag)
            except (Gone, Refused):
                return
            points.pass_one()
            self.sent_on[nag.key] = now
            points.pass_one()


@dataclass
class AcknowledgesLate(Loop):
    """As Warehouse's task: acknowledged after it has run, and run again after any error but a refusal."""

    queue: dict[str, Nag] = field(default_factory=dict)
    enqueued: set[str] = field(default_factory=set)

    def run(self, names: Iterable[TrueName], mail: MemoryMail, now: datetime, points: Points) -> None:
        for nag in nags_due(names, now):
            if nag.key not in self.enqueued:
                self.enqueued.add(nag.key)
                self.queue[nag.key] = nag
        points.pass_one()
        for nag in list(self.queue.values()):
            try:
                send(mail, nag)
            except Gone:
                continue  # it stays in the queue, to be run again
            except Refused:
                pass  # a recipient that was refused is dropped
            points.pass_one()
            self.queue.pop(nag.key, None)
            points.pass_one()


RIVALS: dict[str, type[SendsThenUpdatesAColumn | StopsAtTheFirstError | AcknowledgesLate]] = {
    "sends, then updates a column (Boulder)": SendsThenUpdatesAColumn,
    "leaves the loop at an error (Nomulus)": StopsAtTheFirstError,
    "acknowledges late (Warehouse)": AcknowledgesLate,
}

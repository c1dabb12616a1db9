"""The mail server: what it really took, and how it answers. The second history to hold ours against."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum
from typing import TYPE_CHECKING

from notifications import Ambiguous, Dead, HandedOver, RetryLater, Transport
from notifications.post.transport import Handed

if TYPE_CHECKING:
    from tests.simulation.world import World


class MailFault(StrEnum):
    """Where in the conversation it goes wrong, and how."""

    NONE = "none"
    CONNECT_4 = "M1 4xx to the greeting"
    MAIL_4 = "M1 4xx to MAIL"
    MAIL_5 = "M1 5xx to MAIL"
    RCPT_4 = "M1 4xx to RCPT"
    RCPT_5 = "M2 5xx to RCPT"
    DATA_4 = "M1 4xx to DATA"
    DATA_5 = "M2 5xx to DATA"
    DROPPED = "M1 dropped before the body"
    DOT_4 = "M1 4xx after the dot"
    DOT_5 = "M2 5xx after the dot"
    DOT_LOST_TAKEN = "M3 dropped after the dot, taken"
    DOT_LOST = "M3 dropped after the dot, not taken"
    GARBLED_TAKEN = "M3 garbage after the dot, taken"


_BEFORE = {
    MailFault.CONNECT_4: RetryLater("421 busy"), MailFault.MAIL_4: RetryLater("450 later"),
    MailFault.MAIL_5: RetryLater("550 not from you"), MailFault.RCPT_4: RetryLater("450 greylisted"),
    MailFault.RCPT_5: Dead("550 no such mailbox"), MailFault.DATA_4: RetryLater("451 later"),
    MailFault.DATA_5: Dead("554 no"), MailFault.DROPPED: RetryLater("the line broke"),
}  # fmt: skip
_AFTER = {
    MailFault.DOT_4: RetryLater("451 after the body"), MailFault.DOT_5: Dead("554 after the body"),
    MailFault.DOT_LOST: Ambiguous("the line broke after the body"),
    MailFault.DOT_LOST_TAKEN: Ambiguous("the line broke after the body"),
    MailFault.GARBLED_TAKEN: Ambiguous("garbage after the body"),
}  # fmt: skip
_TAKEN = frozenset({MailFault.NONE, MailFault.DOT_LOST_TAKEN, MailFault.GARBLED_TAKEN})


@dataclass(frozen=True)
class Taken:
    """One message that the server has positively taken over."""

    message_id: str
    recipient: str
    at: datetime
    text: str


@dataclass
class SimulatedMail(Transport):
    """A transport that keeps its contract, over a server that does what it likes."""

    world: "World"
    log: list[Taken] = field(default_factory=list)

    def hand_over(
        self, message: EmailMessage, *, sender: str, recipient: str, before_body: Callable[[], None]
    ) -> Handed:
        world = self.world
        world.machine.point("before the mail server")
        fault = self._fault()
        message_id = str(message["Message-ID"]).strip().strip("<>").partition("@")[0]
        world.machine.clock.advance(timedelta(seconds=1))
        world.machine.tell(f"mail {message_id}: {fault}")
        if fault in _BEFORE:
            return _BEFORE[fault]
        world.machine.opening("the mail server waits for the body")
        before_body()
        world.posted(message_id)
        world.machine.point("the body is about to leave")
        if fault in _TAKEN:
            at = world.machine.clock.at
            self.log.append(Taken(message_id, recipient, at, message.as_string()))
        world.machine.opening("the mail server has the body")
        world.machine.point("the body has left")
        return _AFTER.get(fault, HandedOver("250 taken"))

    def _fault(self) -> MailFault:
        dice = self.world.dice
        if not dice.happens(dice.mix.paid):
            return MailFault.NONE
        fault = dice.random.choice([fault for fault in MailFault if fault is not MailFault.NONE])
        self.world.marks.reached[f"{fault} met {'sending' if fault in _AFTER else 'claimed'}"] += 1
        return fault

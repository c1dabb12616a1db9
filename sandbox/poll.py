"""The registry's messages to its registrars, kept until they are acknowledged (RFC 5730 section 2.9.2.3)."""

from portfolio.names import DomainName
from portfolio.values import Instant, Value


class PollMessage(Value):
    """One message. `event` is an action of the event log: "transferred", "auto-renew grace", "released"."""

    number: int
    to: str
    at: Instant
    name: DomainName
    event: str


class PollQueue:
    """Messages by registrar, oldest first."""

    def __init__(self, messages: tuple[PollMessage, ...] = ()) -> None:
        self.messages = list(messages)
        self._last = max((message.number for message in messages), default=0)

    def put(self, to: str, *, name: DomainName, event: str, at: Instant) -> None:
        """Leave a message for the registrar `to`."""
        self._last += 1
        self.messages.append(PollMessage(number=self._last, to=to, at=at, name=name, event=event))

    def first(self, to: str) -> PollMessage | None:
        """Return the oldest message for `to` that is not acknowledged, again and again."""
        return next((message for message in self.messages if message.to == to), None)

    def acknowledge(self, to: str, number: int) -> bool:
        """Take the message off the queue. Returns whether it was there."""
        before = len(self.messages)
        self.messages = [m for m in self.messages if (m.to, m.number) != (to, number)]
        return len(self.messages) < before

"""The role of a registrar with a queue of messages (RFC 5730 section 2.9.2.3 and what is like it)."""

from abc import abstractmethod
from typing import Protocol, runtime_checkable

from portfolio.names import DomainName
from portfolio.values import Moment, Value


class RegistrarEvent(Value):
    """
    One message. `kind` is the vendor's word for what happened, `words` what it says, without personal values.

    `id` is what it is acknowledged by.
    """

    id: str
    kind: str
    name: DomainName | None = None
    at: Moment | None = None
    words: str = ""


@runtime_checkable
class TellsEvents(Protocol):
    """Tells what happened at the registrar since, message by message."""

    @abstractmethod
    def next_event(self) -> RegistrarEvent | None:
        """Return the oldest message that is not acknowledged, None where there is none. Changes nothing."""
        ...

    @abstractmethod
    def acknowledge(self, event: RegistrarEvent) -> None:
        """
        Take the message off the queue.

        MUST be safe to repeat: one that is gone already is a success.
        """
        ...

"""What the sandbox's mail server has taken: messages with their envelopes."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Lock

from pydantic import ConfigDict

from portfolio.values import Instant, PersonalValue


class ReceivedMessage(PersonalValue):
    """One message that was taken, whether or not its sender got to know. `raw` has no dot-stuffing."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    envelope_from: str
    envelope_to: tuple[str, ...]
    received_at: Instant
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        return message_from_bytes(self.raw, _class=EmailMessage, policy=policy.default)

    @property
    def text(self) -> str:
        """The plain text of the body; empty where there is none."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body is not None else ""

    def __getitem__(self, header: str) -> str:
        """Return a header's value; raises `KeyError` where the message has no such header."""
        value = self.message[header]
        if value is None:
            raise KeyError(header)
        return str(value)


class Mailbox:
    """Every message that the server has taken, for whomever, oldest first."""

    def __init__(self) -> None:
        self._messages: list[ReceivedMessage] = []
        self._lock = Lock()

    @property
    def messages(self) -> tuple[ReceivedMessage, ...]:
        """What was taken so far."""
        with self._lock:
            return tuple(self._messages)

    def to(self, address: str) -> tuple[ReceivedMessage, ...]:
        """Return the messages whose envelope names `address`."""
        return tuple(message for message in self.messages if address in message.envelope_to)

    def keep(self, message: ReceivedMessage) -> None:
        """Take a message."""
        with self._lock:
            self._messages.append(message)

    def restore(self, messages: tuple[ReceivedMessage, ...]) -> None:
        """Begin with `messages`, in place of what was there."""
        with self._lock:
            self._messages = list(messages)

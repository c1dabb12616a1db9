"""Queues of messages in JSON that tell how many wait, and the oldest of them."""

from pydantic.alias_generators import to_camel

from portfolio.values import Instant
from registrar.answers.told import about_told, raise_unless
from registrar.answers.words import without_values
from registrar.events import RegistrarEvent
from registrar.in_json.reply import JsonReply, Theirs


class _Message(Theirs, alias_generator=to_camel):
    id: int
    fire_date: Instant
    message: str
    event_type: str
    domain_name: str | None = None


class _Queue(Theirs):
    count: int
    notification: _Message | None = None


def oldest_in(reply: JsonReply) -> RegistrarEvent | None:
    """Return the oldest message, None of an empty queue. Raises `Unreadable` where a promised one lacks."""
    queue = reply.as_a(_Queue)
    one = queue.notification
    raise_unless("a message is missing", is_so=one is not None or not queue.count)
    if one is None:
        return None
    words, name = without_values(one.message, ()), about_told(one.domain_name)
    return RegistrarEvent(id=str(one.id), kind=one.event_type, name=name, at=one.fire_date, words=words)

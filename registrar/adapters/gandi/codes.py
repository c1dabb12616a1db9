"""Gandi's HTTP statuses and what they are to us. Words decide nothing."""

from registrar.answers.statuses import PLAIN, StatusTable, always
from registrar.errors import ValueRefused
from registrar.in_json.line import Manner
from registrar.in_json.reply import JsonReply, words_in


def words_of(reply: JsonReply) -> str:
    """Return the words of a no, or of a dry run's findings. Raises `Unreadable` for what has none."""
    return words_in(reply, "message", "cause", "errors.name", "errors.description")


_NOT_SOLD = always("the name is not sold here", ValueRefused)
MANNER = Manner(
    StatusTable(PLAIN, {("CreateDomain", 404): _NOT_SOLD, ("TransferIn", 404): _NOT_SOLD}),
    refusal=words_of,
    has_refusal=lambda reply: "cause" in reply.items or "code" in reply.items,
)

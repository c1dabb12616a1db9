"""Vendors in JSON that say no by a word of their own: the word decides, and the status does not."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar, NoReturn

from net.client import Answer
from registrar.answers.retry_after import retry_after
from registrar.answers.statuses import BELIEVED_BARE, Meaning
from registrar.answers.words import without_values
from registrar.errors import OutcomeUnknown, Refused
from registrar.exchange import Unreadable
from registrar.in_json.line import Call, JsonCodec
from registrar.in_json.reply import JsonReply, read_json, words_in

_DAY = 86_400
_UNKNOWN = Meaning("a refusal that is not in our table", Refused, OutcomeUnknown)


class WordedCodec(JsonCodec):
    """
    Reads a no of 4xx by its word: `special` by operation and word, else `usual` by word.

    A word that is in neither is `Refused` after a read, and `OutcomeUnknown` after a change.
    """

    usual: ClassVar[Mapping[str, Meaning]]
    special: ClassVar[Mapping[tuple[str, str], Meaning]] = {}

    @abstractmethod
    def refusal(self, reply: JsonReply) -> tuple[str, str]:
        """Return the word of a no, and what is said beside it. Raises `Unreadable` for what is none."""
        ...

    def raise_for_status(self, asked: Call, answer: Answer, *, harmless: bool) -> bool | None:
        """As `JsonCodec`; the error that a no is comes from its word."""
        if answer.status in asked.yes or not 400 <= answer.status < 500:
            return super().raise_for_status(asked, answer, harmless=harmless)
        try:
            reply = read_json(answer.body)
            self.refuse(
                asked, replace(reply, status=answer.status, headers=answer.headers), harmless=harmless
            )
        except Unreadable:
            if answer.status in BELIEVED_BARE:
                return None
            raise

    def refuse(self, asked: Call, reply: JsonReply, *, harmless: bool) -> NoReturn:
        """Raise the error that a no is, by its word. Raises `Unreadable` for what is none."""
        word, said = self.refusal(reply)
        operation = asked.operation.partition("?")[0]
        meaning = self.special.get((operation, word)) or self.usual.get(word, _UNKNOWN)
        error = meaning.read if harmless else meaning.change
        raise error(
            f"{meaning.says}: {without_values(said, asked.private)}".rstrip(": "),
            vendor_code=word or None,
            http_status=reply.status,
            retry_after=self.wait(reply),
        )

    def wait(self, reply: JsonReply) -> timedelta | None:
        """Return after how long the vendor may be asked again, where a no says so."""
        return retry_after(reply.headers)


class YesOrNoCodec(WordedCodec):
    """
    Reads `{"status": "SUCCESS"}` as the yes and `{"status": "ERROR", "message", "code"}` as the no.

    A 200 can be a no. `wait_field` holds the seconds after which the vendor may be asked again.
    """

    yes: ClassVar[str] = "SUCCESS"
    no: ClassVar[str] = "ERROR"
    wait_field: ClassVar[str] = "ttlRemaining"

    def refusal(self, reply: JsonReply) -> tuple[str, str]:
        """Return the code of a no, empty where it has none, and its words. Raises `Unreadable`."""
        if reply.part("status", str) != self.no:
            raise Unreadable("the reply says neither yes nor no")
        code = reply.items.get("code")
        return (code if isinstance(code, str) else ""), words_in(reply, "message")

    def wait(self, reply: JsonReply) -> timedelta | None:
        """Return what the no itself says of it, else what its headers do."""
        told = reply.items.get(self.wait_field)
        if isinstance(told, int) and 0 < told <= _DAY:
            return timedelta(seconds=told)
        return super().wait(reply)

    def raise_if_refused(self, asked: Call, reply: JsonReply, *, harmless: bool) -> None:
        """Raise what the no in a 200 means, `Unreadable` for what is neither."""
        if reply.part("status", str) != self.yes:
            self.refuse(asked, reply, harmless=harmless)

"""Vendors whose JSON says yes or no in a word, whatever the status: `{"status": "ERROR", "code": …}`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from net.client import Answer
from registrar.errors import OutcomeUnknown, Refused
from registrar.exchange import Unreadable
from registrar.json_line import Call, JsonCodec, Manner
from registrar.json_reply import JsonReply, read_json, words_in
from registrar.retry_after import until_reset
from registrar.statuses import Meaning, StatusTable
from registrar.words import without_values

_UNKNOWN = Meaning("a code that is not in our table", Refused, OutcomeUnknown)
_LONGEST_WAIT = 86_400


@dataclass(frozen=True)
class WordTable:
    """
    What a vendor documents: the words for yes and no, `codes`, and `statuses` for a no without a known code.

    A no holds a `message`, and may hold a `code`. `wait` is the field with the seconds after which it may be
    asked again. A no that is in neither table is `Refused` after a read and `OutcomeUnknown` after a change.
    """

    yes: str
    no: str
    codes: Mapping[str, Meaning]
    statuses: Mapping[int, Meaning] = field(default_factory=dict[int, Meaning])
    wait: str = ""


class WordCodec(JsonCodec):
    """Writes requests and reads replies; only a 200 with the word for yes is a yes."""

    def __init__(
        self, *, endpoint: str, words: WordTable, headers: Callable[[Call], Mapping[str, str]]
    ) -> None:
        manner = Manner(StatusTable({}, {}), lambda reply: words_in(reply, "message"), lambda _: False)
        super().__init__(endpoint=endpoint, manner=manner, headers=headers)
        self._words = words

    def raise_for_status(self, asked: Call, answer: Answer, *, harmless: bool) -> bool | None:
        """Raise what the no in an answer means; return None where only the status is left."""
        if answer.status == 200:
            return True
        try:
            reply = read_json(answer.body)
            words = words_in(reply, "message")
        except Unreadable:
            return None
        if 400 <= answer.status < 500 and reply.items.get("status") == self._words.no:
            raise self._no(asked, reply, words, answer.status, answer.headers, harmless=harmless)
        return None

    def raise_if_refused(self, asked: Call, reply: JsonReply, *, harmless: bool) -> None:
        """Raise what the no in a 200 means; `Unreadable` for what is neither yes nor no."""
        told = reply.part("status", str)
        if told == self._words.no:
            words = words_in(reply, "message")
            raise self._no(asked, reply, words, reply.status, reply.headers, harmless=harmless)
        if told != self._words.yes:
            raise Unreadable("the reply says neither yes nor no")

    def _no(
        self,
        asked: Call,
        reply: JsonReply,
        words: str,
        status: int,
        headers: Mapping[str, str],
        *,
        harmless: bool,
    ) -> Exception:
        code, seconds = reply.items.get("code"), reply.items.get(self._words.wait)
        known = self._words.codes.get(code) if isinstance(code, str) else None
        meaning = known or self._words.statuses.get(status, _UNKNOWN)
        is_told = isinstance(seconds, int) and 0 < seconds <= _LONGEST_WAIT
        return (meaning.read if harmless else meaning.change)(
            f"{meaning.says}: {without_values(words, asked.private)}".rstrip(": "),
            vendor_code=without_values(code, asked.private) if isinstance(code, str) else None,
            http_status=status,
            retry_after=timedelta(seconds=seconds) if is_told else until_reset(headers, "x-ratelimit-reset"),
        )

"""Vendors whose JSON comes in an envelope with a code: one that is not 0 is a no, whatever the status."""

from collections.abc import Callable, Mapping

from net.client import Answer
from registrar.errors import OutcomeUnknown, TryAgain
from registrar.exchange import Unreadable
from registrar.json_line import Call, JsonCodec, Manner
from registrar.json_reply import JsonReply, Theirs, read_json
from registrar.statuses import StatusTable
from registrar.words import without_values


class Envelope(Theirs):
    """What is around every answer."""

    code: int | None = None
    desc: str = ""
    maintenance: bool = False


class EnvelopeCodec(JsonCodec):
    """Writes requests and reads replies; `codes` says what each code is, `bare` which answers have none."""

    def __init__(
        self,
        *,
        endpoint: str,
        codes: StatusTable,
        headers: Callable[[Call], Mapping[str, str]],
        bare: frozenset[str] = frozenset(),
    ) -> None:
        manner = Manner(codes, lambda reply: reply.as_a(Envelope).desc, lambda _: False)
        super().__init__(endpoint=endpoint, manner=manner, headers=headers)
        self._codes = codes
        self._bare = bare

    def raise_for_status(self, asked: Call, answer: Answer, *, harmless: bool) -> bool | None:
        """Raise what the code in a failed answer means; return None where only the status is left."""
        if answer.status in (200, 429):
            return answer.status == 200 or None
        try:
            no = read_json(answer.body).as_a(Envelope)
        except Unreadable:
            return None
        if no.code in self._codes.usual:
            self._refuse(asked, no, harmless=harmless, http_status=answer.status)
        return None

    def raise_if_refused(self, asked: Call, reply: JsonReply, *, harmless: bool) -> None:
        """Raise what the code means. Raises `Unreadable` for an envelope without one."""
        said = reply.as_a(Envelope)
        if said.code is None and asked.operation not in self._bare:
            raise Unreadable("the reply has no code")
        if said.code:
            self._refuse(asked, said, harmless=harmless)

    def _refuse(self, asked: Call, no: Envelope, *, harmless: bool, http_status: int = 200) -> None:
        error, says = self._codes.error(asked.operation, no.code or 0, harmless=harmless)
        if no.maintenance and no.code not in self._codes.usual:
            error, says = (TryAgain if harmless else OutcomeUnknown), "the vendor is on maintenance"
        words = f"{says}: {without_values(no.desc, asked.private)}".rstrip(": ")
        raise error(words, vendor_code=str(no.code), http_status=http_status)

"""Vendors whose JSON comes in an envelope with a code: one that is not 0 is a no, whatever the status."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar, cast

from pydantic import Field, model_validator

from net.client import Answer
from registrar.answers.statuses import StatusTable
from registrar.answers.words import without_values
from registrar.errors import OutcomeUnknown, TryAgain
from registrar.exchange import Unreadable
from registrar.in_json.line import Call, JsonCodec, Manner
from registrar.in_json.reply import JsonReply, Theirs, read_json

T = TypeVar("T")
_GATEWAYS = (401, 403, 502, 503, 504)  # a code that is not listed decides nothing under these


class Sparse(Theirs):
    """An answer, or a part of one, in which null is not said at all: what must be there is not null."""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, told: object) -> object:
        return _without_nulls(told)


def _without_nulls(told: object) -> object:
    if isinstance(told, list):
        return [_without_nulls(value) for value in cast("list[object]", told)]
    if not isinstance(told, dict):
        return told
    fields = cast("dict[str, object]", told)
    return {field: _without_nulls(value) for field, value in fields.items() if value is not None}


class Data(Sparse, Generic[T]):
    """What an envelope is around."""

    data: T


class Rows(Sparse, Generic[T]):
    """A part of a list, and how many rows there are in all."""

    results: list[T] = []
    total: int = Field(ge=0)

    @property
    def whole(self) -> list[T]:
        """Every row. Raises `Unreadable` where this is only a part."""
        if self.total != len(self.results):
            raise Unreadable("the reply does not hold every row")
        return self.results


class Envelope(Sparse):
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
        """
        Raise what the code in a failed answer means; return None where only the status is left.

        A code that is not listed keeps its words, but under a status that gateways give too.
        """
        if answer.status in (200, 429):
            return answer.status == 200 or None
        try:
            no = read_json(answer.body).as_a(Envelope)
        except Unreadable:
            return None
        if no.code in self._codes.usual or (no.code and answer.status not in _GATEWAYS):
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

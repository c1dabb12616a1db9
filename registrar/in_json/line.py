"""Vendors whose interface is JSON over HTTP's verbs and statuses: how they are written to and read."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from net.client import Answer, HttpClient
from portfolio.names import DomainName
from registrar.answers.retry_after import until_reset
from registrar.answers.statuses import BELIEVED_BARE, StatusTable
from registrar.answers.words import without_values
from registrar.exchange import Exchange, Outgoing, Unreadable
from registrar.in_json.reply import JsonReply, read_json


@dataclass(frozen=True)
class Call:
    """
    One request: the vendor's word for it, and where it goes below the endpoint. `key` makes it idempotent.

    `private` is what of it may stand in no error. Its repr tells about which name, not with what values.

    `yes` are the statuses that the vendor documents as the yes to this request; of those, the ones in `bare`
    may come without a body. `rows` says that the reply is an array. `headers` go beside every request's.
    """

    operation: str
    path: str
    name: DomainName | None = None
    method: str = "GET"
    body: Mapping[str, object] | Sequence[object] | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)
    private: tuple[str, ...] = field(default=(), repr=False)
    yes: frozenset[int] = frozenset({200})
    bare: frozenset[int] = frozenset({204})
    rows: bool = False
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


JsonLine = Exchange[Call, JsonReply]
"""The line to one account."""


@dataclass(frozen=True)
class Manner:
    """
    One vendor's manner: `refusal` returns the words of a no, or raises `Unreadable` for what is none.

    `has_refusal` tells a no in the place of a yes; `resets` is the header with the instant at which requests
    are taken again. `bare` are the statuses of a no that the vendor gives without a body.
    """

    statuses: StatusTable
    refusal: Callable[[JsonReply], str]
    has_refusal: Callable[[JsonReply], bool]
    resets: str = ""
    bare: frozenset[int] = frozenset()


class JsonCodec:
    """Writes requests and reads replies; `headers` gives those of every request and may refuse to."""

    def __init__(
        self, *, endpoint: str, manner: Manner, headers: Callable[[Call], Mapping[str, str]]
    ) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._manner = manner
        self._headers = headers

    def encode(self, asked: Call) -> Outgoing:
        """Return the request. Raises what `headers` raises."""
        headers = {**self._headers(asked), **asked.headers}
        body = None
        if asked.body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(asked.body, ensure_ascii=False).encode()
        return Outgoing(f"{self._endpoint}/{asked.path}", body, headers, asked.method)

    def decode(self, body: bytes) -> JsonReply:
        """Read a reply. Raises `Unreadable`."""
        return read_json(body)

    def whole(self, asked: Call, answer: Answer) -> JsonReply:
        """Read an answer that says yes, its status and headers with it. Raises `Unreadable`."""
        if not answer.body and answer.status in asked.bare:
            return JsonReply(b"", {}, answer.status, answer.headers)
        reply = read_json(answer.body, rows=asked.rows)
        return replace(reply, status=answer.status, headers=answer.headers)

    def code_of(self, reply: JsonReply) -> str:
        """Return the status of a reply."""
        return str(reply.status)

    def raise_if_refused(self, asked: Call, reply: JsonReply, *, harmless: bool) -> None:
        """Raise `Unreadable` for a yes in the shape of a no."""
        del asked, harmless
        if self._manner.has_refusal(reply):
            raise Unreadable("the reply says yes, and holds a refusal")

    def raise_for_status(self, asked: Call, answer: Answer, *, harmless: bool) -> bool | None:
        """
        Return True for a status that is the documented yes to `asked`.

        Raise what a no means, in our words and the vendor's; `Unreadable` for one that is not its own. A
        200 that is not the documented yes is `Unreadable`, too.
        """
        statuses = self._manner.statuses
        if answer.status in asked.yes:
            return True
        if answer.status == 200:
            raise Unreadable("an answer that is not the one documented, HTTP 200")
        if not statuses.says_no(answer.status):
            return None
        try:
            is_bare = not answer.body and answer.status in self._manner.bare
            words = "" if is_bare else self._manner.refusal(read_json(answer.body))
        except Unreadable:
            if answer.status in BELIEVED_BARE:
                return None
            raise
        error, says = statuses.error(asked.operation, answer.status, harmless=harmless)
        raise error(
            f"{says}: {without_values(words, asked.private)}".rstrip(": "),
            vendor_code=str(answer.status),
            http_status=answer.status,
            retry_after=until_reset(answer.headers, self._manner.resets),
        )


def json_line(http: HttpClient, codec: JsonCodec, *, registrar: str, attempts: int) -> JsonLine:
    """Return the line of one account; `attempts` bounds how often a read is sent."""
    return Exchange(
        http,
        codec,
        registrar=registrar,
        attempts=attempts,
        status=codec.raise_for_status,
        whole=codec.whole,
    )

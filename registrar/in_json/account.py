"""One account at a vendor that is asked in JSON: how it is connected, signed for, read and changed."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from pydantic import SecretStr

from net.client import HttpClient
from registrar.answers.told import raise_if_other
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.in_json.line import Call, JsonCodec, JsonLine, Manner, json_line
from registrar.in_json.reply import JsonReply, TheirsT


class JsonAccount:
    """
    What an adapter in JSON begins with. A vendor says its `slug` and its `manner`.

    `username` and `secret` are the vendor's; `attempts` bounds how often a read is sent. Overridden where a
    vendor is otherwise: `scheme` (a bearer token, RFC 6750), `_headers`, `codec`, `_codec`, `_line_to`.
    """

    slug: str
    manner: ClassVar[Manner]
    scheme: ClassVar[str] = "Bearer"
    codec: ClassVar[type[JsonCodec]] = JsonCodec

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        self._http, self._endpoint, self._username, self._secret = http, endpoint, username, secret
        self._line = self._line_to(http, attempts)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def _line_to(self, http: HttpClient, attempts: int) -> JsonLine:
        return json_line(http, self._codec(), registrar=self.slug, attempts=attempts)

    def _codec(self) -> JsonCodec:
        return self.codec(endpoint=self._endpoint, manner=self.manner, headers=self._headers)

    def _headers(self, call: Call) -> Mapping[str, str]:
        """What a request is signed with; raises `AccessRefused`, nothing being sent, for a wrong account."""
        del call
        key = self._secret.get_secret_value()
        return {"Authorization": f"{self.scheme} {key}", "Accept": "application/json"}

    def _look(
        self, call: Call, kind: type[TheirsT], *, about: Callable[[TheirsT], str] | None = None
    ) -> TheirsT:
        """
        Ask, and return the answer as `kind`. Raises what a read raises.

        `about` tells which name an answer is about: one about another than the call's is not understood.
        """

        def told(reply: JsonReply) -> TheirsT:
            answer = reply.as_a(kind)
            if about and call.name:
                raise_if_other(call.name, about(answer))
            return answer

        return self._line.read(call, told)

    def _tell(
        self, call: Call, is_so: Callable[[JsonReply], bool] = lambda _: True, *, pending: bool = False
    ) -> Receipt:
        """Send a change; a yes that does not show what was asked for is no yes. Some are done later."""

        def told(reply: JsonReply) -> Receipt:
            if not is_so(reply):
                raise Unreadable("the reply says yes, and does not show what was asked for")
            return Receipt(pending=pending)

        return self._line.change(call, told)

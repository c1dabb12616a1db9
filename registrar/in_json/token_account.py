"""One account at a vendor whose login gives a token, and whose answers come in an envelope with a code."""

import re
from typing import ClassVar, TypeVar
from urllib.parse import urlencode

from net.client import HttpClient
from registrar.answers.statuses import StatusTable
from registrar.exchange import Unreadable
from registrar.in_json.account import JsonAccount
from registrar.in_json.envelope import Data, EnvelopeCodec, Rows
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply
from registrar.in_json.token_line import Session, TokenLine
from registrar.lists.offsets import every_row_from

T = TypeVar("T")


def said(reply: JsonReply, what: str) -> str:
    """Return the one word that a reply is for: a token, a handle, auth_info. Raises `Unreadable`."""
    word = reply.part(f"data.{what}", str)
    if not re.fullmatch(r"[!-~]{1,500}", word):
        raise Unreadable(f"the reply has no {what}")
    return word


class TokenAccount(JsonAccount):
    """
    What an adapter for such a vendor begins with: a login with `username` and `secret`, and lists by offsets.

    A vendor says its `codes`, the one for a token that is `stale`, and how many rows it gives in a `page`.
    """

    codes: ClassVar[StatusTable]
    stale: ClassVar[str]
    page: ClassVar[int] = 100

    def _line_to(self, http: HttpClient, attempts: int) -> TokenLine:
        def login() -> Call:
            password = self._secret.get_secret_value()
            body = {"username": self._username, "password": password}
            return Call("Login", "auth/login", None, "POST", body, private=(self._username, password))

        session = Session(login, lambda reply: said(reply, "token"), stale=self.stale)
        codec = EnvelopeCodec(
            endpoint=self._endpoint, codes=self.codes, headers=session.headers, bare=frozenset({"Login"})
        )
        line = TokenLine(http, codec, registrar=self.slug, attempts=attempts, status=codec.raise_for_status)
        line.session = session
        return line

    def _every(self, kind: type[Data[Rows[T]]], operation: str, path: str, /, **query: str) -> list[T]:
        """Return every row of a list. Raises `ReplyNotUnderstood` where its parts do not add up."""

        def part_at(offset: int) -> tuple[list[T], int]:
            asked = urlencode({**query, "limit": self.page, "offset": offset})
            part = self._look(Call(operation, f"{path}?{asked}"), kind).data
            return part.results, part.total

        return every_row_from(part_at, registrar=self.slug, operation=operation)

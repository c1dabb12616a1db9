"""A login gives a token, which is renewed once where it is out of date; a change is never sent again."""

import json
from collections.abc import Mapping
from typing import cast

import pytest
from pydantic import SecretStr

from net.client import Answer, HttpClient
from registrar.answers.statuses import StatusTable, by_codes
from registrar.errors import AccessRefused, ReplyNotUnderstood, TryAgain
from registrar.in_json.envelope import Data, Rows, Sparse
from registrar.in_json.line import Call
from registrar.in_json.token_account import TokenAccount, said
from registrar.in_json.token_line import Session, TokenLine

LOOK, CHANGE = Call("Look", "things"), Call("Change", "things", method="PUT")
YES, OLD = (200, {"code": 0, "data": {}}), (401, {"code": 196, "desc": "old"})


class Row(Sparse):
    id: int


class Account(TokenAccount):
    slug = "vendor"
    codes = StatusTable(by_codes([("196", "the account", AccessRefused, AccessRefused)]), {})
    stale = "196"
    page = 2

    def look(self) -> int:
        return self._line.read(LOOK, lambda reply: reply.part("code", int))

    def change(self) -> int:
        return self._line.change(CHANGE, lambda reply: reply.part("code", int))

    def rows(self) -> list[int]:
        return [row.id for row in self._every(Data[Rows[Row]], "List", "rows", kind="all")]


class Vendor:
    """Answers in turn, the login with tokens 1, 2 and so on."""

    def __init__(self, *answers: tuple[int, object]) -> None:
        self.answers = list(answers)
        self.sent: list[tuple[str, str | None]] = []
        self.logins = 0

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        path = url.removeprefix("https://vendor.example/")
        self.sent.append((f"{method} {path}", headers.get("Authorization")))
        if path == "auth/login":
            self.logins += 1
            assert json.loads(body or b"") == {"username": "somebody", "password": "planted-password"}
            status, told = 200, {"data": {"token": f"token-{self.logins}"}}
        else:
            status, told = self.answers.pop(0)
        return Answer(status=status, headers={}, body=json.dumps(told).encode(), url=url)

    @property
    def account(self) -> Account:
        http, secret = cast("HttpClient", self), SecretStr("planted-password")
        return Account(
            http, endpoint="https://vendor.example", username="somebody", secret=secret, attempts=1
        )


def test_one_login_serves_every_request_that_follows() -> None:
    vendor = Vendor(YES, YES)
    account = vendor.account
    assert (account.look(), account.change()) == (0, 0)
    assert vendor.sent == [
        ("POST auth/login", None),
        ("GET things", "Bearer token-1"),
        ("PUT things", "Bearer token-1"),
    ]


@pytest.mark.parametrize("no", [OLD, (500, {"code": 196}), (200, {"code": 196})])
def test_a_read_under_an_old_token_is_asked_once_more(no: tuple[int, object]) -> None:
    vendor = Vendor(YES, no, YES)
    account = vendor.account
    account.look()
    assert account.look() == 0
    assert vendor.sent[-1] == ("GET things", "Bearer token-2")


def test_a_new_token_that_is_refused_is_not_renewed() -> None:
    vendor = Vendor(OLD)
    with pytest.raises(AccessRefused):
        vendor.account.look()
    assert vendor.logins == 1


def test_a_change_under_an_old_token_was_not_done_and_is_not_sent_again() -> None:
    vendor = Vendor(YES, OLD, YES)
    account = vendor.account
    account.look()
    with pytest.raises(TryAgain, match="nothing was done"):
        account.change()
    assert vendor.answers == [YES]
    assert account.change() == 0
    assert vendor.sent[-1] == ("PUT things", "Bearer token-2")


def test_another_refusal_leaves_the_token() -> None:
    vendor = Vendor(YES, (403, {"code": 9}), (403, {"code": 9}), YES)
    account = vendor.account
    account.look()
    with pytest.raises(AccessRefused):
        account.look()
    with pytest.raises(AccessRefused):
        account.change()
    account.look()
    assert vendor.logins == 1


def test_a_list_is_read_by_offsets_until_its_total_is_there() -> None:
    first = {"results": [{"id": 1}, {"id": 2}], "total": 3}
    vendor = Vendor(
        (200, {"code": 0, "data": first}), (200, {"code": 0, "data": first | {"results": [{"id": 3}]}})
    )
    assert vendor.account.rows() == [1, 2, 3]
    assert [asked for asked, _ in vendor.sent[1:]] == [
        "GET rows?kind=all&limit=2&offset=0",
        "GET rows?kind=all&limit=2&offset=2",
    ]


@pytest.mark.parametrize("token", ["", "two words", "tökën", None, 7])
def test_what_is_no_word_is_no_token(token: object) -> None:
    account = Vendor((200, {"code": 0, "data": {"token": token}})).account
    with pytest.raises(ReplyNotUnderstood):
        account._line.read(LOOK, lambda reply: said(reply, "token"))


def test_a_session_shows_nothing_of_itself() -> None:
    account = Vendor(YES).account
    account.look()
    assert isinstance(account._line, TokenLine)
    assert isinstance(account._line.session, Session)
    assert "token-1" not in repr(vars(account._line.session))
    assert "planted-password" not in repr(vars(account))

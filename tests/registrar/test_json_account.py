"""An account that is asked in JSON: signed for, read as a kind, and told only what its yes shows."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

import pytest
from pydantic import SecretStr

from net.client import Answer, HttpClient
from portfolio.names import DomainName
from registrar.answers.statuses import StatusTable
from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, Refused, ReplyNotUnderstood
from registrar.in_json.account import JsonAccount
from registrar.in_json.line import Call, JsonCodec, Manner
from registrar.in_json.reply import JsonReply, Theirs

ASKED, CHANGED = Call("Get", "locks"), Call("Set", "locks", method="PUT")


class Lock(Theirs):
    locked: bool


class Vendor:
    """An HTTP client with one answer, which notes what was sent."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.signed: list[str | None] = []
        self.is_open = True

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        del method, body
        self.signed.append(headers.get("Authorization"))
        return Answer(status=200, headers={}, body=self.body, url=url)

    def close(self) -> None:
        self.is_open = False


class Account(JsonAccount):
    slug = "vendor"
    manner = Manner(StatusTable({}, {}), lambda reply: str(reply.items), lambda _: False)

    def is_locked(self) -> bool:
        return self._look(ASKED, Lock).locked

    def lock(self) -> Receipt:
        return self._tell(CHANGED, lambda reply: reply.as_a(Lock).locked)

    def lock_of(self, told: str) -> bool:
        asked = replace(ASKED, name=DomainName("example.com"))
        return self._look(asked, Lock, about=lambda _: told).locked

    def ask_to_lock(self) -> Receipt:
        return self._tell(CHANGED, pending=True)

    def touch(self) -> Receipt:
        return self._tell(CHANGED)


@contextmanager
def _account(body: bytes) -> Iterator[tuple[Vendor, Account]]:
    vendor = Vendor(body)
    http = cast("HttpClient", vendor)
    endpoint = "https://vendor.example.net"
    yield vendor, Account(http, endpoint=endpoint, username="us", secret=SecretStr("planted"), attempts=1)


def test_an_answer_is_read_as_its_kind_or_not_at_all() -> None:
    with _account(b'{"locked": true}') as (vendor, account):
        assert account.is_locked()
        assert vendor.signed == ["Bearer planted"]
    with _account(b'{"locked": "yes"}') as (_, account), pytest.raises(ReplyNotUnderstood, match="locked"):
        account.is_locked()


def test_an_answer_about_another_name_is_not_understood() -> None:
    with _account(b'{"locked": true}') as (_, account):
        assert account.lock_of("EXAMPLE.com")
        with pytest.raises(ReplyNotUnderstood, match="another name"):
            account.lock_of("example.net")


def test_what_is_accepted_and_done_later_is_pending() -> None:
    with _account(b'{"locked": false}') as (_, account):
        assert account.ask_to_lock() == Receipt(pending=True)


def test_a_yes_counts_where_it_shows_what_was_asked_for() -> None:
    with _account(b'{"locked": true}') as (_, account):
        assert account.lock() == Receipt()
    with _account(b'{"locked": false}') as (vendor, account):
        with pytest.raises(OutcomeUnknown, match="does not show"):
            account.lock()
        assert account.touch() == Receipt()
        assert len(vendor.signed) == 2


def test_closing_an_account_closes_its_connections_and_its_secret_is_not_shown() -> None:
    with _account(b"{}") as (vendor, account):
        assert "planted" not in f"{vars(account)}"
        account.close()
        assert not vendor.is_open


def test_a_vendor_may_sign_in_its_own_scheme_and_read_a_no_in_its_own_way() -> None:
    class Codec(JsonCodec):
        def raise_if_refused(self, asked: Call, reply: JsonReply, *, harmless: bool) -> None:
            raise Refused(f"{asked.operation} {reply.part('locked', bool)} {harmless}")

    class Keyed(Account):
        scheme = "ApiKey"
        codec = Codec

    vendor = Vendor(b'{"locked": true}')
    http, secret = cast("HttpClient", vendor), SecretStr("planted")
    account = Keyed(http, endpoint="https://vendor.example.net", username="us", secret=secret, attempts=1)
    with pytest.raises(Refused, match="Get True True"):
        account.is_locked()
    assert vendor.signed == ["ApiKey planted"]

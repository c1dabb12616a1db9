"""A vendor with JSON says yes by the statuses that it documents for a request, and by no other."""

from collections.abc import Mapping
from typing import cast

import pytest

from net.client import Answer, HttpClient
from registrar.answers.statuses import PLAIN, StatusTable, always
from registrar.errors import (
    AccessRefused,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    RegistrarError,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from registrar.in_json.line import Call, JsonCodec, JsonLine, Manner, json_line
from registrar.in_json.reply import JsonReply

ACCEPTED = Call("Create", "domains", method="POST", yes=frozenset({202}))
DONE = Call("Update", "domains/example.com", method="PATCH", yes=frozenset({200, 204}))
LISTED = Call("List", "domains", rows=True)


class OneAnswer:
    """An HTTP client with one answer."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self._answer = Answer(status=status, headers=headers, body=body, url="https://vendor.example.net/")

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        del method, url, headers, body
        return self._answer


def _line(status: int, body: bytes = b"{}", **headers: str) -> JsonLine:
    manner = Manner(StatusTable({}, {}), lambda reply: str(reply.items), lambda _: False)
    codec = JsonCodec(endpoint="https://vendor.example.net/", manner=manner, headers=lambda _: {})
    http = cast("HttpClient", OneAnswer(status, body, headers))
    return json_line(http, codec, registrar="vendor", attempts=1)


def _status(reply: JsonReply) -> int:
    return reply.status


@pytest.mark.parametrize(("call", "status"), [(ACCEPTED, 202), (DONE, 200), (LISTED, 200)])
def test_a_documented_yes_is_one(call: Call, status: int) -> None:
    body = b"[]" if call.rows else b"{}"
    assert _line(status, body).change(call, _status) == status
    assert _line(status, body).read(call, _status) == status


@pytest.mark.parametrize(
    ("call", "status"), [(ACCEPTED, 200), (ACCEPTED, 201), (ACCEPTED, 204), (DONE, 202), (LISTED, 206)]
)
def test_another_yes_than_the_documented_one_is_unclear(call: Call, status: int) -> None:
    with pytest.raises(OutcomeUnknown):
        _line(status, b"[]" if call.rows else b"{}").change(call, _status)
    with pytest.raises(ReplyNotUnderstood):
        _line(status, b"[]" if call.rows else b"{}").read(call, _status)


def test_a_yes_without_a_body_is_one_where_the_documents_show_none() -> None:
    assert _line(204, b"").change(DONE, _status) == 204
    bare = Call("Delete", "domains/example.com", method="DELETE", bare=frozenset({200}))
    assert _line(200, b"").change(bare, _status) == 200
    for call, status in ((ACCEPTED, 202), (DONE, 200)):
        with pytest.raises(OutcomeUnknown):
            _line(status, b"").change(call, _status)


def test_an_array_in_the_place_of_an_object_is_unclear() -> None:
    with pytest.raises(OutcomeUnknown, match="object"):
        _line(202, b"[]").change(ACCEPTED, _status)
    with pytest.raises(ReplyNotUnderstood, match="array"):
        _line(200, b"{}").read(LISTED, _status)


def test_what_the_headers_tell_reaches_the_reader() -> None:
    assert _line(200, b"[]", **{"total-count": "7"}).read(LISTED, lambda r: r.headers["total-count"]) == "7"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, ValueRefused), (401, AccessRefused), (402, PaymentRefused), (403, AccessRefused),
        (404, NotFound), (409, StatusProhibits), (429, TryAgain),
    ],
)  # fmt: skip
def test_plain_statuses_are_what_http_says(status: int, error: type[RegistrarError]) -> None:
    for harmless in (True, False):
        assert StatusTable(PLAIN, {}).error("List", status, harmless=harmless)[0] is error


def test_a_no_without_a_body_is_one_where_the_vendor_gives_it_so() -> None:
    statuses = StatusTable({405: always("not offered", Unsupported)}, {})
    manner = Manner(statuses, lambda reply: str(reply.items), lambda _: False, bare=frozenset({405}))
    codec = JsonCodec(endpoint="https://vendor.example.net/", manner=manner, headers=lambda _: {})
    for body, error in ((b"", Unsupported), (b"<html>", OutcomeUnknown)):
        http = cast("HttpClient", OneAnswer(405, body, {}))
        with pytest.raises(error):
            json_line(http, codec, registrar="vendor", attempts=1).change(DONE, _status)


def test_a_requests_own_headers_go_beside_those_of_every_request() -> None:
    manner = Manner(StatusTable({}, {}), lambda reply: str(reply.items), lambda _: False)
    codec = JsonCodec(endpoint="https://vendor.example.net/", manner=manner, headers=lambda _: {"A": "1"})
    assert codec.encode(Call("Try", "names", headers={"Dry-Run": "1"})).headers == {"A": "1", "Dry-Run": "1"}
    assert codec.encode(Call("Do", "names")).headers == {"A": "1"}

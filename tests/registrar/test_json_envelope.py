"""A code in the envelope decides, whatever the status; null is not said; lists have a total."""

import json

import pytest

from net.client import Answer
from registrar.answers.statuses import StatusTable, by_codes
from registrar.errors import AccessRefused, NotFound, OutcomeUnknown, Refused, RegistrarError, TryAgain
from registrar.exchange import Unreadable
from registrar.in_json.envelope import Data, Envelope, EnvelopeCodec, Rows, Sparse
from registrar.in_json.line import Call
from registrar.in_json.reply import read_json

ASKED = Call("Look", "things", private=("planted-value",))
CODES = StatusTable(by_codes([("320", "not here", NotFound, NotFound)]), {})
CODEC = EnvelopeCodec(
    endpoint="https://vendor.example/v1", codes=CODES, headers=lambda _: {}, bare=frozenset({"Login"})
)


class Thing(Sparse):
    id: int
    note: str = "none"
    place: int | None = None


def _answer(status: int, told: object) -> Answer:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return Answer(status=status, headers={}, body=body, url="https://vendor.example/v1/things")


def _refusal(status: int, told: object, *, harmless: bool = True) -> RegistrarError:
    with pytest.raises(RegistrarError) as caught:
        CODEC.raise_for_status(ASKED, _answer(status, told), harmless=harmless)
    return caught.value


@pytest.mark.parametrize("status", [400, 404, 500])
@pytest.mark.parametrize("nulls", [{}, {"data": None, "maintenance": None, "warnings": None}])
def test_a_code_under_any_status_is_what_the_table_says(status: int, nulls: dict[str, None]) -> None:
    no = _refusal(status, {"code": 320, "desc": "Gone with planted-value", **nulls})
    assert isinstance(no, NotFound)
    assert (no.detail, no.vendor_code, no.http_status) == ("not here: Gone with [withheld]", "320", status)


@pytest.mark.parametrize(("harmless", "error"), [(True, Refused), (False, OutcomeUnknown)])
@pytest.mark.parametrize("status", [400, 500])
def test_a_code_that_is_not_listed_keeps_its_words(
    status: int, harmless: bool, error: type[RegistrarError]
) -> None:
    no = _refusal(status, {"code": 9, "desc": "Words of its own"}, harmless=harmless)
    assert isinstance(no, error)
    assert (no.vendor_code, "Words of its own" in no.detail) == ("9", True)


@pytest.mark.parametrize("status", [401, 403, 429, 502, 503, 504])
def test_a_code_that_is_not_listed_decides_nothing_under_a_gateways_status(status: int) -> None:
    answer = _answer(status, {"code": 9, "desc": "Words"})
    assert CODEC.raise_for_status(ASKED, answer, harmless=True) is None


@pytest.mark.parametrize("told", [b"<html>", b"", {"error": "x"}, {"code": 0, "desc": ""}])
def test_a_failure_without_a_code_is_left_to_its_status(told: object) -> None:
    assert CODEC.raise_for_status(ASKED, _answer(500, told), harmless=True) is None
    assert CODEC.raise_for_status(ASKED, _answer(200, told), harmless=True) is True


def test_a_yes_needs_its_code_but_where_answers_have_none() -> None:
    reply = read_json(b'{"data": {}}')
    with pytest.raises(Unreadable, match="no code"):
        CODEC.raise_if_refused(ASKED, reply, harmless=True)
    CODEC.raise_if_refused(Call("Login", "auth/login"), reply, harmless=True)
    with pytest.raises(NotFound):
        CODEC.raise_if_refused(ASKED, read_json(b'{"code": 320}'), harmless=True)


@pytest.mark.parametrize(("harmless", "error"), [(True, TryAgain), (False, OutcomeUnknown)])
def test_maintenance_passes(harmless: bool, error: type[RegistrarError]) -> None:
    reply = read_json(b'{"code": 9, "desc": "", "maintenance": true}')
    with pytest.raises(error, match="maintenance"):
        CODEC.raise_if_refused(ASKED, reply, harmless=harmless)
    with pytest.raises(NotFound):
        CODEC.raise_if_refused(ASKED, read_json(b'{"code": 320, "maintenance": true}'), harmless=harmless)


def test_null_is_not_said_and_what_must_be_there_is_not_null() -> None:
    reply = read_json(b'{"code": null, "data": {"id": 7, "note": null, "place": null, "more": [null]}}')
    assert reply.as_a(Data[Thing]).data == Thing(id=7)
    assert reply.as_a(Envelope).code is None
    for body in (b'{"data": {"id": null}}', b'{"data": null}', b'{"data": {"id": "7"}}', b"{}"):
        with pytest.raises(Unreadable):
            read_json(body).as_a(Data[Thing])


def test_a_list_without_rows_still_tells_how_many_there_are() -> None:
    for body in (b'{"data": {"total": 0}}', b'{"data": {"results": null, "total": 0}}'):
        assert read_json(body).as_a(Data[Rows[Thing]]).data.results == []
    for body in (b'{"data": {"results": []}}', b'{"data": {"total": -1}}', b'{"data": []}'):
        with pytest.raises(Unreadable):
            read_json(body).as_a(Data[Rows[Thing]])


def test_a_part_of_a_list_is_not_taken_for_the_whole() -> None:
    assert Rows[Thing](results=[Thing(id=7)], total=1).whole == [Thing(id=7)]
    with pytest.raises(Unreadable, match="every row"):
        _ = Rows[Thing](results=[Thing(id=7)], total=2).whole


def test_an_account_that_is_refused_stays_refused() -> None:
    codes = StatusTable(by_codes([("196", "the account", AccessRefused, AccessRefused)]), {})
    codec = EnvelopeCodec(endpoint="https://vendor.example", codes=codes, headers=lambda _: {})
    with pytest.raises(AccessRefused):
        codec.raise_for_status(ASKED, _answer(401, {"code": 196, "desc": "No"}), harmless=False)

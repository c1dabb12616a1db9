"""A no is what its word says, whatever its status."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest

from net.client import Answer
from registrar.answers.statuses import Meaning, StatusTable, always
from registrar.answers.worded import WordedCodec, YesOrNoCodec
from registrar.errors import (
    NameTaken,
    NotFound,
    OutcomeUnknown,
    Refused,
    RegistrarError,
    ValueRefused,
)
from registrar.exchange import Unreadable
from registrar.in_json.line import Call, Manner
from registrar.in_json.reply import JsonReply, read_json

_ASKED = Call("make?dry", "things", method="POST", private=("let-me-go",))


class _Codec(WordedCodec):
    usual: ClassVar[Mapping[str, Meaning]] = {
        "gone": always("not there", NotFound),
        "there": always("it is there", ValueRefused),
    }
    special: ClassVar[Mapping[tuple[str, str], Meaning]] = {("make", "there"): always("taken", NameTaken)}

    def refusal(self, reply: JsonReply) -> tuple[str, str]:
        return reply.part("word", str), str(reply.items.get("said", ""))


def _error(status: int, body: bytes, *, harmless: bool = False, asked: Call = _ASKED) -> RegistrarError:
    manner = Manner(StatusTable({}, {}), lambda reply: reply.part("word", str), lambda _: False)
    codec = _Codec(endpoint="https://example.com", manner=manner, headers=lambda _: {})
    with pytest.raises(RegistrarError) as raised:
        codec.raise_for_status(asked, Answer(status, {}, body, "https://example.com"), harmless=harmless)
    return raised.value


@pytest.mark.parametrize("status", [400, 404, 409, 422])
def test_the_word_decides_and_its_status_does_not(status: int) -> None:
    error = _error(status, b'{"word": "gone"}')
    assert type(error) is NotFound
    assert (error.vendor_code, error.http_status, error.detail) == ("gone", status, "not there")


def test_a_word_may_mean_something_else_to_one_operation() -> None:
    assert type(_error(400, b'{"word": "there"}')) is NameTaken
    assert type(_error(400, b'{"word": "there"}', asked=Call("change", "things"))) is ValueRefused


def test_an_unknown_word_is_told_and_what_is_private_is_not() -> None:
    told = b'{"word": "new", "said": "no moon for let-me-go"}'
    error = _error(400, told)
    assert type(error) is OutcomeUnknown
    assert "no moon" in error.detail
    assert "let-me-go" not in error.detail
    assert type(_error(400, told, harmless=True)) is Refused


def test_a_no_without_a_word_is_unreadable_and_a_gateways_is_left_to_its_status() -> None:
    with pytest.raises(Unreadable):
        _error(404, b"not found")
    manner = Manner(StatusTable({}, {}), lambda _: "", lambda _: False)
    codec = _Codec(endpoint="https://example.com", manner=manner, headers=lambda _: {})
    answer = Answer(403, {}, b"", "https://example.com")
    assert codec.raise_for_status(_ASKED, answer, harmless=True) is None


def test_how_long_to_wait_is_told_by_the_headers_unless_a_vendor_says_it_itself() -> None:
    manner = Manner(StatusTable({}, {}), lambda _: "", lambda _: False)
    codec = _Codec(endpoint="https://example.com", manner=manner, headers=lambda _: {})
    reply = replace(read_json(b'{"word": "gone"}'), status=400, headers={"retry-after": "9"})
    assert codec.wait(reply) == timedelta(seconds=9)
    with pytest.raises(NotFound) as raised:
        codec.refuse(_ASKED, reply, harmless=True)
    assert raised.value.retry_after == timedelta(seconds=9)
    assert raised.value.http_status == 400


class _Plain(YesOrNoCodec):
    usual: ClassVar[Mapping[str, Meaning]] = {"GONE": always("not there", NotFound)}


def _plain() -> _Plain:
    manner = Manner(StatusTable({}, {}), lambda _: "", lambda _: False)
    return _Plain(endpoint="https://example.com", manner=manner, headers=lambda _: {})


def test_a_200_is_a_yes_by_its_word_only() -> None:
    codec = _plain()
    codec.raise_if_refused(_ASKED, read_json(b'{"status": "SUCCESS"}'), harmless=False)
    gone = b'{"status": "ERROR", "message": "no such thing", "code": "GONE", "ttlRemaining": 7}'
    with pytest.raises(NotFound, match="no such thing") as raised:
        codec.raise_if_refused(_ASKED, read_json(gone), harmless=False)
    assert (raised.value.vendor_code, raised.value.retry_after) == ("GONE", timedelta(seconds=7))
    for odd in (b'{"status": "PENDING"}', b"{}", b'{"status": "ERROR"}'):
        with pytest.raises(Unreadable):
            codec.raise_if_refused(_ASKED, read_json(odd), harmless=False)

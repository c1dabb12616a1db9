"""Reads are retried, changes are sent once, and one line says what happened."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

import pytest

from net.client import Answer, HttpClient
from net.errors import AddressRefused, AnswerRefused, NetError, NeverSent, NoAnswer
from registrar.errors import (
    AccessRefused,
    NotFound,
    OutcomeUnknown,
    RegistrarError,
    ReplyNotUnderstood,
    TryAgain,
)
from registrar.exchange import Exchange, Outgoing, Unreadable


@dataclass(frozen=True)
class Word:
    """What the little vendor of these tests is asked: one word, answered with one."""

    operation: str = "say"
    name: str | None = "example.ca"


class WordCodec:
    """A vendor whose replies are a code and a word; `404` is no such name, `503` is too busy."""

    def encode(self, asked: Word) -> Outgoing:
        return Outgoing(
            url="https://vendor.example.net/planted-path", body=b"planted-body", headers={"x-key": "planted"}
        )

    def decode(self, body: bytes) -> str:
        if not body.startswith(b"200 ") and not body[:3].isdigit():
            raise Unreadable("no code")
        return body.decode()

    def code_of(self, reply: str) -> str:
        return reply[:3]

    def raise_if_refused(self, asked: Word, reply: str, *, harmless: bool) -> None:
        if reply.startswith("404"):
            raise NotFound("no such name", vendor_code="404")
        if reply.startswith("503"):
            raise TryAgain("busy", vendor_code="503", retry_after=timedelta(seconds=5))


Turn = Answer | NetError


@dataclass
class Script:
    """An HTTP client that answers as written; the last turn is repeated."""

    turns: list[Turn]
    sent: int = 0

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        turn = self.turns[min(self.sent, len(self.turns) - 1)]
        self.sent += 1
        if isinstance(turn, NetError):
            raise turn
        return turn


@dataclass
class Line:
    """An exchange over a script, and how long it slept."""

    turns: list[Turn]
    attempts: int = 4
    patience: timedelta = timedelta(seconds=60)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.script = Script(self.turns)
        self.exchange = Exchange(
            cast("HttpClient", self.script),
            WordCodec(),
            registrar="vendor",
            attempts=self.attempts,
            patience=self.patience,
            sleep=self.slept.append,
        )

    def read(self, translate: Callable[[str], str] = str) -> str:
        return self.exchange.read(Word(), translate)

    def change(self, translate: Callable[[str], str] = str) -> str:
        return self.exchange.change(Word(), translate)


def _ok(body: bytes = b"200 yes") -> Answer:
    return Answer(status=200, headers={}, body=body, url="https://vendor.example.net/planted-path")


def _status(status: int, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=named, body=b"planted-body", url="https://vendor.example.net/")


LOST: list[Turn] = [
    NoAnswer("vendor.example.net: timed out"),
    _status(500),
    _status(503),
    _status(408),
    _status(521),
]
UNREADABLE: list[Turn] = [
    AnswerRefused("too large"),
    _ok(b""),
    _ok(b"<html>"),
    _status(404),
    _status(201),
    _status(302),
    _status(100),
]
NEVER: list[Turn] = [NeverSent("vendor.example.net: refused"), AddressRefused("vendor.example.net: private")]


@pytest.mark.parametrize("turn", [*LOST, *NEVER])
def test_a_read_that_failed_in_passing_is_asked_again(turn: Turn) -> None:
    line = Line([turn, turn, _ok()])
    assert line.read() == "200 yes"
    assert line.script.sent == 3
    assert len(line.slept) == 2


@pytest.mark.parametrize("turn", [*LOST, *NEVER])
def test_a_read_that_keeps_failing_is_to_be_tried_later(turn: Turn) -> None:
    line = Line([turn], attempts=3)
    with pytest.raises(TryAgain):
        line.read()
    assert line.script.sent == 3


@pytest.mark.parametrize("turn", LOST)
def test_a_change_without_an_answer_is_unknown_and_sent_once(turn: Turn) -> None:
    line = Line([turn])
    with pytest.raises(OutcomeUnknown, match="sent once"):
        line.change()
    assert line.script.sent == 1
    assert line.slept == []


@pytest.mark.parametrize("turn", NEVER)
def test_a_change_of_which_nothing_left_is_to_be_tried_again_and_is_not_repeated_here(turn: Turn) -> None:
    line = Line([turn])
    with pytest.raises(TryAgain, match="nothing was sent"):
        line.change()
    assert line.script.sent == 1


@pytest.mark.parametrize("turn", UNREADABLE)
def test_an_unreadable_answer_is_not_understood_and_after_a_change_it_is_unknown(turn: Turn) -> None:
    line = Line([turn])
    with pytest.raises(ReplyNotUnderstood):
        line.read()
    with pytest.raises(OutcomeUnknown):
        line.change()
    assert line.script.sent == 2


def test_a_reply_that_does_not_fit_the_question_is_unreadable() -> None:
    def translate(_reply: str) -> str:
        raise Unreadable("about another name")

    line = Line([_ok()])
    with pytest.raises(ReplyNotUnderstood, match="another name"):
        line.read(translate)
    with pytest.raises(OutcomeUnknown, match="another name"):
        line.change(translate)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_account_is_asked_nothing_more(status: int) -> None:
    for send in (Line.read, Line.change):
        line = Line([_status(status)])
        with pytest.raises(AccessRefused) as raised:
            send(line)
        assert raised.value.http_status == status
        assert line.script.sent == 1


def test_a_refusal_is_not_asked_again() -> None:
    line = Line([_ok(b"404 no")])
    with pytest.raises(NotFound):
        line.read()
    assert line.script.sent == 1


def test_too_many_requests_are_retried_after_what_the_server_asks() -> None:
    line = Line([_status(429, retry_after="20"), _ok()])
    line.read()
    assert 20 <= line.slept[0] <= 28


def test_too_many_requests_leave_a_change_undone() -> None:
    line = Line([_status(429, retry_after="20")])
    with pytest.raises(TryAgain) as raised:
        line.change()
    assert raised.value.retry_after == timedelta(seconds=20)
    assert line.script.sent == 1


def test_a_vendors_own_word_for_busy_is_obeyed_too() -> None:
    line = Line([_ok(b"503 busy"), _ok()])
    assert line.read() == "200 yes"
    assert 5 <= line.slept[0] <= 13


def test_a_wait_longer_than_our_patience_is_not_begun() -> None:
    line = Line([_status(503, retry_after="3600"), _ok()])
    with pytest.raises(TryAgain) as raised:
        line.read()
    assert raised.value.retry_after == timedelta(hours=1)
    assert line.script.sent == 1
    assert line.slept == []


def test_one_attempt_means_no_waiting() -> None:
    line = Line([_status(500)], attempts=1)
    with pytest.raises(TryAgain):
        line.read()
    assert (line.script.sent, line.slept) == (1, [])


def test_waits_differ_and_stay_short() -> None:
    waits = [wait for _ in range(20) for wait in _slept(Line([_status(500)], attempts=4))]
    assert len(set(waits)) > 20
    assert all(0 <= wait <= 8 for wait in waits)


def _slept(line: Line) -> list[float]:
    with pytest.raises(TryAgain):
        line.read()
    return line.slept


@pytest.mark.parametrize("turn", [*LOST, *NEVER, *UNREADABLE, _status(403), _status(429), _ok(b"404 no")])
def test_an_error_says_who_what_and_which_and_repeats_nothing_that_was_sent(
    turn: Turn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    line = Line([turn], attempts=1)
    for send in (line.read, line.change):
        with pytest.raises(RegistrarError) as raised:
            send()
        error = raised.value
        assert (error.registrar, error.operation, error.name) == ("vendor", "say", "example.ca")
        assert str(error).startswith("vendor: say of example.ca: ")
        assert "planted" not in str(error) + repr(error.__cause__)
    assert "planted" not in caplog.text


def test_each_exchange_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="registrar")
    Line([_status(502), _ok(b"503 busy"), _ok()]).read()
    lines = [record.getMessage().split(" ms=")[0] for record in caplog.records]
    assert lines == [
        "registrar=vendor op=say name=example.ca outcome=TryAgain code=http-502",
        "registrar=vendor op=say name=example.ca outcome=TryAgain code=503",
        "registrar=vendor op=say name=example.ca outcome=ok code=200",
    ]
    assert [record.getMessage().rsplit(" ", 1)[1] for record in caplog.records] == [
        "attempt=1",
        "attempt=2",
        "attempt=3",
    ]
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.WARNING, logging.INFO]


def test_an_exchange_about_no_name_says_so(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="registrar")
    Line([_ok()]).exchange.read(Word(name=None), str)
    assert "name=- outcome=ok" in caplog.text


def test_a_failure_of_ours_is_not_dressed_up_as_the_vendors() -> None:
    def translate(_reply: str) -> str:
        raise KeyError("a bug of ours")

    with pytest.raises(KeyError):
        Line([_ok()]).read(translate)

"""Amazon's JSON 1.1: a signed request to one address, and a no by its code, wherever that stands."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar, cast

import pytest
from pydantic import SecretStr

from net.client import Answer, HttpClient
from portfolio.clock import SystemClock
from registrar.amazon.account import TargetAccount
from registrar.amazon.codes import COMMON, meanings
from registrar.amazon.line import Means, needed
from registrar.answers.statuses import always
from registrar.errors import (
    AccessRefused,
    NotFound,
    OutcomeUnknown,
    Refused,
    RegistrarError,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    ValueRefused,
)
from registrar.exchange import Unreadable
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply
from sandbox.clock import MovableClock

LIVE, HERE = "https://things.ca-central-1.amazonaws.com", "http://127.0.0.1:8080"
LASTING, OURS = "AKIA" + "IOSFODNN7EXAMPLE", "SANDBOXKEY0123456789"
ASKED = Call("GetThing", "", None, "POST", {"Thing": "one"}, private=("one",))
MEANINGS = meanings(
    {"Gone": always("it is gone", NotFound)}, {("SetThing", "Gone"): always("too late", StatusProhibits)}
)


class Vendor:
    """An HTTP client with one answer, which notes what was sent."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self._answer = Answer(status=status, headers=headers, body=body, url=LIVE)
        self.sent: list[tuple[str, Mapping[str, str], bytes | None]] = []

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        assert method == "POST"
        self.sent.append((url, headers, body))
        return self._answer


class Account(TargetAccount):
    slug = "vendor"
    target = "Things_v1"
    host = "things.ca-central-1.amazonaws.com"
    means: ClassVar[Means] = staticmethod(MEANINGS)

    def look(self) -> JsonReply:
        return self._line.read(ASKED, lambda reply: reply)

    def change(self, operation: str) -> JsonReply:
        return self._line.change(Call(operation, "", None, "POST", {}), lambda reply: reply)


def _asked(
    status: int = 200, told: object = None, *, endpoint: str = LIVE, username: str = LASTING, **headers: str
) -> tuple[Vendor, Account]:
    vendor = Vendor(status, json.dumps({} if told is None else told).encode(), headers)
    clock = MovableClock(datetime(2027, 1, 15, 9, 30, tzinfo=UTC))
    account = Account(
        cast("HttpClient", vendor), endpoint=endpoint, username=username, secret=SecretStr("s3cret"),
        attempts=1, clock=clock,
    )  # fmt: skip
    return vendor, account


def test_an_operation_is_named_dated_and_signed() -> None:
    vendor, account = _asked()
    account.look()
    [(url, headers, body)] = vendor.sent
    assert (url, json.loads(body or b"")) == (f"{LIVE}/", {"Thing": "one"})
    assert headers["x-amz-target"] == "Things_v1.GetThing"
    assert headers["x-amz-date"] == "20270115T093000Z"
    assert "/20270115/ca-central-1/things/aws4_request, " in headers["authorization"]


@pytest.mark.parametrize(("endpoint", "username"), [(LIVE, OURS), (HERE, LASTING)])
def test_a_key_of_the_other_environment_never_leaves(endpoint: str, username: str) -> None:
    vendor, account = _asked(endpoint=endpoint, username=username)
    with pytest.raises(AccessRefused):
        account.look()
    assert vendor.sent == []


@pytest.mark.parametrize(
    ("told", "headers"),
    [
        ({"__type": "Gone"}, {}),
        ({"__type": "com.example.things#Gone"}, {}),
        ({"code": "GoneException"}, {}),
        ({}, {"x-amzn-errortype": "Gone:http://things.example.com/"}),
    ],
)
def test_a_code_counts_wherever_it_stands(told: dict[str, str], headers: dict[str, str]) -> None:
    _, account = _asked(400, told, **headers)
    with pytest.raises(NotFound) as caught:
        account.look()
    assert (caught.value.vendor_code or "").startswith("Gone")


@pytest.mark.parametrize("word", ["message", "Message"])
def test_the_words_of_a_no_are_kept_without_what_was_sent(word: str) -> None:
    _, account = _asked(400, {"__type": "Gone", word: "there is no thing one, sir"})
    with pytest.raises(NotFound, match=r"it is gone: there is no thing \[withheld\], sir"):
        account.look()


@pytest.mark.parametrize(
    ("status", "told", "error"),
    [(200, {"__type": "Gone"}, ReplyNotUnderstood), (400, {"message": "no"}, ReplyNotUnderstood),
     (400, [], ReplyNotUnderstood), (403, [], AccessRefused), (429, [], TryAgain), (500, [], TryAgain)],
)  # fmt: skip
def test_what_is_no_code_is_no_word_of_the_vendor(
    status: int, told: object, error: type[RegistrarError]
) -> None:
    _, account = _asked(status, told)
    with pytest.raises(error):
        account.look()


def test_a_meaning_is_the_operations_the_services_or_the_common_one() -> None:
    assert MEANINGS("GetThing", "Gone").read is NotFound
    assert MEANINGS("SetThing", "GoneException").change is StatusProhibits
    assert MEANINGS("SetThing", "ThrottlingException") == COMMON["Throttling"]
    assert MEANINGS("SetThing", "ValidationError").change is ValueRefused
    unknown = MEANINGS("SetThing", "SomethingNew")
    assert (unknown.read, unknown.change) == (Refused, OutcomeUnknown)


def test_a_no_to_a_change_is_its_operations() -> None:
    _, account = _asked(400, {"__type": "Gone", "requestId": "7"})
    with pytest.raises(StatusProhibits) as caught:
        account.change("SetThing")
    assert caught.value.vendor_reference == "7"


def test_what_an_answer_is_for_must_be_in_it() -> None:
    assert needed("") == ""
    with pytest.raises(Unreadable):
        needed(None)


def test_the_machines_clock_tells_utc() -> None:
    assert SystemClock().now().tzinfo is UTC

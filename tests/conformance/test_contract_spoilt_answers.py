"""An answer that is cut off anywhere, of another kind or far too long is no answer, and no crash."""

import json
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from registrar.contract import Receipt, Registers, SetsNameservers
from registrar.errors import OutcomeUnknown, RegistrarError, ReplyNotUnderstood, TryAgain
from registrar.support import Answer, Capability, Spec, require
from tests.conformance.bench import EXAMPLE, Bench, order_for
from tests.conformance.replayed import Exchanged, has_line, played, recorded
from tests.conformance.writes import NEW_HOSTS, NEW_NAME

Do = Callable[[], object]

PAGE = b"<!DOCTYPE html><html><head><title>Be right back</title></head><body>Maintenance</body></html>"
JUNK = (b"", b" ", b"\x00", b"null", b"[]", b"{}", b"0", b'"yes"', b"<x/>", b"OK", PAGE, b"\xff\xfe" * 40)
LARGE = b'{"a": "' + b"x" * 10_000_000 + b'"}'


def _look(bench: Bench) -> Do:
    bench.given(EXAMPLE)
    return lambda: bench.registrar.info(EXAMPLE.name)


def _delegate(bench: Bench) -> Do:
    bench.given(EXAMPLE)
    return lambda: require(bench.registrar, SetsNameservers).set_nameservers(EXAMPLE.name, NEW_HOSTS)


def _buy(bench: Bench) -> Do:
    return lambda: require(bench.registrar, Registers).register(order_for(bench, NEW_NAME))


CALLS: dict[str, tuple[Capability | None, Callable[[Bench], Do]]] = {
    "info": (None, _look),
    "nameservers": (Capability.SET_NAMESERVERS, _delegate),
    "register": (Capability.REGISTER, _buy),
}


@pytest.fixture(params=CALLS)
def do(request: pytest.FixtureRequest, bench: Bench, spec: Spec) -> Do:
    """A call of the registrar, for one whose answers are bytes and which makes such calls."""
    capability, prepare = CALLS[request.param]
    if not has_line(bench):
        pytest.skip(f"{spec.slug}: nothing of it is bytes")
    if capability is not None and spec.supports[capability].answer is not Answer.CAN:
        pytest.skip(f"{spec.slug}: {capability}: {spec.supports[capability].note}")
    return prepare(bench)


def test_an_answer_cut_off_at_any_byte_is_no_answer(bench: Bench, do: Do) -> None:
    exchanged = recorded(bench, do)
    whole = _outcome(bench, do, exchanged, 0, exchanged.answers[0].body)
    for place, answer in enumerate(exchanged.answers):
        for length in range(len(answer.body)):
            if not answer.body[length:].strip():
                continue
            told = _outcome(bench, do, exchanged, place, answer.body[:length])
            assert _is_unclear(told, exchanged, place), (place, length, told, whole)


@pytest.mark.parametrize("junk", [*JUNK, LARGE], ids=lambda body: f"{body[:6]!r}x{len(body)}")
def test_an_answer_of_another_kind_is_no_answer(bench: Bench, do: Do, junk: bytes) -> None:
    exchanged = recorded(bench, do)
    for place, answer in enumerate(exchanged.answers):
        if answer.body:
            told = _outcome(bench, do, exchanged, place, junk)
            assert _is_unclear(told, exchanged, place), (place, told)


def test_a_value_of_another_type_never_makes_a_crash_or_another_yes(bench: Bench, do: Do) -> None:
    exchanged = recorded(bench, do)
    for place, answer in enumerate(exchanged.answers):
        if not answer.body.lstrip().startswith((b"{", b"[")) or answer.body.startswith(b"[RESPONSE]"):
            continue
        whole = _outcome(bench, do, exchanged, place, answer.body)
        for spoilt in _of_other_types(json.loads(answer.body)):
            told = _outcome(bench, do, exchanged, place, json.dumps(spoilt).encode())
            pending = _looks_back(exchanged, place) and _is_pending(told)
            assert isinstance(told, RegistrarError) or told == whole or pending, (place, told)


def _outcome(bench: Bench, do: Do, exchanged: Exchanged, place: int, body: bytes) -> object:
    """What the call returns, or the error that it raises."""
    with played(bench, exchanged, place, body):
        try:
            return do()
        except RegistrarError as err:
            return err
        except StopIteration:
            return TryAgain("asked more than was recorded")


def _is_unclear(told: object, exchanged: Exchanged, place: int) -> bool:
    """Whether that is what an unreadable answer has to be: to a change, or to a read."""
    if _looks_back(exchanged, place):
        goes_on = any(exchanged.changed[place:])
        return _is_pending(told) or (goes_on and isinstance(told, ReplyNotUnderstood))
    return isinstance(told, OutcomeUnknown if exchanged.changed[place] else ReplyNotUnderstood)


def _looks_back(exchanged: Exchanged, place: int) -> bool:
    """Whether only a look follows a change that was accepted: what it cannot see is pending."""
    return any(exchanged.changed[:place]) and not exchanged.changed[place]


def _is_pending(told: object) -> bool:
    return isinstance(told, Receipt) and told.pending


def _of_other_types(told: object) -> Iterator[object]:
    """Yield the answer once for each of its values, that value being of another type."""
    if isinstance(told, dict):
        items = cast("dict[str, Any]", told)
        for key, value in items.items():
            for other in (_other_type(value), *_of_other_types(value)):
                yield {**items, key: other}
    elif isinstance(told, list):
        values = cast("list[Any]", told)
        for number, value in enumerate(values):
            for other in (_other_type(value), *_of_other_types(value)):
                yield [*values[:number], other, *values[number + 1 :]]


def _other_type(value: object) -> object:
    return "text" if isinstance(value, dict | list | int | float) else {"not": ["what", "it", "was"]}

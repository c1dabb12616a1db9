from collections.abc import Iterator

import pytest

import registrar.errors
from orders.outcome import Reached, leaves_order_standing, outcome_of
from portfolio.order import Outcome
from registrar.contract import Receipt
from registrar.errors import (
    AccessRefused,
    AuthInfoRefused,
    ExpiryMismatch,
    NameTaken,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    RegistrarError,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    ValueRefused,
)

# Written out by hand, so that a class that is added to the errors must be thought about here.
EXPECTED = {
    "RegistrarError": Outcome.UNKNOWN,
    "TryAgain": Outcome.NO,
    "OutcomeUnknown": Outcome.UNKNOWN,
    "Refused": Outcome.NO,
    "NotFound": Outcome.NO,
    "NotSponsored": Outcome.NO,
    "NameTaken": Outcome.NO,
    "StatusProhibits": Outcome.NO,
    "ValueRefused": Outcome.NO,
    "ExpiryMismatch": Outcome.NO,
    "AuthInfoRefused": Outcome.NO,
    "PriceRefused": Outcome.NO,
    "PaymentRefused": Outcome.NO,
    "AccessRefused": Outcome.NO,
    "Unsupported": Outcome.NO,
    "ReplyNotUnderstood": Outcome.UNKNOWN,
}


def every(kind: type[RegistrarError]) -> Iterator[type[RegistrarError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from every(child)


OURS = {kind for kind in every(RegistrarError) if kind.__module__ == registrar.errors.__name__}


def test_every_error_of_the_contract_has_been_thought_about() -> None:
    assert {kind.__name__ for kind in OURS} == set(EXPECTED)


@pytest.mark.parametrize("kind", sorted(OURS, key=lambda kind: kind.__name__))
def test_every_error_of_a_sent_request_has_its_class(kind: type[RegistrarError]) -> None:
    assert outcome_of(Reached.SENT, kind("why")) is EXPECTED[kind.__name__]


@pytest.mark.parametrize("kind", sorted(OURS, key=lambda kind: kind.__name__))
def test_taken_or_moved_is_no_refusal_when_it_may_be_our_own_doing(kind: type[RegistrarError]) -> None:
    by_ourselves = kind in (NameTaken, ExpiryMismatch, StatusProhibits)
    expected = Outcome.UNKNOWN if by_ourselves else EXPECTED[kind.__name__]
    assert outcome_of(Reached.SENT_AGAIN, kind("why")) is expected


@pytest.mark.parametrize("kind", sorted(OURS, key=lambda kind: kind.__name__))
def test_what_was_not_sent_was_not_done(kind: type[RegistrarError]) -> None:
    assert outcome_of(Reached.NOT_SENT, kind("why")) is Outcome.NO


@pytest.mark.parametrize("kind", sorted(OURS, key=lambda kind: kind.__name__))
@pytest.mark.parametrize("reached", [Reached.SENT, Reached.SENT_AGAIN])
def test_an_error_that_nobody_has_listed_is_unknown(kind: type[RegistrarError], reached: Reached) -> None:
    unlisted = type("Unlisted", (kind,), {})
    assert outcome_of(reached, unlisted("why")) is Outcome.UNKNOWN


@pytest.mark.parametrize("result", [KeyboardInterrupt(), TypeError("bug"), OSError(), SystemExit()])
def test_what_is_no_registrars_error_is_unknown_once_it_was_sent(result: BaseException) -> None:
    assert outcome_of(Reached.SENT, result) is Outcome.UNKNOWN


def test_a_receipt_is_yes_or_pending() -> None:
    assert outcome_of(Reached.SENT, Receipt()) is Outcome.YES
    assert outcome_of(Reached.SENT_AGAIN, Receipt(pending=True)) is Outcome.PENDING


def test_a_receipt_for_what_was_never_sent_is_not_believed() -> None:
    assert outcome_of(Reached.NOT_SENT, Receipt()) is Outcome.UNKNOWN


def test_an_order_stands_when_access_balance_or_line_were_at_fault() -> None:
    standing = {kind for kind in OURS if leaves_order_standing(kind("why"))}
    assert standing == {TryAgain, AccessRefused, AuthInfoRefused, PaymentRefused}
    assert not standing & {OutcomeUnknown, PriceRefused, ReplyNotUnderstood, ValueRefused}

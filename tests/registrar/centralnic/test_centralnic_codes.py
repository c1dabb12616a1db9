"""Every code that the vendors document is an error of ours, and a code that they do not keeps its words."""

import pytest

from registrar.errors import (
    AccessRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    RegistrarError,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from registrar.keyvalue.codes import CODES
from registrar.keyvalue.line import Command
from tests.registrar.centralnic.centralnic_edge import outcome, reply

NAME = "example.com"

CODED: dict[int, tuple[type[RegistrarError], type[RegistrarError]]] = {
    420: (TryAgain, OutcomeUnknown),
    421: (TryAgain, OutcomeUnknown),
    423: (TryAgain, OutcomeUnknown),
    425: (TryAgain, TryAgain),
    500: (Unsupported, Unsupported),
    502: (ValueRefused, ValueRefused),
    503: (ValueRefused, ValueRefused),
    504: (ValueRefused, ValueRefused),
    505: (ValueRefused, ValueRefused),
    506: (ValueRefused, ValueRefused),
    507: (ValueRefused, ValueRefused),
    510: (Unsupported, Unsupported),
    520: (TryAgain, OutcomeUnknown),
    521: (TryAgain, OutcomeUnknown),
    530: (AccessRefused, AccessRefused),
    531: (NotSponsored, NotSponsored),
    532: (StatusProhibits, StatusProhibits),
    534: (StatusProhibits, StatusProhibits),
    536: (StatusProhibits, StatusProhibits),
    540: (ValueRefused, ValueRefused),
    541: (ValueRefused, ValueRefused),
    543: (ValueRefused, ValueRefused),
    544: (StatusProhibits, StatusProhibits),
    545: (NotFound, NotFound),
    546: (PaymentRefused, PaymentRefused),
    547: (StatusProhibits, StatusProhibits),
    548: (StatusProhibits, StatusProhibits),
    549: (Refused, OutcomeUnknown),
    552: (StatusProhibits, StatusProhibits),
    553: (StatusProhibits, StatusProhibits),
    554: (NameTaken, NameTaken),
    555: (StatusProhibits, StatusProhibits),
}


def _error(operation: str, code: int, *, harmless: bool, words: str = "No") -> RegistrarError:
    with pytest.raises(RegistrarError) as raised:
        outcome(Command(operation, private=("Renée",)), reply(code, words), harmless=harmless)
    return raised.value


def test_every_code_of_the_table_is_told_here() -> None:
    assert set(CODED) == set(CODES.usual)


@pytest.mark.parametrize("code", CODED)
def test_a_code_is_one_error_after_a_question_and_one_after_a_change(code: int) -> None:
    asked, changed = CODED[code]
    for harmless, expected in ((True, asked), (False, changed)):
        error = _error("ModifyDomain", code, harmless=harmless)
        assert type(error) is expected
        assert error.vendor_code == str(code)


@pytest.mark.parametrize(
    ("operation", "code", "expected"),
    [
        ("AddDomain", 540, NameTaken),
        ("AddDomain", 554, NameTaken),
        ("AddDomain", 531, Refused),
        ("RenewDomain", 555, ExpiryMismatch),
        ("RenewDomain", 548, StatusProhibits),
        ("TransferDomain", 531, Refused),
        ("StatusAccount", 531, AccessRefused),
    ],
)
def test_some_codes_mean_something_else_to_some_commands(
    operation: str, code: int, expected: type[RegistrarError]
) -> None:
    assert type(_error(operation, code, harmless=False)) is expected


@pytest.mark.parametrize("operation", ["AddDomain", "RenewDomain", "TransferDomain", "RestoreDomain"])
@pytest.mark.parametrize("code", [420, 421, 423, 549])
def test_a_failure_of_a_paid_command_is_never_taken_for_a_no(operation: str, code: int) -> None:
    """The vendors' own clients make up 421 and 423 for answers that never came; we make up none."""
    assert type(_error(operation, code, harmless=False)) is OutcomeUnknown


@pytest.mark.parametrize("code", [401, 499, 556, 599, 700])
def test_a_code_that_is_in_no_document_keeps_its_words_and_decides_nothing(code: int) -> None:
    words = "Something new; Renée +1.6135550123"
    asked = _error("StatusDomain", code, harmless=True, words=words)
    changed = _error("AddDomain", code, harmless=False, words=words)
    assert (type(asked), type(changed)) == (Refused, OutcomeUnknown)
    for error in (asked, changed):
        assert "Something new" in error.detail
        assert "Renée" not in error.detail
        assert "5550123" not in error.detail


@pytest.mark.parametrize("code", [100, 201, 210, 211, 218, 299, 302])
def test_a_yes_that_is_not_documented_for_the_command_is_no_yes(code: int) -> None:
    assert type(_error("AddDomain", code, harmless=False)) is OutcomeUnknown
    assert type(_error("StatusDomain", code, harmless=True)) is ReplyNotUnderstood

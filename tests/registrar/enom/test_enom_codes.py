"""Each of Enom's digits, and each code of RRP, is an error of ours, after a read and after a change."""

import pytest

from portfolio.names import DomainName
from registrar.adapters.enom.codes import NUMBERS
from registrar.errors import (
    AccessRefused,
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
    ValueRefused,
)
from tests.registrar.enom.enom_edge import LOCKED, TOKEN, edge, no, yes

NAME = DomainName("example.com")
Outcome = type[RegistrarError]
DOCUMENTED: dict[int, tuple[Outcome, Outcome]] = {
    304155: (AccessRefused, AccessRefused),
    404156: (AccessRefused, AccessRefused),
    413153: (NotSponsored, NotSponsored),
    316153: (NotFound, NotFound),
    216153: (NotFound, NotFound),
    315153: (NameTaken, NameTaken),
    301151: (ValueRefused, ValueRefused),
    304152: (ValueRefused, ValueRefused),
    706153: (ValueRefused, ValueRefused),
    302186: (StatusProhibits, StatusProhibits),
    317153: (StatusProhibits, StatusProhibits),
    313150: (Refused, Refused),
    524181: (PaymentRefused, PaymentRefused),
    514205: (PaymentRefused, PaymentRefused),
    207000: (TryAgain, OutcomeUnknown),
    618000: (TryAgain, OutcomeUnknown),
    600000: (Refused, OutcomeUnknown),
    210153: (Refused, OutcomeUnknown),
    521000: (Refused, OutcomeUnknown),
    999999: (Refused, OutcomeUnknown),
}
RRP: dict[int, tuple[Outcome, Outcome]] = {
    421: (TryAgain, OutcomeUnknown),
    504: (ValueRefused, ValueRefused),
    531: (NotSponsored, NotSponsored),
    540: (NameTaken, NameTaken),
    545: (NotFound, NotFound),
    546: (PaymentRefused, PaymentRefused),
    552: (StatusProhibits, StatusProhibits),
    549: (Refused, OutcomeUnknown),
    799: (Refused, OutcomeUnknown),
}


def _errors(answer: str) -> tuple[RegistrarError, RegistrarError]:
    """What an answer raises after a read, and after a change."""
    with edge({"GetRegLock": answer}) as vendor, pytest.raises(RegistrarError) as read:
        vendor.registrar.set_lock(NAME, locked=False)
    with (
        edge({"GetRegLock": LOCKED, "SetRegLock": answer}) as vendor,
        pytest.raises(RegistrarError) as changed,
    ):
        vendor.registrar.set_lock(NAME, locked=False)
    return read.value, changed.value


@pytest.mark.parametrize("number", DOCUMENTED)
def test_six_digits_are_the_error_that_the_caller_acts_upon(number: int) -> None:
    read, changed = _errors(no(number))
    assert (type(read), type(changed)) == DOCUMENTED[number]
    assert read.vendor_code == changed.vendor_code == str(number)


@pytest.mark.parametrize("code", RRP)
def test_a_code_of_rrp_counts_where_the_vendor_counts_no_error(code: int) -> None:
    said = f"<reg-lock>1</reg-lock><RRPCode>{code}</RRPCode><RRPText>The registry says no</RRPText>"
    read, changed = _errors(yes("SetRegLock", said))
    assert (type(read), type(changed)) == RRP[code]
    assert "The registry says no" in read.detail


def test_every_number_of_the_table_has_a_sentence() -> None:
    assert all(meaning.says for meaning in NUMBERS.usual.values())


def test_words_without_a_number_are_kept_and_leave_a_change_open() -> None:
    answer = no(1, words=f"Moon phase is wrong for sample@example.com and {TOKEN}")
    read, changed = _errors(answer.replace("<ResponseNumber>1</ResponseNumber>", ""))
    assert (type(read), type(changed)) == (Refused, OutcomeUnknown)
    assert "Moon phase is wrong" in read.detail
    assert "sample@example.com" not in changed.detail
    assert TOKEN not in changed.detail


def test_one_number_that_leaves_it_open_leaves_all_open() -> None:
    assert isinstance(_errors(no(316153, 607000))[1], OutcomeUnknown)


@pytest.mark.parametrize(
    "answer",
    [
        LOCKED.replace("<Done>true</Done>", ""),
        LOCKED.replace("<Done>true</Done>", "<Done>false</Done>"),
        LOCKED.replace("<ErrCount>0</ErrCount>", "<ErrCount>1</ErrCount>"),
        LOCKED.replace("<ErrCount>0</ErrCount>", "<ErrCount>none</ErrCount>"),
        no(316153).replace("<ErrCount>1</ErrCount>", "<ErrCount>0</ErrCount>"),
        "<html><Done>true</Done><ErrCount>0</ErrCount></html>",
    ],
    ids=["no end", "not whole", "a no without words", "no number", "a yes with words", "a web page"],
)
def test_what_is_neither_yes_nor_no_is_not_understood(answer: str) -> None:
    read, changed = _errors(answer)
    assert (type(read), type(changed)) == (ReplyNotUnderstood, OutcomeUnknown)

"""Each of Namecheap's numbers is an error of ours, after a read and after a change."""

import pytest

from portfolio.names import DomainName
from registrar.adapters.namecheap.codes import NUMBERS
from registrar.errors import (
    AccessRefused,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    Refused,
    RegistrarError,
    ReplyNotUnderstood,
    TryAgain,
    ValueRefused,
)
from tests.registrar.namecheap.namecheap_edge import KEY, edge, no, yes

NAME = DomainName("example.com")
UNLOCKED = yes(
    "domains.getRegistrarLock",
    '<DomainGetRegistrarLockResult Domain="example.com" RegistrarLockStatus="false" IsSuccess="true" />',
)
Outcome = type[RegistrarError]
DOCUMENTED: dict[int, tuple[Outcome, Outcome]] = {
    2019166: (NotFound, NotFound),
    2016166: (NotSponsored, NotSponsored),
    3016166: (NotSponsored, NotSponsored),
    2030166: (ValueRefused, ValueRefused),
    2011169: (ValueRefused, ValueRefused),
    1011150: (AccessRefused, AccessRefused),
    4011103: (AccessRefused, AccessRefused),
    2033409: (Refused, Refused),
    3050900: (TryAgain, OutcomeUnknown),
    5019169: (TryAgain, OutcomeUnknown),
    5050169: (TryAgain, OutcomeUnknown),
    5050900: (TryAgain, OutcomeUnknown),
    2999999: (Refused, OutcomeUnknown),
}


@pytest.mark.parametrize("number", DOCUMENTED)
def test_a_number_is_the_error_that_the_caller_acts_upon(number: int) -> None:
    after_a_read, after_a_change = DOCUMENTED[number]
    with edge({"domains.getRegistrarLock": no(number)}) as vendor, pytest.raises(RegistrarError) as read:
        vendor.registrar.set_lock(NAME, locked=True)
    answers = {"domains.getRegistrarLock": UNLOCKED, "domains.setRegistrarLock": no(number)}
    with edge(answers) as vendor, pytest.raises(RegistrarError) as changed:
        vendor.registrar.set_lock(NAME, locked=True)
    assert (read.type, changed.type) == (after_a_read, after_a_change)
    assert read.value.vendor_code == changed.value.vendor_code == str(number)


def test_every_number_of_the_table_has_a_sentence() -> None:
    assert all(meaning.says for meaning in NUMBERS.usual.values())


def test_an_unknown_number_keeps_the_vendors_words_without_values() -> None:
    words = f"Moon phase is wrong for sample@example.com and {KEY}"
    said = {"domains.getRegistrarLock": no(2999999, words=words)}
    with edge(said) as vendor, pytest.raises(Refused) as caught:
        vendor.registrar.set_lock(NAME, locked=True)
    assert "Moon phase is wrong" in caught.value.detail
    assert "sample@example.com" not in caught.value.detail
    assert KEY not in caught.value.detail


def test_one_number_that_leaves_it_open_leaves_all_open() -> None:
    answers = {"domains.getRegistrarLock": UNLOCKED, "domains.setRegistrarLock": no(2019166, 5050900)}
    with edge(answers) as vendor, pytest.raises(OutcomeUnknown):
        vendor.registrar.set_lock(NAME, locked=True)


@pytest.mark.parametrize(
    "answer",
    [no(), UNLOCKED.replace('Status="OK"', 'Status="FINE"'), no(1).replace('"1"', '"one"'), "<html></html>"],
    ids=["a no without a number", "an undocumented word", "no number", "a web page"],
)
def test_what_is_neither_yes_nor_no_is_not_understood(answer: str) -> None:
    with edge({"domains.getRegistrarLock": answer}) as vendor, pytest.raises(ReplyNotUnderstood):
        vendor.registrar.set_lock(NAME, locked=True)

"""Marks of orders in a note: ours are found, others are left, and what they tell is never more than is so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.buying.marks import Noted, Stage, held_among, mark, marked, verdict
from registrar.contract import (
    OrderAbsent,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    TransferState,
)
from registrar.errors import NotFound
from registrar.exchange import Unreadable

NAME = DomainName("example.com")
DAY = date(2028, 3, 1)
OURS = mark(OrderKind.REGISTER, "order-1")


def _sought(kind: OrderKind = OrderKind.REGISTER) -> OrderSought:
    return OrderSought(reference="order-1", name=NAME, kind=kind)


@given(st.text(min_size=1), st.text(), st.sampled_from(OrderKind))
def test_a_mark_is_found_whatever_the_reference_and_what_stands_around_it(
    reference: str, other: str, kind: OrderKind
) -> None:
    note = f"{other} {mark(kind, reference, DAY)} {mark(kind, reference + 'x')}"
    assert marked(note, kind, reference) == "2028-03-01"
    assert marked(note, kind, f"{reference}y") is None


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        (Stage.HELD, OrderFound(done=True, reference="7")),
        (Stage.PENDING, OrderFound(done=False, reference="7")),
        (Stage.DELETED, OrderFound(done=True, reference="7")),
        (Stage.FAILED, OrderFailed(reference="7")),
    ],
)
def test_an_order_that_brings_a_name_is_as_far_as_its_record(stage: Stage, answer: object) -> None:
    assert verdict([Noted("7", stage, None, OURS)], _sought()) == answer


def test_a_name_without_our_mark_is_absent_only_where_nobody_has_it_here() -> None:
    assert isinstance(verdict([], _sought()), OrderAbsent)
    assert isinstance(verdict([Noted("7", Stage.HELD, None, "")], _sought()), OrderUnclear)
    assert isinstance(verdict([Noted("7", Stage.UNKNOWN, None, OURS)], _sought()), OrderUnclear)
    assert isinstance(verdict([Noted("7", Stage.HELD, None, OURS)] * 2, _sought()), OrderUnclear)


@pytest.mark.parametrize(
    ("until", "answer"),
    [
        (DAY.replace(year=2029), OrderFound),
        (DAY, OrderAbsent),
        (DAY.replace(year=2027), OrderUnclear),
        (None, OrderUnclear),
    ],
)
def test_a_renewal_is_told_by_the_date_that_it_started_from(until: date | None, answer: type) -> None:
    note = mark(OrderKind.RENEW, "order-1", DAY)
    assert isinstance(verdict([Noted("7", Stage.HELD, until, note)], _sought(OrderKind.RENEW)), answer)


def test_a_restore_is_told_by_the_name_being_back() -> None:
    note = mark(OrderKind.RESTORE, "order-1")
    back, gone = Noted("7", Stage.HELD, DAY, note), Noted("7", Stage.DELETED, DAY, note)
    assert isinstance(verdict([back], _sought(OrderKind.RESTORE)), OrderFound)
    assert isinstance(verdict([gone], _sought(OrderKind.RESTORE)), OrderUnclear)
    assert isinstance(verdict([], _sought(OrderKind.RESTORE)), OrderUnclear)


def test_a_transfer_is_as_far_as_its_record_and_no_further() -> None:
    assert {stage: stage.of_transfer for stage in Stage} == {
        Stage.HELD: TransferState.DONE,
        Stage.PENDING: TransferState.PENDING,
        Stage.FAILED: TransferState.REFUSED,
        Stage.DELETED: TransferState.NONE,
        Stage.UNKNOWN: TransferState.NONE,
    }


def test_a_name_in_the_account_has_one_record_that_is_held() -> None:
    held, ordered = Noted("7", Stage.HELD, DAY, ""), Noted("8", Stage.PENDING, None, "")
    assert held_among([ordered, held]) is held
    with pytest.raises(Unreadable, match="twice"):
        held_among([held, held])
    with pytest.raises(NotFound, match="ordered"):
        held_among([ordered])
    with pytest.raises(NotFound, match="not in this account"):
        held_among([])

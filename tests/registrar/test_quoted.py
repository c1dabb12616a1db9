"""Values in quotes are read as what they are, and nothing else is taken for one."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from registrar.answers.quoted import DayIfAny, Digits, Flag, QuotedDay, QuotedMoment, QuotedPrice
from registrar.exchange import Unreadable
from registrar.in_json.reply import Theirs, read_json


class _Told(Theirs):
    flag: Flag | None = None
    digits: Digits | None = None
    price: QuotedPrice | None = None
    at: QuotedMoment | None = None
    day: QuotedDay | None = None
    any_day: DayIfAny = None


def _read(**told: object) -> _Told:
    return read_json(json.dumps(told).encode()).as_a(_Told)


@pytest.mark.parametrize(("told", "flag"), [(1, True), ("1", True), (0, False), ("0", False)])
def test_a_flag_is_1_or_0_in_quotes_or_not(told: object, flag: bool) -> None:
    assert _read(flag=told).flag is flag


def test_numbers_prices_and_instants_are_read() -> None:
    assert (_read(digits="13").digits, _read(digits=13).digits) == (13, 13)
    assert _read(price="9.73").price == Decimal("9.73")
    assert _read(price="1,011,000.5").price == Decimal("1011000.5")
    assert _read(at="2027-03-01 12:00:00").at == datetime(2027, 3, 1, 12, tzinfo=UTC)
    assert _read(day="2027-03-01").day == _read(day="2027-03-01 23:59:59").day == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        *(("flag", odd) for odd in (True, 2, "yes", "", 1.0, "١")),
        *(("digits", odd) for odd in (True, -1, "1x", "", "1" * 10, 1.5)),
        *(("price", odd) for odd in (9.73, "0.00", "9,73", "-1", "1e3", "", "$9.73", "12.345")),
        *(("at", odd) for odd in (0, "2027-03-01", "0000-00-00 00:00:00", "2027-03-01T12:00:00", "")),
        *(("day", odd) for odd in (20270301, "2027-13-01", "1 March", "2027-03-01x")),
    ],
)
def test_what_is_spelled_otherwise_is_unreadable(field: str, told: object) -> None:
    with pytest.raises(Unreadable, match=field):
        _read(**{field: told})


def test_zeroes_and_nothing_are_no_day_and_what_follows_a_day_is_passed_over() -> None:
    for told in ("2028-03-01", "2028-03-01 7:06:00", "2028-03-01 07:06:00"):
        assert _read(any_day=told).any_day == date(2028, 3, 1)
    assert _read(any_day="0000-00-00 00:00:00").any_day is None
    assert _read(any_day="").any_day is None
    for told in ("2028-13-01", "soon", 7):
        with pytest.raises(Unreadable):
            _read(any_day=told)

"""A brake is set once a date, and two people let go of it."""

from datetime import date

import pytest

from portfolio.audit import AuditTag
from portfolio.brake import Brake
from records import Moved, Records, SamePerson
from tests.records.house import START, run_sql

TODAY = START.date()
WHY = "40 of 200 names drift"


def set_today(records: Records, why: str = WHY) -> Brake:
    with records.changing("job:check") as unit:
        brake = unit.brakes.set(TODAY, why=why)
        unit.commit()
    return brake


def released(records: Records, by: str, reason: str = "moved to another registrar on purpose") -> Brake:
    with records.changing(by) as unit:
        brake = unit.brakes.release(TODAY, reason=reason)
        unit.commit()
    return brake


def test_a_brake_is_set_once_and_keeps_its_first_reason(records: Records) -> None:
    assert set_today(records) == Brake(on=TODAY, why=WHY, set_at=START)
    assert set_today(records, "another").why == WHY
    with records.reading() as unit:
        assert unit.brakes.of(date(2020, 1, 1)) is None
        assert [each.tag for each in unit.audit.entries(str(TODAY))] == [AuditTag.BRAKE_SET]


def test_two_people_let_go_of_a_brake_one_asks_and_one_agrees(records: Records) -> None:
    set_today(records)
    asked = released(records, "clerk")
    assert asked.holds
    assert asked.reason == "moved to another registrar on purpose"
    agreed = released(records, "chief", "whatever is said here does not count")
    assert not agreed.holds
    assert (agreed.released_by, agreed.confirmed_by) == ("clerk", "chief")
    assert agreed.reason == asked.reason


def test_nobody_lets_go_of_a_brake_alone(records: Records) -> None:
    set_today(records)
    released(records, "clerk")
    with pytest.raises(SamePerson, match="someone else must agree"):
        released(records, "CLERK")
    with pytest.raises(Exception, match="second_person"):
        run_sql(records, "UPDATE brakes SET confirmed_by = 'Clerk'")


def test_a_brake_that_does_not_hold_is_not_let_go_of(records: Records) -> None:
    with pytest.raises(Moved, match="no brake holds"):
        released(records, "clerk")
    set_today(records)
    released(records, "clerk")
    released(records, "chief")
    with pytest.raises(Moved, match="no brake holds"):
        released(records, "third")

"""A verification waits once a name, is settled once, and makes its name be looked at for notices again."""

from datetime import date, timedelta

import pytest

from portfolio.audit import AuditTag
from portfolio.names import DomainName
from portfolio.verification import Verification
from records import AlreadyHeld, NotHeld, ReadOnly, Records
from tests.records.house import NAME, START

LATER = date(2027, 9, 1)


def waiting(**changes: object) -> Verification:
    whole = {
        "name": NAME,
        "asked_at": START,
        "until": date(2026, 11, 17),
        "why": "a change of the registrant",
    }
    return Verification.model_validate(whole | changes)


def opened(records: Records) -> Verification:
    with records.changing("clerk") as unit:
        kept = unit.verifications.open(waiting())
        unit.commit()
    return kept


def looked_at_from(records: Records) -> date:
    with records.reading() as unit:
        return {
            DomainName(name): day for day, name in unit.domains.with_notices_by(LATER, after=None, most=9)
        }[NAME]


def not_before(records: Records, day: date) -> None:
    with records.changing("job:notices") as unit:
        unit.domains.look_for_notices(NAME, from_=day)
        unit.commit()


def test_it_waits_until_it_is_answered_and_stays_with_what_became_of_it(records: Records) -> None:
    assert opened(records) == waiting()
    with records.changing("clerk") as unit:
        assert unit.verifications.open_of(NAME) == waiting()
        assert unit.verifications.all_open() == [waiting()]
        settled = unit.verifications.settle(NAME, "the client confirmed it")
        unit.commit()
    assert (settled.settled_at, settled.outcome) == (START, "the client confirmed it")
    with records.reading() as unit:
        assert unit.verifications.open_of(NAME) is None
        assert unit.verifications.of(NAME, since=START) == [settled]
        assert unit.verifications.of(NAME, since=START + timedelta(seconds=1)) == []
        tags = [entry.tag for entry in unit.audit.entries(NAME)][-2:]
    assert tags == [AuditTag.VERIFICATION_OPENED, AuditTag.VERIFICATION_SETTLED]


def test_a_second_one_is_refused_while_one_waits_and_the_unit_goes_on(records: Records) -> None:
    opened(records)
    with records.changing("clerk") as unit:
        with pytest.raises(AlreadyHeld, match="waits for a verification already"):
            unit.verifications.open(waiting(until=date(2026, 12, 1)))
        unit.verifications.settle(NAME, "done")
        unit.verifications.open(waiting(until=date(2026, 12, 1)))
        unit.commit()
    with records.reading() as unit:
        assert [one.until for one in unit.verifications.all_open()] == [date(2026, 12, 1)]


def test_nothing_is_settled_that_does_not_wait(records: Records) -> None:
    with records.changing("clerk") as unit:
        with pytest.raises(NotHeld, match="waits for no verification"):
            unit.verifications.settle(NAME, "done")
        with pytest.raises(NotHeld):
            unit.verifications.open(waiting(name=DomainName("example.net")))
    with records.reading() as unit, pytest.raises(ReadOnly):
        unit.verifications.open(waiting())


def test_opening_and_settling_make_the_name_be_looked_at_again(records: Records) -> None:
    not_before(records, LATER)
    assert looked_at_from(records) == LATER
    opened(records)
    assert looked_at_from(records) == date.min
    not_before(records, LATER)
    with records.changing("clerk") as unit:
        unit.verifications.settle(NAME, "done")
        unit.commit()
    assert looked_at_from(records) == date.min

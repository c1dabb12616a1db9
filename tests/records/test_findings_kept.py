"""A finding opens once, stays open while it is seen, closes when it is gone, and may come back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from portfolio.audit import AuditTag
from portfolio.finding import Finding
from portfolio.names import DomainName
from portfolio.observation import Source
from records import Moved, NotHeld, ReadOnly, Records
from records.tables.findings import FindingRow
from tests.records.house import NAME, START, StoppedClock, finding, order, run_sql

LATER = START + timedelta(days=1)


def seen(records: Records, **changes: object) -> bool:
    whole = Finding.model_validate(finding().model_dump(exclude={"value_since"}) | changes)
    with records.changing("job:check") as unit:
        news = unit.findings.see(whole)
        unit.commit()
    return news


def closed(records: Records, path: str = "tech.email") -> bool:
    with records.changing("job:check") as unit:
        was_open = unit.findings.close(NAME, path, Source.REGISTRAR)
        unit.commit()
    return was_open


def test_a_finding_opens_once_and_its_last_sight_moves_on(records: Records) -> None:
    assert seen(records)
    assert not seen(records, opened_at=LATER, last_seen_at=LATER)
    assert not seen(records)
    with records.reading() as unit:
        assert unit.findings.all() == [finding(value_since=START, last_seen_at=LATER, sightings=2)]
        told = [(each.tag, each.detail) for each in unit.audit.entries(NAME)]
        assert told[1:] == [(AuditTag.FINDING_OPENED, "tech.email at registrar")]


def test_an_open_finding_shows_what_was_seen_last(records: Records) -> None:
    seen(records)
    assert not seen(records, theirs="tech@example.org", last_seen_at=LATER)
    assert not seen(records, theirs="seen before that", last_seen_at=START)
    with records.reading() as unit:
        again = finding(theirs="tech@example.org", value_since=LATER, last_seen_at=LATER)
        assert unit.findings.open_of(NAME) == [again]


def test_a_finding_closes_and_opens_again(records: Records, clock: StoppedClock) -> None:
    assert not closed(records)
    seen(records)
    clock.at = LATER
    assert closed(records)
    assert not closed(records)
    again = finding(opened_at=LATER, last_seen_at=LATER)
    assert seen(records, opened_at=LATER, last_seen_at=LATER)
    with records.reading() as unit:
        assert unit.findings.all() == [finding(closed_at=LATER), again]
        assert unit.findings.all(open_only=True) == [again]
        assert unit.findings.open_of(NAME) == [again]
        tags = [each.tag for each in unit.audit.entries(NAME)][1:]
        assert tags == [AuditTag.FINDING_OPENED, AuditTag.FINDING_CLOSED, AuditTag.FINDING_OPENED]


def test_each_field_and_each_source_has_its_own_finding(records: Records) -> None:
    for changes in (
        {},
        {"path": "admin.email"},
        {"source": Source.RDAP},
        {"name": DomainName("example.net")},
    ):
        assert seen(records, **changes)
    assert closed(records)
    with records.reading() as unit:
        assert [(each.path, each.source) for each in unit.findings.open_of(NAME)] == [
            ("admin.email", Source.REGISTRAR),
            ("tech.email", Source.RDAP),
        ]


def test_of_many_that_see_the_same_one_opens_it(records: Records) -> None:
    barrier = Barrier(4)

    def see(_: int) -> bool:
        barrier.wait(timeout=10)
        return seen(records)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(see, range(4))) == [False, False, False, True]


def test_the_database_itself_refuses_a_second_open_finding(records: Records) -> None:
    seen(records)
    columns = ", ".join(name for name in FindingRow.model_fields if name not in ("id", "key"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        run_sql(records, f"INSERT INTO findings (id, key, {columns}) SELECT 9, 'k', {columns} FROM findings")


def test_what_a_finding_shows_is_sealed_for_whom_it_is_about(records: Records) -> None:
    nobodys, ordered = DomainName("nobodys.example.com"), DomainName("example.com")
    with records.changing("drafter") as unit:
        unit.orders.draft(order())
        for each in (finding(), finding(nobodys), finding(ordered, order="ord-1")):
            unit.findings.see(each)
            assert unit.findings.open_of(each.name) == [each]
        with pytest.raises(NotHeld):
            unit.findings.see(finding(nobodys, path="tech.phone", order="ord-9"))
        unit.commit()
    clients = run_sql(records, "SELECT name, client FROM findings ORDER BY id")
    assert clients == [("example.ca", "acme"), ("nobodys.example.com", None), ("example.com", "acme")]


def test_nothing_is_seen_closed_and_nobody_sees_without_acting(records: Records) -> None:
    with records.changing("job:check") as unit, pytest.raises(Moved):
        unit.findings.see(finding(closed_at=LATER))
    with records.reading() as unit, pytest.raises(ReadOnly):
        unit.findings.see(finding())


def accepted(records: Records, *, by: str = "clerk") -> Finding:
    with records.changing(by) as unit:
        taken = unit.findings.accept(NAME, "tech.email", Source.REGISTRAR, why="the client wants it so")
        unit.commit()
    return taken


def test_a_value_seen_again_is_one_sighting_more_and_another_value_begins_anew(records: Records) -> None:
    seen(records)
    for days in (1, 2):
        seen(records, last_seen_at=START + timedelta(days=days))
    with records.reading() as unit:
        (found,) = unit.findings.open_of(NAME)
    assert (found.sightings, found.value_since) == (3, START)
    seen(records, theirs="tech@example.org", last_seen_at=START + timedelta(days=3))
    with records.reading() as unit:
        (found,) = unit.findings.open_of(NAME)
        assert AuditTag.FINDING_CHANGED in {each.tag for each in unit.audit.entries(NAME)}
    assert (found.sightings, found.value_since) == (1, START + timedelta(days=3))


def test_an_accepted_difference_waits_for_nobody_until_its_value_changes(records: Records) -> None:
    seen(records)
    taken = accepted(records)
    assert (taken.accepted_by, taken.why, taken.waits) == ("clerk", "the client wants it so", False)
    with pytest.raises(Moved, match="accepted already"):
        accepted(records, by="chief")
    seen(records, last_seen_at=LATER)
    with records.reading() as unit:
        (still,) = unit.findings.open_of(NAME)
    assert (still.accepted_by, still.why) == ("clerk", "the client wants it so")
    seen(records, theirs="tech@example.org", last_seen_at=LATER + timedelta(days=1))
    with records.reading() as unit:
        (again,) = unit.findings.open_of(NAME)
    assert (again.accepted_by, again.accepted_at, again.why, again.waits) == (None, None, "", True)


def test_what_is_not_open_cannot_be_accepted_or_tried(records: Records) -> None:
    with pytest.raises(NotHeld, match="no open finding about"):
        accepted(records)
    with pytest.raises(NotHeld), records.changing("job:check") as unit:
        unit.findings.attempted(NAME, "tech.email", Source.REGISTRAR)


def test_a_machines_tries_are_counted(records: Records) -> None:
    seen(records)
    with records.changing("job:check") as unit:
        unit.findings.attempted(NAME, "tech.email", Source.REGISTRAR)
        unit.commit()
    with records.reading() as unit:
        assert [each.attempts for each in unit.findings.open_of(NAME)] == [1]


def test_what_has_closed_lately_is_told(records: Records, clock: StoppedClock) -> None:
    seen(records)
    clock.at = LATER
    closed(records)
    with records.reading() as unit:
        assert [each.path for each in unit.findings.closed_since(LATER)] == ["tech.email"]
        assert unit.findings.closed_since(LATER + timedelta(seconds=1)) == []


def test_what_a_machine_has_tried_is_told_when_it_is_closed_too(records: Records) -> None:
    seen(records)
    with records.reading() as unit:
        assert unit.findings.attempted_on(NAME) == []
    with records.changing("job:check") as unit:
        unit.findings.attempted(NAME, "tech.email", Source.REGISTRAR)
        unit.commit()
    closed(records)
    with records.reading() as unit:
        assert [(one.path, one.attempts) for one in unit.findings.attempted_on(NAME)] == [("tech.email", 1)]
        assert unit.findings.attempted_on(DomainName("example.org")) == []

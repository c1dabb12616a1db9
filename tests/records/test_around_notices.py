"""Figures of notices, problems of names, and calendars' secret addresses: kept, counted, and nothing told."""

from datetime import datetime, timedelta

import pytest

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Milestone, NoticeKind, NoticeState, notice_key
from records import Moved, NotHeld, ReadOnly, Records
from tests.records.house import CANARIES, NAME, START, StoppedClock, client, held, notice, run_sql

DAY = START.date()
AN_HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


def ended(
    records: Records, state: NoticeState, *, days: int = 30, for_staff: bool = False, **changes: object
) -> str:
    """A notice of this step that went as far as `state`."""
    step = Milestone(days=days)
    key = notice_key(NAME, DAY, step, ContactRole.REGISTRANT, for_staff=for_staff)
    with records.changing("job:notices") as unit:
        whole = {"key": key, "milestone": step, "role": ContactRole.REGISTRANT}
        unit.outbox.add_due(notice(about=DAY).model_copy(update=whole | changes))
        if state is not NoticeState.DUE:
            unit.outbox.claim(START + AN_HOUR, AN_HOUR)
        if state in (NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS, NoticeState.DEAD):
            unit.outbox.advance(key, from_=NoticeState.CLAIMED, to=NoticeState.SENDING)
            unit.outbox.advance(key, from_=NoticeState.SENDING, to=state)
        unit.commit()
    return key


def test_what_went_is_counted_by_kind_without_staff_s_copies(records: Records) -> None:
    ended(records, NoticeState.HANDED_OVER, days=30)
    ended(records, NoticeState.HANDED_OVER, days=7)
    ended(records, NoticeState.HANDED_OVER, days=1, for_staff=True)
    ended(records, NoticeState.DEAD, days=3)
    with records.reading() as unit:
        figures = unit.notice_figures
        assert figures.went(since=None) == {NoticeKind.EXPIRY: 2}
        assert figures.went(since=START - MOMENT) == {NoticeKind.EXPIRY: 2}
        assert figures.went(since=START) == {}
        assert figures.ended(NoticeState.DEAD, since=START - MOMENT) == 1
        assert figures.ended(NoticeState.DEAD, since=START) == 0
        assert figures.ended(NoticeState.AMBIGUOUS, since=None) == 0


def test_a_bounce_counts_when_it_comes_back(records: Records, clock: StoppedClock) -> None:
    key = ended(records, NoticeState.HANDED_OVER)
    clock.advance(timedelta(days=3))
    with records.changing("job:bounces") as unit:
        unit.outbox.bounced(key, said="550 no such user", at=clock.now(), for_good=True)
        unit.commit()
    later = START + timedelta(days=2)
    with records.reading() as unit:
        assert unit.notice_figures.ended(NoticeState.BOUNCED, since=later) == 1
        assert unit.notice_figures.ended(NoticeState.BOUNCED, since=clock.now() + AN_HOUR) == 0
        [line] = unit.notice_figures.for_a_person(since=later, today=DAY)
    assert (line.name, line.state, line.at) == (NAME, NoticeState.BOUNCED, clock.now())


def test_what_waits_past_its_last_day_is_for_a_person_whenever_it_came(records: Records) -> None:
    ended(records, NoticeState.DUE, deadline=DAY)
    with records.reading() as unit:
        figures = unit.notice_figures
        assert (figures.late(DAY), figures.late(DAY + timedelta(days=1))) == (0, 1)
        assert figures.for_a_person(since=START, today=DAY) == []
        [line] = figures.for_a_person(since=START + AN_HOUR, today=DAY + timedelta(days=1))
    assert (line.state, line.deadline, line.at) == (NoticeState.DUE, DAY, None)


def test_what_was_never_tried_is_left_over_and_what_rests_is_not(records: Records) -> None:
    ended(records, NoticeState.DUE)
    with records.reading() as unit:
        assert unit.notice_figures.not_taken_up(START - AN_HOUR) == 0
        assert unit.notice_figures.not_taken_up(START + AN_HOUR) == 1
    with records.changing("job:notices") as unit:
        unit.outbox.claim(START + AN_HOUR, AN_HOUR)
        unit.commit()
    with records.reading() as unit:
        assert unit.notice_figures.not_taken_up(START + AN_HOUR) == 0
        assert unit.notice_figures.not_taken_up(START + 2 * AN_HOUR) == 1


def test_names_are_counted_by_until_when_they_are_paid(records: Records) -> None:
    paid_until = START + timedelta(days=60)
    with records.changing("clerk") as unit:
        other = held(DomainName("example.net"), registrar_expires_at=paid_until, expires_at=START)
        unit.domains.hold(other)
        unit.commit()
    with records.reading() as unit:
        assert unit.notice_figures.expiring(paid_until, paid_until + MOMENT) == 1
        assert unit.notice_figures.expiring(paid_until - MOMENT, paid_until) == 0
        assert unit.notice_figures.expiring(paid_until + MOMENT, paid_until + timedelta(days=9)) == 0


def test_lines_for_a_person_hold_nothing_personal(records: Records) -> None:
    ended(records, NoticeState.DEAD)
    with records.reading() as unit:
        told = repr(unit.notice_figures.for_a_person(since=None, today=DAY))
    assert NAME in told
    assert not any(canary in told for canary in CANARIES)


def found(records: Records, why: str) -> None:
    with records.changing("job:notices") as unit:
        unit.notice_problems.found({NAME: why})
        unit.commit()


def problems(records: Records, since: datetime | None) -> dict[DomainName, str]:
    with records.reading() as unit:
        return unit.notice_problems.since(since)


def test_a_problem_is_kept_as_it_was_found_last(records: Records, clock: StoppedClock) -> None:
    found(records, "no expiry date is known")
    clock.advance(timedelta(days=1))
    found(records, "nobody can be reached")
    assert problems(records, None) == {NAME: "nobody can be reached"}
    assert problems(records, clock.now() - MOMENT) == {NAME: "nobody can be reached"}
    assert problems(records, clock.now()) == {}
    with records.reading() as unit, pytest.raises(ReadOnly):
        unit.notice_problems.found({})


def test_a_calendar_s_token_is_told_once_and_kept_as_a_hash(records: Records) -> None:
    with records.changing("clerk") as unit:
        address, token = unit.calendars.new("front desk")
        unit.commit()
    assert len(token) == 43
    assert (address.client, address.made_at, address.revoked_at) == (None, START, None)
    [[kept]] = run_sql(records, "SELECT token_hash FROM calendar_addresses")
    assert kept != token
    with records.reading() as unit:
        assert unit.calendars.by_token(token) == address
        for wrong in ("", token[:-1], token + "A", str(kept), "\ud800"):
            with pytest.raises(NotHeld):
                unit.calendars.by_token(wrong)
        told = [entry for entry in unit.audit.entries() if entry.tag is AuditTag.CALENDAR_MADE]
    assert [token in str(entry) for entry in told] == [False]


def test_each_address_has_a_token_of_its_own_and_one_client_s_names_if_asked(records: Records) -> None:
    with records.changing("clerk") as unit:
        unit.clients.add(client("second"))
        whole, first = unit.calendars.new("front desk")
        one, second = unit.calendars.new("the client", client="second")
        with pytest.raises(NotHeld, match="no client"):
            unit.calendars.new("nobody", client="nobody")
        unit.commit()
    assert first != second
    with records.reading() as unit:
        assert unit.calendars.all() == [whole, one]
        assert unit.calendars.by_token(second).client == "second"


def test_a_revoked_address_answers_no_more(records: Records) -> None:
    with records.changing("clerk") as unit:
        address, token = unit.calendars.new("front desk")
        revoked = unit.calendars.revoke(address.id)
        with pytest.raises(NotHeld):
            unit.calendars.by_token(token)
        with pytest.raises(Moved, match="revoked already"):
            unit.calendars.revoke(address.id)
        with pytest.raises(NotHeld):
            unit.calendars.revoke(99)
        unit.commit()
    with records.reading() as unit:
        assert unit.calendars.all() == [revoked]
    assert revoked.revoked_at == START

"""The life of one name's notices, as staff look at it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from notifications.holding import hold_name
from notifications.timeline import Line, Reader, Stand, Timeline, line_of, timeline
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Milestone, NoticeKind
from portfolio.policy.notices import NoticePolicy
from records import NotHeld
from tests.notifications.names_and_people import NAME, OWNER, STAFF, House, to_port
from tests.notifications.scripted_smtp import Act, ScriptedSmtp

CA = DomainName("example.ca")


def life(house: House, name: DomainName = NAME) -> Timeline:
    with house.records.reading() as unit:
        return timeline(unit, name, now=house.clock.now(), policy=NoticePolicy(), staff_address=STAFF)


def told(timeline: Timeline, kind: NoticeKind = NoticeKind.EXPIRY, *, present: bool = True) -> list[Line]:
    chapters = (chapter for chapter in timeline.chapters if chapter.kind is kind)
    return [line for chapter in chapters if chapter.is_present is present for line in chapter.lines]


def stands(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.milestone.key, line.stand.value) for line in lines]


def test_a_new_series_shows_each_day_and_to_whom_it_would_go(house: House) -> None:
    house.holds()
    lines = told(life(house))
    assert [(line.milestone.key, line.on) for line in lines] == [
        ("60d-before", date(2026, 12, 31)), ("30d-before", date(2027, 1, 30)),
        ("7d-before", date(2027, 2, 22)), ("1d-before", date(2027, 2, 28)),
        ("1d-after", date(2027, 3, 2)), ("3d-after", date(2027, 3, 4)),
    ]  # fmt: skip
    assert {line.stand for line in lines} == {Stand.PLANNED}
    assert [reader.shown for reader in lines[2].readers] == ["registrant", "admin", "staff"]
    assert lines[0].readers == (Reader(role=ContactRole.REGISTRANT, is_staff=False, address=OWNER),)


def test_days_are_those_of_the_clients_calendar(house: House) -> None:
    house.holds(expires=datetime(2027, 3, 1, 2, 0, tzinfo=UTC))
    assert told(life(house))[1].on == date(2027, 1, 29)
    assert life(house).zone == "America/Toronto"


def test_a_name_that_renews_itself_shows_what_stays_quiet_and_why(house: House) -> None:
    house.holds(auto_renew=True)
    lines = told(life(house))
    assert stands(lines)[:3] == [
        ("60d-before", "stays quiet"), ("30d-before", "planned"), ("7d-before", "planned"),
    ]  # fmt: skip
    assert (lines[0].told, lines[0].readers) == ("the name renews itself", ())


def test_what_comes_due_with_the_next_run_and_what_is_passed_over(house: House) -> None:
    house.holds()
    house.clock.days_before(5)
    assert stands(told(life(house)))[:3] == [
        ("60d-before", "passed over"), ("30d-before", "passed over"), ("7d-before", "planned"),
    ]  # fmt: skip
    assert told(life(house))[2].told == "comes due with the next run"


def test_after_a_run_each_notice_tells_what_became_of_it(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(30)
    smtp.scripts += [{}, {"dot": b"451 4.7.1 greylisted\r\n"}]
    house.runs(to_port(smtp.port))
    lines = told(life(house))
    assert stands(lines)[:4] == [
        ("60d-before", "superseded"), ("30d-before", "handed over"), ("30d-before", "waits"),
        ("7d-before", "planned"),
    ]  # fmt: skip
    assert lines[1].told == "250 2.0.0 queued as 4711"
    assert lines[2].notice
    assert (lines[2].readers[0].shown, lines[2].notice.attempts) == ("staff", 1)
    assert lines[2].notice.retry_at == house.clock.now() + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("script", "stand", "to_do"),
    [
        ({"dot": Act.DROP}, Stand.IN_DOUBT, "namesteward notices resolve notice:example.com:"),
        ({"rcpt": b"550 5.1.1 no\r\n"}, Stand.REFUSED, "namesteward notices resend notice:example.com:"),
    ],
)
def test_what_a_person_has_to_do_is_said(
    house: House, smtp: ScriptedSmtp, script: dict[str, bytes | Act], stand: Stand, to_do: str
) -> None:
    house.holds()
    house.clock.days_before(30)
    smtp.scripts.append(script)
    house.runs(to_port(smtp.port))
    [line] = [line for line in told(life(house)) if line.stand is stand]
    assert to_do in line.to_do


def test_what_came_back_is_shown_with_its_words(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    [key] = [n.key for n in house.notices() if n.key.endswith("30d-before:registrant")]
    with house.records.changing("job:bounces") as unit:
        unit.outbox.bounced(key, said="5.1.1 no such mailbox", at=house.clock.now(), for_good=True)
        unit.commit()
    [line] = [line for line in told(life(house)) if line.stand is Stand.BOUNCED]
    assert line.told == "5.1.1 no such mailbox"


def test_a_notice_that_waits_past_its_last_day_is_late(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(30)
    smtp.scripts += [{"connect": b"421 no\r\n"}] * 2
    house.runs(to_port(smtp.port))
    waiting = [notice for notice in house.notices() if notice.milestone.days == 30]
    on_time, late = (line_of(waiting[0], now=house.clock.now() + timedelta(days=d)) for d in (4, 5))
    assert (on_time.is_late, late.is_late) == (False, True)


def test_a_renewal_begins_a_chapter_and_keeps_the_old_one(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    house.renewed_at_the_registrar()
    house.refreshed()
    house.runs(to_port(smtp.port))
    after = life(house)
    assert stands(told(after))[0] == ("60d-before", "planned")
    assert stands(told(after, present=False)) == [
        ("60d-before", "superseded"), ("30d-before", "handed over"), ("30d-before", "handed over"),
    ]  # fmt: skip
    assert stands(told(after, NoticeKind.RENEWED)) == [("renewed", "handed over")]
    assert [chapter.about.year for chapter in after.chapters if chapter.kind is NoticeKind.EXPIRY] == [
        2028,
        2027,
    ]


def test_a_step_that_a_person_holds_says_how_to_let_it_go(house: House) -> None:
    house.holds(CA)
    hold_name(
        house.records, CA, milestone=Milestone(days=1), because="asked for quiet", by="first-colleague",
        now=house.clock.now(), policy=NoticePolicy(), staff_address=STAFF,
    )  # fmt: skip
    held = [line for line in told(life(house, CA)) if line.stand is Stand.HELD]
    assert {line.milestone.key for line in held} == {"1d-before"}
    assert held[0].told == "held by first-colleague: asked for quiet"
    assert held[0].to_do.startswith("namesteward notices release notice:example.ca:")


def test_how_old_our_dates_are_is_said(house: House) -> None:
    house.holds()
    assert (life(house).age, life(house).is_stale) == (None, True)
    house.refreshed()
    assert (life(house).age, life(house).is_stale) == (timedelta(0), False)
    house.clock.at += timedelta(days=4)
    assert (life(house).age, life(house).is_stale) == (timedelta(days=4), True)


def test_a_name_without_an_expiry_says_so(house: House) -> None:
    house.holds(expires=None)
    assert (life(house).problem, life(house).chapters) == ("no expiry date is known", ())


def test_the_next_yearly_notice_of_the_data_has_its_day(house: House) -> None:
    house.holds(registered_at=datetime(2020, 1, 15, 12, tzinfo=UTC))
    [line] = told(life(house), NoticeKind.DATA_CHECK)
    assert (line.stand, line.on) == (Stand.PLANNED, date(2027, 1, 15))
    assert life(house).chapters[-1].about == date(2027, 1, 15)


def test_a_name_that_is_not_ours_has_none(house: House) -> None:
    with pytest.raises(NotHeld):
        life(house)


def test_a_reader_is_not_written_into_a_log(house: House) -> None:
    house.holds()
    assert OWNER not in repr(life(house))

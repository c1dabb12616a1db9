"""What people complained of in public trackers about notices of other systems, each told as a story."""

from datetime import UTC, date, datetime, timedelta

import pytest

from notifications.listing import is_late, listed, need_eyes
from notifications.proof import proof
from notifications.timeline import timeline
from portfolio.contacts import ContactRole, Language
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeState
from portfolio.policy.notices import NoticePolicy, ladder
from registrar.errors import NotFound, TryAgain
from tests.notifications.names_and_people import (
    ADMIN,
    EXPIRY,
    NAME,
    OWNER,
    ROLES,
    SENDER,
    STAFF,
    House,
    to_port,
)
from tests.notifications.scripted_smtp import ScriptedSmtp
from tests.notifications.test_bounced_readers import came_back

LIVING = DomainName("living.example.com")


def subjects(smtp: ScriptedSmtp, to: str = OWNER) -> list[str]:
    return [str(taken.message["Subject"]).strip() for taken in smtp.taken if taken.recipient == to]


def in_order_of_need(house: House, *, for_staff: bool = False) -> list[Notice]:
    with house.records.reading() as unit:
        return [each.notice for each in listed(unit, now=house.clock.now(), for_staff=for_staff)]


def test_41_no_expired_mail_the_day_after_a_renewal_but_a_receipt(house: House, smtp: ScriptedSmtp) -> None:
    """An "expired" mail came the day after renewal; others want a "renewed" notice."""
    house.holds()
    house.clock.days_before(1)
    house.runs(to_port(smtp.port))
    smtp.taken.clear()
    house.renewed_at_the_registrar()
    house.refreshed()
    house.clock.days_before(-1)
    house.runs(to_port(smtp.port))
    assert "example.com has been renewed" in subjects(smtp)
    assert not [subject for subject in subjects(smtp) if "expire" in subject]


def test_42_no_warning_a_year_early(house: House, smtp: ScriptedSmtp) -> None:
    """A warning came a year early: the name had been renewed and only the registrar knew."""
    house.holds()
    house.renewed_at_the_registrar()
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    assert smtp.taken == []
    assert set(house.states().values()) == {"superseded"}


def test_43_no_notice_for_a_name_that_is_not_with_us_any_more(house: House, smtp: ScriptedSmtp) -> None:
    """Notices came for cancelled names."""
    house.holds()
    house.registrar.error = NotFound("not in the account")
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    assert subjects(smtp) == []
    assert subjects(smtp, STAFF) == ["Copy: example.com expires in 30 days"]
    [notice] = in_order_of_need(house, for_staff=True)
    assert notice.detail == "the registrar does not have the name in our account (NotFound)"


def test_44_no_renewal_failed_for_one_that_worked(house: House, smtp: ScriptedSmtp) -> None:
    """A "renewal failed" mail came though it had worked."""
    house.holds(auto_renew=True)
    house.renewed_at_the_registrar()
    house.clock.days_before(-3)
    house.runs(to_port(smtp.port))
    assert not [subject for subject in subjects(smtp) if "not renewed" in subject or "fail" in subject]
    assert "handed over" not in set(house.states().values())


def test_45_it_is_told_again_and_again_until_the_end(house: House, smtp: ScriptedSmtp) -> None:
    """The alert fired once only; a name that expires tomorrow was not found."""
    house.holds()
    for days in range(61, -5, -1):
        house.clock.days_before(days)
        house.runs(to_port(smtp.port))
    assert len(subjects(smtp)) == 6
    assert "example.com expires tomorrow" in subjects(smtp)


def test_45_a_name_that_expires_tomorrow_is_found_on_its_first_day_here(
    house: House, smtp: ScriptedSmtp
) -> None:
    house.holds()
    house.clock.days_before(1)
    house.runs(to_port(smtp.port))
    assert subjects(smtp) == ["example.com expires tomorrow"]


def test_46_dead_names_do_not_crowd_out_the_living(house: House, smtp: ScriptedSmtp) -> None:
    """A mail held the first 25 rows, all of dead names: order by need."""
    for number in range(30):
        long_past = EXPIRY - timedelta(days=200 + number)
        house.holds(DomainName(f"a{number}.example.com"), expires=long_past)
    house.holds(LIVING)
    house.clock.days_before(30)
    smtp.scripts += [{"connect": b"421 not now\r\n"}] * 1
    house.runs(to_port(smtp.port))
    rows = in_order_of_need(house)
    assert len(rows) > 60
    assert rows[0].name == LIVING
    assert rows[0].state is NoticeState.RETRY_LATER
    assert {notice.name for notice in rows[:3]} == {LIVING}


def test_46_what_a_person_has_to_look_at_comes_first_then_what_waits_by_deadline(
    house: House, smtp: ScriptedSmtp
) -> None:
    sooner, refused = DomainName("sooner.example.com"), DomainName("refused.example.com")
    house.holds(LIVING)
    house.holds(sooner, expires=EXPIRY - timedelta(days=2))
    house.clock.days_before(30)
    smtp.scripts += [{"connect": b"421 not now\r\n"}] * 4
    house.runs(to_port(smtp.port))
    house.holds(refused)
    smtp.scripts.append({"rcpt": b"550 5.1.1 no such mailbox\r\n"})
    house.runs(to_port(smtp.port))
    names = [notice.name for notice in in_order_of_need(house)]
    assert names[:5] == [refused, sooner, sooner, LIVING, LIVING]


def test_47_one_bad_address_stops_nobody_and_what_bounces_is_acted_on(
    house: House, smtp: ScriptedSmtp
) -> None:
    """One bad address stopped all mail; bounces should act."""
    house.holds()
    house.holds(LIVING)
    house.clock.days_before(30)
    smtp.scripts.append({"rcpt": b"550 5.1.1 no such mailbox\r\n"})
    house.runs(to_port(smtp.port))
    assert len(subjects(smtp)) == 1
    assert len(subjects(smtp, ADMIN)) == 1
    came_back(house, OWNER)
    smtp.taken.clear()
    house.clock.days_before(1)
    house.runs(to_port(smtp.port))
    assert (len(subjects(smtp)), len(subjects(smtp, ADMIN))) == (0, 2)


def test_47_a_mailbox_under_the_lapsed_name_is_never_the_only_one(house: House, smtp: ScriptedSmtp) -> None:
    """A mailbox under the lapsed name cannot receive."""
    house.adds_contact("inside", "owner@example.com")
    house.holds(roles=ROLES | {ContactRole.REGISTRANT: "inside"})
    house.clock.days_before(-3)
    house.runs(to_port(smtp.port))
    assert subjects(smtp, ADMIN)


def test_48_a_second_contact_is_told_and_the_proof_says_what_became_of_each(
    house: House, smtp: ScriptedSmtp
) -> None:
    """Notices went to a mailbox that nobody read."""
    house.holds()
    house.clock.days_before(7)
    house.runs(to_port(smtp.port))
    with house.records.reading() as unit:
        sheet = proof(
            unit, NAME, now=house.clock.now(), policy=NoticePolicy(), sender=SENDER, staff_address=STAFF
        )
    gone = {n.recipient: n.said for n in sheet.series[0].notices if n.milestone == "7d-before"}
    assert gone == dict.fromkeys([OWNER, ADMIN, STAFF], "250 2.0.0 queued as 4711")


def test_49_how_old_the_data_is_stands_with_it(house: House, smtp: ScriptedSmtp) -> None:
    """Look-ups timed out and a renewed name stayed marked urgent."""
    house.holds()
    house.refreshed()
    house.clock.at += timedelta(days=9)
    with house.records.reading() as unit:
        told = timeline(unit, NAME, now=house.clock.now(), policy=NoticePolicy(), staff_address=STAFF)
    assert (told.age, told.is_stale) == (timedelta(days=9), True)
    house.registrar.error = TryAgain("timed out")
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    [staffs] = [notice for notice in house.notices() if notice.is_staff_copy and notice.milestone.days == 30]
    assert "the registrar could not be asked (TryAgain); the date is our record's" in staffs.detail


@pytest.mark.parametrize(
    ("policy", "steps"),
    [
        (NoticePolicy(), {60, 30, 7, 1, -3}),
        (NoticePolicy(of_tld={"ca": ladder(45, 10)}), {45, 10}),
        (NoticePolicy(of_tld={"country": ladder(20)}), {20}),
        (NoticePolicy(of_client={"acme": ladder(90, 14)}, of_tld={"ca": ladder(45)}), {90, 14}),
    ],
)
def test_50_thresholds_are_per_tld_and_per_client(
    house: House, smtp: ScriptedSmtp, policy: NoticePolicy, steps: set[int]
) -> None:
    """Thresholds per item; how often is right."""
    name = DomainName("example.ca")
    house.holds(name)
    house.clock.days_before(99)
    for _ in range(110):
        house.runs(to_port(smtp.port), policy=policy)
        house.clock.at += timedelta(days=1)
    told = {notice.milestone.days for notice in house.notices(name) if notice.milestone.kind == "expiry"}
    assert told == steps


def test_what_was_sent_again_and_arrived_needs_no_eyes(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(30)
    smtp.scripts.append({"rcpt": b"550 5.1.1 no such mailbox\r\n"})
    house.runs(to_port(smtp.port))
    [dead] = in_order_of_need(house, for_staff=True)
    copy = dead.model_copy(update={"key": f"{dead.key}:resent-1", "state": NoticeState.HANDED_OVER})
    now = house.clock.now()
    assert (need_eyes([dead], now=now), need_eyes([copy, dead], now=now)) == ({dead.key}, frozenset())


def test_a_notice_is_late_the_day_after_its_last_one(house: House) -> None:
    waiting = Notice(
        key="notice:example.com:2027-03-01:30d-before:registrant",
        name=NAME,
        about=EXPIRY.date(),
        milestone=Milestone(days=30),
        role=ContactRole.REGISTRANT,
        recipient=OWNER,
        language=Language.ENGLISH,
        due_at=house.clock.now(),
        deadline=date(2027, 2, 3),
    )
    days = [datetime(2027, 2, day, 12, tzinfo=UTC) for day in (3, 4)]
    assert [is_late(waiting, now=day) for day in days] == [False, True]
    gone = waiting.model_copy(update={"state": NoticeState.HANDED_OVER})
    assert not is_late(gone, now=days[1])
    assert need_eyes([waiting], now=days[1]) == {waiting.key}

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Milestone, NoticeKind
from portfolio.policy.notices import (
    DEFAULT_LADDER,
    TOO_LATE_AFTER_DAYS,
    NoticePolicy,
    audience_of,
    days_left,
    deadline_of,
    due_milestones,
    floor_of,
    is_same_series,
    ladder,
    local_day,
    next_day_of,
    next_yearly_day,
    yearly_day,
)
from portfolio.tld import rules_for

EXPIRY = date(2027, 3, 1)
TORONTO = ZoneInfo("America/Toronto")
steps = st.lists(st.integers(-10, 90), min_size=1, max_size=8).map(lambda days: ladder(*days))


def before(days: int) -> date:
    return EXPIRY - timedelta(days=days)


def test_nothing_is_due_before_the_first_step() -> None:
    assert due_milestones(EXPIRY, before(61), DEFAULT_LADDER, set()).send is None


@pytest.mark.parametrize("step", DEFAULT_LADDER)
def test_a_step_is_due_on_its_day_and_not_the_day_before(step: Milestone) -> None:
    farther = {s for s in DEFAULT_LADDER if s.days > step.days}
    assert due_milestones(EXPIRY, before(step.days), DEFAULT_LADDER, farther).send == step
    assert due_milestones(EXPIRY, before(step.days + 1), DEFAULT_LADDER, farther).send is None


def test_a_missed_day_is_caught_up() -> None:
    due = due_milestones(EXPIRY, before(27), DEFAULT_LADDER, {Milestone(days=60)})
    assert due.send == Milestone(days=30)
    assert due.superseded == ()


def test_of_several_missed_steps_only_the_nearest_goes() -> None:
    due = due_milestones(EXPIRY, before(6), DEFAULT_LADDER, set())
    assert due.send == Milestone(days=7)
    assert {step.days for step in due.superseded} == {60, 30}


def test_a_farther_step_added_later_never_follows_a_nearer_one() -> None:
    due = due_milestones(EXPIRY, before(20), DEFAULT_LADDER, {Milestone(days=30)})
    assert due.send is None
    assert due.superseded == (Milestone(days=60),)


def test_nothing_goes_out_when_it_can_help_nobody() -> None:
    due = due_milestones(EXPIRY, before(-TOO_LATE_AFTER_DAYS - 1), DEFAULT_LADDER, set())
    assert due.too_late
    assert due.send is None
    assert set(due.superseded) == set(DEFAULT_LADDER)


GENERIC, CANADIAN = rules_for(DomainName("example.com")), rules_for(DomainName("example.ca"))


def test_the_floor_for_generic_tlds_cannot_be_switched_off() -> None:
    none, far = NoticePolicy(steps=()), NoticePolicy(steps=ladder(90))
    assert none.ladder_for(GENERIC) == ladder(30, 7, -1)
    assert none.ladder_for(CANADIAN) == ()
    assert far.ladder_for(GENERIC) == ladder(90, 30, 7, -1)
    silent = NoticePolicy(kept_with_auto_renew=())
    everything = silent.ladder_for(GENERIC)
    assert not silent.silenced(GENERIC, everything, auto_renew=True) & set(floor_of(GENERIC))


def test_a_client_goes_before_a_tld_and_a_tld_before_its_class() -> None:
    policy = NoticePolicy(
        of_tld={"ca": ladder(45), "country": ladder(20), "generic": ladder(90)},
        of_client={"bakery": ladder(10)},
    )
    assert policy.ladder_for(CANADIAN) == ladder(45)
    assert policy.ladder_for(CANADIAN, client="bakery") == ladder(10)
    assert policy.ladder_for(rules_for(DomainName("example.de"))) == ladder(20)
    assert policy.ladder_for(GENERIC) == ladder(90, 30, 7, -1)
    assert NoticePolicy().ladder_for(CANADIAN) == ladder(60, 30, 7, 1, -3)


def test_a_policy_is_told_from_another_by_its_fingerprint() -> None:
    assert NoticePolicy().fingerprint == NoticePolicy().fingerprint
    assert NoticePolicy().fingerprint != NoticePolicy(steps=ladder(90)).fingerprint


def test_a_name_that_renews_itself_is_told_of_on_fewer_days() -> None:
    policy = NoticePolicy()
    steps = policy.ladder_for(GENERIC)
    assert policy.silenced(GENERIC, steps, auto_renew=True) == set(ladder(60, 1))
    assert policy.silenced(GENERIC, steps, auto_renew=False) == set()
    assert policy.silenced(GENERIC, steps, auto_renew=None) == set()


def test_a_silenced_step_is_accounted_for_and_overtakes_nothing() -> None:
    silenced = set(ladder(60, 1))
    late = due_milestones(EXPIRY, before(1), DEFAULT_LADDER, set(), silenced)
    assert (late.send, set(late.suppressed)) == (Milestone(days=7), silenced)
    after = due_milestones(EXPIRY, before(1), DEFAULT_LADDER, silenced, silenced)
    assert after.send == Milestone(days=7)


def test_yearly_reminders_are_for_generic_tlds_and_for_whom_the_house_adds() -> None:
    assert NoticePolicy().checks_data(GENERIC)
    assert NoticePolicy(data_check_for=()).checks_data(GENERIC)  # ICANN's policy: not to be switched off
    assert not NoticePolicy().checks_data(CANADIAN)
    assert NoticePolicy(data_check_for=("ca",)).checks_data(CANADIAN)


def test_the_nearer_the_end_the_more_people_read_it() -> None:
    readers = [audience_of(Milestone(days=days)) for days in (60, 30, 7, 1, -3)]
    assert [len(audience.roles) for audience in readers] == [1, 1, 2, 3, 3]
    assert [audience.staff for audience in readers] == [False, True, True, True, True]
    assert all(audience.roles[0] is ContactRole.REGISTRANT for audience in readers)
    assert not audience_of(Milestone(kind=NoticeKind.DATA_CHECK)).staff
    assert audience_of(Milestone(kind=NoticeKind.REDEMPTION)).staff


@pytest.mark.parametrize(("days", "last"), [(60, 31), (30, 26), (7, 4), (1, 0), (-1, -5), (-3, -5)])
def test_a_step_is_in_time_to_the_end_of_its_window_or_until_the_next_one(days: int, last: int) -> None:
    steps = NoticePolicy().ladder_for(GENERIC)
    assert deadline_of(Milestone(days=days), EXPIRY, steps) == before(last)


def test_the_next_day_to_look_is_that_of_the_next_step() -> None:
    assert next_day_of(EXPIRY, before(40), DEFAULT_LADDER, set(ladder(60))) == before(30)
    assert next_day_of(EXPIRY, before(30), DEFAULT_LADDER, set(ladder(60, 30))) == before(7)
    assert next_day_of(EXPIRY, before(-4), DEFAULT_LADDER, set(DEFAULT_LADDER)) is None


@pytest.mark.parametrize(
    ("registered", "today", "last", "following"),
    [
        (date(2020, 5, 10), date(2027, 5, 9), date(2026, 5, 10), date(2027, 5, 10)),
        (date(2020, 5, 10), date(2027, 5, 10), date(2027, 5, 10), date(2028, 5, 10)),
        (date(2024, 2, 29), date(2027, 3, 1), date(2027, 2, 28), date(2028, 2, 29)),
        (date(2027, 5, 10), date(2027, 8, 1), date(2027, 5, 10), date(2028, 5, 10)),
    ],
)
def test_a_names_day_in_the_year(registered: date, today: date, last: date, following: date) -> None:
    assert yearly_day(registered, today) == last
    assert next_yearly_day(registered, today) == following


def test_a_bare_date_is_read_at_its_earliest() -> None:
    assert local_day(date(2027, 3, 1), TORONTO) == date(2027, 2, 28)
    assert local_day(date(2027, 3, 1), ZoneInfo("Asia/Tokyo")) == date(2027, 3, 1)


def test_days_are_counted_in_the_readers_zone() -> None:
    expires = datetime(2027, 3, 1, 3, 0, tzinfo=UTC)  # still 28 February in Toronto
    late_evening = datetime(2027, 2, 22, 2, 0, tzinfo=UTC)  # still 21 February in Toronto
    assert days_left(expires, late_evening, TORONTO) == 7
    assert days_left(expires, late_evening, ZoneInfo("UTC")) == 7
    assert days_left(expires, datetime(2027, 2, 22, 5, 0, tzinfo=UTC), TORONTO) == 6


@pytest.mark.parametrize("step", DEFAULT_LADDER)
def test_a_step_begins_with_the_first_second_of_its_day(step: Milestone) -> None:
    expires = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)
    midnight = datetime.combine(before(step.days), datetime.min.time(), TORONTO)
    farther = {s for s in DEFAULT_LADDER if s.days > step.days}
    for offset, sent in ((timedelta(seconds=-1), None), (timedelta(), step), (timedelta(seconds=1), step)):
        # Through UTC: wall-clock arithmetic would step over the hour that spring leaves out.
        now = midnight.astimezone(UTC) + offset
        due = due_milestones(local_day(expires, TORONTO), local_day(now, TORONTO), DEFAULT_LADDER, farther)
        assert due.send == sent


def test_a_corrected_day_stays_in_the_series_and_a_renewal_starts_another() -> None:
    assert is_same_series(EXPIRY, EXPIRY + timedelta(days=1))
    assert not is_same_series(EXPIRY, EXPIRY.replace(year=2028))
    assert not is_same_series(EXPIRY, EXPIRY + timedelta(days=30))


@given(steps, st.sets(st.integers(-95, 120), max_size=40))
def test_run_on_any_days_every_reached_step_is_handled_once_and_farther_first(
    wanted: tuple[Milestone, ...], run_on: set[int]
) -> None:
    handled: set[Milestone] = set()
    sent: list[Milestone] = []
    for left in sorted(run_on, reverse=True):
        due = due_milestones(EXPIRY, before(left), wanted, handled)
        new = {due.send, *due.superseded} - {None}
        assert not new & handled
        handled |= {step for step in new if step}
        sent += [due.send] if due.send else []
        assert handled >= {step for step in wanted if step.days >= left}
        assert due.send is None or due_milestones(EXPIRY, before(left), wanted, handled).send is None
    assert sent == sorted(set(sent), key=lambda step: -step.days)


@given(st.sets(st.integers(-4, 62), min_size=0, max_size=3))
def test_with_up_to_three_missed_days_every_notice_stays_in_the_policys_windows(
    missed: set[int],
) -> None:
    handled: set[Milestone] = set()
    sent: dict[int, int] = {}
    for left in range(90, -10, -1):
        if left in missed:
            continue
        due = due_milestones(EXPIRY, before(left), NoticePolicy().ladder_for(GENERIC), handled)
        handled |= {step for step in (due.send, *due.superseded) if step}
        if due.send:
            sent[due.send.days] = left
    assert 26 <= sent[30] <= 35
    assert 4 <= sent[7] <= 10
    assert any(-5 <= sent.get(step, 0) < 0 for step in (-1, -3))
    assert {30, 7} <= sent.keys()

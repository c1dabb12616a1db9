"""Once a local date, at or after the hour, whatever zones and clocks do."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.policy.schedule import due_on, hour_on
from portfolio.schedule import JobRun

TORONTO = ZoneInfo("America/Toronto")
# Skips at midnight (Sao Paulo), at 00:01 (St John's), of half an hour (Lord Howe), of a whole day (Apia),
# of a day's last half hour (Toronto in 1919), and none at all.
ZONES = (
    "America/Toronto",
    "America/Edmonton",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "UTC",
)
CHANGES = (
    datetime(2027, 3, 14, 7, tzinfo=UTC),
    datetime(2027, 11, 7, 6, tzinfo=UTC),
    datetime(2018, 11, 4, 3, tzinfo=UTC),
    datetime(2010, 11, 7, 2, 31, tzinfo=UTC),
    datetime(2011, 12, 30, 10, tzinfo=UTC),
    datetime(1919, 3, 31, 4, 30, tzinfo=UTC),
    datetime(2027, 10, 2, 15, tzinfo=UTC),
)

# Early enough to be met by a look each ten minutes before midnight.
hours = st.times(max_value=time(23, 45)).map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES).map(ZoneInfo)
anywhere = st.timedeltas(timedelta(0), timedelta(days=50_000)).map(
    lambda gap: datetime(1901, 1, 1, tzinfo=UTC) + gap
)
near_a_change = st.sampled_from(CHANGES).flatmap(
    lambda change: st.timedeltas(timedelta(days=-2), timedelta(days=1)).map(lambda gap: change + gap)
)


def done(on: date, at: datetime) -> JobRun:
    return JobRun(job="check", on=on, claimed_at=at, claimed_until=None, finished_at=at)


def runs(instants: Iterable[datetime], at: time, zone: ZoneInfo) -> list[tuple[date, datetime]]:
    """Look at each instant, run what is due and finish it: every run as its date and its instant."""
    ran: list[tuple[date, datetime]] = []
    for now in instants:
        newest = done(*ran[-1]) if ran else None
        on = due_on(now, at=at, zone=zone, newest=newest)
        if on is not None:
            ran.append((on, now))
    return ran


def every_ten_minutes(start: datetime, days: int) -> list[datetime]:
    return [start + timedelta(minutes=10 * step) for step in range(days * 144)]


@given(start=st.one_of(near_a_change, anywhere), at=hours, zone=zones)
def test_every_local_date_that_is_lived_through_has_exactly_one_run(
    start: datetime, at: time, zone: ZoneInfo
) -> None:
    instants = every_ten_minutes(start, days=4)
    ran = [on for on, _ in runs(instants, at, zone)]
    lived = list(dict.fromkeys(now.astimezone(zone).date() for now in instants))
    assert ran == sorted(set(ran))
    assert set(lived[1:-1]) <= set(ran) <= set(lived)


@given(start=st.one_of(near_a_change, anywhere), at=hours, zone=zones)
def test_a_run_is_on_its_own_date_and_not_before_its_hour(start: datetime, at: time, zone: ZoneInfo) -> None:
    instants = every_ten_minutes(start, days=4)
    for on, now in runs(instants, at, zone):
        here = now.astimezone(zone)
        assert here.date() == on
        comes = any(
            later.astimezone(zone).date() == on and later.astimezone(zone).time() >= at
            for later in every_ten_minutes(now, days=1)
        )
        # The hour was there, or will not come on this date any more: a day that ends in a skip.
        assert here.time() >= at or here.fold or not comes or _goes_back(on, zone)


def _goes_back(on: date, zone: ZoneInfo) -> bool:
    morning, evening = (datetime.combine(on + timedelta(days=d), time(0), zone).utcoffset() for d in (0, 1))
    return morning != evening


@given(instants=st.lists(st.one_of(near_a_change, anywhere), min_size=2, max_size=30), at=hours, zone=zones)
def test_whatever_the_clock_does_no_run_is_of_an_older_date_than_the_newest(
    instants: list[datetime], at: time, zone: ZoneInfo
) -> None:
    ran = [on for on, _ in runs(instants, at, zone)]
    assert ran == sorted(set(ran))


@given(at=hours, zone=zones, on=st.dates(min_value=date(1901, 1, 2), max_value=date(2037, 12, 1)))
def test_the_hour_lies_on_its_date_if_the_date_exists(at: time, zone: ZoneInfo, on: date) -> None:
    there = hour_on(on, at, zone).timestamp()
    noon = datetime.combine(on, time(12), zone).timestamp()
    if datetime.fromtimestamp(noon, zone).date() == on:
        assert datetime.fromtimestamp(there, zone).date() == on


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2027, 3, 13), time(2, 30), "2027-03-13T07:30+00:00"),
        (date(2027, 3, 14), time(2, 30), "2027-03-14T07:30+00:00"),  # skipped: 03:30 there
        (date(2027, 3, 15), time(2, 30), "2027-03-15T06:30+00:00"),
        (date(2027, 11, 7), time(1, 30), "2027-11-07T05:30+00:00"),  # twice: the first
        (date(1919, 3, 30), time(23, 45), "1919-03-30T05:00+00:00"),  # skipped with the end of its day
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice_comes_once(day: date, at: time, utc: str) -> None:
    assert hour_on(day, at, TORONTO).astimezone(UTC) == datetime.fromisoformat(utc)


def test_missed_days_are_caught_up_by_one_run_of_today() -> None:
    now = datetime(2027, 4, 10, 15, tzinfo=UTC)
    long_ago = done(date(2027, 3, 1), datetime(2027, 3, 1, 8, tzinfo=UTC))
    assert due_on(now, at=time(3), zone=TORONTO, newest=long_ago) == date(2027, 4, 10)
    assert due_on(now, at=time(3), zone=TORONTO, newest=done(date(2027, 4, 10), now)) is None


def test_today_is_not_due_before_its_hour_even_after_missed_days() -> None:
    now = datetime(2027, 4, 10, 6, 59, tzinfo=UTC)
    long_ago = done(date(2027, 3, 1), datetime(2027, 3, 1, 8, tzinfo=UTC))
    assert due_on(now, at=time(3), zone=TORONTO, newest=long_ago) is None


def test_a_run_that_is_under_way_is_not_due_and_one_whose_claim_ended_is() -> None:
    now = datetime(2027, 4, 10, 15, tzinfo=UTC)
    run = JobRun(job="check", on=date(2027, 4, 10), claimed_at=now, claimed_until=now + timedelta(minutes=1))
    assert due_on(now, at=time(3), zone=TORONTO, newest=run) is None
    later = now + timedelta(minutes=1)
    assert due_on(later, at=time(3), zone=TORONTO, newest=run) == date(2027, 4, 10)
    given_up = run.model_copy(update={"claimed_until": None})
    assert due_on(now, at=time(3), zone=TORONTO, newest=given_up) == date(2027, 4, 10)


def test_a_run_that_was_left_yesterday_is_not_done_after_midnight() -> None:
    left = JobRun(job="check", on=date(2027, 4, 9), claimed_at=datetime(2027, 4, 9, 20, tzinfo=UTC))
    just_after_midnight = datetime(2027, 4, 10, 4, 30, tzinfo=UTC)
    assert due_on(just_after_midnight, at=time(3), zone=TORONTO, newest=left) is None


@pytest.mark.parametrize(
    ("utc", "at", "on"),
    [
        ("2027-03-14T07:29+00:00", time(2, 30), None),  # 03:29, after the skip: half an hour is left
        ("2027-03-14T07:30+00:00", time(2, 30), date(2027, 3, 14)),
        ("1919-03-30T12:00+00:00", time(23, 45), date(1919, 3, 30)),  # the hour will not come on this day
        ("2027-11-07T06:10+00:00", time(1, 30), date(2027, 11, 7)),  # 01:10 again, after 01:30
    ],
)
def test_what_is_due_is_told_by_instants_and_not_by_what_a_clock_on_the_wall_shows(
    utc: str, at: time, on: date | None
) -> None:
    assert due_on(datetime.fromisoformat(utc), at=at, zone=TORONTO, newest=None) == on

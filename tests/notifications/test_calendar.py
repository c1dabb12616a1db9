"""The calendar shows each name on the day its client counts, moves with a renewal, and tells of nobody."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from notifications.calendar import FeedName, calendar_of, feed
from portfolio.held import HeldDomain
from portfolio.names import DomainName
from portfolio.registration import Status
from portfolio.values import Moment
from records import NotHeld
from tests.notifications.names_and_people import EXPIRY, NAME, ROLES, House

TORONTO, UTC_ZONE = ZoneInfo("America/Toronto"), ZoneInfo("UTC")
REFRESHED = datetime(2026, 11, 20, 8, tzinfo=UTC)


def held(name: str = "example.com", expires: Moment | None = EXPIRY, **changes: object) -> HeldDomain:
    whole = {"name": DomainName(name), "client": "acme", "account": "house", "roles": ROLES,
             "registrar_expires_at": expires, "refreshed_at": REFRESHED}  # fmt: skip
    return HeldDomain.model_validate(whole | changes)


def read(body: bytes) -> Component:
    calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    return calendar


def events(*names: HeldDomain, zone: ZoneInfo = TORONTO) -> list[Component]:
    return list(read(calendar_of(FeedName(name, zone) for name in names)).walk("VEVENT"))


def test_a_name_stands_on_its_day_all_day_with_two_alarms() -> None:
    [event] = events(held())
    assert event["SUMMARY"] == "example.com expires"
    assert event.decoded("DTSTART") == date(2027, 3, 1)
    assert event.decoded("DTEND") == date(2027, 3, 2)
    assert event.decoded("DTSTAMP") == REFRESHED
    alarms = [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert alarms == [timedelta(days=-30), timedelta(days=-7)]


def test_the_day_is_the_client_s_and_a_bare_date_is_read_at_its_earliest() -> None:
    night = datetime(2027, 3, 1, 3, 0, tzinfo=UTC)
    assert events(held(expires=night))[0].decoded("DTSTART") == date(2027, 2, 28)
    assert events(held(expires=night), zone=UTC_ZONE)[0].decoded("DTSTART") == date(2027, 3, 1)
    assert events(held(expires=date(2027, 3, 1)))[0].decoded("DTSTART") == date(2027, 2, 28)


def test_a_renewal_moves_the_same_event_on() -> None:
    [before], [after] = events(held()), events(held(expires=EXPIRY.replace(year=2028)))
    assert before["UID"] == after["UID"]
    assert after.decoded("DTSTART") == date(2028, 3, 1)
    assert after.decoded("SEQUENCE") > before.decoded("SEQUENCE")


def test_the_registry_s_own_year_is_not_believed() -> None:
    lapsed = held(
        expires=None,
        expires_at=EXPIRY.replace(year=2028),
        statuses=frozenset({Status.AUTO_RENEW_PERIOD}),
    )
    assert events(lapsed)[0].decoded("DTSTART") == date(2027, 3, 1)


def test_names_without_a_known_end_are_counted_and_not_shown() -> None:
    calendar = read(calendar_of([FeedName(held(), TORONTO), FeedName(held("example.net", None), TORONTO)]))
    assert [event["SUMMARY"] for event in calendar.walk("VEVENT")] == ["example.com expires"]
    assert str(calendar["X-WR-CALDESC"]) == (
        "The days on which 1 domain names expire. No expiry is known of 1 more: they are not shown."
    )
    assert "more" not in str(read(calendar_of([FeedName(held(), TORONTO)]))["X-WR-CALDESC"])


@given(st.permutations([held(f"example-{n}.com", EXPIRY + timedelta(days=n)) for n in range(5)]))
def test_the_same_names_are_the_same_bytes_in_whatever_order(names: list[HeldDomain]) -> None:
    body = calendar_of(FeedName(name, TORONTO) for name in names)
    assert body == calendar_of(FeedName(name, TORONTO) for name in sorted(names, key=lambda each: each.name))
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))


def test_the_feed_tells_of_no_client_and_no_contact(house: House) -> None:
    house.holds()
    house.holds(DomainName("example.net"), None)
    body = feed(house.records).decode()
    assert "example.com expires" in body
    for personal in ("acme", "Acme", "owner", "Reader", "Ottawa", "@example", "house", "looking"):
        assert personal not in body


def test_a_feed_can_be_of_one_client_only(house: House) -> None:
    house.holds()
    assert feed(house.records, client="acme") == feed(house.records)
    assert NAME in feed(house.records).decode()
    with pytest.raises(NotHeld):
        feed(house.records, client="nobody")


def test_an_empty_house_has_an_empty_calendar(house: House) -> None:
    assert list(read(feed(house.records)).walk("VEVENT")) == []

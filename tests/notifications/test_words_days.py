"""Over every day of fifteen months: the days written are those that a person counts on a calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date

from notifications.facts import Facts
from notifications.words.blocks import Paragraph, Told
from notifications.words.telling import told
from portfolio.contacts import Language
from portfolio.notice import NoticeKind
from portfolio.values import Moment
from tests.notifications.words_samples import HOUSE, a_notice, some_facts

FIRST, LAST = date(2027, 1, 1), date(2028, 3, 31)
ONE_DAY = timedelta(days=1)
WEST = {"America/St_Johns", "America/Vancouver"}
ZONES = [*sorted(WEST), "Pacific/Auckland", "Asia/Tokyo", "UTC"]
AWAY = (60, 31, 30, 7, 2, 1, 0, -1, -2, -3, -30)
CLOCK_CHANGES = {
    "America/St_Johns": (date(2027, 3, 14), date(2027, 11, 7)),
    "America/Vancouver": (date(2027, 3, 14), date(2027, 11, 7)),
    "Pacific/Auckland": (date(2027, 4, 4), date(2027, 9, 26)),
}
MONTHS_IN_FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip


def calendar() -> list[date]:
    """The days as they hang on the wall, a leap day among them."""
    days = [FIRST]
    while days[-1] < LAST:
        days.append(days[-1] + ONE_DAY)
    assert date(2028, 2, 29) in days
    return days


def counted(today: date, day: date) -> int:
    """Cross off one day after the other, as a person does."""
    crossed = 0
    while today != day:
        step = 1 if day > today else -1
        today += step * ONE_DAY
        crossed += step
    return crossed


def in_english(days: int) -> str:
    near = {1: "expires tomorrow", 0: "expires today", -1: "expired yesterday"}
    return near.get(days) or (f"expires in {days} days" if days > 0 else f"expired {-days} days ago")


def in_french(days: int) -> str:
    near = {1: "expire demain", 0: "expire aujourd’hui", -1: "a expiré hier"}
    return near.get(days) or (f"expire dans {days} jours" if days > 0 else f"a expiré il y a {-days} jours")


def french_day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {MONTHS_IN_FRENCH[day.month - 1]} {day.year}"


def sentences(words: Told) -> list[str]:
    return [block.text for block in words.blocks if isinstance(block, Paragraph)]


def raise_if_miscounted(facts: Facts, days: int, day: date) -> None:
    english = told(a_notice(), facts, HOUSE)
    assert english.title == f"example.com {in_english(days)}"
    written = format_date(day, "MMMM d, y", locale="en_US")
    assert any(text.startswith(f"{in_english(days)}, on {written}") for text in sentences(english))
    french = told(a_notice(language=Language.FRENCH), facts, HOUSE)
    assert french.title == f"example.com {in_french(days)}"
    assert any(text.startswith(f"{in_french(days)}, le {french_day(day)}") for text in sentences(french))


def expiries(day: date, zone: str) -> Iterator[Moment]:
    """What a source can say of an expiry that falls on `day` in the zone: two instants, and a bare date."""
    yield datetime.combine(day, time(0, 0), ZoneInfo(zone))
    yield datetime.combine(day, time(23, 59, 59), ZoneInfo(zone))
    # Midnight in UTC is the evening before west of Greenwich.
    yield day + ONE_DAY if zone in WEST else day


@pytest.mark.parametrize("zone", ZONES)
def test_on_every_day_the_number_is_the_one_a_person_counts(zone: str) -> None:
    for at, day in enumerate(calendar()):
        today = day - AWAY[at % len(AWAY)] * ONE_DAY
        hour = (time(0, 1), time(12, 0), time(23, 59))[at // len(AWAY) % 3]
        now = datetime.combine(today, hour, ZoneInfo(zone)).astimezone(UTC)
        for expires in expiries(day, zone):
            facts = some_facts(expires=expires, zone=ZoneInfo(zone), now=now)
            raise_if_miscounted(facts, counted(today, day), day)


@pytest.mark.parametrize("zone", sorted(CLOCK_CHANGES))
def test_at_every_hour_around_a_change_of_the_clocks_too(zone: str) -> None:
    here = ZoneInfo(zone)
    for change in CLOCK_CHANGES[zone]:
        for away in (1, 7, 30, -1):
            day = change + away * ONE_DAY
            for today in (change - ONE_DAY, change):
                for hour in range(24):
                    now = datetime.combine(today, time(hour, 30), here).astimezone(UTC)
                    if now.astimezone(here).date() != today:
                        continue  # an hour that this day does not have
                    expires = datetime.combine(day, time(2, 30), here)
                    facts = some_facts(expires=expires, zone=here, now=now)
                    raise_if_miscounted(facts, counted(today, day), day)


@pytest.mark.parametrize("zone", ZONES)
def test_the_last_day_to_answer_is_a_whole_one_for_the_reader(zone: str) -> None:
    for at, until in enumerate(calendar()):
        # Universal time's day is over in the afternoon in America: the day before is the last whole one.
        last = until - ONE_DAY if zone in WEST else until
        today = last - AWAY[at % len(AWAY)] * ONE_DAY
        now = datetime.combine(today, time(23, 59), ZoneInfo(zone)).astimezone(UTC)
        facts = some_facts(zone=ZoneInfo(zone), now=now, answer_by=until)
        days = counted(today, last)
        tense = "is" if days >= 0 else "was"
        near = {1: "tomorrow", 0: "today", -1: "yesterday"}
        when = near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")
        written = format_date(last, "MMMM d, y", locale="en_US")
        wanted = f"The last day {tense} {written}: that {tense} {when}."
        assert any(
            wanted in text for text in sentences(told(a_notice(NoticeKind.VERIFICATION), facts, HOUSE))
        )


def test_nobody_is_told_what_could_have_been_done_until_yesterday() -> None:
    for days in range(61):
        words = " ".join(sentences(told(a_notice(), some_facts(-days), HOUSE)))
        assert ("at the latest about April 15, 2027" in words) == (days <= 45)
    for days in range(61, 100):
        words = " ".join(sentences(told(a_notice(), some_facts(-days), HOUSE)))
        assert "April 15" not in words
        assert ("Until about May 15, 2027" in words) == (days <= 75)

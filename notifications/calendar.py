"""The calendar feed: every held name on the day of its expiry, and nothing else about anybody (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from icalendar import Alarm, Calendar, Event

from notifications.facts import zone_of
from portfolio.held import HeldDomain
from portfolio.policy.notices import local_day
from portfolio.policy.renewal import paid_until
from records import Records

ALARM_DAYS = (30, 7)
READ_AGAIN_AFTER = timedelta(hours=12)

_EPOCH = date(2000, 1, 1)
_NEVER_REFRESHED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FeedName:
    """A held name, and the zone in which its client counts days."""

    domain: HeldDomain
    zone: tzinfo

    @property
    def day(self) -> date | None:
        """The day until which the name is paid, as far as anybody can prove; None where it is not known."""
        expires = paid_until(self.domain)
        return None if expires is None else local_day(expires, self.zone)


def feed(records: Records, *, client: str | None = None) -> bytes:
    """Return the calendar of every held name, or of one client's. Raises `NotHeld` for no such client."""
    with records.reading() as unit:
        domains = unit.domains.all(client)
        zones = {each.slug: zone_of(each) for each in unit.clients.all()}
    return calendar_of(FeedName(domain, zones[domain.client]) for domain in domains)


def calendar_of(names: Iterable[FeedName]) -> bytes:
    """
    Return the calendar of `names`: the same bytes for the same records, in the order of names.

    An event keeps its UID as long as the name is held, and moves with its expiry. Names whose expiry is not
    known are left out, and counted in the calendar's description.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Namesteward//Expiries//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Domain names")
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})  # RFC 7986, 5.7
    left_out = 0
    events: list[Event] = []
    for name in sorted(names, key=lambda each: each.domain.name):
        if name.day is None:
            left_out += 1
        else:
            events.append(_event(name.domain, name.day))
    calendar.add("x-wr-caldesc", _description(len(events), left_out))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _description(shown: int, left_out: int) -> str:
    told = f"The days on which {shown} domain names expire."
    return f"{told} No expiry is known of {left_out} more: they are not shown." if left_out else told


def _event(domain: HeldDomain, day: date) -> Event:
    event = Event()
    event.add("uid", f"{domain.name}@expiry.namesteward")
    event.add("dtstamp", domain.refreshed_at or _NEVER_REFRESHED)
    event.add("sequence", max(0, (day - _EPOCH).days))  # a renewal moves the event and so raises it
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{domain.name} expires")
    event.add("transp", "TRANSPARENT")
    for days in ALARM_DAYS:
        event.add_component(_alarm(domain, days))
    return event


def _alarm(domain: HeldDomain, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{domain.name} expires in {days} days")
    alarm.add("trigger", -timedelta(days=days))
    return alarm

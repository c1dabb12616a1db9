"""A portfolio for one year, and all that will happen to its names, by a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from portfolio.names import DomainName
from tests.notices_year.days_counted import Moment
from tests.notices_year.truth import Deed, Event, TrueName

START = date(2027, 7, 1)
DAYS = 366
"""It holds 29 February 2028, 31 December, and the days on which clocks are changed."""

ZONES = ("America/St_Johns", "America/Toronto", "America/Vancouver", "Asia/Tokyo", "Pacific/Auckland", "UTC")
TLDS = ("com", "com", "net", "org", "ca", "ca", "zz")
SPECIAL = (
    date(2028, 2, 29), date(2027, 12, 31), date(2028, 3, 12), date(2027, 11, 7), date(2027, 9, 26),
    date(2028, 4, 2), date(2028, 1, 1),
)  # fmt: skip
STEPS = (60, 30, 7, 1, 0, -1, -3)
NAMES_OF_ONE = 25


@dataclass(frozen=True)
class Made:
    """The names, and the clients by slug with their zones."""

    names: dict[DomainName, TrueName]
    clients: dict[str, str]


def made_year(names: int, seed: int) -> Made:
    """Return a portfolio of so many names."""
    draw = Random(seed)
    clients = {f"client-{letters(n)}": ZONES[n % len(ZONES)] for n in range(max(8, names // NAMES_OF_ONE))}
    made = (_a_name(number, clients, draw) for number in range(names))
    return Made({true.name: true for true in made}, clients)


def letters(number: int) -> str:
    """Return a word for a number: a name with digits would be taken for days."""
    word = ""
    while True:
        number, rest = divmod(number, 26)
        word = chr(ord("a") + rest) + word
        if not number:
            return word


def _a_name(number: int, clients: dict[str, str], draw: Random) -> TrueName:
    tld = draw.choice(TLDS)
    client = draw.choice(sorted(clients))
    paid = _paid(draw)
    true = TrueName(
        name=DomainName(f"example-{letters(number)}.{tld}"),
        client=client,
        zone=clients[client],
        paid=paid,
        is_generic=len(tld) > 2,
        is_told=draw.random() < 0.7,
        dates=[(datetime.min.replace(tzinfo=UTC), paid)],
    )
    _deal_fate(true, draw)
    true.events.sort()
    return true


def _paid(draw: Random) -> Moment:
    day = (
        draw.choice(SPECIAL) if draw.random() < 0.15 else START + timedelta(days=draw.randrange(5, DAYS + 40))
    )
    if draw.random() < 0.3:
        return day
    return datetime(day.year, day.month, day.day, draw.randrange(24), draw.randrange(60), tzinfo=UTC)


def _deal_fate(true: TrueName, draw: Random) -> None:
    ends = _instant(true.paid)
    lot = draw.random()
    seen = draw.choice((0, 0, 1, 2, 3, 12))
    if lot < 0.42:
        true.events.append(Event(ends - timedelta(days=draw.randrange(61, 70)), Deed.RENEWED))
    elif lot < 0.62:
        true.events.append(_near_a_step(ends, Deed.RENEWED, seen, draw))
    elif lot < 0.72:
        true.events += _left_to_lapse(ends)
    elif lot < 0.82:
        days = draw.choice((-1, 1)) * draw.randrange(1, 21)
        at = ends - timedelta(days=draw.randrange(-2, 100), hours=draw.randrange(24))
        true.events.append(Event(at, Deed.CORRECTED, days=days, seen_after=seen))
        true.events.append(Event(ends + timedelta(days=draw.randrange(-5, 30)), Deed.RENEWED))
    elif lot < 0.88:
        true.events.append(_near_a_step(ends, Deed.GONE, seen, draw))
    elif lot < 0.90:
        true.events.append(Event(ends - timedelta(days=200), Deed.RENEWED))
    elif lot < 0.95:
        true.auto_renew = True
        is_done = draw.random() < 0.7
        true.events += [Event(ends + timedelta(days=1), Deed.RENEWED)] if is_done else _left_to_lapse(ends)
    else:
        true.renews_when_asked, true.before_answer = draw.randrange(1, 7), draw.random() < 0.5
        true.events += _left_to_lapse(ends) if draw.random() < 0.3 else []


def _near_a_step(ends: datetime, deed: Deed, seen: int, draw: Random) -> Event:
    """Before, on or after a milestone's day."""
    before = timedelta(days=draw.choice(STEPS) + draw.choice((-1, 0, 1)), hours=draw.randrange(24))
    return Event(ends - before, deed, seen_after=seen)


def _left_to_lapse(ends: datetime) -> Iterator[Event]:
    yield Event(ends + timedelta(days=45), Deed.REDEMPTION)
    yield Event(ends + timedelta(days=75), Deed.PENDING_DELETE)
    yield Event(ends + timedelta(days=80), Deed.GONE)


def _instant(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)

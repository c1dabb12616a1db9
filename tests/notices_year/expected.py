"""What should have come of a year: which milestones came due, and which of ICANN's windows had to be kept."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from portfolio.names import DomainName
from portfolio.notice import Notice, NoticeKind, NoticeState
from tests.notices_year.days_counted import COUNTRY_STEPS, GENERIC_STEPS, Moment, day_in, greenwich_day
from tests.notices_year.truth import TrueName
from tests.notices_year.year import Evidence, Ran, name_in

FAR = datetime.max.replace(tzinfo=UTC)
TOO_LATE = -75
WINDOWS = {"a month before": (35, 26), "a week before": (10, 4), "after": (0, -5)}
"""Days before expiry, first and last (ICANN, Expired Registration Recovery Policy 2.1 and 2.2)."""
STEPS_OF = {"a month before": (30,), "a week before": (7,), "after": (-1, -3)}


@dataclass(frozen=True)
class CameDue:
    """A milestone that a run met: `days` before the day `about`."""

    name: DomainName
    about: date
    days: int
    at: datetime


@dataclass(frozen=True)
class Spell:
    """So long our records believed one date."""

    began: datetime
    ended: datetime
    paid: Moment


def spells(true: TrueName) -> Iterator[Spell]:
    """Yield what our records believed of a name, one date after another."""
    ends = [at for at, _ in true.believed[1:]] + [FAR]
    for (began, paid), ended in zip(true.believed, ends, strict=True):
        yield Spell(began, ended, paid)


def must_have_come_due(seen: Evidence) -> Iterator[CameDue]:
    """Yield every milestone that was reached when a run came to its end while its date was believed."""
    ran = sorted(run.at for run in seen.runs)
    for true in _judged(seen):
        for spell in spells(true):
            during = ran[bisect_left(ran, spell.began) : bisect_left(ran, spell.ended)]
            if not during:
                continue
            first, last = during[0], during[-1]
            left = (day_in(spell.paid, true.zone) - day_in(last, true.zone)).days
            if (day_in(spell.paid, true.zone) - day_in(first, true.zone)).days < TOO_LATE:
                continue
            for days in GENERIC_STEPS if true.is_generic else COUNTRY_STEPS:
                if left <= days:
                    yield CameDue(true.name, greenwich_day(spell.paid), days, last)


@dataclass
class Windows:
    """How often ICANN's windows had to be kept, and were; `excused` by a mail server that told nothing."""

    kept: Counter[str]
    excused: Counter[str]
    missed: list[str]


def windows(seen: Evidence) -> Windows:
    """Look at every window of every gTLD name whose date stood still through it."""
    told: dict[DomainName, list[date]] = defaultdict(list)
    for line in seen.house.mail.log:
        true = seen.made.names[name_in(line.key)]
        if ".data-check." not in line.key and not line.key.endswith(".staff"):
            told[true.name].append(day_in(line.at, true.zone))
    rows: dict[DomainName, list[Notice]] = defaultdict(list)
    for notice in seen.ledger:
        rows[notice.name].append(notice)
    found = Windows(Counter(), Counter(), [])
    for true in _judged(seen):
        for spell in spells(true) if true.is_generic else ():
            for title, window in WINDOWS.items():
                days = _days_of(true, spell, window, seen.runs)
                if days is None:
                    continue
                if any(days[0] <= day <= days[1] for day in told[true.name]):
                    found.kept[title] += 1
                elif _is_excused(rows[true.name], spell, title, seen):
                    found.excused[title] += 1
                else:
                    found.missed.append(f"{title}: {true.name} {spell.paid}")
    return found


def windows_are_kept(seen: Evidence) -> Iterator[str]:
    """In each window a contact of a gTLD name that was not renewed was told."""
    yield from windows(seen).missed


def _days_of(
    true: TrueName, spell: Spell, window: tuple[int, int], runs: list[Ran]
) -> tuple[date, date] | None:
    """Return a window's days, or None where the date moved or no run fell into it on a day with mail."""
    ends = day_in(spell.paid, true.zone)
    first, last = (ends - timedelta(days=days) for days in window)
    opens = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=2)
    shuts = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=2)
    stood = spell.began <= opens - timedelta(days=1) and spell.ended >= shuts
    moved = any(spell.began < at <= shuts and paid != spell.paid for at, paid in true.dates)
    gone = true.gone_at is not None and true.gone_at <= shuts
    step = {35: 30, 10: 7, 0: -1}[window[0]]
    reached = ends - timedelta(days=step)
    met = any(reached <= day_in(ran.at, true.zone) <= last for ran in runs if not ran.down)
    return (first, last) if stood and not moved and not gone and met else None


def _is_excused(rows: list[Notice], spell: Spell, title: str, seen: Evidence) -> bool:
    """Whether staff were told that a step of the window is unclear, or that nobody's address takes mail."""
    about = greenwich_day(spell.paid)
    steps = [
        row for row in rows
        if row.milestone.kind is NoticeKind.EXPIRY and row.milestone.days in STEPS_OF[title]
        and abs((row.about - about).days) <= 1 and not row.is_staff_copy
    ]  # fmt: skip
    bad = seen.house.mail.bad
    unclear = any(row.state is NoticeState.AMBIGUOUS for row in steps)
    refused = bool(steps) and all(row.state is NoticeState.DEAD or row.recipient in bad for row in steps)
    return unclear or refused


def _judged(seen: Evidence) -> Iterator[TrueName]:
    yield from (true for true in seen.made.names.values() if true.client not in seen.house.poisoned)

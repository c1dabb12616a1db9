"""
Which notice is due: ladders of milestones as data, counted in days as the recipient's calendar counts them.

The floor for gTLDs is ICANN's Expired Registration Recovery Policy, sections 2.1 and 2.2: one notice about a
month before expiry (26 to 35 days), one about a week before (4 to 10), one within five days after.
"""

import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta, tzinfo

from portfolio.contacts import ContactRole
from portfolio.notice import Milestone, NoticeKind
from portfolio.tld import TldRules
from portfolio.values import Moment, Value, earliest

Ladder = tuple[Milestone, ...]


def ladder(*days: int) -> Ladder:
    """Return a ladder of these steps, the farthest before expiry first. Negative days are after expiry."""
    return tuple(Milestone(days=step) for step in sorted(set(days), reverse=True))


DEFAULT_LADDER = ladder(60, 30, 7, 1, -3)
GENERIC_FLOOR = ladder(30, 7, -1)
"""
What no setting can switch off for a gTLD. The day after: after three missed days it still goes within five.
"""
WINDOWS = {30: 26, 7: 4, -1: -5, -3: -5}
"""The last day, counted before expiry, on which a step of the floor is in time (ERRP 2.1, 2.2)."""

KEPT_WITH_AUTO_RENEW = ladder(30, 7, -1, -3)
"""The steps that go out for a name that is set to be renewed by itself; the others are suppressed."""

TOO_LATE_AFTER_DAYS = 75
"""45 days of auto-renew grace and 30 of redemption (ICANN): later, a notice can help nobody."""

SAME_SERIES_DAYS = 1
"""A date that is corrected by no more than this does not start a new series: sources cut instants to days."""

DATA_CHECK_DAYS = 14
"""So long after a name's day in the year its yearly reminder still goes out (WDRP: once a year)."""

VERIFICATION_STEPS = tuple(Milestone(kind=NoticeKind.VERIFICATION, days=days) for days in (10, 5, 2))
"""When a registrant who has not confirmed an address is written to, before the last day to answer."""


class Due(Value):
    """
    What is to be done today: at most one notice goes; steps that it overtakes are superseded.

    `suppressed` are steps that the name's auto-renewal makes needless.
    """

    send: Milestone | None = None
    superseded: Ladder = ()
    suppressed: Ladder = ()
    too_late: bool = False


class Audience(Value):
    """Who reads a notice: the contacts in `roles`, each address once, and whether staff get a copy."""

    roles: tuple[ContactRole, ...] = (ContactRole.REGISTRANT,)
    staff: bool = True


class NoticePolicy(Value):
    """
    The house's ladders: for a client's names, else for a TLD, else for `generic` or `country`, else `steps`.

    `kept_with_auto_renew` are the steps that auto-renewal does not suppress. What a gTLD's floor demands is
    added to each.
    """

    steps: Ladder = DEFAULT_LADDER
    of_tld: Mapping[str, Ladder] = {}
    of_client: Mapping[str, Ladder] = {}
    kept_with_auto_renew: Ladder = KEPT_WITH_AUTO_RENEW
    data_check_for: tuple[str, ...] = ("generic",)

    def ladder_for(self, rules: TldRules, *, client: str = "") -> Ladder:
        """Return the steps for a name of `client` under `rules`, a gTLD's floor among them."""
        of_tld = self.of_tld.get(rules.tld) or self.of_tld.get(_class_of(rules)) or self.steps
        return ladder(*(step.days for step in (*(self.of_client.get(client) or of_tld), *floor_of(rules))))

    def silenced(self, rules: TldRules, steps: Ladder, *, auto_renew: bool | None) -> frozenset[Milestone]:
        """Return the `steps` that do not go out for a name that is set to renew itself."""
        if auto_renew is not True:
            return frozenset()
        return frozenset(steps) - frozenset(self.kept_with_auto_renew) - frozenset(floor_of(rules))

    def checks_data(self, rules: TldRules) -> bool:
        """Whether the yearly reminder of the data goes out (for gTLDs: WHOIS Data Reminder Policy)."""
        return rules.is_generic or rules.tld in self.data_check_for or _class_of(rules) in self.data_check_for

    @property
    def fingerprint(self) -> str:
        """What changes when the policy does."""
        return hashlib.blake2b(self.model_dump_json().encode(), digest_size=8).hexdigest()


def floor_of(rules: TldRules) -> Ladder:
    """Return what no setting can switch off for a name under `rules`."""
    return GENERIC_FLOOR if rules.is_generic else ()


def audience_of(milestone: Milestone) -> Audience:
    """
    Return who reads a notice of this step: more people the nearer the end, the registrant always.

    Staff get copies of what is less than a month away; the rest stands in their daily digest.
    """
    match milestone.kind:
        case NoticeKind.EXPIRY if milestone.days > 7:
            return Audience(staff=milestone.days <= 30)
        case NoticeKind.EXPIRY if milestone.days > 1:
            return Audience(roles=(ContactRole.REGISTRANT, ContactRole.ADMIN))
        case NoticeKind.DATA_CHECK | NoticeKind.VERIFICATION:
            return Audience(staff=False)
        case NoticeKind.RENEWED:
            return Audience(roles=(ContactRole.REGISTRANT, ContactRole.BILLING), staff=False)
        case _:
            return Audience(roles=(ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.BILLING))


def deadline_of(milestone: Milestone, about: date, steps: Iterable[Milestone] = ()) -> date:
    """
    Return the last day on which a notice is in time: the end of its window, or the day before the next step.

    `steps` are those of its ladder. A step without another behind it is in time as long as it can help.
    """
    if milestone.kind is NoticeKind.EXPIRY:
        if milestone.days in WINDOWS:
            return about - timedelta(days=WINDOWS[milestone.days])
        later = [step.days for step in steps if step.days < milestone.days]
        return about - timedelta(days=max(later) + 1 if later else -TOO_LATE_AFTER_DAYS)
    if milestone.kind is NoticeKind.DATA_CHECK:
        return about + timedelta(days=DATA_CHECK_DAYS)
    if milestone.kind is NoticeKind.VERIFICATION:
        return about
    return about + timedelta(days=TOO_LATE_AFTER_DAYS)


def local_day(moment: Moment, zone: tzinfo) -> date:
    """Return the calendar day in `zone` on which `moment` begins; a bare date begins at 00:00 UTC."""
    return earliest(moment).astimezone(zone).date()


def days_left(expires: Moment, now: datetime, zone: tzinfo) -> int:
    """Return the days that a person in `zone` counts from today to the expiry; negative after it."""
    return (local_day(expires, zone) - local_day(now, zone)).days


def is_same_series(one: date, other: date) -> bool:
    """Whether two expiry days belong to one series of notices; a renewal starts another."""
    return abs(one - other) <= timedelta(days=SAME_SERIES_DAYS)


def due_milestones(
    about: date,
    today: date,
    steps: Iterable[Milestone],
    handled: AbstractSet[Milestone],
    silenced: AbstractSet[Milestone] = frozenset(),
) -> Due:
    """
    Return what is due `today`: steps that were reached and are not `handled`, of which only the nearest goes.

    Both dates are days in the recipient's zone. A step once missed is caught up, unless a nearer one has been
    handled or is due itself; a silenced step neither goes nor overtakes. Nothing goes out
    `TOO_LATE_AFTER_DAYS` after expiry.
    """
    left = (about - today).days
    reached = sorted(
        (step for step in set(steps) if left <= step.days and step not in handled), key=lambda step: step.days
    )
    quiet = tuple(step for step in reached if step in silenced)
    spoken = [step for step in reached if step not in silenced]
    if not spoken:
        return Due(suppressed=quiet)
    if left < -TOO_LATE_AFTER_DAYS:
        return Due(superseded=tuple(spoken), suppressed=quiet, too_late=True)
    overtaken = any(step.days < spoken[0].days for step in handled - silenced)
    sent = None if overtaken else spoken[0]
    return Due(send=sent, superseded=tuple(step for step in spoken if step != sent), suppressed=quiet)


def next_day_of(
    about: date, today: date, steps: Iterable[Milestone], handled: AbstractSet[Milestone]
) -> date | None:
    """Return the next day after `today` on which a step is reached that is not `handled`, or None."""
    days = (about - timedelta(days=step.days) for step in steps if step not in handled)
    return min((day for day in days if day > today), default=None)


def yearly_day(registered: date, today: date) -> date:
    """
    Return the last anniversary of `registered` that is not after `today`.

    A name that is younger than a year has none: its own day comes back.
    """
    for year in (today.year, today.year - 1):
        day = in_year(registered, year)
        if day <= today:
            return max(day, registered)
    return registered


def next_yearly_day(registered: date, today: date) -> date:
    """Return the next anniversary of `registered` after `today`."""
    days = (in_year(registered, year) for year in (today.year, today.year + 1, registered.year + 1))
    return min(day for day in days if day > today and day > registered)


def in_year(day: date, year: int) -> date:
    """Return the anniversary of `day` in `year`; 28 February for 29 in a common year."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _class_of(rules: TldRules) -> str:
    return "generic" if rules.is_generic else "country"

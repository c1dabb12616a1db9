"""
Which notice is due: a ladder of milestones, counted in days as the recipient's calendar counts them.

The floor for gTLDs is ICANN's Expired Registration Recovery Policy, sections 2.1 and 2.2: one notice about a
month before expiry, one about a week before, one within five days after.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta, tzinfo

from portfolio.notice import Milestone
from portfolio.tld import TldRules
from portfolio.values import Moment, Value, earliest

Ladder = tuple[Milestone, ...]


def ladder(*days: int) -> Ladder:
    """Return a ladder of these steps, the farthest before expiry first. Negative days are after expiry."""
    return tuple(Milestone(days=step) for step in sorted(set(days), reverse=True))


DEFAULT_LADDER = ladder(60, 30, 14, 7, 1, -3)
GENERIC_FLOOR = ladder(30, 7, -3)
"""What no setting can switch off for a gTLD (ICANN, Expired Registration Recovery Policy)."""

TOO_LATE_AFTER_DAYS = 75
"""45 days of auto-renew grace and 30 of redemption (ICANN): later, a notice can help nobody."""

SAME_SERIES_DAYS = 1
"""A date that is corrected by no more than this does not start a new series: sources cut instants to days."""


class Due(Value):
    """What is to be done today: at most one notice goes; steps that it overtakes are superseded."""

    send: Milestone | None = None
    superseded: Ladder = ()
    too_late: bool = False


def ladder_for(rules: TldRules, wanted: Ladder = DEFAULT_LADDER) -> Ladder:
    """Return the `wanted` steps, for a gTLD with the floor that ICANN's policy demands."""
    floor = GENERIC_FLOOR if rules.is_generic else ()
    return ladder(*(step.days for step in (*wanted, *floor)))


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
    expires_on: date, today: date, steps: Iterable[Milestone], handled: AbstractSet[Milestone]
) -> Due:
    """
    Return what is due `today`: steps that were reached and are not `handled`, of which only the nearest goes.

    Both dates are days in the recipient's zone. A step once missed is caught up, unless a nearer one has been
    handled or is due itself; nothing goes out `TOO_LATE_AFTER_DAYS` after expiry.
    """
    left = (expires_on - today).days
    open_steps = sorted(
        (step for step in set(steps) if left <= step.days and step not in handled), key=lambda step: step.days
    )
    if not open_steps:
        return Due()
    if left < -TOO_LATE_AFTER_DAYS:
        return Due(superseded=tuple(open_steps), too_late=True)
    overtaken = any(step.days < open_steps[0].days for step in handled)
    sent = None if overtaken else open_steps[0]
    return Due(send=sent, superseded=tuple(step for step in open_steps if step != sent))

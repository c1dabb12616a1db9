"""The staff's daily digest of notices: what a person must look at, nearest end first, and names only."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from notifications.facts import zone_of
from portfolio.digest import EndingName, NoticeLine
from portfolio.held import HeldDomain
from portfolio.names import DomainName
from portfolio.notice import NoticeKind, NoticeState
from portfolio.policy.notices import (
    GENERIC_FLOOR,
    TOO_LATE_AFTER_DAYS,
    NoticePolicy,
    days_left,
    local_day,
)
from portfolio.policy.renewal import paid_until
from records import Unit

MOST_LISTED = 40
ENDING_WITHIN_DAYS = 14
CROWDED_WITHIN_DAYS = 7

_STATES = {
    NoticeState.DEAD: "was refused for good",
    NoticeState.BOUNCED: "came back",
    NoticeState.AMBIGUOUS: "may or may not have arrived, and is not repeated",
}


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """
    Whether the limits let through what is due, in counts of notices.

    `coming` counts each name and step that is reached within a week once, whoever else reads it: there are at
    least so many. `lets_through` is what a week of daily runs can send.
    """

    late: int = 0
    left_over: int = 0
    coming: int = 0
    lets_through: int = 0

    @property
    def is_crowded(self) -> bool:
        """Whether more comes due within a week than the limits let through."""
        return self.coming > self.lets_through

    @property
    def alarms(self) -> tuple[str, ...]:
        """What is wrong with the limits, a sentence each; nothing when they are wide enough."""
        told: list[str] = []
        if self.late:
            told.append(f"{self.late} notices wait past their last day in time")
        if self.left_over:
            told.append(
                f"{self.left_over} notices that are due were left for the next run: [notices] most_in_a_run"
            )
        if self.is_crowded:
            told.append(
                f"{self.coming} notices or more come due within {CROWDED_WITHIN_DAYS} days, and the daily "
                f"runs send {self.lets_through}: raise [notices] most_in_a_run"
            )
        return tuple(told)


@dataclass(frozen=True, kw_only=True)
class StaffDigest:
    """What staff are told of notices. `went` counts what contacts were handed since the last digest."""

    went: Counter[NoticeKind] = field(default_factory=Counter[NoticeKind])
    to_look_at: tuple[NoticeLine, ...] = ()
    problems: Mapping[DomainName, str] = field(default_factory=dict[DomainName, str])
    ending: tuple[EndingName, ...] = ()
    capacity: Capacity = Capacity()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell: names that renew themselves are no news."""
        lapsing = any(name.auto_renew is not True for name in self.ending)
        return not (self.went or self.to_look_at or self.problems or lapsing or self.capacity.alarms)

    @property
    def needs_somebody(self) -> int:
        """How many things a person must look at."""
        return len(self.to_look_at) + len(self.problems) + len(self.capacity.alarms)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """By what it is judged whether all that is due can go: the ladders, and how many go in a run."""

    policy: NoticePolicy
    most_in_a_run: int


def capacity_of(unit: Unit, limits: Limits, *, now: datetime, today: date) -> Capacity:
    """Return whether the limits suffice; `today` is the house's day."""
    figures = unit.notice_figures
    steps = {step.days for step in (*limits.policy.steps, *GENERIC_FLOOR)}
    week, begins = timedelta(days=CROWDED_WITHIN_DAYS), [now + timedelta(days=step) for step in steps]
    return Capacity(
        late=figures.late(today),
        left_over=figures.not_taken_up(now),
        coming=sum(figures.expiring(begin, begin + week) for begin in begins),
        lets_through=CROWDED_WITHIN_DAYS * limits.most_in_a_run,
    )


def digest_of(
    unit: Unit, limits: Limits, *, since: datetime | None, now: datetime, today: date
) -> StaffDigest:
    """Return what is to be told of notices `since` then (everything where it is None). Only reads."""
    return StaffDigest(
        went=unit.notice_figures.went(since=since),
        to_look_at=tuple(unit.notice_figures.for_a_person(since=since, today=today)),
        problems=unit.notice_problems.since(since),
        ending=tuple(sorted(_ending(unit, now), key=lambda name: (name.days, name.name))),
        capacity=capacity_of(unit, limits, now=now, today=today),
    )


def _ending(unit: Unit, now: datetime) -> Iterator[EndingName]:
    zones = {client.slug: zone_of(client) for client in unit.clients.all()}
    for domain in unit.domains.expiring_before(now + timedelta(days=ENDING_WITHIN_DAYS + 2)):
        expires = paid_until(domain)
        if expires is None:
            continue
        zone = zones[domain.client]
        days = days_left(expires, now, zone)
        if -TOO_LATE_AFTER_DAYS <= days <= ENDING_WITHIN_DAYS:
            yield _ending_name(domain, local_day(expires, zone), days)


def _ending_name(domain: HeldDomain, on: date, days: int) -> EndingName:
    return EndingName(
        name=domain.name,
        expires_on=on,
        days=days,
        auto_renew=domain.auto_renew,
        refreshed_at=domain.refreshed_at,
    )


def digest_text(told: StaffDigest, *, now: datetime, most: int = MOST_LISTED) -> str:
    """Return the digest as text: what went, then lists of at most `most`, the most pressing first."""
    went = ", ".join(f"{kind.value} {count}" for kind, count in sorted(told.went.items())) or "nothing"
    lines = [f"went to contacts: {went}", f"someone must look at: {told.needs_somebody}"]
    listed = (
        ("THE LIMITS ARE TOO NARROW", list(told.capacity.alarms)),
        ("Someone must look", [*map(_of_notice, _by_need(told)), *_of_problems(told)]),
        (f"Ending within {ENDING_WITHIN_DAYS} days, or ended", [_of_name(name, now) for name in told.ending]),
    )
    for title, rows in listed:
        if rows:
            lines += ["", f"{title}:", *(f"  {row}" for row in rows[:most])]
            more = len(rows) - most
            lines += [f"  and {more} more: namesteward notices list"] if more > 0 else []
    return "\n".join(lines) + "\n"


def _by_need(told: StaffDigest) -> list[NoticeLine]:
    return sorted(told.to_look_at, key=lambda line: (line.about, line.name, line.milestone.key, line.role))


def _of_notice(line: NoticeLine) -> str:
    became = _STATES.get(line.state, f"waits past its last day, {line.deadline}")
    return f"{line.name} ({line.about}): {line.milestone.key} to the {line.role} {became}"


def _of_problems(told: StaffDigest) -> Iterator[str]:
    for name, why in sorted(told.problems.items()):
        yield f"{name}: {why}"


def _of_name(name: EndingName, now: datetime) -> str:
    match name.auto_renew:
        case True:
            renews = "renews itself"
        case False:
            renews = "does not renew itself"
        case None:
            renews = "whether it renews itself is not known"
    when = (
        f"in {name.days} days" if name.days > 0 else "today" if name.days == 0 else f"{-name.days} days ago"
    )
    return f"{name.expires_on} ({when}) {name.name}: {renews}; {_age(name.refreshed_at, now)}"


def _age(refreshed_at: datetime | None, now: datetime) -> str:
    if refreshed_at is None:
        return "the registrar's record was never read"
    days = (now - refreshed_at).days
    return (
        "the registrar's record was read today" if days < 1 else f"the registrar's record is {days} days old"
    )

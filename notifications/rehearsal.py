"""A run of the notices with its last step off: what would go, to whom, and what would not and why."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from notifications.compose import compose
from notifications.deliver import COMES_BACK, MOST_FOR_ONE, give_up_left_behind
from notifications.due import find_due
from notifications.facts import Facts
from notifications.recheck import Knowledge, Stop, overtakes, recheck
from notifications.run import LEASE, MOST_IN_A_RUN
from notifications.sender import Sender
from portfolio.names import DomainName
from portfolio.notice import Notice, NoticeState
from portfolio.policy.bounces import AddressState
from portfolio.policy.notices import NoticePolicy
from records import RecordsError, Rehearsal

ENOUGH = "{most} notices went to this address within a day: the rest waits"
OVERTAKEN = "a nearer one has come due: {step}"


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """One notice of the run: its subject as it would go, or the state in which it would end, and why."""

    notice: Notice
    subject: str = ""
    state: NoticeState = NoticeState.HANDED_OVER
    why: str = ""

    @property
    def would_go(self) -> bool:
        """Whether it would be handed to the mail server."""
        return self.state is NoticeState.HANDED_OVER


@dataclass(kw_only=True)
class DryRun:
    """What a run would do now. `problems` are names that no notice can be made for, with the reason."""

    rows: list[Rehearsed] = field(default_factory=list)
    problems: dict[DomainName, str] = field(default_factory=dict)
    unfinished: str = ""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """By what a run goes: the house's ladders, its limits, and where staff's copies go."""

    policy: NoticePolicy
    staff_address: str
    limit: int = MOST_IN_A_RUN
    most_for_one: int = MOST_FOR_ONE


def rehearse(known: Knowledge, sender: Sender, rules: Rules, *, now: datetime, actor: str) -> DryRun:
    """
    Return what a run at `now` would do. Nothing is sent and nothing is changed.

    Names are judged and notices claimed by the run's own code, in a transaction that is undone; then the
    registrars are asked about each, outside of it. Raises `Busy`, `Quarantined`, `ClockBehind`.
    """
    with known.records.reading() as unit:
        known.records.raise_if_quarantined(unit)
    done = DryRun()
    with known.records.rehearsing(actor) as tried:
        for notice in give_up_left_behind(tried, now=now, actor=actor):
            done.rows.append(Rehearsed(notice=notice, state=notice.state, why=notice.detail))
        found = find_due(tried, now=now, staff_address=rules.staff_address, policy=rules.policy, actor=actor)
        done.problems = found.problems
        done.rows += [Rehearsed(notice=n, state=n.state, why=n.detail) for n in found.superseded]
        claimed = _claimed(tried, rules, now=now, actor=actor)
        left = _left_today(tried, claimed, now=now)
    if len(claimed) == rules.limit:
        done.unfinished = f"{rules.limit} notices are the most for one run; what is left would wait"
    for notice in claimed:
        done.rows.append(_rehearsed(notice, claimed, left, known, sender, rules, now=now))
    return done


def as_it_would_go(notice: Notice, known: Knowledge, *, now: datetime) -> Facts | Stop:
    """Return the facts that the notice would be sent with at `now`, or why it would not go out."""
    if not notice.is_staff_copy:
        with known.records.reading() as unit:
            stands = unit.mail_events.standing_of(notice.recipient).state
        if stands is AddressState.UNUSABLE:
            return Stop(NoticeState.DEAD, COMES_BACK)
    return recheck(notice, known, now=now)


def _claimed(tried: Rehearsal, rules: Rules, *, now: datetime, actor: str) -> list[Notice]:
    claimed: list[Notice] = []
    with tried.changing(actor) as unit:
        while len(claimed) < rules.limit and (notice := unit.outbox.claim(now, LEASE)):
            claimed.append(notice)
    return claimed


def _left_today(tried: Rehearsal, claimed: list[Notice], *, now: datetime) -> Counter[str]:
    addresses = {notice.recipient for notice in claimed if not notice.is_staff_copy}
    since = now - timedelta(days=1)
    with tried.reading() as unit:
        return Counter({each: unit.outbox.left_for(each, since=since) for each in addresses})


def _rehearsed(
    notice: Notice,
    claimed: list[Notice],
    left: Counter[str],
    known: Knowledge,
    sender: Sender,
    rules: Rules,
    *,
    now: datetime,
) -> Rehearsed:
    later, superseded = NoticeState.RETRY_LATER, NoticeState.SUPERSEDED
    if not notice.is_staff_copy and left[notice.recipient] >= rules.most_for_one:
        return Rehearsed(notice=notice, state=later, why=ENOUGH.format(most=rules.most_for_one))
    nearer = [o for o in claimed if o.name == notice.name and overtakes(o, notice)]
    if nearer:
        return Rehearsed(notice=notice, state=superseded, why=OVERTAKEN.format(step=nearer[0].milestone.key))
    try:
        facts = as_it_would_go(notice, known, now=now)
        if isinstance(facts, Stop):
            return Rehearsed(notice=notice, state=facts.state, why=facts.why)
        subject = str(compose(notice, facts, sender)["Subject"])
    except (RecordsError, ValueError, LookupError, TypeError) as err:
        return Rehearsed(notice=notice, state=later, why=f"could not be prepared: {type(err).__name__}")
    left[notice.recipient] += 1
    return Rehearsed(notice=notice, subject=subject, why=facts.note)

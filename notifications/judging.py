"""What is due for one name: each kind of notice has its own rule, and all are asked of the same facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from portfolio.held import HeldDomain
from portfolio.notice import Milestone, Notice, NoticeKind, NoticeState
from portfolio.observation import Observation, Seen
from portfolio.order import Order, OrderKind, OrderState
from portfolio.policy.notices import (
    DATA_CHECK_DAYS,
    TOO_LATE_AFTER_DAYS,
    VERIFICATION_STEPS,
    Due,
    Ladder,
    NoticePolicy,
    due_milestones,
    in_year,
    is_same_series,
    local_day,
    next_day_of,
    next_yearly_day,
    yearly_day,
)
from portfolio.policy.renewal import paid_until
from portfolio.registration import Status, status_of
from portfolio.tld import TldRules
from portfolio.values import Moment, day_of, earliest
from portfolio.verification import Verification

BY_AUTO_RENEW = "the name renews itself"
HELD_BY = "held by "
RELEASED_BY = "released by "
"""How the reason of a suppressed notice begins that a person holds back, or let come due on its day again."""

LEFT_THE_HOUSE = frozenset({NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS, NoticeState.BOUNCED})
LEAST_RENEWED = timedelta(days=300)
"""A date that moves by less than this was corrected, not renewed: names are renewed by whole years."""
LONGEST_REMEMBERED = timedelta(days=400)
FAILED_AFTER_DAYS = 2
"""So long after expiry a name that should have renewed itself is told of as not renewed: some do it late."""
LOOKED_AT_LEAST_EVERY = timedelta(days=28)
SIGHTED_WITHIN = timedelta(days=3)
"""How old a public record may be that says a name is in redemption."""


class NoExpiryKnown(Exception):
    """Neither the registrar nor the registry has told when the name expires."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """
    One name as the records have it at `now`.

    `ledger` is every notice about it, `renewals` its orders to renew, `seen` the last word of each source.
    """

    domain: HeldDomain
    rules: TldRules
    zone: tzinfo
    now: datetime
    ledger: tuple[Notice, ...]
    renewals: tuple[Order, ...] = ()
    verification: Verification | None = None
    seen: tuple[Observation, ...] = ()

    @property
    def today(self) -> date:
        """The day on the reader's calendar."""
        return local_day(self.now, self.zone)

    def handled(self, kind: NoticeKind, about: date) -> frozenset[Milestone]:
        """The steps of one series that have a notice already, whatever became of it."""
        return frozenset(notice.milestone for notice in self.of(kind, about))

    def of(self, kind: NoticeKind, about: date) -> Iterator[Notice]:
        """Yield the notices of one series, contacts' and staff's."""
        for notice in self.ledger:
            if notice.milestone.kind is kind and is_same_series(notice.about, about):
                yield notice


NOTHING = Due()


@dataclass(frozen=True, kw_only=True)
class Series:
    """What of one series is due. `steps` are its whole ladder; `look_on` when its next step is reached."""

    about: date
    steps: Ladder
    due: Due = NOTHING
    look_on: date | None = None

    @property
    def has_something(self) -> bool:
        """Whether a step of it has to be written."""
        return bool(self.due.send or self.due.superseded or self.due.suppressed)


def series_of(at: Situation, policy: NoticePolicy) -> list[Series]:
    """
    Return every series of the name that has something due, or a day on which something will be.

    Raises `NoExpiryKnown`.
    """
    expires = paid_until(at.domain)
    if expires is None:
        raise NoExpiryKnown("no expiry date is known")
    found = [_expiry(at, expires, policy), *_receipt(at, expires), *_renewal_failed(at, expires)]
    found += [*_last_phases(at, expires), *_data_check(at, expires, policy), *_verification(at)]
    return found


def look_from(at: Situation, series: Iterable[Series]) -> date:
    """
    Return the first day (UTC) on which something more can come due, if nothing is changed until then.

    What comes from outside (a refreshed record, a status seen in public, a refused order) lets it be looked
    at at once. A day in the reader's zone may begin on the UTC day before.
    """
    days = [each.look_on for each in series if each.look_on is not None]
    return min(days, default=at.today + LOOKED_AT_LEAST_EVERY) - timedelta(days=1)


def _expiry(at: Situation, expires: Moment, policy: NoticePolicy) -> Series:
    steps = policy.ladder_for(at.rules, client=at.domain.client)
    silenced = policy.silenced(at.rules, steps, auto_renew=at.domain.auto_renew)
    about = day_of(expires)
    handled = frozenset(
        notice.milestone for notice in at.of(NoticeKind.EXPIRY, about) if not _speaks_again(notice, silenced)
    )
    local = local_day(expires, at.zone)
    due = due_milestones(local, at.today, steps, handled, silenced | _held(at, about))
    look_on = next_day_of(local, at.today, steps, handled)
    return Series(about=about, steps=steps, due=due, look_on=_sooner(look_on, _failing_on(at, local)))


def _failing_on(at: Situation, local: date) -> date | None:
    """The day on which a renewal that did not come by itself is told of, where that is to come yet."""
    day = local + timedelta(days=FAILED_AFTER_DAYS)
    return day if at.domain.auto_renew is True and day > at.today else None


def _sooner(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def may_come_due_again(notice: Notice) -> bool:
    """Whether it was suppressed for a reason that can go: auto-renewal, or a person's word taken back."""
    is_quiet = notice.detail == BY_AUTO_RENEW or notice.detail.startswith(RELEASED_BY)
    return notice.state is NoticeState.SUPPRESSED and is_quiet


def is_held(notice: Notice) -> bool:
    """Whether a person holds it back."""
    return notice.state is NoticeState.SUPPRESSED and notice.detail.startswith(HELD_BY)


def _held(at: Situation, about: date) -> frozenset[Milestone]:
    """The steps that a person holds back from every reader: they overtake no other."""
    ledger = list(at.of(NoticeKind.EXPIRY, about))
    goes = frozenset(notice.milestone for notice in ledger if not is_held(notice))
    return frozenset(notice.milestone for notice in ledger) - goes


def _speaks_again(notice: Notice, silenced: frozenset[Milestone]) -> bool:
    """Whether the reason for which it was suppressed is gone."""
    is_silenced = notice.detail == BY_AUTO_RENEW and notice.milestone in silenced
    return may_come_due_again(notice) and not is_silenced


def _receipt(at: Situation, expires: Moment) -> Iterator[Series]:
    """A receipt for who was told that the name would expire, once it is renewed."""
    about = day_of(expires)
    told = [
        notice.about
        for notice in at.ledger
        if notice.milestone.kind in _TOLD_OF_EXPIRY and notice.state in LEFT_THE_HOUSE
    ]
    last = max(told, default=None)
    if last is None or about - last < LEAST_RENEWED or at.today - last > LONGEST_REMEMBERED:
        return
    if earliest(expires) > at.now:
        yield _single(at, NoticeKind.RENEWED, about)


_TOLD_OF_EXPIRY = (
    NoticeKind.EXPIRY, NoticeKind.RENEWAL_FAILED, NoticeKind.REDEMPTION, NoticeKind.PENDING_DELETE,
)  # fmt: skip


def _renewal_failed(at: Situation, expires: Moment) -> Iterator[Series]:
    """An automatic renewal that did not come, or an ordered one that the registrar refused."""
    about, left = day_of(expires), (local_day(expires, at.zone) - at.today).days
    did_not_come = at.domain.auto_renew is True and left <= -FAILED_AFTER_DAYS
    newest = max(at.renewals, key=lambda order: order.drafted_at, default=None)
    refused = (
        newest is not None
        and newest.state is OrderState.REFUSED
        and newest.kind is OrderKind.RENEW
        and newest.approved_at is not None
        and newest.current_expiry is not None
        and is_same_series(newest.current_expiry, about)
    )
    if (did_not_come or refused) and left >= -TOO_LATE_AFTER_DAYS and _last_phase(at) is None:
        yield _single(at, NoticeKind.RENEWAL_FAILED, about)


def _last_phases(at: Situation, expires: Moment) -> Iterator[Series]:
    phase = _last_phase(at)
    if phase is not None:
        yield _single(at, phase, day_of(expires))


def _last_phase(at: Situation) -> NoticeKind | None:
    """Redemption or pending delete, where the registrar or a fresh public record says so (RFC 3915)."""
    statuses = set(at.domain.statuses or ())
    for said in at.seen:
        fresh = at.now - said.provenance.observed_at <= SIGHTED_WITHIN
        if isinstance(said, Seen) and said.statuses and fresh:
            statuses |= {status for word in said.statuses if (status := status_of(word))}
    return last_phase_of(statuses)


def last_phase_of(statuses: Iterable[Status]) -> NoticeKind | None:
    """Return what `statuses` mean at the end of a name's life; None while it lives or is being restored."""
    said = set(statuses)
    if Status.PENDING_RESTORE in said:
        return None
    if Status.REDEMPTION_PERIOD in said:
        return NoticeKind.REDEMPTION
    return NoticeKind.PENDING_DELETE if Status.PENDING_DELETE in said else None


def _data_check(at: Situation, expires: Moment, policy: NoticePolicy) -> Iterator[Series]:
    """
    The yearly reminder, on the day of the year on which the name was registered.

    That is most often the day on which it expires: while it may lapse, its holder has something else to read.
    """
    if not policy.checks_data(at.rules) or earliest(expires) - at.now <= timedelta(days=DATA_CHECK_DAYS):
        return
    began = local_day(at.domain.registered_at or expires, at.zone)
    if at.domain.registered_at is None:
        began = in_year(began, began.year - 100)  # names are renewed by whole years: the day is the same
    day, following = yearly_day(began, at.today), next_yearly_day(began, at.today)
    late = (at.today - day).days
    series = _single(at, NoticeKind.DATA_CHECK, day)
    if day > began and late <= DATA_CHECK_DAYS and not at.handled(NoticeKind.DATA_CHECK, day):
        yield series
    else:
        yield Series(about=day, steps=series.steps, look_on=following)


def _verification(at: Situation) -> Iterator[Series]:
    waiting = at.verification
    if waiting is None:
        return
    until, today = waiting.until, at.today
    handled = at.handled(NoticeKind.VERIFICATION, until)
    due = due_milestones(until, today, VERIFICATION_STEPS, handled) if today <= until else NOTHING
    look_on = next_day_of(until, today, VERIFICATION_STEPS, handled) or max(today, until) + timedelta(days=1)
    yield Series(about=until, steps=VERIFICATION_STEPS, due=due, look_on=look_on)


def _single(at: Situation, kind: NoticeKind, about: date) -> Series:
    """A series of one step, due now unless it has been handled."""
    step = Milestone(kind=kind)
    due = NOTHING if step in at.handled(kind, about) else Due(send=step)
    return Series(about=about, steps=(step,), due=due)

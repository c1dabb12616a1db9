"""What is due: the names for which something may be, judged, and written in one transaction each."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from notifications.facts import zone_of
from notifications.judging import (
    BY_AUTO_RENEW,
    NoExpiryKnown,
    Series,
    Situation,
    look_from,
    may_come_due_again,
    series_of,
)
from notifications.recipients import Reach, Recipient, recipients_for
from portfolio.contacts import Contact, ContactRole
from portfolio.held import HeldDomain
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeState, notice_key
from portfolio.observation import Observation
from portfolio.order import Order, OrderKind
from portfolio.policy.bounces import AddressState
from portfolio.policy.notices import Ladder, NoticePolicy, audience_of, deadline_of
from portfolio.policy.renewal import paid_until
from portfolio.tld import rules_for
from portfolio.values import day_of, earliest
from records import Records, RecordsError, Unit

log = logging.getLogger("notifications")

AT_ONCE = 100
SOON = timedelta(days=100)
"""Orders to renew are looked at for names that expire within this time."""

PASSED_OVER = "missed, and a nearer one is due or was handled"
TOO_LATE = "too late to help anybody"
REASON_GONE = "what kept it back is gone: no auto-renewal, or nobody holds it any more"
NOT_ANSWERED = "the registrar's verification was not answered by {until}: the name may be suspended"
ONLY_UNDER_ITSELF = "every address to write to lies under the name itself"
NOBODY = "no contact's address takes mail: print the letter, and call"


@dataclass(kw_only=True)
class Found:
    """What came due: the new notices, and by name what staff should look at."""

    added: list[Notice] = field(default_factory=list)
    superseded: list[Notice] = field(default_factory=list)
    problems: dict[DomainName, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Asking:
    policy: NoticePolicy
    staff_address: str
    now: datetime


def find_due(
    records: Records,
    *,
    now: datetime,
    staff_address: str,
    policy: NoticePolicy | None = None,
    actor: str = "job:notices",
) -> Found:
    """
    Put every notice that has come due at `now` into the outbox, once whatever the number of calls.

    Only names for which something may be due are looked at; a name that cannot be judged (no expiry known, a
    record that cannot be read) is a problem of its own and stops no other.
    """
    asking = _Asking(policy=policy or NoticePolicy(), staff_address=staff_address, now=now)
    found = Found()
    with records.changing(actor) as unit:
        if unit.domains.notices_by(asking.policy.fingerprint):
            unit.commit()
    for names in _pages(records, day_of(now)):
        with records.changing(actor) as unit:
            due = [name for name in names if _has_something_due(unit, name, found, asking)]
            unit.commit()
        for name in due:
            with _told_of(name, found), records.changing(actor) as unit:
                _write(unit, name, found, asking)
    return found


def notice_for(
    name: DomainName,
    about: date,
    milestone: Milestone,
    reader: Recipient,
    *,
    now: datetime,
    steps: Ladder = (),
) -> Notice:
    """Return the notice of one milestone to one reader, due now. `steps` are its whole ladder."""
    return Notice(
        key=notice_key(name, about, milestone, reader.role, for_staff=reader.is_staff),
        name=name,
        about=about,
        milestone=milestone,
        role=reader.role,
        recipient=reader.address,
        language=reader.language,
        due_at=now,
        deadline=deadline_of(milestone, about, steps),
    )


def contacts_of(unit: Unit, domain: HeldDomain) -> dict[ContactRole, Contact]:
    """Return the contacts of a held name by role, as the records have them now."""
    newest = unit.contacts.several({(slug, None) for slug in domain.roles.values()})
    return {role: newest[slug, None].contact for role, slug in domain.roles.items()}


def reach_of(unit: Unit, domain: HeldDomain, staff_address: str) -> Reach:
    """Return whom of a held name's contacts mail can reach, as the records have it now."""
    contacts = contacts_of(unit, domain)
    addresses = {contact.email.casefold() for contact in contacts.values()}
    stand = {address: unit.mail_events.standing_of(address).state for address in addresses}
    return Reach(
        name=domain.name,
        contacts=contacts,
        staff_address=staff_address,
        unusable=frozenset(a for a, state in stand.items() if state is AddressState.UNUSABLE),
        on_penalty=frozenset(a for a, state in stand.items() if state is AddressState.ON_PENALTY),
    )


def situation_of(unit: Unit, name: DomainName, now: datetime) -> Situation:
    """Return what decides the notices of a held name at `now`. Raises `records.NotHeld`."""
    domain = unit.domains.get(name)
    return Situation(
        domain=domain,
        rules=rules_for(name),
        zone=zone_of(unit.clients.get(domain.client)),
        now=now,
        ledger=tuple(unit.outbox.of_domain(name)),
        renewals=_renewals(unit, domain, now),
        verification=unit.verifications.open_of(name),
        seen=_seen(unit, domain, now),
    )


def _renewals(unit: Unit, domain: HeldDomain, now: datetime) -> tuple[Order, ...]:
    expires = paid_until(domain)
    if expires is None or earliest(expires) - now > SOON:
        return ()
    return tuple(order for order in unit.orders.of_name(domain.name) if order.kind is OrderKind.RENEW)


def _seen(unit: Unit, domain: HeldDomain, now: datetime) -> tuple[Observation, ...]:
    """What public sources said last, of a name that is past its expiry."""
    expires = paid_until(domain)
    if expires is None or earliest(expires) > now:
        return ()
    return unit.observations.latest_in_public(domain.name)


def _pages(records: Records, today: date) -> Iterator[list[DomainName]]:
    after: tuple[date, str] | None = None
    while True:
        with records.reading() as unit:
            page = unit.domains.with_notices_by(today, after=after, most=AT_ONCE)
        if not page:
            return
        after = page[-1]
        yield [DomainName(name) for _, name in page]


def _has_something_due(unit: Unit, name: DomainName, found: Found, asking: _Asking) -> bool:
    """Whether notices must be written for the name; where none must, keep the day to look at it again."""
    has_due = False
    with _told_of(name, found):
        at = situation_of(unit, name, asking.now)
        series = series_of(at, asking.policy)
        _tell_of_unanswered(at, found)
        has_due = any(each.has_something for each in series)
        if not has_due:
            unit.domains.look_for_notices(name, from_=look_from(at, series))
    return has_due


def _tell_of_unanswered(at: Situation, found: Found) -> None:
    waiting = at.verification
    if waiting is not None and at.today > waiting.until:
        found.problems[at.domain.name] = NOT_ANSWERED.format(until=waiting.until)


@contextmanager
def _told_of(name: DomainName, found: Found) -> Iterator[None]:
    """Make what goes wrong with one name that name's own problem."""
    try:
        yield
    except NoExpiryKnown as err:
        found.problems[name] = str(err)
    except (RecordsError, ValueError, LookupError) as err:
        log.warning("name=%s could not be judged: %s", name, type(err).__name__)
        found.problems[name] = f"could not be judged: {type(err).__name__}"


def _write(unit: Unit, name: DomainName, found: Found, asking: _Asking) -> None:
    """Write all that is due for the name in one transaction, and when to look at it again."""
    at = situation_of(unit, name, asking.now)
    reach = reach_of(unit, at.domain, asking.staff_address)
    series = series_of(at, asking.policy)
    added: list[Notice] = []
    passed: list[Notice] = []
    for each in series:
        added += _added(unit, at, each, reach)
        passed += _passed_over(unit, at, each, reach)
    unit.domains.look_for_notices(name, from_=look_from(at, series))
    unit.commit()
    found.added += added
    found.superseded += passed
    if added:
        _tell_of_reach(reach, found)


def _tell_of_reach(reach: Reach, found: Found) -> None:
    readers = [role for role in reach.contacts if reach.takes_mail(role)]
    if not readers:
        found.problems[reach.name] = NOBODY
    elif not any(map(reach.outlives, readers)):
        found.problems[reach.name] = ONLY_UNDER_ITSELF


def _added(unit: Unit, at: Situation, series: Series, reach: Reach) -> Iterable[Notice]:
    step = series.due.send
    if step is None:
        return
    for reader in recipients_for(reach, audience_of(step)):
        notice = notice_for(at.domain.name, series.about, step, reader, now=at.now, steps=series.steps)
        if unit.outbox.add_due(notice):
            yield notice
        elif may_come_due_again(unit.outbox.get(notice.key)):
            yield unit.outbox.reopen(notice.key, detail=REASON_GONE, reader=notice)


def _passed_over(unit: Unit, at: Situation, series: Series, reach: Reach) -> Iterable[Notice]:
    """Write the steps that do not go out (any more), and why, so that they are accounted for."""
    overtaken = (
        (NoticeState.SUPPRESSED, TOO_LATE) if series.due.too_late else (NoticeState.SUPERSEDED, PASSED_OVER)
    )
    state, why = overtaken
    steps = [(step, state, why) for step in series.due.superseded]
    steps += [(step, NoticeState.SUPPRESSED, BY_AUTO_RENEW) for step in series.due.suppressed]
    for step, state, why in steps:
        reader = recipients_for(reach, audience_of(step))[0]
        notice = notice_for(at.domain.name, series.about, step, reader, now=at.now, steps=series.steps)
        if unit.outbox.add_due(notice):
            yield unit.outbox.advance(notice.key, from_=NoticeState.DUE, to=state, detail=why)
        elif why != BY_AUTO_RENEW and may_come_due_again(unit.outbox.get(notice.key)):
            yield unit.outbox.advance(notice.key, from_=NoticeState.SUPPRESSED, to=state, detail=why)

"""What is due: every held name's ladder against today, written to the outbox in one transaction a name."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from notifications.facts import zone_of
from notifications.recipients import Recipient, reaches_outside, recipients_for
from portfolio.contacts import Contact, ContactRole
from portfolio.held import HeldDomain
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeState, notice_key
from portfolio.policy.notices import (
    DEFAULT_LADDER,
    Due,
    Ladder,
    due_milestones,
    is_same_series,
    ladder_for,
    local_day,
)
from portfolio.policy.renewal import paid_until
from portfolio.tld import rules_for
from portfolio.values import Moment, day_of
from records import Records, RecordsError, Unit

log = logging.getLogger("notifications")


class NoExpiryKnown(Exception):
    """Neither the registrar nor the registry has told when the name expires."""


@dataclass(frozen=True, kw_only=True)
class _Judged:
    domain: HeldDomain
    expires: Moment
    due: Due


@dataclass(kw_only=True)
class Found:
    """What came due: the new notices, and by name what staff should look at."""

    added: list[Notice] = field(default_factory=list)
    superseded: list[Notice] = field(default_factory=list)
    problems: dict[DomainName, str] = field(default_factory=dict)


def find_due(
    records: Records,
    *,
    now: datetime,
    staff_address: str,
    ladder: Ladder = DEFAULT_LADDER,
    actor: str = "job:notices",
) -> Found:
    """
    Put every notice that has come due at `now` into the outbox, once whatever the number of calls.

    A name that cannot be judged (no expiry known, a record that cannot be read) is a problem of its own and
    stops no other.
    """
    found = Found()
    with records.reading() as unit:
        names = [domain.name for domain in unit.domains.all()]
    for name in names:
        try:
            with records.reading() as unit:
                nothing = _judge(unit, name, now=now, wanted=ladder).due == Due()
            if nothing:
                continue
            with records.changing(actor) as unit:
                _write(unit, name, found, now=now, staff_address=staff_address, wanted=ladder)
        except NoExpiryKnown as err:
            found.problems[name] = str(err)
        except (RecordsError, ValueError, LookupError) as err:
            log.warning("name=%s could not be judged: %s", name, type(err).__name__)
            found.problems[name] = f"could not be judged: {type(err).__name__}"
    return found


def notice_for(
    name: DomainName, expires: Moment, milestone: Milestone, reader: Recipient, *, now: datetime
) -> Notice:
    """Return the notice of one milestone to one reader, due now."""
    about = day_of(expires)
    return Notice(
        key=notice_key(name, about, milestone, reader.role, for_staff=reader.is_staff),
        name=name,
        about=about,
        milestone=milestone,
        role=reader.role,
        recipient=reader.address,
        language=reader.language,
        due_at=now,
    )


def contacts_of(unit: Unit, domain: HeldDomain) -> dict[ContactRole, Contact]:
    """Return the contacts of a held name by role, as the records have them now."""
    return {role: unit.contacts.get(slug).contact for role, slug in domain.roles.items()}


def _judge(unit: Unit, name: DomainName, *, now: datetime, wanted: Ladder) -> _Judged:
    domain = unit.domains.get(name)
    expires = paid_until(domain)
    if expires is None:
        raise NoExpiryKnown("no expiry date is known")
    zone = zone_of(unit.clients.get(domain.client))
    handled = frozenset(
        notice.milestone
        for notice in unit.outbox.of_domain(name)
        if is_same_series(notice.about, day_of(expires))
    )
    steps = ladder_for(rules_for(name), wanted)
    due = due_milestones(local_day(expires, zone), local_day(now, zone), steps, handled)
    return _Judged(domain=domain, expires=expires, due=due)


def _write(
    unit: Unit, name: DomainName, found: Found, *, now: datetime, staff_address: str, wanted: Ladder
) -> None:
    judged = _judge(unit, name, now=now, wanted=wanted)
    readers = recipients_for(name, contacts_of(unit, judged.domain), staff_address)
    sent = [judged.due.send] if judged.due.send else []
    added = [notice_for(name, judged.expires, step, reader, now=now) for step in sent for reader in readers]
    added = [notice for notice in added if unit.outbox.add_due(notice)]
    passed = [_pass_over(unit, judged, step, readers[0], now=now) for step in judged.due.superseded]
    unit.commit()
    found.added += added
    found.superseded += passed
    if not reaches_outside(readers, name):
        found.problems[name] = "every address to write to lies under the name itself"


def _pass_over(unit: Unit, judged: _Judged, step: Milestone, reader: Recipient, *, now: datetime) -> Notice:
    """Write a step that does not go out any more, and why, so that it is accounted for."""
    notice = notice_for(judged.domain.name, judged.expires, step, reader, now=now)
    if not unit.outbox.add_due(notice):
        return unit.outbox.get(notice.key)
    too_late = judged.due.too_late
    return unit.outbox.advance(
        notice.key,
        from_=NoticeState.DUE,
        to=NoticeState.SUPPRESSED if too_late else NoticeState.SUPERSEDED,
        detail="too late to help anybody" if too_late else "missed, and a nearer one is due or was handled",
    )

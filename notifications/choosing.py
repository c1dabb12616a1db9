"""The notice that a person means: a written one by its key, or the one that would be written for a name."""

from datetime import date, datetime

from notifications.due import notice_for, reach_of, situation_of
from notifications.holding import NoticeRefused
from notifications.judging import Situation
from notifications.recipients import Reach, Recipient, recipients_for
from notifications.timeline import Stand, timeline
from portfolio.contacts import ContactRole, Language
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeKind
from portfolio.policy.notices import NoticePolicy, audience_of
from portfolio.policy.renewal import paid_until
from portfolio.values import day_of
from records import NotHeld, Unit


def chosen_notice(
    unit: Unit,
    name: DomainName,
    *,
    milestone: Milestone | None = None,
    role: ContactRole | None = None,
    for_staff: bool = False,
    now: datetime,
    policy: NoticePolicy,
    staff_address: str,
) -> Notice:
    """
    Return the notice of a step to a reader: the written one where there is one, else as it would be written.

    Without `milestone` it is the next step that waits or is planned; without `role` its first reader. Nothing
    is written. Raises `NoticeRefused` where the step or the reader cannot be, `records.NotHeld`.
    """
    at = situation_of(unit, name, now)
    if milestone is None:
        milestone = _next_step(unit, name, now=now, policy=policy, staff_address=staff_address)
    about = _about(at, milestone)
    reader = _reader(reach_of(unit, at.domain, staff_address), milestone, role, for_staff=for_staff)
    steps = policy.ladder_for(at.rules, client=at.domain.client)
    notice = notice_for(name, about, milestone, reader, now=now, steps=steps)
    try:
        return unit.outbox.get(notice.key)
    except NotHeld:
        return notice


def _next_step(
    unit: Unit, name: DomainName, *, now: datetime, policy: NoticePolicy, staff_address: str
) -> Milestone:
    told = timeline(unit, name, now=now, policy=policy, staff_address=staff_address)
    lines = [
        line
        for chapter in told.chapters
        for line in chapter.lines
        if line.stand in (Stand.WAITS, Stand.PLANNED)
    ]
    if not lines:
        raise NoticeRefused(told.problem or "nothing waits and nothing is planned: say --milestone")
    return min(lines, key=lambda line: line.on or date.min).milestone


def _about(at: Situation, milestone: Milestone) -> date:
    """The day that such a notice is about, if one is written today."""
    if milestone.kind is NoticeKind.DATA_CHECK:
        return at.today
    if milestone.kind is NoticeKind.VERIFICATION:
        if at.verification is None:
            raise NoticeRefused("no verification waits for an answer")
        return at.verification.until
    expires = paid_until(at.domain)
    if expires is None:
        raise NoticeRefused("no expiry date is known")
    return day_of(expires)


def _reader(reach: Reach, milestone: Milestone, role: ContactRole | None, *, for_staff: bool) -> Recipient:
    readers = recipients_for(reach, audience_of(milestone))
    if for_staff:
        to = role or readers[0].role
        return Recipient(role=to, address=reach.staff_address, language=Language.ENGLISH, is_staff=True)
    if role is None:
        return readers[0]
    if role not in reach.contacts:
        raise NoticeRefused(f"the name has no {role} contact")
    contact = reach.contacts[role]
    return Recipient(role=role, address=contact.email, language=contact.language)

"""Just before sending: is the notice still true? Asked of our records, and of the sponsoring registrar."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from notifications.due import contacts_of
from notifications.facts import Facts, zone_of
from portfolio.contacts import Contact, ContactRole
from portfolio.held import Client, HeldDomain, RegistrarAccount
from portfolio.notice import Notice, NoticeState
from portfolio.policy.notices import TOO_LATE_AFTER_DAYS, is_same_series
from portfolio.policy.renewal import Renewal, paid_until, renewal_of
from portfolio.registration import Registration
from portfolio.tld import rules_for
from portfolio.values import Moment, day_of
from records import NotHeld, Records, Unit
from registrar.contract import Registrar
from registrar.errors import NotFound, NotSponsored, RegistrarError

log = logging.getLogger("notifications")

RegistrarFor = Callable[[RegistrarAccount], Registrar]


@dataclass(frozen=True)
class Stop:
    """The notice does not go out; `why` is for staff and holds no personal value."""

    state: NoticeState
    why: str


@dataclass(frozen=True, kw_only=True)
class _Believed:
    domain: HeldDomain
    client: Client
    account: RegistrarAccount
    contacts: Mapping[ContactRole, Contact]
    expires: Moment


@dataclass(frozen=True, kw_only=True)
class _Heard:
    """What the registrar added to what we believe: a better date, or why it could not."""

    expires: Moment | None = None
    note: str = ""


def recheck(notice: Notice, records: Records, registrar_for: RegistrarFor, *, now: datetime) -> Facts | Stop:
    """
    Return the facts to write about, or why the notice does not go out.

    A registrar that cannot be asked stops nothing: the notice goes with what we know, and says so to staff.
    """
    with records.reading() as unit:
        believed = _believed(notice, unit)
    if isinstance(believed, Stop):
        return believed
    heard = _heard(notice, believed, registrar_for, now=now)
    if isinstance(heard, Stop):
        return heard
    contact = believed.contacts.get(notice.role)
    facts = Facts(
        name=notice.name,
        rules=rules_for(notice.name),
        expires=heard.expires or believed.expires,
        zone=zone_of(believed.client),
        now=now,
        auto_renew=believed.domain.auto_renew,
        reader=None if notice.is_staff_copy or contact is None else contact.name,
        note=heard.note,
    )
    if facts.days < -TOO_LATE_AFTER_DAYS:
        return Stop(NoticeState.SUPPRESSED, "too late to help anybody")
    return facts


def _believed(notice: Notice, unit: Unit) -> _Believed | Stop:
    try:
        domain = unit.domains.get(notice.name)
    except NotHeld:
        return Stop(NoticeState.SUPERSEDED, "the name is not held any more")
    expires = paid_until(domain)
    if expires is None:
        return Stop(NoticeState.SUPPRESSED, "no expiry date is known any more")
    if not is_same_series(day_of(expires), notice.about):
        return Stop(NoticeState.SUPERSEDED, f"the expiry has moved to {day_of(expires)}")
    overtaking = [other for other in unit.outbox.of_domain(notice.name) if _overtakes(other, notice)]
    if overtaking:
        return Stop(NoticeState.SUPERSEDED, f"a nearer one has come due: {overtaking[0].milestone.key}")
    return _Believed(
        domain=domain,
        client=unit.clients.get(domain.client),
        account=unit.accounts.get(domain.account),
        contacts=contacts_of(unit, domain),
        expires=expires,
    )


def _overtakes(other: Notice, notice: Notice) -> bool:
    return other.milestone.days < notice.milestone.days and is_same_series(other.about, notice.about)


def _heard(
    notice: Notice, believed: _Believed, registrar_for: RegistrarFor, *, now: datetime
) -> _Heard | Stop:
    try:
        registration = registrar_for(believed.account).info(notice.name)
    except (NotFound, NotSponsored) as err:
        why = f"the registrar does not have the name in our account ({type(err).__name__})"
        # A contact must not be frightened by a name that is not with us; staff must learn of it.
        return _Heard(note=why) if notice.is_staff_copy else Stop(NoticeState.SUPPRESSED, why)
    except (RegistrarError, OSError, LookupError, ValueError) as err:
        log.warning("name=%s registrar could not be asked: %s", notice.name, type(err).__name__)
        return _Heard(
            note=f"the registrar could not be asked ({type(err).__name__}); the date is our record's"
        )
    return _judged(believed.expires, registration, now=now)


def _judged(believed: Moment, registration: Registration, *, now: datetime) -> _Heard | Stop:
    theirs = paid_until(registration)
    match renewal_of(believed, registration, now=now):
        case Renewal.RENEWED:
            until = "" if theirs is None else f" until {day_of(theirs)}"
            return Stop(NoticeState.SUPERSEDED, f"renewed at the registrar{until}")
        case Renewal.NOT_RENEWED:
            return _Heard(expires=theirs)
        case Renewal.UNCLEAR:
            return _Heard(note="the registrar's record does not say whether the name was renewed")

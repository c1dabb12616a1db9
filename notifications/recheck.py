"""Just before sending: is the notice still true? Asked of our records, and of the sponsoring registrar."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from notifications.due import contacts_of
from notifications.facts import DataLine, Facts, zone_of
from notifications.judging import last_phase_of
from portfolio.contacts import Contact, ContactRole
from portfolio.held import Client, HeldDomain, RegistrarAccount
from portfolio.notice import Notice, NoticeKind, NoticeState
from portfolio.observation import CONTACT_FIELDS, Observation, Seen, SeenContact
from portfolio.policy.notices import TOO_LATE_AFTER_DAYS, is_same_series
from portfolio.policy.prices import PriceList
from portfolio.policy.renewal import Renewal, paid_until, renewal_of
from portfolio.registration import Registration
from portfolio.tld import rules_for
from portfolio.values import Moment, day_of
from portfolio.verification import Verification
from records import NotHeld, Records, Unit
from registrar.catalogue import ADAPTERS
from registrar.contract import Registrar
from registrar.errors import NotFound, NotSponsored, RegistrarError

log = logging.getLogger("notifications")

RegistrarFor = Callable[[RegistrarAccount], Registrar]
Compared = Callable[[Contact, Iterable[Observation]], tuple[DataLine, ...]]
"""Compares a registrant, as we have them, with what public sources said last."""

NO_PRICES = PriceList()
NOT_CERTAIN = "the registrar could not be asked ({error}): sent when it can be"


def not_compared(registrant: Contact, _seen: Iterable[Observation]) -> tuple[DataLine, ...]:
    """Return what we hold of the registrant, without a word on what the public can read."""
    ours = SeenContact.of(registrant)
    held = ((field, getattr(ours, field)) for field in CONTACT_FIELDS)
    return tuple(DataLine(field=field, ours=_in_a_line(value)) for field, value in held if value)


def _in_a_line(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


@dataclass(frozen=True)
class Stop:
    """The notice does not go out (now); `why` is for staff and holds no personal value."""

    state: NoticeState
    why: str


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """Where the facts of a notice come from: records, registrars, the house's prices, a comparison."""

    records: Records
    registrar_for: RegistrarFor
    prices: PriceList = NO_PRICES
    compared: Compared = not_compared


@dataclass(frozen=True, kw_only=True)
class _Believed:
    domain: HeldDomain
    client: Client
    account: RegistrarAccount
    contacts: Mapping[ContactRole, Contact]
    expires: Moment
    verification: Verification | None
    seen: tuple[Observation, ...]


@dataclass(frozen=True, kw_only=True)
class _Heard:
    """What the registrar added to what we believe: a better date, or why it could not."""

    expires: Moment | None = None
    note: str = ""


def recheck(notice: Notice, known: Knowledge, *, now: datetime) -> Facts | Stop:
    """
    Return the facts to write about, or why the notice does not go out.

    A registrar that cannot be asked does not stop a warning: it goes with what we know, and says so to staff.
    A receipt and a failed renewal are only told of when the registrar's record shows them.
    """
    with known.records.reading() as unit:
        believed = _believed(notice, unit)
    if isinstance(believed, Stop):
        return believed
    heard = _heard(notice, believed, known.registrar_for, now=now)
    if isinstance(heard, Stop):
        return heard
    facts = _facts(notice, believed, heard, known, now=now)
    if notice.milestone.kind is NoticeKind.EXPIRY and facts.days < -TOO_LATE_AFTER_DAYS:
        return Stop(NoticeState.SUPPRESSED, "too late to help anybody")
    return facts


def _facts(notice: Notice, believed: _Believed, heard: _Heard, known: Knowledge, *, now: datetime) -> Facts:
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
        price=known.prices.renewal_of(notice.name),
        restore_price=known.prices.restore_of(notice.name),
        answer_by=believed.verification.until if believed.verification else None,
        registrar=_title(believed.account.registrar),
    )
    registrant = believed.contacts.get(ContactRole.REGISTRANT)
    if notice.milestone.kind is not NoticeKind.DATA_CHECK or registrant is None:
        return facts
    return replace(facts, data=known.compared(registrant, believed.seen), observed_on=_newest(believed.seen))


def _title(slug: str) -> str:
    spec = ADAPTERS.get(slug)
    return slug if spec is None else spec.title


def _newest(seen: Iterable[Observation]) -> date | None:
    return max((day_of(each.provenance.observed_at) for each in seen if isinstance(each, Seen)), default=None)


def _believed(notice: Notice, unit: Unit) -> _Believed | Stop:
    try:
        domain = unit.domains.get(notice.name)
    except NotHeld:
        return Stop(NoticeState.SUPERSEDED, "the name is not held any more")
    expires = paid_until(domain)
    if expires is None:
        return Stop(NoticeState.SUPPRESSED, "no expiry date is known any more")
    verification = unit.verifications.open_of(notice.name)
    stop = _outdated(notice, expires, verification) or _overtaken(notice, unit)
    if stop is not None:
        return stop
    return _Believed(
        domain=domain,
        client=unit.clients.get(domain.client),
        account=unit.accounts.get(domain.account),
        contacts=contacts_of(unit, domain),
        expires=expires,
        verification=verification,
        seen=_seen(notice, unit),
    )


def _seen(notice: Notice, unit: Unit) -> tuple[Observation, ...]:
    """What public sources said last, where the notice tells of it."""
    if notice.milestone.kind is not NoticeKind.DATA_CHECK:
        return ()
    return unit.observations.latest_in_public(notice.name)


def _outdated(notice: Notice, expires: Moment, verification: Verification | None) -> Stop | None:
    """Why the records do not bear the notice any more."""
    match notice.milestone.kind:
        case NoticeKind.DATA_CHECK:
            return None
        case NoticeKind.VERIFICATION:
            if verification is None or verification.until != notice.about:
                return Stop(NoticeState.SUPERSEDED, "the verification has been answered")
            return None
        case _:
            if not is_same_series(day_of(expires), notice.about):
                return Stop(NoticeState.SUPERSEDED, f"the expiry has moved to {day_of(expires)}")
            return None


def _overtaken(notice: Notice, unit: Unit) -> Stop | None:
    for other in unit.outbox.of_domain(notice.name):
        if overtakes(other, notice):
            return Stop(NoticeState.SUPERSEDED, f"a nearer one has come due: {other.milestone.key}")
    return None


def overtakes(other: Notice, notice: Notice) -> bool:
    """Whether a nearer step of the same series, `other`, makes `notice` needless."""
    return (
        other.milestone.kind is notice.milestone.kind
        and other.milestone.days < notice.milestone.days
        and other.state is not NoticeState.SUPPRESSED
        and is_same_series(other.about, notice.about)
    )


def _heard(
    notice: Notice, believed: _Believed, registrar_for: RegistrarFor, *, now: datetime
) -> _Heard | Stop:
    try:
        registration = registrar_for(believed.account).info(notice.name)
    except (NotFound, NotSponsored) as err:
        return _heard_of_absence(notice, err)
    except (RegistrarError, OSError, LookupError, ValueError) as err:
        log.warning("name=%s registrar could not be asked: %s", notice.name, type(err).__name__)
        if notice.milestone.kind in _NEEDS_PROOF:
            return Stop(NoticeState.RETRY_LATER, NOT_CERTAIN.format(error=type(err).__name__))
        return _Heard(
            note=f"the registrar could not be asked ({type(err).__name__}); the date is our record's"
        )
    return _judged(notice, believed, registration, now=now)


_NEEDS_PROOF = frozenset({NoticeKind.RENEWED, NoticeKind.RENEWAL_FAILED})
_LAST_PHASES = frozenset({NoticeKind.REDEMPTION, NoticeKind.PENDING_DELETE})


def _heard_of_absence(notice: Notice, err: RegistrarError) -> _Heard | Stop:
    why = f"the registrar does not have the name in our account ({type(err).__name__})"
    # A contact must not be frightened by a name that is not with us; staff must learn of it. In its last
    # phases a registrar may show a name no longer, though it can still be restored there.
    if notice.is_staff_copy or notice.milestone.kind in _LAST_PHASES:
        return _Heard(note=why)
    return Stop(NoticeState.SUPPRESSED, why)


def _judged(
    notice: Notice, believed: _Believed, registration: Registration, *, now: datetime
) -> _Heard | Stop:
    match notice.milestone.kind:
        case NoticeKind.DATA_CHECK | NoticeKind.VERIFICATION:
            return _Heard()
        case NoticeKind.RENEWED:
            return _judged_receipt(notice, registration)
        case NoticeKind.REDEMPTION | NoticeKind.PENDING_DELETE:
            said = registration.statuses
            if said is not None and last_phase_of(said) is None and _lives(registration, believed, now):
                return Stop(NoticeState.SUPERSEDED, "the registrar shows the name as living again")
    return _judged_renewal(notice, believed.expires, registration, now=now)


def _lives(registration: Registration, believed: _Believed, now: datetime) -> bool:
    return renewal_of(believed.expires, registration, now=now) is Renewal.RENEWED


def _judged_receipt(notice: Notice, registration: Registration) -> _Heard | Stop:
    theirs = paid_until(registration)
    if theirs is None:
        return Stop(NoticeState.RETRY_LATER, "the registrar does not say until when the name is paid")
    if day_of(theirs) < notice.about and not is_same_series(day_of(theirs), notice.about):
        why = f"the registrar shows the name as paid until {day_of(theirs)} only"
        return Stop(NoticeState.SUPPRESSED, why)
    return _Heard(expires=theirs)


def _better(believed: Moment, registration: Registration) -> Moment | None:
    """The registrar's date; ours where theirs is worked out: a year before 28 February can be the 29th."""
    theirs = paid_until(registration)
    is_read = theirs in (registration.registrar_expires_at, registration.expires_at)
    if theirs is None or (not is_read and is_same_series(day_of(theirs), day_of(believed))):
        return None
    return theirs


def _judged_renewal(
    notice: Notice, believed: Moment, registration: Registration, *, now: datetime
) -> _Heard | Stop:
    theirs = paid_until(registration)
    match renewal_of(believed, registration, now=now):
        case Renewal.RENEWED:
            until = "" if theirs is None else f" until {day_of(theirs)}"
            return Stop(NoticeState.SUPERSEDED, f"renewed at the registrar{until}")
        case Renewal.NOT_RENEWED:
            return _Heard(expires=_better(believed, registration))
        case Renewal.UNCLEAR:
            why = "the registrar's record does not say whether the name was renewed"
            if notice.milestone.kind is NoticeKind.RENEWAL_FAILED:
                return Stop(NoticeState.RETRY_LATER, why)
            return _Heard(note=why)

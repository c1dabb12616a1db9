"""What writing contacts to a registrar sets off, and when it may be done at all."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from portfolio.contacts import ContactRole
from portfolio.drift import NameField, Plan, PlannedChange
from portfolio.observation import CONTACT_FIELDS
from portfolio.registration import Status
from portfolio.tld import TldRules
from portfolio.values import Instant, Value

READINGS_APART = timedelta(hours=6)
"""How far apart two readings of the public record must be before they count as two: caches and copies lag."""

UNSETTLED = frozenset(
    {
        Status.PENDING_CREATE,
        Status.PENDING_DELETE,
        Status.PENDING_RENEW,
        Status.PENDING_RESTORE,
        Status.PENDING_TRANSFER,
        Status.PENDING_UPDATE,
        Status.REDEMPTION_PERIOD,
        Status.AUTO_RENEW_PERIOD,
    }
)
"""States in which a name is on its way somewhere (RFC 5731, RFC 3915): no repair, someone else decides."""

UPDATE_LOCKS = frozenset({Status.CLIENT_UPDATE_PROHIBITED, Status.SERVER_UPDATE_PROHIBITED})
"""Locks that prohibit changing contacts (RFC 5731 section 2.3). Nothing here lifts a lock."""

_OWNER_FIELDS = ("name", "organization", "email")

CHANGE_OF_REGISTRANT = (
    "this is a change of registrant (ICANN Transfer Policy, section II): {fields} of the registrant; both "
    "the old and the new holder may have to confirm it"
)
TRANSFER_LOCK = "the registrar may lock the name against transfers for 60 days after a change of registrant"
VERIFICATION = (
    "the registrar must verify the registrant's e-mail address or phone within 15 days and may send a "
    "verification mail; without an answer it suspends the name (WHOIS Accuracy Program Specification)"
)
OUTSIDE_ICANN = (
    "{title} is not under ICANN's policies: the registry's own rules decide whether changing {fields} of the "
    "registrant needs consent or a fee"
)
DELEGATED = (
    "the site, the mail and all else under the name go to {hosts} as soon as the registry publishes it; "
    "caches keep the former servers for up to two days"
)
SIGNED = (
    "the delegation is signed: unless these servers answer with the keys of its DS record, whoever validates "
    "DNSSEC finds the name broken"
)
MAYBE_SIGNED = (
    "whether the delegation is signed (DNSSEC) is not known: if it is, and these servers do not answer with "
    "the keys of its DS record, the name is broken for whoever validates"
)
LOCKED = "no transfer to another registrar can begin until somebody lifts the lock at the registrar"


def consequences_of(changes: Iterable[PlannedChange], rules: TldRules) -> tuple[str, ...]:
    """
    Return what the changes set off, a sentence each; empty for harmless ones (admin, tech, billing contacts).

    Changing the registrant's name, organization or e-mail is a change of registrant (ICANN Transfer Policy
    II; its 60-day lock is taken as in force). Any change of a registrant contact starts the verification of
    the WHOIS Accuracy Program Specification. Both bind gTLD registrars only.
    """
    changed = {change.field for change in changes if change.role is ContactRole.REGISTRANT}
    owner = ", ".join(field for field in _OWNER_FIELDS if field in changed)
    if not changed:
        return ()
    if not rules.is_generic:
        return (OUTSIDE_ICANN.format(title=rules.title, fields=owner),) if owner else ()
    if not owner:
        return (VERIFICATION,)
    return (CHANGE_OF_REGISTRANT.format(fields=owner), TRANSFER_LOCK, VERIFICATION)


def consequences_for_name(change: PlannedChange, *, signed: bool | None) -> tuple[str, ...]:
    """
    Return what changing a name's own field sets off, a sentence each; never none.

    `signed` is whether the parent zone has a DS record for the name (RFC 4035 section 5), None for not known.
    Two days are the TTL of a delegation in com and many other zones.
    """
    if change.field != NameField.NAMESERVERS:
        return (LOCKED,)
    delegated = DELEGATED.format(hosts=change.to)
    if signed is None:
        return (delegated, MAYBE_SIGNED)
    return (delegated, SIGNED) if signed else (delegated,)


class WriteFacts(Value):
    """
    What is known about one drifting field before anything is written.

    `registrar_drifts`: the registrar's own record differs from ours. `public_drifts_at`: the instants of the
    public record's latest readings that all showed the same difference, with none between that showed another
    or none. `statuses`: what the registrar and the public record say, together.
    """

    registrar_drifts: bool
    public_drifts_at: tuple[Instant, ...] = ()
    statuses: frozenset[Status] = frozenset()


class Decision(Value):
    """Whether something may be done; `why` not, in a sentence part."""

    allowed: bool
    why: str = ""


def is_harmless(plan: Plan) -> bool:
    """
    Whether a plan may be carried out without a person, within the day's budget.

    It sets nothing off, and touches contacts only, never the registrant: name servers, auth codes and locks
    are nobody's to change but a person's.
    """
    roles = {change.role for change in plan.changes}
    fields = {change.field for change in plan.changes}
    of_others = bool(roles) and not roles & {None, ContactRole.REGISTRANT}
    return of_others and not plan.consequences and fields <= set(CONTACT_FIELDS)


def may_write(facts: WriteFacts) -> Decision:
    """
    Return whether a repair of the field may be proposed and sent.

    The registrar's own record is enough. The public record alone needs two agreeing readings at least six
    hours apart: one may be a stale copy, or hostile. Never in a state of transition, nor under a lock.
    """
    if facts.statuses & UNSETTLED:
        return Decision(allowed=False, why=f"the name is in {_listed(facts.statuses & UNSETTLED)}")
    if facts.statuses & UPDATE_LOCKS:
        return Decision(allowed=False, why=f"{_listed(facts.statuses & UPDATE_LOCKS)} forbids changes")
    if facts.registrar_drifts or _twice(facts.public_drifts_at):
        return Decision(allowed=True)
    return Decision(
        allowed=False, why="the public record was not read twice, six hours apart, with this difference"
    )


def _twice(readings: Sequence[Instant]) -> bool:
    return bool(readings) and max(readings) - min(readings) >= READINGS_APART


def _listed(statuses: Iterable[Status]) -> str:
    return ", ".join(sorted(status.value for status in statuses))

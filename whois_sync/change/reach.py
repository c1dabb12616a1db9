"""What a change of a contact reaches: every name, its roles, and what follows, before anything is saved."""

from collections.abc import Callable

from portfolio.change import Reach, Way
from portfolio.contacts import Contact, ContactRole
from portfolio.drift import Plan, PlannedChange, PlanState, Verdict
from portfolio.held import HeldDomain, RegistrarAccount, Slug
from portfolio.observation import CONTACT_FIELDS, Absent, Observation, Seen, SeenContact, Source
from portfolio.policy.repair import VERIFICATION, WriteFacts, consequences_of, may_write
from portfolio.tld import rules_for
from portfolio.values import PersonalValue
from records import Unit
from registrar.errors import RegistrarError
from whois_sync.change.category import category_notes
from whois_sync.compare.contact_rows import contact_rows, text_of
from whois_sync.handles import can_set_contacts
from whois_sync.observe import RegistrarFor
from whois_sync.repair.plan import statuses_in

MAIL_TO = "the verification mail goes to {email}, the address of {slug}"
MAIL_TO_FORMER = "the former holder may have to confirm it at {email}"
NEVER_READ = "its registrar's record was not read lately: it is taken to show the former values"
NOT_IN_ACCOUNT = "the registrar said that the name is not in the account"

UNSENT = frozenset({PlanState.PROPOSED, PlanState.APPROVED, PlanState.NOT_PROVED})
"""Open plans that have nothing under way at the registrar."""

CanSet = Callable[[RegistrarAccount], bool]
"""Whether contacts can be set through an account's interface."""


class Wish(PersonalValue):
    """
    The version of a contact that names are to have, and whom it follows.

    `former` is what the names have now: the version before, or in a replacement the contact `replaced`.
    """

    slug: Slug
    version: int
    contact: Contact
    former: Contact
    replaced: Slug | None = None
    role: ContactRole | None = None

    @property
    def stands(self) -> Slug:
        """The contact that stands on the names until the change is saved."""
        return self.replaced or self.slug

    def roles_on(self, held: HeldDomain) -> tuple[ContactRole, ...]:
        """Return the roles of the name that the change is about."""
        asked = (self.role,) if self.role else tuple(ContactRole)
        return tuple(role for role in asked if held.roles.get(role) == self.stands)


def reach_of(unit: Unit, wish: Wish, can_set: CanSet) -> tuple[Reach, ...]:
    """Return every name that the wish reaches, in the order of names. Raises `records.NotHeld`."""
    found = ((held, wish.roles_on(held)) for held in unit.domains.of_contact(wish.stands))
    return tuple(_reach(unit, wish, held, roles, can_set) for held, roles in found if roles)


def can_set_through(registrar_for: RegistrarFor) -> CanSet:
    """Return whether an account's adapter sets contacts; of one that cannot be opened now it is assumed."""

    known: dict[str, bool] = {}

    def can_set(account: RegistrarAccount) -> bool:
        if account.slug not in known:
            try:
                known[account.slug] = can_set_contacts(registrar_for(account))
            except RegistrarError:
                known[account.slug] = True
        return known[account.slug]

    return can_set


def gives_way(plan: Plan, roles: tuple[ContactRole, ...]) -> bool:
    """
    Whether an open plan makes room for a change of `roles`.

    A repair that nobody has approved does, and every unsent plan for one of the roles: it becomes outdated.
    Another change's plan for other roles does not: the two would push each other out for ever. Nor does what
    a person asked for of the name itself: no check would plan it again.
    """
    if plan.of_name is not None:
        return False
    if plan.change is None and plan.state is PlanState.PROPOSED:
        return True
    return plan.state in UNSENT and any(role in plan.wanted for role in roles)


def changes_at(
    held: HeldDomain, roles: tuple[ContactRole, ...], wish: Wish, last: Observation | None
) -> tuple[PlannedChange, ...]:
    """
    Return what the registrar's record would change in: from what it showed last, else from the former values.

    Other spellings are among them, since the wish is to have it spelled so. Where the registrar shows all of
    it to the letter, the fields in which the wish differs from the former values are named all the same.
    """
    seen = last if isinstance(last, Seen) else None
    found = [one for role in roles for one in _changes_of_role(held, role, wish, seen)]
    real = tuple(change for change in found if change.from_ != change.to)
    return real or tuple(found)


def consequences_at(held: HeldDomain, changes: tuple[PlannedChange, ...], wish: Wish) -> tuple[str, ...]:
    """Return what follows from the changes, a sentence each, and to whom mail goes: never to be logged."""
    real = [change for change in changes if change.from_ != change.to]
    told = consequences_of(real, rules_for(held.name))
    if VERIFICATION not in told:
        return told
    told += (MAIL_TO.format(email=wish.contact.email, slug=wish.slug),)
    owner = (c for c in real if (c.role, c.field) == (ContactRole.REGISTRANT, "email"))
    return told + tuple(MAIL_TO_FORMER.format(email=change.from_) for change in owner if change.from_)


def _reach(
    unit: Unit, wish: Wish, held: HeldDomain, roles: tuple[ContactRole, ...], can_set: CanSet
) -> Reach:
    account = unit.accounts.get(held.account)
    last = unit.observations.latest(held.name, Source.REGISTRAR)
    changes = changes_at(held, roles, wish, last)
    standing = unit.plans.open_for(held.name)
    waits = standing is not None and not gives_way(standing, roles)
    way = Way.WAITS if waits else Way.PLANNED
    return Reach(
        name=held.name,
        account=account.slug,
        registrar=account.registrar,
        roles=roles,
        way=way if can_set(account) else Way.BY_HAND,
        changes=changes,
        consequences=consequences_at(held, changes, wish),
        notes=(
            *_notes(last, standing, waits=waits),
            *category_notes(unit, held, dict.fromkeys(roles, wish.contact)),
        ),
    )


def _notes(last: Observation | None, standing: Plan | None, *, waits: bool) -> tuple[str, ...]:
    notes: list[str] = []
    if standing is not None:
        notes.append(
            f"plan {standing.id} is {standing.state}: the name waits for it"
            if waits
            else f"plan {standing.id}, {standing.state}, is withdrawn for it"
        )
    match last:
        case Seen():
            decision = may_write(WriteFacts(registrar_drifts=True, statuses=statuses_in(last)))
            notes += [] if decision.allowed else [decision.why]
        case Absent():
            notes.append(NOT_IN_ACCOUNT)
        case _:
            notes.append(NEVER_READ)
    return tuple(notes)


def _changes_of_role(
    held: HeldDomain, role: ContactRole, wish: Wish, seen: Seen | None
) -> list[PlannedChange]:
    rules = rules_for(held.name)
    rows = {row.path: row for row in contact_rows(role, wish.contact, seen, seen, rules)} if seen else {}
    ours, before = SeenContact.of(wish.contact), SeenContact.of(wish.former)
    found: list[PlannedChange] = []
    for field in CONTACT_FIELDS:
        new, old = text_of(ours, field) or None, text_of(before, field) or None
        row = rows.get(f"{role}.{field}")
        shows = row is not None and row.registrar_verdict in _COMPARED
        if (row is not None and row.registrar_verdict is Verdict.DRIFT) or new != old:
            from_ = row.registrar if row is not None and shows else old
            seen_at = ("registrar",) if shows else ()
            found.append(PlannedChange(role=role, field=field, from_=from_, to=new, seen_at=seen_at))
    return found


_COMPARED = (Verdict.SAME, Verdict.SAME_NORMALIZED, Verdict.DRIFT)

"""One change of a contact, everywhere: shown first, saved with a plan a name, approved once by another."""

from typing import NamedTuple

from portfolio.audit import Actor
from portfolio.change import ContactChange, Reach
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.drift import Plan, PlanState
from portfolio.held import Slug
from portfolio.values import PersonalValue
from records import Records, Unit
from whois_sync.change.how_far import close_settled, newest_plans
from whois_sync.change.reach import CanSet, Wish, gives_way, reach_of
from whois_sync.errors import NotReady
from whois_sync.repair.approve import EDITED_SINCE, is_still_wanted


class Preview(PersonalValue):
    """What would be saved, and all that it reaches. Nothing is saved yet."""

    wish: Wish
    reached: tuple[Reach, ...]


class Approval(NamedTuple):
    """What became of the plans of a change when somebody said yes to it."""

    change: ContactChange
    approved: tuple[Plan, ...]
    withdrawn: tuple[Plan, ...]


def preview_edit(records: Records, can_set: CanSet, slug: Slug, contact: Contact) -> Preview:
    """Return what making `contact` the next version of `slug` would reach. Raises `records.NotHeld`."""
    with records.reading() as unit:
        newest = unit.contacts.get(slug)
        wish = Wish(slug=slug, version=newest.version + 1, contact=contact, former=newest.contact)
        return Preview(wish=wish, reached=reach_of(unit, wish, can_set))


def preview_replacement(
    records: Records,
    can_set: CanSet,
    old: Slug,
    new: Slug,
    *,
    role: ContactRole | None = None,
    across_clients: bool = False,
) -> Preview:
    """
    Return what putting `new` in the place of `old` would reach: in one `role`, or in every one.

    Contacts of two clients are not exchanged, since a slip would publish one client's data on another's
    names; `across_clients` says that it is meant, and then never for a registrant: another holder is a sale.
    Raises `NotReady` for that, `records.NotHeld`.
    """
    if old == new:
        raise NotReady(f"{old} cannot take its own place")
    with records.reading() as unit:
        leaver, follower = unit.contacts.get(old), unit.contacts.get(new)
        if leaver.client != follower.client:
            _raise_unless_meant(old, new, role, across_clients=across_clients)
        wish = Wish(
            slug=new,
            version=follower.version,
            contact=follower.contact,
            former=leaver.contact,
            replaced=old,
            role=role,
        )
        return Preview(wish=wish, reached=reach_of(unit, wish, can_set))


def ask(
    records: Records, can_set: CanSet, clock: Clock, preview: Preview, *, by: Actor
) -> ContactChange | None:
    """
    Save what was previewed, with a plan for each name, in one transaction; return the change.

    None where no registrar's record would change: the contact is saved all the same. What was saved by the
    same click before is not saved again. Raises `NotReady` when what it reaches is not what was shown.
    """
    wish = preview.wish
    with records.changing(by) as unit:
        if _is_saved(unit, wish):
            same = [c for c in unit.changes.open_of(wish.slug) if c.version == wish.version]
            return same[-1] if same else None
        if reach_of(unit, wish, can_set) != preview.reached:
            raise NotReady("what it reaches has changed since it was shown; look again")
        _save(unit, preview)
        change = _planned(unit, clock, preview, by)
        close_settled(unit, unit.changes.open_of(wish.stands))
        unit.commit()
    return change


def approve_change(records: Records, change_id: int, *, by: Actor) -> Approval:
    """
    Approve all plans of a change at once, for exactly the versions that were shown.

    A plan whose contact or name has been changed since is withdrawn instead. It may be called again, for
    plans that came later. Raises `records.SamePerson` for who asked for it, `records.Moved` for a closed
    change, `records.NotHeld`.
    """
    with records.changing(by) as unit:
        change = unit.changes.get(change_id)
        if unit.contacts.get(change.contact).version == change.version:
            change = unit.changes.approve(change_id)
        proposed = [plan for plan in newest_plans(unit, change_id) if plan.state is PlanState.PROPOSED]
        approved, withdrawn = [], []
        for plan in proposed:
            if is_still_wanted(unit, plan):
                approved.append(unit.plans.approve(plan.number))
            else:
                withdrawn.append(_withdrawn(unit, plan, EDITED_SINCE))
        close_settled(unit, [change])
        unit.commit()
        return Approval(unit.changes.get(change_id), tuple(approved), tuple(withdrawn))


def _raise_unless_meant(old: Slug, new: Slug, role: ContactRole | None, *, across_clients: bool) -> None:
    if not across_clients:
        raise NotReady(f"{old} and {new} belong to different clients; nothing was changed")
    if role in (None, ContactRole.REGISTRANT):
        raise NotReady(
            "another client's contact takes the place of admin, tech or billing only, one at a time"
        )


def _is_saved(unit: Unit, wish: Wish) -> bool:
    """Whether the same wish was saved before. Raises `NotReady` when another one was."""
    newest = unit.contacts.get(wish.slug)
    if wish.replaced is not None:
        if newest.version != wish.version:
            raise NotReady(f"contact {wish.slug} was edited since it was shown; look again")
        return not any(wish.roles_on(held) for held in unit.domains.of_contact(wish.replaced))
    if newest.version == wish.version and newest.contact == wish.contact:
        return True
    if newest.version != wish.version - 1 or newest.contact != wish.former:
        raise NotReady(f"contact {wish.slug} was edited since it was shown; look again")
    return False


def _save(unit: Unit, preview: Preview) -> None:
    wish = preview.wish
    if wish.replaced is None:
        unit.contacts.edit(wish.slug, wish.contact)
        return
    for reach in preview.reached:
        roles = unit.domains.get(reach.name).roles
        unit.domains.set_roles(reach.name, roles | dict.fromkeys(reach.roles, wish.slug))


def _planned(unit: Unit, clock: Clock, preview: Preview, by: Actor) -> ContactChange | None:
    reached = [reach for reach in preview.reached if reach.changes]
    if not reached:
        return None
    wish = preview.wish
    change = unit.changes.ask(
        ContactChange(
            contact=wish.slug,
            version=wish.version,
            replaced=wish.replaced,
            role=wish.role,
            asked_by=by,
            asked_at=clock.now(),
        )
    )
    for reach in reached:
        standing = unit.plans.open_for(reach.name)
        if standing is not None and gives_way(standing, reach.roles):
            _withdrawn(unit, standing, f"change {change.id} of contact {wish.slug} takes its place")
            standing = None
        plan = plan_for(change, reach, clock)
        if standing is None:
            unit.plans.propose(plan)
        else:
            waiting = f"plan {standing.id} is {standing.state}; the name waits for it"
            unit.plans.put_off(put_off(plan, waiting))
    return change


def plan_for(change: ContactChange, reach: Reach, clock: Clock) -> Plan:
    """Return the plan that brings the change to one name, proposed by who asked for the change."""
    return Plan(
        change=change.id,
        name=reach.name,
        account=reach.account,
        changes=reach.changes,
        wanted=dict.fromkeys(reach.roles, (change.contact, change.version)),
        consequences=reach.consequences,
        proposed_by=change.asked_by,
        proposed_at=clock.now(),
    )


def put_off(plan: Plan, why: str) -> Plan:
    """Return `plan` as it stands for a name that waits: with what would follow, without what would change."""
    return plan.model_copy(update={"state": PlanState.WITHDRAWN, "changes": (), "detail": why})


def _withdrawn(unit: Unit, plan: Plan, why: str) -> Plan:
    return unit.plans.advance(plan.number, from_=plan.state, to=PlanState.WITHDRAWN, detail=why)

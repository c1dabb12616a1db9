"""Sending a repair: once, after a last look, with the intent on the disk before the first byte leaves."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.drift import FieldVerdict, NameField, Plan, PlannedChange, PlanState, Verdict
from portfolio.names import DomainName
from portfolio.observation import Observation, Seen, Unreadable
from portfolio.policy.repair import WriteFacts, may_write
from portfolio.tld import rules_for
from records import Moved, Records, Unit
from registrar.contract import Receipt, Registrar
from registrar.errors import AccessRefused, Refused, RegistrarError, TryAgain, Unsupported
from whois_sync.compare.alike import likeness
from whois_sync.compare.contact_rows import forms_of
from whois_sync.errors import NotNow, NotReady
from whois_sync.handles import contacts_setter
from whois_sync.observe import RegistrarFor, observe_registrar
from whois_sync.repair.approve import EDITED_SINCE, is_still_wanted
from whois_sync.repair.name_field import row_of, setter_of
from whois_sync.repair.plan import changes_of, contact_table, statuses_in
from whois_sync.repair.verifying import open_verification

_log = logging.getLogger("whois_sync")

Wanted = Mapping[ContactRole, Contact]
Write = Callable[[Wanted], Receipt]
"""The plan's one write; contacts are what a plan of contacts wants, and nothing to the others."""

MOVED_SINCE = "the registrar's record has changed since the plan was made"
SHOWN_ALREADY = "the registrar showed it already; nothing was sent"
PENDING = "accepted, pending"
INTERRUPTED = "the sending was interrupted; only looking can tell what became of it"


def apply(
    records: Records,
    registrar_for: RegistrarFor,
    clock: Clock,
    plan_id: int,
    *,
    by: Actor,
    dry_run: bool = False,
) -> Plan:
    """
    Send what an approved plan wants to the registrar, once, and return the plan as it then stands.

    The registrar is read once more first. The plan is withdrawn when our record, or what would be
    overwritten there, is not what was approved; another spelling of it is. A contact change, or a name's own
    field, that the registrar shows to the letter already is sent without a write. Then SENDING is committed,
    and the answer decides: sent, refused, unknown; or approved again when nothing can have happened. A
    `dry_run` does all of this but committing and sending: it returns the plan approved as it is, or as it
    would be.

    Raises `NotReady` for a plan that is not approved, `NotNow` when the registrar could not be read or the
    name's state forbids it, `Unsupported` when the adapter cannot set it. Nothing was sent then.
    """
    with records.reading() as unit:
        approved = unit.plans.get(plan_id)
        account = unit.accounts.get(approved.account)
    _raise_if_not_approved(approved)
    registrar = registrar_for(account)
    write = _write_of(approved, registrar, records, clock, by)
    seen = _look(records, registrar, approved.name, clock, by)
    with records.changing(by) as unit:
        plan, contacts = _begin(unit, plan_id, seen)
        if dry_run:
            return approved if plan.state is PlanState.SENDING else plan
        unit.commit()
    if plan.state is not PlanState.SENDING:
        return plan
    return _send(records, write, plan, contacts, by, now=clock.now())


def settle_interrupted(records: Records, *, by: Actor) -> list[Plan]:
    """
    Make every plan that was left in SENDING unknown, and return them: called once, before anything is sent.

    A process that died between the commit and the answer left them so. They are settled by looking, never by
    sending again.
    """
    with records.changing(by) as unit:
        left = [plan for plan in unit.plans.all(open_only=True) if plan.state is PlanState.SENDING]
        settled = [_advance(unit, plan, PlanState.UNKNOWN, INTERRUPTED) for plan in left]
        unit.commit()
        return settled


def _raise_if_not_approved(plan: Plan) -> None:
    if plan.state is not PlanState.APPROVED:
        raise NotReady(f"plan {plan.id} is {plan.state}, not {PlanState.APPROVED}")


def _write_of(plan: Plan, registrar: Registrar, records: Records, clock: Clock, by: Actor) -> Write:
    """What the plan will do, once. Found out before anything is read: the adapter may not be able to."""
    if plan.of_name is not None:
        write = setter_of(registrar, plan.name, plan.of_name)
        return lambda _: write()
    setter = contacts_setter(registrar, records, clock, account=plan.account, wanted=plan.wanted, by=by)
    return lambda contacts: setter.set_contacts(plan.name, contacts)


def _look(records: Records, registrar: Registrar, name: DomainName, clock: Clock, by: Actor) -> Seen:
    observation = observe_registrar(registrar, name, clock)
    with records.changing(by) as unit:
        unit.observations.keep(observation)
        unit.commit()
    if not isinstance(observation, Seen):
        why = observation.why.value if isinstance(observation, Unreadable) else "not in the account"
        raise NotNow(f"{name} could not be read at {registrar.slug} before writing: {why}")
    decision = may_write(WriteFacts(registrar_drifts=True, statuses=statuses_in(observation)))
    if not decision.allowed:
        raise NotNow(f"{name} is not written to: {decision.why}")
    return observation


def _begin(unit: Unit, plan_id: int, seen: Seen) -> tuple[Plan, dict[ContactRole, Contact]]:
    """The plan in SENDING with the contacts it wants, or withdrawn where the approval no longer covers it."""
    plan = unit.plans.get(plan_id)
    _raise_if_not_approved(plan)
    contacts = {
        role: unit.contacts.get(slug, version).contact for role, (slug, version) in plan.wanted.items()
    }
    if not is_still_wanted(unit, plan):
        return _advance(unit, plan, PlanState.WITHDRAWN, EDITED_SINCE), contacts
    if not _is_covered(plan, contacts, seen):
        return _advance(unit, plan, PlanState.WITHDRAWN, MOVED_SINCE), contacts
    if (plan.change is not None or plan.of_name is not None) and _is_shown(plan, contacts, seen):
        return _advance(unit, plan, PlanState.SENT, SHOWN_ALREADY), contacts
    return _advance(unit, plan, PlanState.SENDING, ""), contacts


def _is_covered(plan: Plan, contacts: Wanted, seen: Seen) -> bool:
    """Whether all that writing would overwrite at the registrar now is in the plan, however it is spelled."""
    if plan.of_name is not None:
        return rows_of(plan, contacts, seen, seen)[plan.of_name.path].registrar in (
            plan.of_name.from_,
            plan.of_name.to,
        )
    rows = contact_table(contacts, seen, seen, rules_for(plan.name))
    approved = {(c.role, c.field): c.from_ for c in plan.changes if c.seen_at != ("public",)}
    return all(
        (change.role, change.field) in approved
        and is_like(approved[change.role, change.field], change, contacts)
        for change in changes_of(rows)
    )


def rows_of(
    plan: Plan, contacts: Wanted, registrar: Observation, public: Observation
) -> dict[str, FieldVerdict]:
    """Return the rows of what the plan wants, by path."""
    change = plan.of_name
    if change is not None:
        return {change.path: row_of(NameField(change.field), change.to or "", registrar, public)}
    return {row.path: row for _, row in contact_table(contacts, registrar, public, rules_for(plan.name))}


def is_like(former: str | None, change: PlannedChange, contacts: Wanted) -> bool:
    """
    Return whether `change` starts from the value `former`, however it is spelled; nothing is like nothing.

    `contacts` are those that are wanted: a country tells how numbers and provinces are read.
    """
    if not former or not change.from_:
        return not former and not change.from_
    if change.role is None:
        return former == change.from_
    forms = forms_of(change.field, contacts[change.role].address.country)
    return likeness(former, change.from_, forms) is not None


def _is_shown(plan: Plan, contacts: Wanted, seen: Seen) -> bool:
    """Whether the registrar shows every planned value to the letter, so that nothing has to be written."""
    rows = rows_of(plan, contacts, seen, seen)
    shown = ((change, rows.get(change.path)) for change in plan.changes)
    return all(
        change.to is None if row is None else row.registrar_verdict is Verdict.SAME for change, row in shown
    )


def _send(records: Records, write: Write, plan: Plan, contacts: Wanted, by: Actor, *, now: datetime) -> Plan:
    """Send once and settle; a bug or an interrupt is settled as unknown, and raised."""
    state, detail = PlanState.UNKNOWN, INTERRUPTED
    settled = plan
    try:
        state, detail = _answer(write, contacts)
    finally:
        settled = _settle(records, plan, state, detail, by, now=now)
    return settled


def _settle(records: Records, plan: Plan, state: PlanState, detail: str, by: Actor, *, now: datetime) -> Plan:
    with records.changing(by) as unit:
        try:
            settled = _advance(unit, plan, state, detail)
            open_verification(unit, settled, now=now)
        except Moved:
            # Another start took it for left behind: it stays unknown, and looking will find what we did.
            _log.warning("name=%s plan=%s answered=%s but was moved on meanwhile", plan.name, plan.id, state)
            settled = unit.plans.get(plan.number)
        unit.commit()
    _log.info("name=%s plan=%s apply=%s", settled.name, settled.id, settled.state)
    return settled


def _answer(write: Write, contacts: Wanted) -> tuple[PlanState, str]:
    try:
        receipt = write(contacts)
    except (TryAgain, AccessRefused) as err:
        return PlanState.APPROVED, str(err)
    except (Refused, Unsupported) as err:
        return PlanState.REFUSED, str(err)
    except RegistrarError as err:
        return PlanState.UNKNOWN, str(err)
    reference = f", reference {receipt.reference}" if receipt.reference else ""
    return PlanState.SENT, f"{PENDING if receipt.pending else 'accepted'}{reference}"


def _advance(unit: Unit, plan: Plan, to: PlanState, detail: str) -> Plan:
    return unit.plans.advance(plan.number, from_=plan.state, to=to, detail=detail)

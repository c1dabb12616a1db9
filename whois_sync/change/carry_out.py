"""Carrying a contact change to every name: what waits is taken up, what is approved sent, then proved."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from portfolio.audit import Actor
from portfolio.change import ContactChange, Progress, Reach, Way
from portfolio.clock import Clock
from portfolio.contacts import Contact
from portfolio.drift import Plan, PlanState
from portfolio.names import DomainName
from portfolio.observation import Source, Unreadable, Why
from portfolio.stop import StopReason
from records import Records, RecordsError, Unit
from registrar.errors import AccessRefused, RegistrarError
from whois_sync.change.everywhere import plan_for
from whois_sync.change.how_far import close_settled, newest_plans, progress
from whois_sync.change.reach import (
    UNSENT,
    CanSet,
    Wish,
    can_set_through,
    changes_at,
    consequences_at,
    gives_way,
)
from whois_sync.errors import NotReady, SyncError
from whois_sync.observe import LooksUp, RegistrarFor
from whois_sync.repair.apply import apply
from whois_sync.repair.approve import is_still_wanted
from whois_sync.repair.prove import prove
from whois_sync.repair.verifying import open_verification

_log = logging.getLogger("whois_sync")

MADE_ROOM = "change {} takes its place"
DONE_BY_HAND = "carried out by hand"
REFUSING = "the account refuses us, or stands still; nothing is asked there until that is put right"
_SENT = frozenset({PlanState.SENT, PlanState.UNKNOWN, PlanState.NOT_PROVED})


@dataclass
class CarryOut:
    """
    Carries changes out. May be called again at any time: each plan is sent once, whoever else is at it.

    An account that refuses our credentials is left alone for the rest of this object's life.
    """

    records: Records
    registrar_for: RegistrarFor
    public: LooksUp
    clock: Clock
    refusing: set[str] = field(default_factory=set[str])

    def advance_change(self, change_id: int, *, by: Actor, dry_run: bool = False) -> Iterator[Progress]:
        """
        Move each name of a change on as far as it goes now, and yield how far that is, name by name.

        A name that fails tells why in its detail, and the next one follows. The change is closed when every
        name is done. With `dry_run` the registrars are read and nothing is sent, proved or closed. Raises
        `records.NotHeld` for no such change.
        """
        can_set = can_set_through(self.registrar_for)
        with self.records.reading() as unit:
            change = unit.changes.get(change_id)
            plans = newest_plans(unit, change_id)
        for plan in plans:
            try:
                moved, why = self._advance(change, plan, can_set, by, dry_run=dry_run), ""
            except (SyncError, RegistrarError, RecordsError) as err:
                moved, why = self._failed(plan, err), str(err)
            with self.records.reading() as unit:
                yield progress(unit, can_set, moved, why)
        if not dry_run:
            with self.records.changing(by) as unit:
                close_settled(unit, [unit.changes.get(change_id)])
                unit.commit()

    def done_by_hand(self, change_id: int, name: DomainName, *, by: Actor) -> Plan:
        """
        Take a person's word that an approved plan was carried out at a registrar that we cannot write to.

        It is sent by that, and still has to be shown. Raises `NotReady` where nothing waits to be done so.
        """
        can_set = can_set_through(self.registrar_for)
        with self.records.changing(by) as unit:
            plan = next((one for one in newest_plans(unit, change_id) if one.name == name), None)
            if (
                plan is None
                or plan.state is not PlanState.APPROVED
                or can_set(unit.accounts.get(plan.account))
            ):
                raise NotReady(f"nothing of change {change_id} waits to be done by hand on {name}")
            plan = unit.plans.advance(
                plan.number, from_=PlanState.APPROVED, to=PlanState.SENT, detail=DONE_BY_HAND
            )
            open_verification(unit, plan, now=self.clock.now())
            unit.commit()
            return plan

    def _advance(
        self, change: ContactChange, plan: Plan, can_set: CanSet, by: Actor, *, dry_run: bool
    ) -> Plan:
        if plan.state is PlanState.WITHDRAWN and not dry_run:
            plan = self._taken_up(change, plan, by)
        if plan.state is not PlanState.APPROVED and plan.state not in _SENT:
            return plan
        by_hand = self._raise_if_refusing_else_by_hand(plan, can_set)
        if plan.state is PlanState.APPROVED and not by_hand:
            plan = apply(self.records, self.registrar_for, self.clock, plan.number, by=by, dry_run=dry_run)
        if dry_run or not (plan.state in _SENT or (by_hand and plan.state is PlanState.APPROVED)):
            return plan
        return prove(
            self.records,
            self.registrar_for,
            self.public,
            self.clock,
            plan.number,
            by=by,
            by_hand=by_hand,
        )

    def _raise_if_refusing_else_by_hand(self, plan: Plan, can_set: CanSet) -> bool:
        with self.records.reading() as unit:
            account = unit.accounts.get(plan.account)
            stop = unit.stops.of(plan.account)
            stopped = stop is not None and stop.reason is StopReason.ACCESS
            if stopped or plan.account in self.refusing:
                raise NotReady(REFUSING)
        return not can_set(account)

    def _failed(self, plan: Plan, err: Exception) -> Plan:
        """The plan as it stands after a failure; an account that refused us is remembered."""
        with self.records.reading() as unit:
            last = unit.observations.latest(plan.name, Source.REGISTRAR)
            refused = isinstance(last, Unreadable) and last.why is Why.REFUSED
            if refused or isinstance(err, AccessRefused):
                self.refusing.add(plan.account)
            _log.warning("name=%s plan=%s advance=%s", plan.name, plan.id, type(err).__name__)
            return unit.plans.get(plan.number)

    def _taken_up(self, change: ContactChange, plan: Plan, by: Actor) -> Plan:
        """A new plan for a name that had to wait or whose plan was withdrawn; `plan` while it still waits."""
        with self.records.changing(by) as unit:
            if change.closed_at is not None or not is_still_wanted(unit, plan):
                return plan
            standing = unit.plans.open_for(plan.name)
            if standing is not None:
                if not gives_way(standing, ()) and (
                    standing.state not in UNSENT or is_still_wanted(unit, standing)
                ):
                    return plan
                unit.plans.advance(
                    standing.number,
                    from_=standing.state,
                    to=PlanState.WITHDRAWN,
                    detail=MADE_ROOM.format(change.id),
                )
            taken = unit.plans.propose(plan_for(change, _reach(unit, change, plan), self.clock))
            if plan.is_put_off and change.approved_by and set(taken.consequences) <= set(plan.consequences):
                taken = unit.plans.approve_by_change(taken.number)
            unit.commit()
            return taken


def _reach(unit: Unit, change: ContactChange, plan: Plan) -> Reach:
    held = unit.domains.get(plan.name)
    wish = _wish(unit, change)
    roles = tuple(plan.wanted)
    changes = changes_at(held, roles, wish, unit.observations.latest(plan.name, Source.REGISTRAR))
    return Reach(
        name=held.name,
        account=held.account,
        registrar=unit.accounts.get(held.account).registrar,
        roles=roles,
        way=Way.PLANNED,
        changes=changes,
        consequences=consequences_at(held, changes, wish),
    )


def _wish(unit: Unit, change: ContactChange) -> Wish:
    """What the change wants, as it was when it was asked for."""
    return Wish(
        slug=change.contact,
        version=change.version,
        contact=unit.contacts.get(change.contact, change.version).contact,
        former=_former(unit, change),
        replaced=change.replaced,
        role=change.role,
    )


def _former(unit: Unit, change: ContactChange) -> Contact:
    if change.replaced is not None:
        return unit.contacts.get(change.replaced).contact
    return unit.contacts.get(change.contact, change.version - 1).contact

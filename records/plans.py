"""Plans: repairs that one proposes and another approves."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import update
from sqlmodel import col, select

from portfolio.audit import AuditTag, is_person
from portfolio.contacts import ContactRole
from portfolio.drift import Plan, PlannedChange, PlanState
from portfolio.names import DomainName
from portfolio.values import PersonalValue
from records import vault
from records.encryption import Place
from records.errors import AlreadyHeld, Moved, NotHeld, SamePerson
from records.tables import (
    AuditLinkRow,
    AuditPayloadRow,
    ContactChangeRow,
    ContactVersionRow,
    DomainRow,
    PlanRoleRow,
    PlanRow,
)
from records.transaction import Transaction

_FEW = 500
"""So many plans are asked for by their numbers: a statement takes only so many values."""

_CLOSED = [state.value for state in PlanState if not state.is_open]


class _Proposal(PersonalValue):
    """What is sealed of a plan."""

    changes: tuple[PlannedChange, ...]
    consequences: tuple[str, ...]


_PROPOSAL = TypeAdapter(_Proposal)


class Plans:
    """The plans. At most one is open for a name, and no proposer approves: the database sees to both."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def propose(self, plan: Plan) -> Plan:
        """
        Keep a new plan, proposed by the unit's actor, and return it with its id.

        The plans of a contact change are proposed by who asked for it, whoever acts: so that this person
        approves none of them. Raises `AlreadyHeld` when one is open for the name, `NotHeld` when the name, a
        wanted contact version or the change is not held, `SamePerson` when it names another proposer, `Moved`
        when it is not new.
        """
        self._raise_if_not_new(plan, PlanState.PROPOSED)
        if self.open_for(plan.name) is not None:
            raise AlreadyHeld(f"a plan for {plan.name} is open already")
        return self._keep(plan)

    def put_off(self, plan: Plan) -> Plan:
        """
        Keep a plan of a contact change for a name that has to wait, and return it with its id.

        It is withdrawn from the start and has no changes. Raises as `propose` does, but for an open plan.
        """
        self._raise_if_not_new(plan, PlanState.WITHDRAWN)
        if plan.change is None or plan.changes:
            raise Moved(f"the plan for {plan.name} is not one that is put off")
        return self._keep(plan)

    def get(self, plan_id: int) -> Plan:
        """Return the plan. Raises `NotHeld`."""
        return self._plans([self._transaction.find(PlanRow, plan_id, f"there is no plan {plan_id}")])[0]

    def all(self, *, open_only: bool = False) -> list[Plan]:
        """Return every plan, or those that still wait for someone or something, oldest first."""
        query = select(PlanRow).order_by(col(PlanRow.id))
        if open_only:
            query = query.where(col(PlanRow.state).not_in(_CLOSED))
        return self._plans(self._transaction.session.exec(query).all())

    def open_for(self, name: DomainName) -> Plan | None:
        """Return the plan that is open for the name, None when there is none."""
        query = select(PlanRow).where(col(PlanRow.name) == name, col(PlanRow.state).not_in(_CLOSED))
        found = self._plans(self._transaction.session.exec(query).all())
        return found[0] if found else None

    def of_change(self, change_id: int) -> list[Plan]:
        """Return every plan of a contact change, oldest first; the newest of a name counts."""
        query = select(PlanRow).where(col(PlanRow.change) == change_id).order_by(col(PlanRow.id))
        return self._plans(self._transaction.session.exec(query).all())

    def approve(self, plan_id: int) -> Plan:
        """
        Approve a proposed plan in the name of the unit's actor.

        Raises `NotHeld`, `SamePerson` when the actor proposed it, or is a machine and the plan would change
        the name's own field, `Moved` when it is not proposed any more.
        """
        actor, before = self._transaction.actor, self.get(plan_id)
        if before.of_name is not None and not is_person(actor):
            raise SamePerson(f"plan {plan_id} changes {before.of_name.field}; a person must approve it")
        if before.proposed_by.casefold() == actor.casefold():
            raise SamePerson(f"plan {plan_id} was proposed by {actor}; someone else must approve it")
        statement = (
            update(PlanRow)
            .where(col(PlanRow.id) == plan_id, col(PlanRow.state) == PlanState.PROPOSED)
            .values(state=PlanState.APPROVED, approved_by=actor)
        )
        self._transaction.move(statement, moved=f"plan {plan_id} is {before.state}, not {PlanState.PROPOSED}")
        self._transaction.tell(AuditTag.PLAN_APPROVED, before.name, f"plan {plan_id}")
        return self.get(plan_id)

    def approve_by_change(self, plan_id: int) -> Plan:
        """
        Approve a proposed plan by the approval that its contact change has, whoever acts.

        The caller has seen that it sets off nothing that the change's approver was not shown. Raises
        `NotHeld`, `Moved` when it is not proposed or its change has no approval.
        """
        row = self._transaction.find(PlanRow, plan_id, f"there is no plan {plan_id}")
        number = row.change
        change = number and self._transaction.session.get(ContactChangeRow, number)
        if not change or change.approved_by is None:
            raise Moved(f"plan {plan_id} is part of no change that was approved")
        statement = (
            update(PlanRow)
            .where(col(PlanRow.id) == plan_id, col(PlanRow.state) == PlanState.PROPOSED)
            .values(state=PlanState.APPROVED, approved_by=change.approved_by)
        )
        told = f"plan {plan_id}, by the approval of change {change.id} by {change.approved_by}"
        self._transaction.move(statement, moved=f"plan {plan_id} is {row.state}, not {PlanState.PROPOSED}")
        self._transaction.tell(AuditTag.PLAN_APPROVED, row.name, told)
        return self.get(plan_id)

    def advance(self, plan_id: int, *, from_: PlanState, to: PlanState, detail: str = "") -> Plan:
        """
        Move the plan on, if it is still in the state `from_`.

        From SENDING a plan may go back to APPROVED: nothing was sent, and its approval stands. Raises
        `NotHeld`, and `Moved` when the plan is in another state or would come past its approval.
        """
        before = self.get(plan_id)
        nothing_left_the_house = (from_, to) == (PlanState.SENDING, PlanState.APPROVED)
        if to in (PlanState.PROPOSED, PlanState.APPROVED) and not nothing_left_the_house:
            raise Moved(f"plan {plan_id} becomes {to} by being proposed or approved, in no other way")
        if before.approved_by is None and to not in (PlanState.REFUSED, PlanState.WITHDRAWN):
            raise Moved(f"plan {plan_id} is {before.state}: nobody has approved it")
        row = self._transaction.find(PlanRow, plan_id, f"there is no plan {plan_id}")
        statement = (
            update(PlanRow)
            .where(col(PlanRow.id) == plan_id, col(PlanRow.state) == from_)
            .values(state=to, detail=self._seal(row, "detail", detail))
        )
        self._transaction.move(statement, moved=f"plan {plan_id} is {before.state}, not {from_}")
        self._transaction.tell(AuditTag.PLAN_ADVANCED, before.name, _moved(plan_id, from_, to))
        return self.get(plan_id)

    def left_at(self, plan_id: int) -> datetime | None:
        """Return when the plan last left for the registrar, by the audit chain; None when it has not."""
        row = self._transaction.find(PlanRow, plan_id, f"there is no plan {plan_id}")
        statement = (
            select(AuditLinkRow.at)
            .join(AuditPayloadRow)
            .where(
                col(AuditPayloadRow.subject) == row.name,
                col(AuditLinkRow.tag) == AuditTag.PLAN_ADVANCED.value,
                col(AuditPayloadRow.detail).in_(
                    [
                        _moved(plan_id, PlanState.APPROVED, left)
                        for left in (PlanState.SENDING, PlanState.SENT)
                    ]
                ),
            )
            .order_by(col(AuditLinkRow.sequence).desc())
        )
        return self._transaction.session.exec(statement.limit(1)).first()

    def _raise_if_not_new(self, plan: Plan, state: PlanState) -> None:
        if plan.state is not state or plan.approved_by is not None or plan.id is not None:
            raise Moved(f"the plan for {plan.name} is {plan.state}, not new")
        proposer = self._transaction.actor
        if plan.change is not None:
            absent = f"there is no change {plan.change}"
            proposer = self._transaction.find(ContactChangeRow, plan.change, absent).asked_by
        if plan.proposed_by != proposer:
            raise SamePerson(f"the plan for {plan.name} names a proposer who is not the one who acts")

    def _keep(self, plan: Plan) -> Plan:
        client = self._transaction.find(DomainRow, plan.name, f"{plan.name} is not held").client
        self._raise_if_not_held(plan)
        row = self._row(plan, client)
        self._transaction.keep(row, taken=f"a plan for {plan.name} is open already")
        self._transaction.keep(*_role_rows(plan, row.id), taken=f"plan {row.id} wants this already")
        told = f"plan {row.id}" if plan.change is None else f"plan {row.id} of change {plan.change}"
        self._transaction.tell(AuditTag.PLAN_PROPOSED, plan.name, told)
        return plan.model_copy(update={"id": row.id})

    def _raise_if_not_held(self, plan: Plan) -> None:
        for slug, version in plan.wanted.values():
            if self._transaction.session.get(ContactVersionRow, (slug, version)) is None:
                raise NotHeld(f"there is no contact {slug!r} in version {version}")

    def _row(self, plan: Plan, client: str) -> PlanRow:
        row = PlanRow(
            key=secrets.token_hex(16),
            name=plan.name,
            client=client,
            account=plan.account,
            change=plan.change,
            changes=b"",
            state=plan.state,
            proposed_by=plan.proposed_by,
            proposed_at=plan.proposed_at,
            detail=b"",
        )
        proposal = _Proposal(changes=plan.changes, consequences=plan.consequences)
        row.changes = self._seal(row, "changes", proposal.model_dump_json())
        row.detail = self._seal(row, "detail", plan.detail)
        return row

    def _seal(self, row: PlanRow, column: str, plain: str) -> bytes:
        return self._transaction.vault.seal(vault.of_client(row.client), plain, _place(row, column))

    def _unseal(self, row: PlanRow, column: str, sealed: bytes) -> str:
        return self._transaction.vault.unseal(vault.of_client(row.client), sealed, _place(row, column))

    def _plans(self, rows: Sequence[PlanRow]) -> list[Plan]:
        query = select(PlanRoleRow)
        if len(rows) <= _FEW:
            query = query.where(col(PlanRoleRow.plan).in_([row.id for row in rows]))
        wanted: dict[int, dict[ContactRole, tuple[str, int]]] = {}
        for role in self._transaction.session.exec(query) if rows else ():
            wanted.setdefault(role.plan, {})[ContactRole(role.role)] = (role.contact, role.version)
        return [self._plan(row, wanted.get(row.id, {})) for row in rows]

    def _plan(self, row: PlanRow, wanted: dict[ContactRole, tuple[str, int]]) -> Plan:
        proposal = _PROPOSAL.validate_json(self._unseal(row, "changes", row.changes))
        return Plan(
            id=row.id,
            change=row.change,
            name=DomainName(row.name),
            account=row.account,
            changes=proposal.changes,
            wanted=wanted,
            consequences=proposal.consequences,
            state=PlanState(row.state),
            proposed_by=row.proposed_by,
            proposed_at=row.proposed_at,
            approved_by=row.approved_by,
            detail=self._unseal(row, "detail", row.detail),
        )


def _role_rows(plan: Plan, plan_id: int) -> list[PlanRoleRow]:
    return [
        PlanRoleRow(plan=plan_id, role=role, contact=slug, version=version)
        for role, (slug, version) in plan.wanted.items()
    ]


def _moved(plan_id: int, from_: PlanState, to: PlanState) -> str:
    return f"plan {plan_id}: {from_} → {to}"


def _place(row: PlanRow, column: str) -> Place:
    return Place("plans", row.key, column)

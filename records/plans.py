"""Plans: repairs that one proposes and another approves."""

import secrets
from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.drift import Plan, PlannedChange, PlanState
from portfolio.names import DomainName
from portfolio.values import PersonalValue
from records import vault
from records.encryption import Place
from records.errors import AlreadyHeld, Moved, NotHeld, SamePerson
from records.tables import ContactVersionRow, DomainRow, PlanRoleRow, PlanRow
from records.transaction import Transaction

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

        Raises `AlreadyHeld` when one is open for the name, `NotHeld` when the name or a wanted contact
        version is not held, `SamePerson` when it names another proposer, `Moved` when it is not new.
        """
        if plan.proposed_by != self._transaction.actor:
            raise SamePerson(f"the plan for {plan.name} names a proposer who is not the one who acts")
        if plan.state is not PlanState.PROPOSED or plan.approved_by is not None or plan.id is not None:
            raise Moved(f"the plan for {plan.name} is {plan.state}, not new")
        taken = f"a plan for {plan.name} is open already"
        if self.open_for(plan.name) is not None:
            raise AlreadyHeld(taken)
        client = self._transaction.find(DomainRow, plan.name, f"{plan.name} is not held").client
        self._raise_if_not_held(plan)
        row = self._row(plan, client)
        self._transaction.keep(row, taken=taken)
        self._transaction.keep(*_role_rows(plan, row.id), taken=f"plan {row.id} wants this already")
        self._transaction.tell(AuditTag.PLAN_PROPOSED, plan.name, f"plan {row.id}")
        return plan.model_copy(update={"id": row.id})

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

    def approve(self, plan_id: int) -> Plan:
        """
        Approve a proposed plan in the name of the unit's actor.

        Raises `NotHeld`, `SamePerson` when the actor proposed it, `Moved` when it is not proposed any more.
        """
        actor, before = self._transaction.actor, self.get(plan_id)
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
        self._transaction.tell(AuditTag.PLAN_ADVANCED, before.name, f"plan {plan_id}: {from_} → {to}")
        return self.get(plan_id)

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
        if len(rows) == 1:
            query = query.where(col(PlanRoleRow.plan) == rows[0].id)
        wanted: dict[int, dict[ContactRole, tuple[str, int]]] = {}
        for role in self._transaction.session.exec(query) if rows else ():
            wanted.setdefault(role.plan, {})[ContactRole(role.role)] = (role.contact, role.version)
        return [self._plan(row, wanted.get(row.id, {})) for row in rows]

    def _plan(self, row: PlanRow, wanted: dict[ContactRole, tuple[str, int]]) -> Plan:
        proposal = _PROPOSAL.validate_json(self._unseal(row, "changes", row.changes))
        return Plan(
            id=row.id,
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


def _place(row: PlanRow, column: str) -> Place:
    return Place("plans", row.key, column)

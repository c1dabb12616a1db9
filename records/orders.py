"""Orders: the list of what was asked of registrars, and how far each came."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, Update, bindparam, func, update
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import Order, OrderKind, OrderState, Progress
from records.columns import TenThousandths
from records.domains import Domains
from records.errors import Moved, NotHeld, SamePerson
from records.lost_orders import LostOrders
from records.order_rows import order_of, progress_columns, role_rows_of, row_of, sealed_detail
from records.tables import ClientRow, OrderRoleRow, OrderRow
from records.transaction import Transaction

_CLOSED = [state.value for state in OrderState if not state.is_open]
_COST_NOTHING = [state.value for state in OrderState if not state.may_have_cost]
_SENT_FROM = (OrderState.APPROVED, OrderState.ABSENT_CONFIRMED)


class Orders:
    """The orders. For one account, name and kind at most one is open: the database sees to it."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def draft(self, order: Order, *, second_person_needed: bool = False) -> Order:
        """
        Keep a new order, drafted by the unit's actor.

        With `second_person_needed` its drafter may not approve it. Raises `AlreadyHeld` when the reference is
        taken or such an order is open; `NotHeld` when its client, account, batch, a contact or the version
        of one is not held; `SamePerson` when it names another drafter; `Moved` when it is no draft.
        """
        if order.drafted_by != self._transaction.actor:
            raise SamePerson(f"order {order.reference} names a drafter who is not the one who acts")
        if order.state is not OrderState.DRAFT or order.approved_by is not None:
            raise Moved(f"order {order.reference} is {order.state}, not a draft")
        self._transaction.find(ClientRow, order.client, f"there is no client {order.client!r}")
        LostOrders(self._transaction).raise_if_struck(order.reference)
        _raise_if_without_role(order, order.versions)
        row = row_of(order, self._transaction.vault, second_person_needed=second_person_needed)
        taken = (
            f"an order to {order.kind} {order.name} at {order.account} is open, or {order.reference} is taken"
        )
        self._transaction.keep(row, *role_rows_of(order), taken=taken)
        self._transaction.tell(AuditTag.ORDER_DRAFTED, order.reference, f"{order.kind} {order.name}")
        return order

    def get(self, reference: str) -> Order:
        """Return the order. Raises `NotHeld`."""
        found = self._transaction.session.execute(_WITH_ROLES, {"of_order": reference}).all()
        if not found:
            raise NotHeld(f"there is no order {reference!r}")
        roles = [role for _, role in found if role is not None]
        return order_of(found[0][0], roles, self._transaction.vault)

    def state_of(self, reference: str) -> OrderState:
        """Return the state of the order alone. Raises `NotHeld`."""
        state = self._transaction.session.connection().execute(_STATE, {"of_order": reference}).scalar()
        if state is None:
            raise NotHeld(f"there is no order {reference!r}")
        return OrderState(state)

    def all(self, *, open_only: bool = False) -> list[Order]:
        """Return every order, or those that may still cost or bring something, oldest first."""
        return self._oldest_first(*([_IS_OPEN] if open_only else []))

    def of_name(self, name: DomainName) -> list[Order]:
        """Return every order for the name, oldest first."""
        return self._oldest_first(col(OrderRow.name) == name)

    def of_batch(self, slug: str) -> list[Order]:
        """Return every order that came in with the batch, oldest first."""
        return self._oldest_first(col(OrderRow.batch) == slug)

    def due(self, now: datetime) -> list[Order]:
        """Return the open orders for which something is worth doing at `now`, the longest waiting first."""
        return self._where(_IS_OPEN, col(OrderRow.next_at) <= now, by=col(OrderRow.next_at))

    def spent(self, since: datetime, *, except_for: str | None = None) -> list[Money]:
        """
        Return what the orders submitted at `since` or later cost or may have cost: one amount a currency.

        An order whose cost is not known counts with its price limit. `except_for` is an order left out.
        """
        sums = self._transaction.session.connection().execute(
            _SPENT, {"since": since, "except_for": except_for or "", "cost_nothing": _COST_NOTHING}
        )
        return [Money(amount=sum_, currency=in_) for sum_, in_ in sums]

    def approve(
        self,
        reference: str,
        *,
        versions: Mapping[ContactRole, int] | None = None,
        progress: Progress | None = None,
    ) -> Order:
        """
        Approve a draft in the name of the unit's actor, now.

        `versions` are those of the contacts that are sent; they replace the draft's, as `progress` does where
        it is given. Raises `NotHeld`, `Moved` when it is no draft, `SamePerson` when a second person is
        needed.
        """
        before = self.get(reference)
        approved = before.model_copy(
            update={
                "state": OrderState.APPROVED,
                "approved_by": self._transaction.actor,
                "approved_at": self._transaction.clock.now(),
                "versions": dict(before.versions if versions is None else versions),
                "progress": progress or before.progress,
            }
        )
        _raise_if_without_role(before, approved.versions)
        with self._transaction.session.begin_nested():
            self._transaction.move(
                _approval(approved), moved=f"order {reference} is {before.state}, not a draft"
            )
            if approved.versions != before.versions:
                self._fix_versions(before, approved.versions)
        self._transaction.tell(AuditTag.ORDER_APPROVED, reference)
        return approved

    def advance(
        self,
        reference: str,
        *,
        from_: OrderState,
        to: OrderState,
        detail: str = "",
        vendor_reference: str | None = None,
        progress: Progress | None = None,
    ) -> Order:
        """
        Move the order on, if it is still in the state `from_`.

        `vendor_reference` and `progress` stay as they are when none is given; once an order is over, it has
        no `next_at`. From a state to the same is a note. Only an approved order, or one that is confirmed
        absent, comes to SUBMITTING. From there it may go back to APPROVED: nothing was sent, and its approval
        stands. Raises `NotHeld`, and `Moved` when the order is in another state or would come past its
        approval.
        """
        before = self.get(reference)
        _raise_if_no_way(before, from_, to)
        after = _advanced(before, to, detail, vendor_reference, progress)
        values: dict[str, object] = {
            "of_order": reference,
            "from_state": from_,
            "state": to,
            "detail": sealed_detail(before, self._transaction.vault, detail),
            "vendor_reference": after.vendor_reference,
        }
        self._transaction.move(
            _ADVANCE,
            values | progress_columns(after.progress),
            moved=f"order {reference} is {before.state}, not {from_}",
        )
        if after.kind is OrderKind.RENEW and to is OrderState.REFUSED:
            Domains(self._transaction).look_for_notices(after.name, from_=date.min)
        self._transaction.tell(AuditTag.ORDER_ADVANCED, reference, f"{from_} → {to}")
        return after

    def _fix_versions(self, order: Order, versions: Mapping[ContactRole, int]) -> None:
        for role in order.roles:
            statement = (
                update(OrderRoleRow)
                .where(col(OrderRoleRow.reference) == order.reference, col(OrderRoleRow.role) == role)
                .values(version=versions.get(role))
            )
            self._transaction.move(statement, moved=f"order {order.reference} has no {role} contact")

    def _oldest_first(self, *conditions: ColumnElement[bool]) -> list[Order]:
        return self._where(*conditions, by=col(OrderRow.drafted_at))

    def _where(
        self, *conditions: ColumnElement[bool], by: Mapped[datetime] | Mapped[datetime | None]
    ) -> list[Order]:
        query = select(OrderRow).where(*conditions).order_by(by, col(OrderRow.reference))
        rows = self._transaction.session.exec(query).all()
        roles: dict[str, list[OrderRoleRow]] = {row.reference: [] for row in rows}
        theirs = select(OrderRoleRow).join(OrderRow).where(*conditions)
        for role in self._transaction.session.exec(theirs) if rows else ():
            roles[role.reference].append(role)
        return [order_of(row, roles[row.reference], self._transaction.vault) for row in rows]


_IS_OPEN = col(OrderRow.state).not_in(_CLOSED)
_WITH_ROLES = (
    select(OrderRow, OrderRoleRow)
    .outerjoin(OrderRoleRow, col(OrderRoleRow.reference) == col(OrderRow.reference))
    .where(col(OrderRow.reference) == bindparam("of_order"))
)
_CURRENCY = func.coalesce(col(OrderRow.cost_currency), col(OrderRow.price_limit_currency))
_SPENT = (
    select(
        func.sum(func.coalesce(col(OrderRow.cost), col(OrderRow.price_limit)), type_=TenThousandths()),
        _CURRENCY,
    )
    .where(
        col(OrderRow.submitted_at) >= bindparam("since"),
        col(OrderRow.state).not_in(bindparam("cost_nothing", expanding=True)),
    )
    .where(col(OrderRow.reference) != bindparam("except_for"))
    .group_by(_CURRENCY)
    .order_by(_CURRENCY)
)
_STATE = select(col(OrderRow.state)).where(col(OrderRow.reference) == bindparam("of_order"))
_ADVANCE = update(OrderRow).where(
    col(OrderRow.reference) == bindparam("of_order"), col(OrderRow.state) == bindparam("from_state")
)


def _approval(approved: Order) -> Update:
    return (
        update(OrderRow)
        .where(col(OrderRow.reference) == approved.reference, col(OrderRow.state) == OrderState.DRAFT)
        .values(
            state=OrderState.APPROVED,
            approved_by=approved.approved_by,
            approved_at=approved.approved_at,
            **progress_columns(approved.progress),
        )
    )


def _raise_if_without_role(order: Order, versions: Iterable[ContactRole]) -> None:
    for role in versions:
        if role not in order.roles:
            raise NotHeld(f"order {order.reference} has no {role} contact that could have a version")


def _raise_if_no_way(order: Order, from_: OrderState, to: OrderState) -> None:
    stays_or_never_left = from_ is to or (from_, to) == (OrderState.SUBMITTING, OrderState.APPROVED)
    if to in (OrderState.DRAFT, OrderState.APPROVED) and not stays_or_never_left:
        raise Moved(f"order {order.reference} becomes {to} by being drafted or approved, in no other way")
    if order.approved_by is None and to not in (from_, OrderState.REFUSED):
        raise Moved(f"order {order.reference} is {order.state}: nobody has approved it")
    if to is OrderState.SUBMITTING and from_ not in _SENT_FROM:
        raise Moved(f"order {order.reference} is {order.state}: it may have been sent, and is not sent again")


def _advanced(
    before: Order, to: OrderState, detail: str, vendor_reference: str | None, progress: Progress | None
) -> Order:
    came = progress or before.progress
    return before.model_copy(
        update={
            "state": to,
            "detail": detail,
            "vendor_reference": vendor_reference or before.vendor_reference,
            "progress": came if to.is_open else came.model_copy(update={"next_at": None}),
        }
    )

"""Orders: the list of what was asked of registrars, and how far each came."""

from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import Order, OrderKind, OrderState
from records import vault
from records.encryption import Place
from records.errors import Moved, SamePerson
from records.tables import ClientRow, OrderRoleRow, OrderRow
from records.transaction import Transaction

_ATTRIBUTES = TypeAdapter(dict[str, str])
_CLOSED = [state.value for state in OrderState if not state.is_open]


class Orders:
    """The orders. For one account, name and kind at most one is open: the database sees to it."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def draft(self, order: Order, *, second_person_needed: bool = False) -> Order:
        """
        Keep a new order, drafted by the unit's actor.

        With `second_person_needed` its drafter may not approve it. Raises `AlreadyHeld` when the reference is
        taken or such an order is open, `NotHeld` when its client, account or a contact is not held,
        `SamePerson` when it names another drafter, `Moved` when it is no draft.
        """
        if order.drafted_by != self._transaction.actor:
            raise SamePerson(f"order {order.reference} names a drafter who is not the one who acts")
        if order.state is not OrderState.DRAFT or order.approved_by is not None:
            raise Moved(f"order {order.reference} is {order.state}, not a draft")
        self._transaction.find(ClientRow, order.client, f"there is no client {order.client!r}")
        roles = [
            OrderRoleRow(reference=order.reference, role=role, contact=contact)
            for role, contact in order.roles.items()
        ]
        row = self._row(order, second_person_needed=second_person_needed)
        taken = (
            f"an order to {order.kind} {order.name} at {order.account} is open, or {order.reference} is taken"
        )
        self._transaction.keep(row, *roles, taken=taken)
        self._transaction.tell(AuditTag.ORDER_DRAFTED, order.reference, f"{order.kind} {order.name}")
        return order

    def get(self, reference: str) -> Order:
        """Return the order. Raises `NotHeld`."""
        row = self._transaction.find(OrderRow, reference, f"there is no order {reference!r}")
        return self._orders([row])[0]

    def all(self, *, open_only: bool = False) -> list[Order]:
        """Return every order, or those that may still cost or bring something, oldest first."""
        query = select(OrderRow).order_by(col(OrderRow.drafted_at), col(OrderRow.reference))
        if open_only:
            query = query.where(col(OrderRow.state).not_in(_CLOSED))
        return self._orders(self._transaction.session.exec(query).all())

    def approve(self, reference: str) -> Order:
        """
        Approve a draft in the name of the unit's actor.

        Raises `NotHeld`, `Moved` when it is no draft, `SamePerson` when a second person is needed.
        """
        actor = self._transaction.actor
        state = self.get(reference).state
        statement = (
            update(OrderRow)
            .where(col(OrderRow.reference) == reference, col(OrderRow.state) == OrderState.DRAFT)
            .values(state=OrderState.APPROVED, approved_by=actor)
        )
        self._transaction.move(statement, moved=f"order {reference} is {state}, not a draft")
        self._transaction.tell(AuditTag.ORDER_APPROVED, reference)
        return self.get(reference)

    def advance(
        self,
        reference: str,
        *,
        from_: OrderState,
        to: OrderState,
        detail: str = "",
        vendor_reference: str | None = None,
    ) -> Order:
        """
        Move the order on, if it is still in the state `from_`.

        A `vendor_reference` once known stays when none is given. From SUBMITTING an order may go back to
        APPROVED: nothing was sent, and its approval stands. Raises `NotHeld`, and `Moved` when the order
        is in another state or would come past its approval.
        """
        before = self.get(reference)
        nothing_left_the_house = (from_, to) == (OrderState.SUBMITTING, OrderState.APPROVED)
        if to in (OrderState.DRAFT, OrderState.APPROVED) and not nothing_left_the_house:
            raise Moved(f"order {reference} becomes {to} by being drafted or approved, in no other way")
        if before.approved_by is None and to is not OrderState.REFUSED:
            raise Moved(f"order {reference} is {before.state}: nobody has approved it")
        sealed = self._seal(before.client, reference, "detail", detail)
        statement = (
            update(OrderRow)
            .where(col(OrderRow.reference) == reference, col(OrderRow.state) == from_)
            .values(state=to, detail=sealed, vendor_reference=vendor_reference or before.vendor_reference)
        )
        self._transaction.move(statement, moved=f"order {reference} is {before.state}, not {from_}")
        self._transaction.tell(AuditTag.ORDER_ADVANCED, reference, f"{from_} → {to}")
        return self.get(reference)

    def _seal(self, client: str, reference: str, column: str, plain: str) -> bytes:
        return self._transaction.vault.seal(vault.of_client(client), plain, _place(reference, column))

    def _row(self, order: Order, *, second_person_needed: bool) -> OrderRow:
        attributes = _ATTRIBUTES.dump_json(order.attributes).decode()
        return OrderRow(
            reference=order.reference,
            kind=order.kind,
            name=order.name,
            client=order.client,
            account=order.account,
            years=order.years,
            nameservers=[str(host) for host in order.nameservers],
            attributes=self._seal(order.client, order.reference, "attributes", attributes),
            price=order.price.amount,
            price_currency=order.price.currency,
            price_limit=order.price_limit.amount,
            price_limit_currency=order.price_limit.currency,
            state=order.state,
            drafted_by=order.drafted_by,
            drafted_at=order.drafted_at,
            second_person_needed=second_person_needed,
            vendor_reference=order.vendor_reference,
            detail=self._seal(order.client, order.reference, "detail", order.detail),
        )

    def _orders(self, rows: Sequence[OrderRow]) -> list[Order]:
        query = select(OrderRoleRow)
        if len(rows) == 1:
            query = query.where(col(OrderRoleRow.reference) == rows[0].reference)
        roles: dict[str, dict[ContactRole, str]] = {}
        for role in self._transaction.session.exec(query) if rows else ():
            roles.setdefault(role.reference, {})[ContactRole(role.role)] = role.contact
        return [self._order(row, roles.get(row.reference, {})) for row in rows]

    def _order(self, row: OrderRow, roles: dict[ContactRole, str]) -> Order:
        return Order(
            reference=row.reference,
            kind=OrderKind(row.kind),
            name=DomainName(row.name),
            client=row.client,
            account=row.account,
            years=row.years,
            roles=roles,
            nameservers=tuple(map(HostName, row.nameservers)),
            attributes=_ATTRIBUTES.validate_json(self._unseal(row, "attributes", row.attributes)),
            price=Money(amount=row.price, currency=row.price_currency),
            price_limit=Money(amount=row.price_limit, currency=row.price_limit_currency),
            state=OrderState(row.state),
            drafted_by=row.drafted_by,
            drafted_at=row.drafted_at,
            approved_by=row.approved_by,
            vendor_reference=row.vendor_reference,
            detail=self._unseal(row, "detail", row.detail),
        )

    def _unseal(self, row: OrderRow, column: str, sealed: bytes) -> str:
        return self._transaction.vault.unseal(
            vault.of_client(row.client), sealed, _place(row.reference, column)
        )


def _place(reference: str, column: str) -> Place:
    return Place("orders", reference, column)

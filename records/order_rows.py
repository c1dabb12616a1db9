"""How an order lies in its row, and comes out again."""

from collections.abc import Iterable
from decimal import Decimal

from pydantic import TypeAdapter

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import Order, OrderKind, OrderState, Progress, TransferStage
from records import vault
from records.encryption import Place
from records.tables import OrderRoleRow, OrderRow
from records.vault import Vault

_ATTRIBUTES = TypeAdapter(dict[str, str])


def row_of(order: Order, sealed_in: Vault, *, second_person_needed: bool) -> OrderRow:
    """Return the order as a row, its attributes and detail sealed for its client."""
    attributes = _ATTRIBUTES.dump_json(order.attributes).decode()
    row = OrderRow(
        reference=order.reference,
        kind=order.kind,
        name=order.name,
        client=order.client,
        account=order.account,
        years=order.years,
        nameservers=[str(host) for host in order.nameservers],
        attributes=_seal(sealed_in, order, "attributes", attributes),
        current_expiry=order.current_expiry,
        price=order.price.amount,
        price_currency=order.price.currency,
        price_limit=order.price_limit.amount,
        price_limit_currency=order.price_limit.currency,
        state=order.state,
        drafted_by=order.drafted_by,
        drafted_at=order.drafted_at,
        second_person_needed=second_person_needed,
        vendor_reference=order.vendor_reference,
        detail=sealed_detail(order, sealed_in, order.detail),
        batch=order.batch,
    )
    for column, value in progress_columns(order.progress).items():
        setattr(row, column, value)
    return row


def role_rows_of(order: Order) -> list[OrderRoleRow]:
    """Return who was ordered for which role, a row each."""
    return [
        OrderRoleRow(reference=order.reference, role=role, contact=contact, version=order.versions.get(role))
        for role, contact in order.roles.items()
    ]


def sealed_detail(order: Order, sealed_in: Vault, detail: str) -> bytes:
    """Return `detail` sealed for the order's row."""
    return _seal(sealed_in, order, "detail", detail)


def progress_columns(progress: Progress) -> dict[str, object]:
    """Return how far an order came, by column."""
    balance, cost = progress.balance_before, progress.cost
    return {
        "sends": progress.sends,
        "submitted_at": progress.submitted_at,
        "looks": progress.looks,
        "missed_at": progress.missed_at,
        "next_at": progress.next_at,
        "balance_before": balance.amount if balance else None,
        "balance_before_currency": balance.currency if balance else None,
        "cost": cost.amount if cost else None,
        "cost_currency": cost.currency if cost else None,
        "stage": progress.stage,
        "person_asked": progress.person_asked,
    }


def order_of(row: OrderRow, roles: Iterable[OrderRoleRow], sealed_in: Vault) -> Order:
    """Return the order in `row`. Raises `SealBroken`, and `NotHeld` when its client's key is gone."""
    roles = list(roles)
    return Order(
        reference=row.reference,
        kind=OrderKind(row.kind),
        name=DomainName(row.name),
        client=row.client,
        account=row.account,
        years=row.years,
        roles={ContactRole(role.role): role.contact for role in roles},
        versions={ContactRole(role.role): role.version for role in roles if role.version is not None},
        nameservers=tuple(map(HostName, row.nameservers)),
        attributes=_ATTRIBUTES.validate_json(_unseal(sealed_in, row, "attributes", row.attributes)),
        current_expiry=row.current_expiry,
        price=Money(amount=row.price, currency=row.price_currency),
        price_limit=Money(amount=row.price_limit, currency=row.price_limit_currency),
        state=OrderState(row.state),
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        vendor_reference=row.vendor_reference,
        detail=_unseal(sealed_in, row, "detail", row.detail),
        progress=_progress(row),
        batch=row.batch,
    )


def _progress(row: OrderRow) -> Progress:
    return Progress(
        sends=row.sends,
        submitted_at=row.submitted_at,
        looks=row.looks,
        missed_at=row.missed_at,
        next_at=row.next_at,
        balance_before=_money(row.balance_before, row.balance_before_currency),
        cost=_money(row.cost, row.cost_currency),
        stage=TransferStage(row.stage) if row.stage else None,
        person_asked=row.person_asked,
    )


def _money(amount: Decimal | None, currency: str | None) -> Money | None:
    return None if amount is None or currency is None else Money(amount=amount, currency=currency)


def _seal(sealed_in: Vault, order: Order, column: str, plain: str) -> bytes:
    return sealed_in.seal(vault.of_client(order.client), plain, _place(order.reference, column))


def _unseal(sealed_in: Vault, row: OrderRow, column: str, sealed: bytes) -> str:
    return sealed_in.unseal(vault.of_client(row.client), sealed, _place(row.reference, column))


def _place(reference: str, column: str) -> Place:
    return Place("orders", reference, column)

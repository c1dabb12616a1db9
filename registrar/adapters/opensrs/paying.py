"""
The two steps of every order at OpenSRS that keeps one: saved for nothing, then paid by its number.

What an attempt leaves behind is cancelled, so that nothing can pay it later.
"""

from datetime import date

from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.adapters.opensrs import reading
from registrar.adapters.opensrs.codec import Command, Line, raise_if_part_failed
from registrar.adapters.opensrs.codes import ASYNCHRONOUS
from registrar.adapters.opensrs.orders import Stage, ours, placed, stage_of
from registrar.adapters.opensrs.wire import Reply, assoc, text
from registrar.contract import Receipt
from registrar.errors import (
    ExpiryMismatch,
    NameTaken,
    OutcomeUnknown,
    Refused,
    RegistrarError,
    StatusProhibits,
)
from registrar.exchange import Unreadable

_NOT_ALLOWED = "480"


def settle_earlier(line: Line, name: DomainName, *, reference: str, kind: OrderKind) -> Receipt | None:
    """
    Return the receipt of an order of ours that is paid for; cancel those that were saved only.

    A saved order is cancelled rather than processed: what it holds may be older than what is asked now, and
    once it is cancelled nothing pays it any more.
    """
    living = [order for order in placed(line, name, kind) if order.stage is not Stage.DEAD]
    for order in ours(line, name, reference=reference, among=living):
        if order.stage is not Stage.SAVED:
            pending = order.stage is Stage.UNDER_WAY
            return Receipt(pending=pending, reference=order.number, cost=order.cost)
        _cancel(line, name, order.number)
    return None


def save(line: Line, command: Command) -> str:
    """Save an order and return its number; nothing is charged. What a refusal left behind is cancelled."""
    name = command.name
    if name is None:
        raise AssertionError("an order is about a name")

    def told(reply: Reply) -> str:
        raise_if_part_failed(reply)
        number = text(reply.attributes, "id") or text(reply.attributes, "order_id")
        if number is None:
            raise Unreadable("the reply has no number of the order")
        return number

    try:
        return line.change(command, told)
    except Refused as err:
        _tidy(line, name, err, number=err.vendor_reference)
        raise


def pay(line: Line, name: DomainName, number: str, *, kind: OrderKind, expiry: date | None = None) -> Receipt:
    """
    Pay the saved order: the one request that costs money.

    A yes that tells a date not after `expiry`, from which a renewal started, is no yes.
    """

    def told(reply: Reply) -> Receipt:
        raise_if_part_failed(reply)
        named = text(reply.attributes, "order_id") or text(assoc(reply.items, "rwi_attributes"), "order_id")
        if named not in (number, None):
            raise Unreadable("the reply is about another order")
        until = reading.day(reply.attributes, "registration expiration date") if expiry else None
        if until is not None and expiry is not None and until <= expiry:
            raise Unreadable("the reply says yes, and a date that has not moved")
        return Receipt(pending=reply.code == ASYNCHRONOUS, reference=number)

    try:
        return line.change(Command("process_pending", name, {"order_id": number}, is_order=True), told)
    except OutcomeUnknown as err:
        err.vendor_reference = number
        if kind is OrderKind.RENEW and err.vendor_code == _NOT_ALLOWED:
            _raise_if_not_allowed(line, name, err, number)
        raise
    except (NameTaken, ExpiryMismatch) as err:
        _raise_if_by_us(line, name, err, number)
        _tidy(line, name, err, number=number)
        raise
    except Refused as err:
        _tidy(line, name, err, number=number)
        raise


def _raise_if_by_us(line: Line, name: DomainName, refused: Refused, number: str) -> None:
    """Raise `OutcomeUnknown` if the refused order may itself be what is in the way: it is not unpaid."""
    if not _is_unpaid(line, name, number):
        raise OutcomeUnknown(
            f"{refused.detail}; perhaps by this very order",
            registrar=refused.registrar,
            operation=refused.operation,
            name=name,
            vendor_code=refused.vendor_code,
            vendor_reference=number,
        ) from refused


def _raise_if_not_allowed(line: Line, name: DomainName, unclear: OutcomeUnknown, number: str) -> None:
    """
    Raise `StatusProhibits` for a renewal that is not allowed, for instance where the registry renews itself.

    The same code says that there is no such order, so that it is a no only while the order is seen unpaid.
    """
    if not _is_unpaid(line, name, number):
        return
    refused = StatusProhibits(
        "renewal is not allowed",
        registrar=unclear.registrar,
        operation=unclear.operation,
        name=name,
        vendor_code=unclear.vendor_code,
    )
    _tidy(line, name, refused, number=number)
    raise refused from unclear


def _is_unpaid(line: Line, name: DomainName, number: str) -> bool:
    try:
        return stage_of(line, name, number) in (Stage.SAVED, Stage.DEAD)
    except RegistrarError:
        return False


def _tidy(line: Line, name: DomainName, refused: Refused, *, number: str | None) -> None:
    """Cancel what a refused order left behind; if that fails, the refusal says so and carries the number."""
    refused.vendor_reference = None
    if number is None:
        return
    try:
        _cancel(line, name, number)
    except RegistrarError:
        refused.vendor_reference = number
        refused.detail += f"; order {number} was left behind unpaid"


def _cancel(line: Line, name: DomainName, number: str) -> None:
    """Cancel an order that was saved. Nothing can pay it afterwards."""
    attributes = {"order_id": number, "command": "cancel"}
    try:
        line.change(Command("process_pending", name, attributes), raise_if_part_failed)
    except Refused as err:
        raise OutcomeUnknown(
            f"order {number} could not be cancelled: {err.detail}",
            registrar=err.registrar,
            operation=err.operation,
            name=name,
            vendor_code=err.vendor_code,
            vendor_reference=number,
        ) from err
    except OutcomeUnknown as err:
        err.vendor_reference = number
        raise

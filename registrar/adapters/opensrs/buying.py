"""
Registering and transferring in at OpenSRS. The paid request leaves at most once.

An order is saved, which costs nothing, and then processed by its number, so that the paid step can be
looked up whatever becomes of its answer.
"""

from collections.abc import Mapping

from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.adapters.opensrs.codec import Command, Line, raise_if_part_failed
from registrar.adapters.opensrs.codes import ASYNCHRONOUS
from registrar.adapters.opensrs.order_form import delegation, order_form
from registrar.adapters.opensrs.orders import Stage, ours, stage_of
from registrar.adapters.opensrs.prices import quote, raise_if_dearer
from registrar.adapters.opensrs.wire import Reply, Sendable, assoc, said, text
from registrar.contract import Receipt, RegistrationRequest, TransferRequest
from registrar.errors import NameTaken, OutcomeUnknown, Refused, RegistrarError
from registrar.exchange import Unreadable


def register(line: Line, request: RegistrationRequest) -> Receipt:
    """Register a name, once. An order of ours that is done or under way is its receipt: no second payment."""
    attributes = {
        **order_form(request.name, request.reference, request.contacts, request.attributes),
        **delegation(request.nameservers),
        "reg_type": "new",
        "period": str(request.years),
    }
    return _buy(line, request, "new", request.years, OrderKind.REGISTER, attributes)


def transfer_in(line: Line, request: TransferRequest) -> Receipt:
    """Ask for a transfer, once; it is pending until the registry has done it. One year is paid."""
    attributes = {
        **order_form(request.name, request.reference, request.contacts, request.attributes),
        "custom_nameservers": "0",
        "reg_type": "transfer",
        "period": "1",
        "auth_info": request.auth_info.get_secret_value(),
        "change_contact": "1",
    }
    receipt = _buy(line, request, "transfer", 1, OrderKind.TRANSFER, attributes)
    return receipt.model_copy(update={"pending": True})


def _buy(
    line: Line,
    request: RegistrationRequest | TransferRequest,
    kind: str,
    years: int,
    priced: OrderKind,
    attributes: Mapping[str, Sendable],
) -> Receipt:
    """Look for an order of ours, fence off what is left of one, price, save, pay."""
    receipt = _settle_earlier(line, request, kind)
    if receipt is not None:
        return receipt
    price = quote(line, request.name, kind=priced, years=years)
    raise_if_dearer(price, request.price_limit)
    if price.premium:
        attributes = {**attributes, "premium_price_to_verify": str(price.price.amount)}
    number = _save(line, request.name, attributes)
    return _process(line, request.name, number)


def _settle_earlier(line: Line, request: RegistrationRequest | TransferRequest, kind: str) -> Receipt | None:
    """
    Return the receipt of an order of ours that is paid for; cancel those that were saved only.

    A saved order is cancelled rather than processed: what it holds may be older than `request`, and once it
    is cancelled nothing can pay it any more.
    """
    for order in ours(line, request.name, reference=request.reference, kind=kind):
        if order.stage is Stage.SAVED:
            _cancel(line, request.name, order.number)
        else:
            return Receipt(pending=order.stage is Stage.UNDER_WAY, reference=order.number)
    return None


def _save(line: Line, name: DomainName, attributes: Mapping[str, Sendable]) -> str:
    """Save the order and return its number; nothing is charged. What a refusal left behind is cancelled."""

    def told(reply: Reply) -> str:
        raise_if_part_failed(reply)
        return said(reply.attributes, "id")

    try:
        return line.change(Command("sw_register", name, attributes), told)
    except Refused as err:
        _tidy(line, name, err, number=err.vendor_reference)
        raise


def _process(line: Line, name: DomainName, number: str) -> Receipt:
    """Pay the saved order: the one request that costs money."""

    def told(reply: Reply) -> Receipt:
        raise_if_part_failed(reply)
        named = text(reply.attributes, "order_id") or text(assoc(reply.items, "rwi_attributes"), "order_id")
        if named not in (number, None):
            raise Unreadable("the reply is about another order")
        return Receipt(pending=reply.code == ASYNCHRONOUS, reference=number)

    try:
        return line.change(Command("process_pending", name, {"order_id": number}, is_order=True), told)
    except OutcomeUnknown as err:
        err.vendor_reference = number
        raise
    except NameTaken as err:
        _raise_if_by_us(line, name, err, number)
        _tidy(line, name, err, number=number)
        raise
    except Refused as err:
        _tidy(line, name, err, number=number)
        raise


def _raise_if_by_us(line: Line, name: DomainName, refused: NameTaken, number: str) -> None:
    """Raise `OutcomeUnknown` if the refused order may itself have taken the name: it is not unpaid."""
    try:
        is_unpaid = stage_of(line, name, number) in (Stage.SAVED, Stage.DEAD)
    except RegistrarError:
        is_unpaid = False
    if not is_unpaid:
        raise OutcomeUnknown(
            "the name is taken, perhaps by this very order",
            registrar=refused.registrar,
            operation=refused.operation,
            name=name,
            vendor_code=refused.vendor_code,
            vendor_reference=number,
        ) from refused


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

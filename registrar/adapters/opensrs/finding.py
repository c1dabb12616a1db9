"""
What became of an order of ours at OpenSRS: its list of orders, and what the account shows beside it.

A restore leaves no order, so that only the account can tell of one, and only that it was done.
"""

from collections.abc import Sequence

from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar.adapters.opensrs import reading, redemption
from registrar.adapters.opensrs.codec import Line
from registrar.adapters.opensrs.orders import PlacedOrder, Stage, ours, placed
from registrar.contract import OrderAbsent, OrderAnswer, OrderFailed, OrderFound, OrderSought, OrderUnclear
from registrar.errors import AccessRefused, NotFound, NotSponsored, RegistrarError

_BRINGS_THE_NAME = (OrderKind.REGISTER, OrderKind.TRANSFER)


def find_order(line: Line, sought: OrderSought) -> OrderAnswer:
    """
    Look for an order of ours, and for what it would have done; a saved order is not paid.

    Raises `AccessRefused`; everything else that hinders reading is `OrderUnclear`.
    """
    try:
        return _restored(line, sought.name) if sought.kind is OrderKind.RESTORE else _ordered(line, sought)
    except AccessRefused:
        raise
    except RegistrarError as err:
        return OrderUnclear(reason=f"{err.operation}: {err.detail}")


def _ordered(line: Line, sought: OrderSought) -> OrderAnswer:
    """Read the list, each order of the kind, and for a kind that brings the name, whether it is here."""
    listed = placed(line, sought.name, sought.kind, number=sought.vendor_reference)
    living = [order for order in listed if order.stage is not Stage.DEAD]
    found = ours(line, sought.name, reference=sought.reference, among=living)
    if not found:
        dead = [order for order in listed if order.stage is Stage.DEAD]
        found = ours(line, sought.name, reference=sought.reference, among=dead)
    is_held = _is_held(line, sought.name) if sought.kind in _BRINGS_THE_NAME else None
    return _verdict([order for order in found if order.stage is not Stage.SAVED], is_held=is_held)


def _verdict(found: Sequence[PlacedOrder], *, is_held: bool | None) -> OrderAnswer:
    """`is_held` is whether the account has what the order brings, None where that tells nothing."""
    numbers = ", ".join(order.number for order in found)
    match [order.stage for order in found]:
        case [] if not is_held:
            return OrderAbsent()
        case [] | [Stage.DEAD, *_] if is_held:
            return OrderUnclear(reason="the name is held without a living order of ours")
        case [Stage.DEAD, *_]:
            return OrderFailed(reference=found[0].number)
        case [Stage.DONE] if is_held is False:
            return OrderUnclear(reason=f"order {numbers} is done, and the name is not in the account")
        case [stage]:
            return OrderFound(done=stage is Stage.DONE, reference=numbers, cost=found[0].cost)
        case _:
            return OrderUnclear(reason=f"more than one order carries the reference: {numbers}")


def _is_held(line: Line, name: DomainName) -> bool:
    try:
        reading.holding(line, name)
    except (NotFound, NotSponsored):
        return False
    return True


def _restored(line: Line, name: DomainName) -> OrderAnswer:
    """
    A name that was deleted within its present registration, and is in the account again, was restored.

    Nothing else is proof: a restore can take days, all the while the name looks as if nobody had asked for
    it, so that a name that is still deleted says nothing of the order.
    """
    deleted_on = redemption.deleted_on(line, name)
    if not redemption.is_in_account(line, name):
        return OrderUnclear(reason="no order is kept of a restore, and the name has not come back")
    registered_at = reading.holding(line, name).registered_at
    if deleted_on is None or registered_at is None or deleted_on < day_of(registered_at):
        return OrderUnclear(reason="no order is kept of a restore, and no deletion of the name is known")
    return OrderFound(done=True)

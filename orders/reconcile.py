"""
An unknown order is looked for, never sent again.

Found: it goes on as active or pending. Absent: only when looked for in vain twice, a visibility window apart.
Unclear: a person decides. Only reads leave the house here: no money can move.
"""

from typing import assert_never

from orders.absence import first_absence, noted_absence
from orders.errors import NotNow
from orders.follow import read_back
from orders.terms import Terms
from portfolio.order import Order, OrderState
from registrar.contract import (
    OrderAbsent,
    OrderFound,
    OrderUnclear,
    Registers,
    Registrar,
    RegistrationRequest,
)
from registrar.errors import RegistrarError
from registrar.support import require

_MAY_BE_LOOKED_FOR = frozenset({
    OrderState.UNKNOWN, OrderState.RECONCILING, OrderState.ABSENT_CONFIRMED, OrderState.NEEDS_HUMAN,
})  # fmt: skip


def reconcile(terms: Terms, reference: str, *, by: str) -> Order:
    """
    Look for what became of an order. Raises `NotNow` for one whose outcome is known or still on its way.

    May be called as often as one likes; an order that was confirmed absent, or left to a person, and shows up
    after all goes on.
    """
    order = terms.order(reference)
    if order.state not in _MAY_BE_LOOKED_FOR:
        raise NotNow(f"{reference} is {order.state}; there is nothing to look for")
    registrar, request = terms.prepared(order)
    if order.state is OrderState.UNKNOWN:
        order = terms.move(order, OrderState.RECONCILING, by=by, detail=order.detail)
    try:
        found = require(registrar, Registers).find_order(request)
    except RegistrarError as err:
        return _could_not_look(terms, order, err, by=by)
    return _judge(terms, order, registrar, request, found, by=by)


def _judge(
    terms: Terms,
    order: Order,
    registrar: Registrar,
    request: RegistrationRequest,
    found: OrderFound | OrderAbsent | OrderUnclear,
    *,
    by: str,
) -> Order:
    match found:
        case OrderFound():
            return _found(terms, order, registrar, request, found, by=by)
        case OrderAbsent():
            return _absent(terms, order, by=by)
        case OrderUnclear():
            if order.state is not OrderState.RECONCILING:
                return order
            return terms.move(order, OrderState.NEEDS_HUMAN, by=by, detail=f"unclear: {found.reason}")
        case _:
            assert_never(found)


def _found(
    terms: Terms,
    order: Order,
    registrar: Registrar,
    request: RegistrationRequest,
    found: OrderFound,
    *,
    by: str,
) -> Order:
    detail = "" if found.done else "found; the registrar is still at it"
    pending = terms.move(order, OrderState.PENDING, by=by, detail=detail, vendor_reference=found.reference)
    return read_back(terms, pending, registrar, request, by=by) if found.done else pending


def _absent(terms: Terms, order: Order, *, by: str) -> Order:
    if order.state is OrderState.ABSENT_CONFIRMED:
        return order
    first = first_absence(order.detail)
    if order.state is OrderState.NEEDS_HUMAN or first is None:
        return terms.move(order, OrderState.RECONCILING, by=by, detail=noted_absence(terms.now))
    if terms.now - first < terms.visibility:
        return order
    detail = "looked for twice, in the order list and in the account, and not there"
    return terms.move(order, OrderState.ABSENT_CONFIRMED, by=by, detail=detail)


def _could_not_look(terms: Terms, order: Order, err: RegistrarError, *, by: str) -> Order:
    """Leave everything as it is, except to say so; an absence noted before is kept."""
    if order.state is not OrderState.RECONCILING:
        return order
    words = f"could not look: {type(err).__name__}"
    first = first_absence(order.detail)
    return terms.note(order, words if first is None else noted_absence(first, words), by=by)

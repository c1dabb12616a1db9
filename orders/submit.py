"""
The one place where money moves: an approved order is sent, once, and its answer is classed.

SUBMITTING is committed before the first byte leaves. Whoever finds it later, the sender being gone, knows
that it may have happened, and looks before anything else.
"""

from orders.errors import NotNow
from orders.follow import read_back
from orders.outcome import Reached, leaves_order_standing, outcome_of
from orders.reconcile import reconcile
from orders.terms import Terms, log
from portfolio.order import Order, OrderState, Outcome
from records import Moved
from registrar.contract import Receipt, Registers, Registrar, RegistrationRequest
from registrar.errors import OutcomeUnknown, RegistrarError
from registrar.support import require

RECOVERED = "the process ended while it was being sent; look before anything is sent again"


def submit(terms: Terms, reference: str, *, by: str) -> Order:
    """
    Send an approved order, once. MONEY CAN MOVE.

    An order that is confirmed absent is looked for once more and then sent again under the same reference.
    Returns the order as it then stands; a registrar's error is in its state and detail. Raises `NotNow`,
    nothing sent, for an order in any other state or when someone else is sending it.
    """
    order = terms.order(reference)
    if order.state is OrderState.ABSENT_CONFIRMED:
        order = reconcile(terms, reference, by=by)
        if order.state is not OrderState.ABSENT_CONFIRMED:
            return order
    elif order.state is not OrderState.APPROVED:
        raise NotNow(f"{reference} is {order.state}, not approved")
    registrar, request = terms.prepared(order)
    try:
        submitting = terms.move(order, OrderState.SUBMITTING, by=by)
    except Moved as err:
        raise NotNow(f"{reference} is being sent by someone else") from err
    settled = _send(terms, submitting, order.state, registrar, request, by=by)
    if settled.state is OrderState.PENDING and not settled.detail:
        return read_back(terms, settled, registrar, request, by=by)
    return settled


def recover(terms: Terms, *, by: str) -> list[Order]:
    """
    At a start: orders that an ended process left in SUBMITTING are unknown from now on. No money can move.

    MUST be called before anything is submitted by this process, and while no other process submits.
    """
    with terms.records.reading() as unit:
        left = [o for o in unit.orders.all(open_only=True) if o.state is OrderState.SUBMITTING]
    return [terms.move(order, OrderState.UNKNOWN, by=by, detail=RECOVERED) for order in left]


def _send(
    terms: Terms,
    order: Order,
    origin: OrderState,
    registrar: Registrar,
    request: RegistrationRequest,
    *,
    by: str,
) -> Order:
    """Send and settle; a bug or an interrupt is settled UNKNOWN and raised."""
    result: Receipt | RegistrarError = OutcomeUnknown("interrupted while it was being sent")
    settled = order
    try:
        result = require(registrar, Registers).register(request)
    except RegistrarError as err:
        result = err
    finally:
        settled = _settle(terms, order, origin, result, by=by)
    return settled


def _settle(
    terms: Terms, order: Order, origin: OrderState, result: Receipt | RegistrarError, *, by: str
) -> Order:
    reached = Reached.SENT_AGAIN if origin is OrderState.ABSENT_CONFIRMED else Reached.SENT
    to, detail = _next(outcome_of(reached, result), origin, result)
    vendor_reference = result.reference if isinstance(result, Receipt) else None
    try:
        if to is OrderState.APPROVED:
            return _back(terms, order, detail, by=by)
        return terms.move(order, to, by=by, detail=detail, vendor_reference=vendor_reference)
    except Moved:
        # Taken for left behind by another start. The order is unknown there; looking will find what we did.
        log.warning(
            "order=%s name=%s answered=%s but was moved on meanwhile", order.reference, order.name, to
        )
        return terms.order(order.reference)


def _next(outcome: Outcome, origin: OrderState, result: Receipt | RegistrarError) -> tuple[OrderState, str]:
    if isinstance(result, Receipt):
        return OrderState.PENDING, "accepted; the registrar is still at it" if result.pending else ""
    if outcome is Outcome.NO and leaves_order_standing(result):
        return origin, f"not sent through: {result}"
    return (OrderState.REFUSED if outcome is Outcome.NO else OrderState.UNKNOWN), str(result)


def _back(terms: Terms, order: Order, detail: str, *, by: str) -> Order:
    """Give an order that provably was not done back to those who may send it."""
    return terms.move(order, OrderState.APPROVED, by=by, detail=detail)

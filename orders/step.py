"""The one next thing that a job may do for an order, by its state. Safe to call again, and at any time."""

from datetime import timedelta

from orders.breaker import stands
from orders.errors import AccountStands, NotNow, SpentForToday
from orders.follow import follow
from orders.reconcile import may_go_again, reconcile
from orders.submit import given_up, lease_is_over, submit
from orders.terms import Terms, log
from portfolio.order import Order, OrderKind, OrderState
from portfolio.stop import AccountStop, StopReason
from records import Moved

_IS_SENT = frozenset({OrderState.APPROVED, OrderState.ABSENT_CONFIRMED})


def step(terms: Terms, reference: str, *, by: str, left_behind: bool = False) -> Order:
    """
    Take the order one step on, or return it as it stands where there is none to take.

    Of an account whose key is refused nothing is asked, also when that came about after this step was due.
    `left_behind` says that whoever was sending it is known to be gone. MONEY CAN MOVE for an order that is
    approved, or confirmed absent and may go again.
    """
    with terms.records.reading() as unit:
        order = unit.orders.get(reference)
        stop = unit.stops.of(order.account)
    try:
        if stop is not None and stop.reason is StopReason.ACCESS and order.state is not OrderState.SUBMITTING:
            raise stands(stop)
        return _taken(terms, order, by=by, left_behind=left_behind)
    except SpentForToday as err:
        return _left_for_tomorrow(terms, order, str(err), by=by)
    except (AccountStands, Moved, NotNow) as err:
        log.info("order=%s name=%s left as it is: %s", order.reference, order.name, type(err).__name__)
        return terms.order(reference)


def _taken(terms: Terms, order: Order, *, by: str, left_behind: bool) -> Order:
    match order.state:
        case OrderState.SUBMITTING if left_behind or lease_is_over(terms, order):
            return given_up(terms, order, by=by)
        case OrderState.UNKNOWN | OrderState.RECONCILING | OrderState.NEEDS_HUMAN:
            return reconcile(terms, order.reference, by=by)
        case OrderState.PENDING:
            return follow(terms, order.reference, by=by)
        case OrderState.APPROVED if order.kind is not OrderKind.TRANSFER:
            return submit(terms, order.reference, by=by)
        case OrderState.ABSENT_CONFIRMED if may_go_again(terms, order):
            return submit(terms, order.reference, by=by)
        case _:
            return order


def _left_for_tomorrow(terms: Terms, order: Order, why: str, *, by: str) -> Order:
    tomorrow = order.progress.model_copy(update={"next_at": terms.today_began + timedelta(days=1, hours=1)})
    return terms.move(order, order.state, by=by, detail=why, progress=tomorrow)


def due(terms: Terms) -> list[Order]:
    """
    Return the orders for which a step is worth taking now, the longest waiting first.

    Nothing of an account whose key is refused. Of one whose money is short, what needs none; and when the
    balance is worth asking for, the order that has waited longest for it. In a quarantine, only looks.
    """
    with terms.records.reading() as unit:
        waiting = unit.orders.due(terms.now)
        stops = {stop.account: stop for stop in unit.stops.all()}
        if terms.records.why_quarantined(unit):
            waiting = [order for order in waiting if order.state not in _IS_SENT]
    found: list[Order] = []
    probing: set[str] = set()
    for order in waiting:
        stop = stops.get(order.account)
        if stop is None or _may_go(terms, stop, order, probing):
            found.append(order)
    return found


def _may_go(terms: Terms, stop: AccountStop, order: Order, probing: set[str]) -> bool:
    if stop.reason is StopReason.ACCESS:
        return False
    if order.state not in _IS_SENT:
        return True
    is_time = stop.next_probe_at is not None and stop.next_probe_at <= terms.now
    first = is_time and order.account not in probing
    probing.add(order.account)
    return first

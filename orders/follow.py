"""
A pending order becomes active when the registrar's own record shows what was ordered, with its contacts.

Only reads leave the house here: no money can move.
"""

from datetime import datetime

from orders.activate import activate
from orders.breaker import stop_for
from orders.errors import NotNow
from orders.evidence import answer_of
from orders.shown import Effect, Shown, shown
from orders.terms import Terms
from portfolio.order import Order, OrderState
from portfolio.policy.looking import next_look
from registrar.contract import FindsOrders, OrderFailed, OrderFound, OrderUnclear, Registrar
from registrar.errors import RegistrarError

_AN_EARLIER_ONES = "accepted; the refusal told may be an earlier one's"


def follow(terms: Terms, reference: str, *, by: str) -> Order:
    """Look again at a pending order; an active one is returned as it is. Raises `NotNow` for any other."""
    order = terms.order(reference)
    if order.state is OrderState.ACTIVE:
        return order
    if order.state is not OrderState.PENDING:
        raise NotNow(f"{reference} is {order.state}, not pending")
    return read_back(terms, order, terms.registrar_of(order), by=by)


def read_back(terms: Terms, order: Order, registrar: Registrar, *, by: str) -> Order:
    """Return the pending `order` as ACTIVE if the registrar's record shows it, else with what was seen."""
    try:
        seen = shown(registrar, order)
    except RegistrarError as err:
        words = f"accepted; could not be read back yet: {type(err).__name__}"
        return taken_note_of(terms, order, words, by=by, error=err)
    return came_about(terms, order, registrar, seen, by=by)


def came_about(terms: Terms, order: Order, registrar: Registrar, seen: Shown, *, by: str) -> Order:
    """Move the pending `order` on by what the account shows of it."""
    match seen.effect:
        case Effect.DONE if seen.registration is not None:
            return _activated(terms, order, registrar, seen, by=by)
        case Effect.REFUSED if not isinstance(registrar, FindsOrders):
            return _refused_by_name(terms, order, seen.why, by=by)
        case Effect.NOTHING | Effect.REFUSED:
            return _missing(terms, order, registrar, seen, by=by)
        case _:
            return taken_note_of(terms, order, f"accepted; {seen.why}", by=by, shown=seen)


def _refused_by_name(terms: Terms, order: Order, why: str, *, by: str) -> Order:
    """
    Judge a transfer that is told as refused, by its name alone, at a registrar that keeps no list of orders.

    It may be the refusal of an earlier transfer of the name while what is told lags, and for good where this
    one was sent twice.
    """
    submitted = order.progress.submitted_at
    is_early = submitted is not None and terms.now - submitted < terms.visibility
    if is_early or order.progress.sends > 1:
        return taken_note_of(terms, order, _AN_EARLIER_ONES, by=by)
    return _refused(terms, order, why, by=by)


def _activated(terms: Terms, order: Order, registrar: Registrar, seen: Shown, *, by: str) -> Order:
    try:
        return activate(terms, order, registrar, seen, by=by)
    except RegistrarError as err:
        words = f"accepted; its contacts could not be read back yet: {type(err).__name__}"
        return taken_note_of(terms, order, words, by=by, error=err)


def _missing(terms: Terms, order: Order, registrar: Registrar, seen: Shown, *, by: str) -> Order:
    """
    Judge an accepted order that the account does not show, or whose name it shows a refused transfer of.

    Lists lag, so it stays pending until the order too is absent, twice, a visibility window apart. That a
    transfer was refused is told of the name, and may be an earlier one's: the list of orders decides.
    """
    words = _AN_EARLIER_ONES if seen.effect is Effect.REFUSED else "accepted; not in the account yet"
    try:
        answer = answer_of(registrar, order)
    except RegistrarError as err:
        return taken_note_of(terms, order, f"{words} ({type(err).__name__})", by=by)
    if isinstance(answer, OrderFailed) and _is_of_this_sending(order, answer):
        why = seen.why or "the registrar says that the order came to nothing"
        return _refused(terms, order, why, by=by)
    if isinstance(answer, OrderFound | OrderUnclear):
        is_listed = isinstance(answer, OrderFound)
        return taken_note_of(terms, order, words, by=by, missed=False if is_listed else None)
    missed = order.progress.missed_at
    if missed is None:
        return taken_note_of(
            terms, order, "accepted; neither order nor effect is to be seen", by=by, missed=True
        )
    if terms.now - missed < terms.visibility:
        return taken_note_of(terms, order, order.detail, by=by)
    progress = order.progress.model_copy(
        update={
            "looks": 0,
            "person_asked": True,
            "missed_at": None,
            "next_at": next_look(OrderState.NEEDS_HUMAN, 0, terms.now),
        }
    )
    detail = "was accepted, and is neither in the list of orders nor in the account"
    return terms.move(order, OrderState.NEEDS_HUMAN, by=by, detail=detail, progress=progress)


def _is_of_this_sending(order: Order, failed: OrderFailed) -> bool:
    """
    Whether what came to nothing is what was sent last.

    An order that was confirmed absent goes again under the same reference: what failed may be the first of
    the two, come to light late, while the second is charged.
    """
    return order.progress.sends <= 1 or (
        failed.reference is not None and failed.reference == order.vendor_reference
    )


def _refused(terms: Terms, order: Order, why: str, *, by: str) -> Order:
    over = order.progress.model_copy(update={"next_at": None, "stage": None})
    return terms.move(order, OrderState.REFUSED, by=by, detail=why, progress=over)


def taken_note_of(
    terms: Terms,
    order: Order,
    detail: str,
    *,
    by: str,
    error: RegistrarError | None = None,
    shown: Shown | None = None,
    missed: bool | None = None,
) -> Order:
    """
    Write what was seen on the order without moving it, and when it is worth looking again.

    `error` may let the order's account stand still. `missed` notes the first look in vain; False takes the
    note back, since it was seen.
    """
    looks = order.progress.looks + 1
    progress = order.progress.model_copy(
        update={
            "looks": looks,
            "next_at": next_look(order.state, looks, terms.now),
            "missed_at": _missed_at(terms, order, missed=missed),
            "stage": shown.stage if shown else order.progress.stage,
        }
    )
    with terms.records.changing(by) as unit:
        noted = unit.orders.advance(
            order.reference, from_=order.state, to=order.state, detail=detail,
            vendor_reference=order.vendor_reference, progress=progress,
        )  # fmt: skip
        if error is not None:
            stop_for(unit, terms, order, error)
        unit.commit()
    return noted


def _missed_at(terms: Terms, order: Order, *, missed: bool | None) -> datetime | None:
    if missed is None:
        return order.progress.missed_at
    return terms.now if missed else None

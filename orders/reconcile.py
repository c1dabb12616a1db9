"""
An unknown order is looked for, never sent again.

Found: it goes on as pending, and from there to active. Absent: only when looked for in vain twice, a
visibility window apart, with every leg in place. Otherwise a person decides. Only reads leave the house here.
"""

from typing import assert_never

from orders.errors import NotNow
from orders.evidence import Conclusion, Evidence, evidence_of
from orders.follow import came_about, taken_note_of
from orders.terms import Terms
from portfolio.order import Order, OrderKind, OrderState, Progress
from portfolio.policy.looking import CHARGED_WINDOWS, GIVE_UP_LOOKS, next_look
from registrar.contract import Registrar
from registrar.errors import RegistrarError

_MAY_BE_LOOKED_FOR = frozenset({
    OrderState.UNKNOWN, OrderState.RECONCILING, OrderState.ABSENT_CONFIRMED, OrderState.NEEDS_HUMAN,
})  # fmt: skip
_CHARGED_PERHAPS = frozenset({
    OrderState.SUBMITTING, OrderState.UNKNOWN, OrderState.RECONCILING, OrderState.PENDING,
})  # fmt: skip
MOST_SENDS = 2
COULD_NOT_LOOK = "could not look"
TWICE = "looked for twice, in the list of orders and in the account, and not there"


def reconcile(terms: Terms, reference: str, *, by: str) -> Order:
    """
    Look for what became of an order. Raises `NotNow` for one whose outcome is known or still on its way.

    May be called as often as one likes; an order that was confirmed absent, or left to a person, and shows up
    after all goes on.
    """
    order = terms.order(reference)
    if order.state not in _MAY_BE_LOOKED_FOR:
        raise NotNow(f"{reference} is {order.state}; there is nothing to look for")
    registrar = terms.registrar_of(order)
    if order.state is OrderState.UNKNOWN:
        order = terms.move(
            order, OrderState.RECONCILING, by=by, detail=order.detail,
            progress=_looking(terms, order, looks=0),
        )  # fmt: skip
    try:
        evidence = evidence_of(terms, registrar, order)
    except RegistrarError as err:
        return _could_not_look(terms, order, err, by=by)
    return _concluded(terms, order, registrar, evidence, by=by)


def _concluded(terms: Terms, order: Order, registrar: Registrar, evidence: Evidence, *, by: str) -> Order:
    match evidence.conclusion:
        case Conclusion.DONE | Conclusion.UNDER_WAY:
            return _found(terms, order, registrar, evidence, by=by)
        case Conclusion.ABSENT | Conclusion.LIKELY_ABSENT | Conclusion.CHARGED_FOR:
            if _is_behind(terms, order):
                return _unclear(terms, order, evidence, by=by)
            return _absent(terms, order, evidence, by=by)
        case Conclusion.UNCLEAR:
            return _unclear(terms, order, evidence, by=by)
        case _:
            assert_never(evidence.conclusion)


def _is_behind(terms: Terms, order: Order) -> bool:
    """
    Whether the clock is behind the order's own sending, as after it was set back.

    Then nobody knows how long ago that was, and a look in vain counts for nothing.
    """
    sent_at = order.progress.submitted_at
    return sent_at is not None and terms.now < sent_at


def _found(terms: Terms, order: Order, registrar: Registrar, evidence: Evidence, *, by: str) -> Order:
    found = evidence.found
    progress = order.progress.model_copy(
        update={
            "looks": 0,
            "missed_at": None,
            "next_at": next_look(OrderState.PENDING, 0, terms.now),
            "cost": (found.cost if found else None) or order.progress.cost,
            "stage": evidence.shown.stage if evidence.shown else None,
        }
    )
    pending = terms.move(
        order,
        OrderState.PENDING,
        by=by,
        detail="" if evidence.conclusion is Conclusion.DONE else "found; the registrar is still at it",
        vendor_reference=found.reference if found else None,
        progress=progress,
    )
    if evidence.conclusion is Conclusion.UNDER_WAY or evidence.shown is None:
        return pending
    return came_about(terms, pending, registrar, evidence.shown, by=by)


def _absent(terms: Terms, order: Order, evidence: Evidence, *, by: str) -> Order:
    """Count a look in vain; the second one, a visibility window later, decides."""
    if order.state is OrderState.NEEDS_HUMAN and is_job(by):
        return taken_note_of(terms, order, order.detail, by=by)
    if order.state is OrderState.ABSENT_CONFIRMED and evidence.conclusion is Conclusion.ABSENT:
        return order
    missed = order.progress.missed_at
    if missed is None or order.state is not OrderState.RECONCILING:
        progress = _looking(terms, order, looks=order.progress.looks).model_copy(
            update={"missed_at": terms.now, "next_at": terms.now + terms.visibility}
        )
        return terms.move(order, OrderState.RECONCILING, by=by, detail=evidence.why, progress=progress)
    if terms.now - missed < terms.visibility:
        return order
    if evidence.conclusion is Conclusion.ABSENT:
        again_at = terms.now if may_go_again(terms, order) else None
        over = order.progress.model_copy(update={"looks": 0, "next_at": again_at})
        return terms.move(order, OrderState.ABSENT_CONFIRMED, by=by, detail=TWICE, progress=over)
    windows = CHARGED_WINDOWS if evidence.conclusion is Conclusion.CHARGED_FOR else 1
    is_long = terms.now - missed >= windows * terms.visibility
    return _unclear(terms, order, evidence, by=by, enough=is_long and not _others_are_unclear(terms, order))


def _unclear(terms: Terms, order: Order, evidence: Evidence, *, by: str, enough: bool = False) -> Order:
    """Look again later; when that has gone on for long, ask a person, and go on looking."""
    looks = order.progress.looks + 1
    told = f"{'unclear' if evidence.is_whole else COULD_NOT_LOOK}: {evidence.why}"
    if order.state is OrderState.RECONCILING and (enough or looks >= GIVE_UP_LOOKS):
        progress = order.progress.model_copy(
            update={
                "looks": 0,
                "person_asked": True,
                "next_at": next_look(OrderState.NEEDS_HUMAN, 0, terms.now),
            }
        )
        return terms.move(order, OrderState.NEEDS_HUMAN, by=by, detail=told, progress=progress)
    return taken_note_of(terms, order, told, by=by)


def _could_not_look(terms: Terms, order: Order, err: RegistrarError, *, by: str) -> Order:
    """Leave everything as it is, except to say so; an absence noted before is kept."""
    return taken_note_of(terms, order, f"{COULD_NOT_LOOK}: {type(err).__name__}", by=by, error=err)


def _others_are_unclear(terms: Terms, order: Order) -> bool:
    """Whether another order of the account may still explain what the balance did."""
    with terms.records.reading() as unit:
        return any(
            other.account == order.account and other.reference != order.reference
            for other in unit.orders.all(open_only=True)
            if other.state in _CHARGED_PERHAPS
        )


def _looking(terms: Terms, order: Order, *, looks: int) -> Progress:
    return order.progress.model_copy(
        update={
            "looks": looks,
            "missed_at": None,
            "next_at": next_look(OrderState.RECONCILING, looks, terms.now),
        }
    )


def may_go_again(terms: Terms, order: Order) -> bool:
    """
    Return whether a job may send a confirmed absent order again: once, under the same reference.

    Not a transfer, whose auth code only its owner has, and nothing that ever needed a person.
    """
    is_first = order.progress.sends < MOST_SENDS
    return (
        terms.resend and is_first and order.kind is not OrderKind.TRANSFER and not order.progress.person_asked
    )


def is_job(by: str) -> bool:
    """Return whether a job acts, and not a person."""
    return by.startswith("job:")

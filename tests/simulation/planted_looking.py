"""Bugs in looking: what is taken for proof, when a look is worth it, and what an order becomes by it."""

from datetime import timedelta
from typing import Any

from orders import breaker, draft, evidence, follow, reconcile, step, submit, validate
from orders.evidence import Balance, Conclusion
from orders.shown import Effect
from portfolio.order import Order, OrderState
from portfolio.stop import StopReason
from records.stops import Stops
from registrar.contract import OrderAbsent, OrderUnclear
from registrar.errors import AccessRefused
from tests.simulation.planting import Planted, always, instead, together, value
from tests.simulation.process import Process


def _one_look_is_enough(_absent: Any) -> Any:
    def absent(terms: Any, order: Order, found: Any, *, by: str) -> Order:
        if found.conclusion is not Conclusion.ABSENT or order.state is not OrderState.RECONCILING:
            return _absent(terms, order, found, by=by)
        over = order.progress.model_copy(update={"looks": 0, "next_at": terms.now})
        return terms.move(order, OrderState.ABSENT_CONFIRMED, by=by, detail="not there", progress=over)

    return absent


def _no_window(start: Any) -> Any:
    def started(self: Process) -> None:
        before, self.world.window = self.world.window, timedelta(0)
        try:
            start(self)
        finally:
            self.world.window = before

    return started


def _half_a_list_is_a_list(answer_of: Any) -> Any:
    def answered(registrar: Any, order: Order) -> Any:
        answer = answer_of(registrar, order)
        return OrderAbsent() if isinstance(answer, OrderUnclear) else answer

    return answered


def _back_to_approved(_given_up: Any) -> Any:
    def given_up(terms: Any, order: Order, *, by: str) -> Order:
        again = order.progress.model_copy(update={"next_at": terms.now})
        return terms.move(order, OrderState.APPROVED, by=by, detail="left behind", progress=again)

    return given_up


def _approved_are_unclear_too(recover: Any) -> Any:
    def recovered(terms: Any, *, by: str, everything: bool = False) -> list[Order]:
        found = recover(terms, by=by, everything=everything)
        with terms.records.reading() as unit:
            approved = [o for o in unit.orders.all(open_only=True) if o.state is OrderState.APPROVED]
        return found + [submit.given_up(terms, order, by=by) for order in approved]

    return recovered


def _under_way_is_done(_came_about: Any) -> Any:
    def came_about(terms: Any, order: Order, registrar: Any, seen: Any, *, by: str) -> Order:
        if seen.effect is Effect.DONE and seen.registration is not None:
            return _came_about(terms, order, registrar, seen, by=by)
        progress = order.progress.model_copy(update={"cost": order.price})
        return terms.move(order, OrderState.ACTIVE, by=by, detail="accepted", progress=progress)

    return came_about


def _vanished_is_active(_missing: Any) -> Any:
    def missing(terms: Any, order: Order, *more: Any, by: str) -> Order:
        came = _missing(terms, order, *more, by=by)
        if came.state is not OrderState.NEEDS_HUMAN:
            return came
        progress = came.progress.model_copy(update={"cost": came.price})
        return terms.move(came, OrderState.ACTIVE, by=by, detail="was accepted", progress=progress)

    return missing


def _vanished_is_refused(_missing: Any) -> Any:
    def missing(terms: Any, order: Order, *more: Any, by: str) -> Order:
        came = _missing(terms, order, *more, by=by)
        if came.state is not OrderState.NEEDS_HUMAN:
            return came
        return terms.move(came, OrderState.REFUSED, by=by, detail="gone")

    return missing


def _refused_is_under_way(_refused: Any) -> Any:
    def refused(terms: Any, order: Order, why: str, *, by: str) -> Order:
        return follow.taken_note_of(terms, order, why, by=by)

    return refused


def _nobody_is_asked(_unclear: Any) -> Any:
    def unclear(terms: Any, order: Order, found: Any, *, by: str, enough: bool = False) -> Order:
        return follow.taken_note_of(terms, order, f"unclear: {found.why}", by=by)

    return unclear


def _without_cost(_activate: Any) -> Any:
    def activated(terms: Any, order: Order, *more: Any, **by: Any) -> Order:
        active = _activate(terms, order, *more, **by)
        if active.state is not OrderState.ACTIVE:
            return active
        free = active.progress.model_copy(update={"cost": None})
        return terms.move(active, OrderState.ACTIVE, by=by["by"], detail=active.detail, progress=free)

    return activated


def _key_is_never_refused(_stop_for: Any) -> Any:
    def stopped(unit: Any, terms: Any, order: Order, error: BaseException) -> None:
        if not isinstance(error, AccessRefused):
            _stop_for(unit, terms, order, error)

    return stopped


def _told_each_time(stop: Any) -> Any:
    def stopped(self: Stops, account: str, reason: StopReason, **more: Any) -> bool:
        self.resume(account)
        return stop(self, account, reason, **more)

    return stopped


def _takes_a_persons_word(_looked: Any) -> Any:
    return lambda terms, order, *, by: order


def _looks_all_the_time(_next_look: Any) -> Any:
    return lambda state, looks, now: None if _next_look(state, looks, now) is None else now


_EVERYWHERE = (
    instead(follow, "next_look", _looks_all_the_time),
    instead(reconcile, "next_look", _looks_all_the_time),
    instead(submit, "next_look", _looks_all_the_time),
)

LOOKING = (
    Planted(
        "submitting-is-approved",
        "what an ended process left in sending may be sent again",
        together(
            instead(submit, "given_up", _back_to_approved), instead(step, "given_up", _back_to_approved)
        ),
    ),
    Planted(
        "submitting-is-ignored",
        "what an ended process left in sending stays there",
        together(always(submit, "recover", []), always(step, "lease_is_over", False)),
    ),
    Planted(
        "approved-is-unclear",
        "a start takes approved orders for sent ones",
        instead(submit, "recover", _approved_are_unclear_too),
    ),
    Planted(
        "one-look", "absence is confirmed by one look", instead(reconcile, "_absent", _one_look_is_enough)
    ),
    Planted("no-window", "the two looks need not be apart", instead(Process, "start", _no_window)),
    Planted(
        "balance-ignored",
        "the balance is no leg of the proof",
        always(evidence, "balance_since", Balance.UNMOVED),
    ),
    Planted(
        "order-list-ignored",
        "the list of orders is no leg of the proof",
        together(always(evidence, "answer_of", OrderAbsent()), always(follow, "answer_of", OrderAbsent())),
    ),
    Planted(
        "half-a-list",
        "a list that was read by half is believed",
        instead(evidence, "answer_of", _half_a_list_is_a_list),
        shown_by="tests/orders/test_reconciling.py::test_what_stays_unclear_goes_to_a_person_and_is_found_all_the_same",
    ),
    Planted(
        "not-read-back",
        "an accepted order is active before the registrar's record shows it",
        instead(follow, "came_about", _under_way_is_done),
    ),
    Planted(
        "vanished-is-active",
        "a pending order that vanishes is told as active",
        instead(follow, "_missing", _vanished_is_active),
    ),
    Planted(
        "vanished-is-refused",
        "a pending order that vanishes is told as refused",
        instead(follow, "_missing", _vanished_is_refused),
    ),
    Planted(
        "refused-is-pending",
        "a transfer that was refused stays pending",
        instead(follow, "_refused", _refused_is_under_way),
    ),
    Planted(
        "nobody-asked",
        "an order that stays unclear is never given to a person",
        instead(reconcile, "_unclear", _nobody_is_asked),
    ),
    Planted(
        "cost-not-kept", "what an order cost is not written down", instead(follow, "activate", _without_cost)
    ),
    Planted("no-back-off", "who looks again does so all the time", together(*_EVERYWHERE)),
    Planted(
        "key-refusal-ignored",
        "a refused key does not stop the account",
        together(
            instead(submit, "stop_for", _key_is_never_refused),
            instead(follow, "stop_for", _key_is_never_refused),
            instead(breaker, "stop_for", _key_is_never_refused),
        ),
    ),
    Planted(
        "stop-told-each-time",
        "each refusal of an account that stands is told as news",
        instead(Stops, "stop", _told_each_time),
    ),
    Planted(
        "never-resumes",
        "an account that was topped up stands still for ever",
        always(breaker, "_has_enough", False),
    ),
    Planted(
        "a-persons-word",
        "a person's word that nothing was charged outweighs the registrar's list",
        instead(draft, "_looked_at_once_more", _takes_a_persons_word),
        shown_by="tests/orders/test_looking_again.py::test_a_persons_word_needs_one_more_look",
    ),
    Planted(
        "renewed-twice",
        "a second renewal right after the first is a wish like any other",
        value(validate, "RENEWED_JUST_NOW", timedelta(0)),
    ),
)
"""What is planted around the looks."""

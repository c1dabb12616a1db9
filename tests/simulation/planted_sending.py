"""Bugs in sending: what is written before, what leaves, and what its answer is taken for."""

from contextlib import suppress
from typing import Any

from orders import submit
from orders.purchases import Purchase
from portfolio.order import Order, OrderKind, OrderState, Outcome
from portfolio.policy.spending import Spending
from records import Moved
from records import orders as order_store
from records.orders import Orders as OrderStore
from records.transaction import Transaction
from registrar.errors import (
    AccessRefused,
    AuthInfoRefused,
    NameTaken,
    OutcomeUnknown,
    PaymentRefused,
    TryAgain,
)
from tests.simulation.planting import Planted, always, instead, together, value


def _claims_in_memory_only(_claim: Any) -> Any:
    def claimed(terms: Any, order: Order, *_more: Any, **_by: Any) -> Order:
        progress = order.progress.model_copy(update={"sends": 1, "submitted_at": terms.now})
        return order.model_copy(update={"state": OrderState.SUBMITTING, "progress": progress})

    return claimed


def _tries_again(send: Any) -> Any:
    def sent(self: Purchase, *more: Any) -> Any:
        with suppress(OutcomeUnknown):
            return send(self, *more)
        return send(self, *more)

    return sent


def _new_key(send: Any) -> Any:
    def sent(self: Purchase, *more: Any) -> Any:
        order = self.order
        key = f"{order.reference}-{order.progress.sends}"
        return send(Purchase(order.model_copy(update={"reference": key}), self.contacts), *more)

    return sent


def _new_key_when_sent_again(send: Any) -> Any:
    def sent(self: Purchase, *more: Any) -> Any:
        order = self.order
        if order.state is OrderState.ABSENT_CONFIRMED:
            order = order.model_copy(update={"reference": f"{order.reference}-again"})
        return send(Purchase(order, self.contacts), *more)

    return sent


def _renews_from_whatever_is_shown(send: Any) -> Any:
    def sent(self: Purchase, registrar: Any, auth_info: Any) -> Any:
        order = self.order
        if order.kind is OrderKind.RENEW:
            shown = registrar.info(order.name).registrar_expires_at.date()
            order = order.model_copy(update={"current_expiry": shown})
        return send(Purchase(order, self.contacts), registrar, auth_info)

    return sent


def _for_any_price(send: Any) -> Any:
    def sent(self: Purchase, *more: Any) -> Any:
        limit = self.order.price_limit
        dear = limit.model_copy(update={"amount": limit.amount * 10})
        return send(Purchase(self.order.model_copy(update={"price_limit": dear}), self.contacts), *more)

    return sent


def _taken_for(kind: type[Exception], outcome: Outcome) -> Any:
    def made(outcome_of: Any) -> Any:
        def classed(reached: Any, result: Any) -> Outcome:
            return outcome if isinstance(result, kind) else outcome_of(reached, result)

        return classed

    return made


def _stands_after(*kinds: type[Exception]) -> Any:
    return lambda _before: lambda error: isinstance(error, kinds)


def _keeps_the_secret(move: Any) -> Any:
    def submitted(terms: Any, reference: str, *, by: str, auth_info: Any = None) -> Order:
        order = move(terms, reference, by=by, auth_info=auth_info)
        secret = auth_info.get_secret_value() if auth_info else ""
        if secret and order.state.is_open:
            return terms.move(order, order.state, by=by, detail=f"sent with {secret}")
        return order

    return submitted


def _newest_contacts(_purchase_of: Any) -> Any:
    def bought(order: Order, unit: Any) -> Purchase:
        return Purchase(order, {role: unit.contacts.get(slug).contact for role, slug in order.roles.items()})

    return bought


def _a_lost_race_is_won(move: Any) -> Any:
    def moved(self: Transaction, *more: Any, **say: Any) -> None:
        with suppress(Moved):
            move(self, *more, **say)

    return moved


def _chain_forgets(tell: Any) -> Any:
    def told(self: Transaction, tag: Any, subject: str, detail: str = "") -> int:
        return 0 if detail.endswith("→ submitting") else tell(self, tag, subject, detail)

    return told


SENDING = (
    Planted(
        "no-intent",
        "the paid request leaves without a committed row that says so",
        instead(submit, "_claim", _claims_in_memory_only),
    ),
    Planted(
        "retry-on-timeout",
        "a lost answer is asked for by sending again",
        instead(Purchase, "send", _tries_again),
    ),
    Planted(
        "key-per-attempt", "each attempt has a reference of its own", instead(Purchase, "send", _new_key)
    ),
    Planted(
        "resent-under-another-key",
        "what was confirmed absent is sent again under another reference",
        instead(Purchase, "send", _new_key_when_sent_again),
    ),
    Planted(
        "renewal-without-compare",
        "a renewal starts from whatever date the registrar shows, not from the one that was approved",
        instead(Purchase, "send", _renews_from_whatever_is_shown),
    ),
    Planted(
        "price-limit-ignored",
        "the limit that goes out is ten times the approved one",
        instead(Purchase, "send", _for_any_price),
    ),
    Planted(
        "unknown-is-refused",
        "a lost answer is told as a refusal",
        instead(submit, "outcome_of", _taken_for(OutcomeUnknown, Outcome.NO)),
    ),
    Planted(
        "unknown-is-never-sent",
        "a lost answer is taken for a request that never left, and the order goes again",
        together(
            instead(submit, "outcome_of", _taken_for(OutcomeUnknown, Outcome.NO)),
            instead(submit, "leaves_order_standing", _stands_after(OutcomeUnknown, TryAgain, PaymentRefused)),
        ),
    ),
    Planted(
        "taken-is-refused",
        "taken, after an attempt of ours that ended unknown, is told as a refusal",
        instead(submit, "outcome_of", _taken_for(NameTaken, Outcome.NO)),
        shown_by="tests/orders/test_reconciling.py::test_taken_when_sent_again_may_be_ourselves",
    ),
    Planted(
        "access-refusal-closes",
        "a refused key closes the order, which was good",
        instead(submit, "leaves_order_standing", _stands_after(TryAgain, PaymentRefused, AuthInfoRefused)),
    ),
    Planted(
        "funds-refusal-closes",
        "short money closes the order, which was good",
        instead(submit, "leaves_order_standing", _stands_after(TryAgain, AccessRefused, AuthInfoRefused)),
    ),
    Planted(
        "secret-kept",
        "a transfer's secret is kept with the order",
        instead(submit, "submit", _keeps_the_secret),
    ),
    Planted(
        "newest-contacts",
        "contacts go out as they are now, not as they were approved",
        instead(submit, "purchase_of", _newest_contacts),
    ),
    Planted(
        "lost-race-is-won",
        "who comes second to a conditional change goes on as if it had been made",
        instead(Transaction, "move", _a_lost_race_is_won),
    ),
    Planted(
        "chain-forgets",
        "the audit chain is not told that an order is being sent",
        instead(Transaction, "tell", _chain_forgets),
    ),
    Planted(
        "no-second-person",
        "no order ever needs a second person",
        always(Spending, "needs_second_person", False),
    ),
    Planted("cap-not-counted", "nothing counts against what a day may cost", always(OrderStore, "spent", [])),
    Planted(
        "cap-counted-late",
        "an order counts against the day only when it is active",
        value(order_store, "_COST_NOTHING", [s.value for s in OrderState if s is not OrderState.ACTIVE]),
    ),
)
"""What is planted around the paid request."""

"""
What can be found out about an order whose answer was unclear: three legs, read and put together.

The registrar's list of orders, what its account shows, and its balance. Absence is believed only when no leg
speaks against it; a leg that is missing leaves the order to a person. Only reads: no money can move.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto
from typing import assert_never

from orders.shown import Effect, Shown, shown
from orders.terms import Terms
from portfolio.order import Order, OrderKind, OrderState
from registrar.contract import (
    FindsOrders,
    OrderAbsent,
    OrderAnswer,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Registrar,
    TellsBalance,
)

AT_ONCE = timedelta(minutes=2)
"""Orders sent within this time of each other may have been charged in either order."""


class Balance(Enum):
    """What the account's balance says of a charge that may have been made."""

    UNMOVED = auto()
    MOVED = auto()
    NOT_TOLD = auto()
    """The registrar's API has no balance."""


class Conclusion(Enum):
    """What the legs come to, taken together."""

    DONE = auto()
    UNDER_WAY = auto()
    ABSENT = auto()
    LIKELY_ABSENT = auto()
    """Not to be seen, and one leg is missing: a person decides if it stays so."""
    CHARGED_FOR = auto()
    """Not to be seen, but the balance speaks of a charge: a person decides if it stays so for longer."""
    UNCLEAR = auto()


@dataclass(frozen=True)
class Evidence:
    """
    What was concluded, with a sentence for staff where it is not plain.

    Without `is_whole` the registrar's list was not read to its end: that is as good as not having looked.
    """

    conclusion: Conclusion
    why: str = ""
    shown: Shown | None = None
    found: OrderFound | None = None
    is_whole: bool = True


def evidence_of(terms: Terms, registrar: Registrar, order: Order) -> Evidence:
    """Read every leg that the registrar has. Raises `RegistrarError` when one cannot be read."""
    answer = answer_of(registrar, order)
    account = shown(registrar, order)
    if account.effect is Effect.NOTHING and not _is_unlisted(registrar, order):
        account = Shown(Effect.UNCLEAR, "the account's list has the name, and its record does not")
    return judged(answer, account, lambda: balance_since(terms, registrar, order))


def answer_of(registrar: Registrar, order: Order) -> OrderAnswer | None:
    """Return what the registrar's list of orders says of `order`; None where it keeps none."""
    if not isinstance(registrar, FindsOrders):
        return None
    return registrar.find_order(
        OrderSought(
            reference=order.reference,
            name=order.name,
            kind=order.kind,
            vendor_reference=order.vendor_reference,
        )
    )


def judged(answer: OrderAnswer | None, account: Shown, balance: Callable[[], Balance]) -> Evidence:
    """
    Put the legs together. `balance` is asked only where the other two see nothing. Pure but for that.

    A list of orders that has the order outweighs an account that lags. A list that does not have it, and an
    account that shows it all the same, disagree: nobody guesses which of them is late.
    """
    effect, found = account.effect, answer if isinstance(answer, OrderFound) else None
    if isinstance(answer, OrderUnclear):
        return Evidence(Conclusion.UNCLEAR, answer.reason, account, is_whole=False)
    if isinstance(answer, OrderFound) or (answer is None and effect in (Effect.DONE, Effect.UNDER_WAY)):
        done = effect is Effect.DONE and (found is None or found.done)
        return Evidence(Conclusion.DONE if done else Conclusion.UNDER_WAY, account.why, account, found)
    match effect:
        case Effect.DONE | Effect.UNDER_WAY:
            return Evidence(Conclusion.UNCLEAR, "the account shows it, the list of orders does not", account)
        case Effect.UNCLEAR:
            return Evidence(Conclusion.UNCLEAR, account.why, account)
        case Effect.NOTHING | Effect.REFUSED:
            return _absent(answer, account, balance)
        case _:
            assert_never(effect)


def _absent(
    answer: OrderFailed | OrderAbsent | None, account: Shown, balance: Callable[[], Balance]
) -> Evidence:
    if answer is None:
        return Evidence(
            Conclusion.LIKELY_ABSENT, "not in the account; this registrar lists no orders", account
        )
    if balance() is Balance.MOVED:
        return Evidence(Conclusion.CHARGED_FOR, "not there, but the balance is not what it was", account)
    return Evidence(Conclusion.ABSENT, shown=account)


def _is_unlisted(registrar: Registrar, order: Order) -> bool:
    """Whether the whole list of the account's names is without it, where the order was to bring it in."""
    brings_in = order.kind in (OrderKind.REGISTER, OrderKind.TRANSFER)
    return not brings_in or order.name not in set(registrar.holdings())


def balance_since(terms: Terms, registrar: Registrar, order: Order) -> Balance:
    """
    Return whether the balance since `order` was sent is fully explained by our other orders of the account.

    UNMOVED only if they explain it without this one, and could not explain it with this one as well. A rise
    (a top-up) hides a charge, so it counts as moved.
    """
    if not isinstance(registrar, TellsBalance):
        return Balance.NOT_TOLD
    before, now = order.progress.balance_before, registrar.balance()
    if before is None or before.currency != now.currency:
        return Balance.MOVED
    fell = before.amount - now.amount
    explained = _explanations(terms, order, now.currency)
    is_explained = fell in explained and fell - order.price.amount not in explained
    return Balance.UNMOVED if is_explained else Balance.MOVED


def _explanations(terms: Terms, order: Order, currency: str) -> set[Decimal]:
    """Every amount that our other orders of the account may have cost since `order` was sent."""
    since = order.progress.submitted_at
    with terms.records.reading() as unit:
        others = [
            other
            for other in unit.orders.all()
            if other.account == order.account and other.reference != order.reference
        ]
    sums = {Decimal(0)}
    for other in others:
        sent_at, cost = other.progress.submitted_at, other.progress.cost or other.price
        if sent_at is None or cost.currency != currency or not other.state.may_have_cost:
            continue
        is_later = since is None or sent_at > since
        if is_later and other.state is OrderState.ACTIVE:
            sums = {amount + cost.amount for amount in sums}
        elif is_later or _may_overlap(other, sent_at, since):
            sums |= {amount + cost.amount for amount in sums}
    return sums


def _may_overlap(other: Order, sent_at: datetime, since: datetime | None) -> bool:
    """Whether an order sent earlier may have been charged after this one had asked for the balance."""
    still_on_its_way = other.state is not OrderState.ACTIVE
    return still_on_its_way or since is None or since - sent_at <= AT_ONCE

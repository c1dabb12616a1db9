"""
The one place where money moves: an approved order is sent, once, and its answer is classed.

SUBMITTING is committed before the first byte leaves. Whoever finds it later, the sender being gone, knows
that it may have happened, and looks before anything else.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import SecretStr

from orders.breaker import covers, go_on, goes_as_probe, raise_if_stopped, stop_for
from orders.errors import AuthInfoWanted, NotNow, SpentForToday
from orders.follow import read_back
from orders.outcome import Reached, leaves_order_standing, outcome_of
from orders.purchases import ROLES, Purchase, purchase_of
from orders.reconcile import reconcile
from orders.terms import Terms, log
from portfolio.held import RegistrarAccount
from portfolio.money import Money
from portfolio.order import Order, OrderKind, OrderState, Outcome, Progress, TransferStage
from portfolio.policy.looking import next_look, next_try
from portfolio.stop import AccountStop
from records import Left, Moved, RecordsError, Unit
from registrar.contract import Receipt, Registrar, TellsBalance
from registrar.errors import AuthInfoRefused, OutcomeUnknown, PaymentRefused, RegistrarError
from registrar.support import require

RECOVERED = "the process ended while it was being sent; look before anything is sent again"


def submit(terms: Terms, reference: str, *, by: str, auth_info: SecretStr | None = None) -> Order:
    """
    Send an approved order, once. MONEY CAN MOVE.

    An order that is confirmed absent is looked for once more and then sent again under the same reference.
    Returns the order as it then stands; a registrar's error is in its state and detail. `auth_info` goes to
    the registrar and is kept nowhere.

    Raises, nothing sent: `NotNow` in any other state or when someone else is sending it, `AuthInfoWanted` for
    a transfer without its auth code, `AccountStands`, `SpentForToday`, and the records' `Quarantined`.
    """
    brief = _briefed(terms, reference)
    if brief.order.state is OrderState.ABSENT_CONFIRMED:
        looked = reconcile(terms, reference, by=by)
        if looked.state is not OrderState.ABSENT_CONFIRMED:
            return looked
        brief = replace(brief, purchase=replace(brief.purchase, order=looked))
    _raise_if_not_to_be_sent(brief.order, auth_info)
    registrar = terms.registrar_for(brief.account)
    require(registrar, ROLES[brief.order.kind])
    is_probe = goes_as_probe(terms, brief.order, registrar, brief.stop)
    try:
        balance = _balance(registrar, brief.order)
    except RegistrarError as err:
        return _not_sent(terms, brief.order, err, by=by)
    claimed = _claim(terms, brief.order, balance, by=by, probe=is_probe)
    settled = _send(terms, brief.purchase, claimed, registrar, auth_info, by=by)
    if is_probe and settled.state is OrderState.PENDING:
        go_on(terms, brief.order.account)
    if settled.state is OrderState.PENDING and not settled.detail:
        return read_back(terms, settled, registrar, by=by)
    return settled


@dataclass(frozen=True)
class _Brief:
    """What the records have for an order that is to be sent, read at once."""

    purchase: Purchase
    account: RegistrarAccount
    stop: AccountStop | None

    @property
    def order(self) -> Order:
        return self.purchase.order


def _briefed(terms: Terms, reference: str) -> _Brief:
    with terms.records.reading() as unit:
        order = unit.orders.get(reference)
        if order.state not in (OrderState.APPROVED, OrderState.ABSENT_CONFIRMED):
            raise NotNow(f"{reference} is {order.state}, not approved")
        account, stop = unit.accounts.get(order.account), unit.stops.of(order.account)
        return _Brief(purchase_of(order, unit), account, stop)


def _raise_if_not_to_be_sent(order: Order, auth_info: SecretStr | None) -> None:
    if order.kind is OrderKind.TRANSFER and auth_info is None:
        raise AuthInfoWanted(
            f"{order.reference} is a transfer: it is sent with the auth code of {order.name}"
        )


def recover(terms: Terms, *, by: str, everything: bool = False) -> list[Order]:
    """
    Orders that an ended process left in SUBMITTING are unknown from now on. No money can move.

    Those whose lease has passed; with `everything`, as at a start, all of them. A sender that is alive after
    all finds its order moved on, and nothing is sent twice: absence is confirmed only much later.
    """
    with terms.records.reading() as unit:
        left = [o for o in unit.orders.all(open_only=True) if o.state is OrderState.SUBMITTING]
    recovered: list[Order] = []
    for order in left:
        if everything or lease_is_over(terms, order):
            with suppress(Moved):  # its sender was alive, and quicker
                recovered.append(given_up(terms, order, by=by))
    return recovered


def lease_is_over(terms: Terms, order: Order) -> bool:
    """Return whether the sender of a SUBMITTING order has had the time that it may take."""
    return order.progress.next_at is None or order.progress.next_at <= terms.now


def given_up(terms: Terms, order: Order, *, by: str) -> Order:
    """Take a SUBMITTING order for unknown: its sender is gone. Raises `Moved` if it was not."""
    progress = _due_now(terms, order.progress, OrderState.UNKNOWN)
    return terms.move(order, OrderState.UNKNOWN, by=by, detail=RECOVERED, progress=progress)


def _balance(registrar: Registrar, order: Order) -> Money | None:
    """What the account can spend, where its API tells; raises `PaymentRefused` when that is too little."""
    if not isinstance(registrar, TellsBalance):
        return None
    balance = registrar.balance()
    if not covers(balance, order.price):
        raise PaymentRefused(f"the balance is {balance}, and the price {order.price}; nothing was sent")
    return balance


def _not_sent(terms: Terms, order: Order, err: RegistrarError, *, by: str) -> Order:
    """Leave the order as it is, and say why; nothing left the house."""
    progress = order.progress.model_copy(
        update={"looks": order.progress.looks + 1, "next_at": _next_try(terms, order)}
    )
    return _settle(terms, order, order.state, f"not sent: {err}", progress, err, by=by)


def _claim(terms: Terms, order: Order, balance: Money | None, *, by: str, probe: bool) -> Order:
    """Commit that the order is about to leave, and journal it, if it may leave now."""
    progress = order.progress.model_copy(
        update={
            "sends": order.progress.sends + 1,
            "submitted_at": terms.now,
            "looks": 0,
            "missed_at": None,
            "next_at": next_look(OrderState.SUBMITTING, 0, terms.now),
            "balance_before": balance,
        }
    )
    with terms.records.changing(by) as unit:
        terms.records.raise_if_quarantined(unit)
        raise_if_stopped(terms, unit, order.account, probe=probe)
        _raise_if_spent(terms, unit, order)
        try:
            claimed = unit.orders.advance(
                order.reference, from_=order.state, to=OrderState.SUBMITTING,
                vendor_reference=order.vendor_reference, progress=progress,
            )  # fmt: skip
        except Moved as err:
            raise NotNow(f"{order.reference} is being sent by someone else") from err
        unit.commit()
    _journal(terms, order, claimed, by=by)
    log.info("order=%s name=%s from=%s to=%s", order.reference, order.name, order.state, claimed.state)
    return claimed


def _journal(terms: Terms, order: Order, claimed: Order, *, by: str) -> None:
    """Tell the journal that the order leaves; when that cannot be, it stays as it was, and nothing left."""
    try:
        terms.records.left(Left.ORDER, order.reference, name=order.name)
    except RecordsError as err:
        with suppress(RecordsError):  # then the lease runs out, and it is looked for
            terms.move(
                claimed, order.state, by=by, detail=f"not sent: {err}",
                progress=_as_before(terms, order, wants_auth_info=False),
            )  # fmt: skip
        raise


def _raise_if_spent(terms: Terms, unit: Unit, order: Order) -> None:
    currency = order.price_limit.currency
    spent = [
        money
        for money in unit.orders.spent(terms.today_began, except_for=order.reference)
        if money.currency == currency
    ]
    so_far = spent[0] if spent else Money(amount=order.price_limit.amount * 0, currency=currency)
    problem = terms.spending.problem_today(order.price_limit, so_far)
    if problem is not None:
        raise SpentForToday(f"{problem}; {order.reference} stays {order.state}, nothing was sent")


def _send(
    terms: Terms,
    purchase: Purchase,
    claimed: Order,
    registrar: Registrar,
    auth_info: SecretStr | None,
    *,
    by: str,
) -> Order:
    """Send and settle; a bug or an interrupt is settled UNKNOWN and raised."""
    result: Receipt | RegistrarError = OutcomeUnknown("interrupted while it was being sent")
    settled = claimed
    try:
        result = purchase.send(registrar, auth_info)
    except RegistrarError as err:
        result = err
    finally:
        settled = _classed(terms, purchase.order, claimed, result, by=by)
    return settled


def _classed(
    terms: Terms, origin: Order, claimed: Order, result: Receipt | RegistrarError, *, by: str
) -> Order:
    reached = Reached.SENT_AGAIN if origin.state is OrderState.ABSENT_CONFIRMED else Reached.SENT
    outcome = outcome_of(reached, result)
    if isinstance(result, Receipt):
        detail = "accepted; the registrar is still at it" if result.pending else ""
        progress = _due_now(terms, claimed.progress, OrderState.PENDING).model_copy(
            update={"cost": result.cost, "stage": None}
        )
        return _settle(terms, claimed, OrderState.PENDING, detail, progress, result, by=by)
    if outcome is Outcome.UNKNOWN:
        progress = _due_now(terms, claimed.progress, OrderState.UNKNOWN)
        return _settle(terms, claimed, OrderState.UNKNOWN, str(result), progress, result, by=by)
    if leaves_order_standing(result):
        progress = _as_before(terms, origin, wants_auth_info=isinstance(result, AuthInfoRefused))
        detail = f"not sent through: {result}"
        return _settle(terms, claimed, origin.state, detail, progress, result, by=by)
    over = claimed.progress.model_copy(update={"next_at": None})
    return _settle(terms, claimed, OrderState.REFUSED, str(result), over, result, by=by)


def _as_before(terms: Terms, origin: Order, *, wants_auth_info: bool) -> Progress:
    """The progress of an order that provably was not carried out, and when it is worth another try."""
    return origin.progress.model_copy(
        update={
            "looks": origin.progress.looks + 1,
            "next_at": _next_try(terms, origin),
            "stage": TransferStage.AUTH_INFO_WANTED if wants_auth_info else origin.progress.stage,
        }
    )


def _next_try(terms: Terms, order: Order) -> datetime | None:
    """When a job may try again; never for a transfer, whose auth code only a person can bring."""
    return None if order.kind is OrderKind.TRANSFER else next_try(order.progress.looks, terms.now)


def _due_now(terms: Terms, progress: Progress, state: OrderState) -> Progress:
    return progress.model_copy(
        update={"looks": 0, "missed_at": None, "next_at": next_look(state, 0, terms.now)}
    )


def _settle(
    terms: Terms,
    order: Order,
    to: OrderState,
    detail: str,
    progress: Progress,
    result: Receipt | RegistrarError,
    *,
    by: str,
) -> Order:
    reference = result.reference if isinstance(result, Receipt) else result.vendor_reference
    try:
        with terms.records.changing(by) as unit:
            settled = unit.orders.advance(
                order.reference, from_=order.state, to=to, detail=detail,
                vendor_reference=reference or order.vendor_reference, progress=progress,
            )  # fmt: skip
            if isinstance(result, RegistrarError):
                stop_for(unit, terms, order, result)
            unit.commit()
    except Moved:
        # Taken for left behind by another start. The order is unknown there; looking will find what we did.
        log.warning(
            "order=%s name=%s answered=%s but was moved on meanwhile", order.reference, order.name, to
        )
        return terms.order(order.reference)
    log.info("order=%s name=%s from=%s to=%s", order.reference, order.name, order.state, to)
    return settled

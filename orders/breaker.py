"""
An account stands still when its key is refused or its money is short: one word to staff, no storm of calls.

Refused access needs a person. Short money is looked for again by the balance, and what waits goes on under
the same reference.
"""

from orders.errors import AccountStands
from orders.terms import Terms, log
from portfolio.money import Money
from portfolio.order import Order
from portfolio.policy.looking import next_try
from portfolio.stop import AccountStop, StopReason
from records import Unit
from registrar.contract import Registrar, TellsBalance
from registrar.errors import AccessRefused, PaymentRefused, RegistrarError

JOB = "job:orders"
PROBES = 4
"""How far down the ladder of waits the balance is asked for again: every twenty minutes."""

NEXT_STEP = {
    StopReason.ACCESS: "put the key or the allow-list right, then: namesteward account test",
    StopReason.FUNDS: "top the account up; what waits goes on by itself",
}


def goes_as_probe(terms: Terms, order: Order, registrar: Registrar, stop: AccountStop | None) -> bool:
    """
    Return whether the order goes though its account stands still; `stop` is what was read of that.

    Short money is checked against the balance first, where the registrar tells it: enough of it ends the
    stop. Where it does not tell, the order itself is the probe, when its time has come. Raises
    `AccountStands` when it does not go.
    """
    if stop is None:
        return False
    if stop.reason is StopReason.FUNDS:
        if not isinstance(registrar, TellsBalance) and _is_time(terms, stop):
            return True
        if isinstance(registrar, TellsBalance) and _has_enough(terms, stop, order, registrar):
            go_on(terms, order.account)
            return False
    raise stands(stop)


def go_on(terms: Terms, account: str) -> None:
    """End a stop for short money, and no other."""
    with terms.records.changing(JOB) as unit:
        stop = unit.stops.of(account)
        if stop is not None and stop.reason is StopReason.FUNDS:
            unit.stops.resume(account)
            unit.commit()


def raise_if_stopped(terms: Terms, unit: Unit, account: str, *, probe: bool) -> None:
    """Raise `AccountStands` if the account has come to a stop; a probe goes, and puts off the next one."""
    stop = unit.stops.of(account)
    if stop is None:
        return
    if not probe or stop.reason is not StopReason.FUNDS:
        raise stands(stop)
    unit.stops.probe_later(account, next_try(PROBES, terms.now))


def stands(stop: AccountStop) -> AccountStands:
    """Return the error that says why the account stands still and what to do."""
    return AccountStands(
        f"account {stop.account} stands still since {stop.since:%Y-%m-%d %H:%M} UTC: {stop.reason};"
        f" nothing was sent; {NEXT_STEP[stop.reason]}"
    )


def stop_for(unit: Unit, terms: Terms, order: Order, error: BaseException) -> None:
    """Let the account stand still where `error` says that it must; in the transaction of `unit`."""
    if isinstance(error, AccessRefused):
        news = unit.stops.stop(order.account, StopReason.ACCESS, detail=error.detail)
    elif isinstance(error, PaymentRefused):
        news = unit.stops.stop(
            order.account, StopReason.FUNDS, detail=error.detail, next_probe_at=next_try(0, terms.now)
        )
    else:
        return
    if news:
        log.warning("account=%s stands still: %s", order.account, type(error).__name__)


def _is_time(terms: Terms, stop: AccountStop) -> bool:
    return stop.next_probe_at is None or stop.next_probe_at <= terms.now


def _has_enough(terms: Terms, stop: AccountStop, order: Order, registrar: TellsBalance) -> bool:
    balance: Money | None = None
    refused: RegistrarError | None = None
    try:
        balance = registrar.balance()
    except RegistrarError as err:
        refused = err
    if balance is not None and covers(balance, order.price):
        return True
    with terms.records.changing(JOB) as unit:
        unit.stops.probe_later(stop.account, next_try(PROBES, terms.now))
        if refused is not None:
            stop_for(unit, terms, order, refused)
        unit.commit()
    return False


def covers(balance: Money, price: Money) -> bool:
    """Whether the balance is enough; amounts in two currencies cannot tell, and count as enough."""
    return balance.currency != price.currency or balance.amount >= price.amount

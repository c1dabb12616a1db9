"""From a wish to an order: checked, priced, drafted, approved by the right person. No money can move here."""

import secrets

from orders.errors import NotNow, OrderRefused, SecondPersonNeeded
from orders.quote import Priced, priced
from orders.terms import Terms, log
from orders.validate import Wish, raise_if_refused
from portfolio.money import Money
from portfolio.order import Order, OrderKind, OrderState
from portfolio.tld import rules_for
from records import AlreadyHeld, SamePerson
from registrar.contract import Registers
from registrar.support import require


def preview(terms: Terms, wish: Wish, *, price_limit: Money | None, by: str) -> Order:
    """Return the order that `draft` would keep; nothing is kept. Raises as `draft` does."""
    return _order(terms, wish, _checked(terms, wish, price_limit), by=by)


def draft(terms: Terms, wish: Wish, *, price_limit: Money | None, by: str) -> Order:
    """Return the drafted order. Raises `OrderRefused`, nothing changed, and what the registrar raises."""
    offer = _checked(terms, wish, price_limit)
    order = _order(terms, wish, offer, by=by)
    with terms.records.changing(by) as unit:
        # Again, now that nobody else can write: asking the registrar took its time.
        raise_if_refused(wish, unit)
        try:
            kept = unit.orders.draft(
                order, second_person_needed=offer.premium or _is_above(offer.limit, terms.second_person_above)
            )
        except AlreadyHeld as err:
            raise OrderRefused([f"an order for {wish.name} is open already"]) from err
        unit.commit()
    log.info("order=%s name=%s to=%s price=%s", kept.reference, kept.name, kept.state, kept.price)
    return kept


def _checked(terms: Terms, wish: Wish, price_limit: Money | None) -> Priced:
    """Hold the wish against records and rules, then ask the registrar for the price."""
    with terms.records.reading() as unit:
        raise_if_refused(wish, unit)
        account = unit.accounts.get(wish.account)
    registrar = terms.registrar_for(account)
    require(registrar, Registers)
    return priced(registrar, wish.name, years=wish.years, limit=price_limit)


def approve(terms: Terms, reference: str, *, by: str) -> Order:
    """Approve a draft as `by`. Raises `SecondPersonNeeded` and `NotNow`."""
    with terms.records.changing(by) as unit:
        _raise_unless(unit.orders.get(reference), OrderState.DRAFT, "approved")
        try:
            order = unit.orders.approve(reference)
        except SamePerson as err:
            raise SecondPersonNeeded(f"{reference} must be approved by someone who did not draft it") from err
        unit.commit()
    log.info("order=%s name=%s to=%s", order.reference, order.name, order.state)
    return order


def withdraw(terms: Terms, reference: str, *, by: str) -> Order:
    """Close an order that was never sent. Raises `NotNow` for any other."""
    order = terms.order(reference)
    if order.state not in (OrderState.DRAFT, OrderState.APPROVED):
        raise NotNow(f"{reference} is {order.state} and can no longer be withdrawn")
    return terms.move(order, OrderState.REFUSED, by=by, detail="withdrawn before it was sent")


def _order(terms: Terms, wish: Wish, offer: Priced, *, by: str) -> Order:
    return Order(
        reference=f"ns-{secrets.token_hex(8)}",
        kind=OrderKind.REGISTER,
        name=wish.name,
        client=wish.client,
        account=wish.account,
        years=wish.years,
        roles=dict(wish.roles),
        nameservers=wish.nameservers,
        attributes=rules_for(wish.name).with_defaults(wish.attributes),
        price=offer.price,
        price_limit=offer.limit,
        drafted_by=by,
        drafted_at=terms.now,
        detail="premium name" if offer.premium else "",
    )


def _is_above(amount: Money, limit: Money) -> bool:
    """Whether a second person is needed; an amount in another currency counts as above."""
    return amount.currency != limit.currency or amount > limit


def _raise_unless(order: Order, state: OrderState, verb: str) -> None:
    if order.state is not state:
        raise NotNow(f"{order.reference} is {order.state}, not {state}, and cannot be {verb}")

"""From a wish to an order: checked, priced, drafted, approved by the right person. No money can move here."""

import secrets
from dataclasses import dataclass
from datetime import date

from orders.at_registrar import as_it_stands
from orders.errors import NotNow, OrderRefused, SecondPersonNeeded
from orders.purchases import ROLES
from orders.quote import Priced, priced
from orders.reconcile import COULD_NOT_LOOK, reconcile
from orders.terms import Terms, log
from orders.validate import KINDS, raise_if_refused
from orders.wishes import ToRegister, ToRenew, ToTransfer, Wish
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.order import Order, OrderKind, OrderState, Progress, TransferStage
from portfolio.policy.looking import LEASE
from portfolio.tld import rules_for
from records import AlreadyHeld, NotHeld, SamePerson, Unit
from registrar.support import require


@dataclass(frozen=True, kw_only=True)
class _Checked:
    """What a wish comes to once it was held against records, rules and registrar."""

    client: str
    account: str
    offer: Priced
    current_expiry: date | None


def preview(terms: Terms, wish: Wish, *, price_limit: Money | None, by: str) -> Order:
    """Return the order that `draft` would keep; nothing is kept. Raises as `draft` does."""
    return _order(terms, wish, _checked(terms, wish, price_limit), by=by)


def draft(
    terms: Terms,
    wish: Wish,
    *,
    price_limit: Money | None,
    by: str,
    reference: str | None = None,
    batch: str | None = None,
    second_person: bool = False,
) -> Order:
    """Return the drafted order. Raises `OrderRefused`, nothing changed, and what the registrar raises."""
    if reference is not None:
        known = _known(terms, reference)
        if known is not None:
            return known
    checked = _checked(terms, wish, price_limit)
    order = _order(terms, wish, checked, by=by, reference=reference, batch=batch)
    second = second_person or terms.spending.needs_second_person(
        checked.offer.limit, premium=checked.offer.premium
    )
    with terms.records.changing(by) as unit:
        # Again, now that nobody else can write: asking the registrar took its time.
        raise_if_refused(terms, wish, unit)
        order = order.model_copy(update={"versions": _versions(unit, order)})
        try:
            kept = unit.orders.draft(order, second_person_needed=second)
        except AlreadyHeld as err:
            is_open = any(o.state.is_open and o.kind is order.kind for o in unit.orders.of_name(wish.name))
            says = f"an order to {order.kind} {wish.name} is open already" if is_open else str(err)
            raise OrderRefused([says]) from err
        unit.commit()
    log.info("order=%s name=%s to=%s price=%s", kept.reference, kept.name, kept.state, kept.price)
    return kept


def approve(terms: Terms, reference: str, *, by: str) -> Order:
    """
    Approve a draft as `by`, with its contacts as they are now. Raises `SecondPersonNeeded` and `NotNow`.

    A job may send it a little later, in case that nobody does at once.
    """
    with terms.records.changing(by) as unit:
        draft = unit.orders.get(reference)
        if draft.state is not OrderState.DRAFT:
            raise NotNow(f"{reference} is {draft.state}, not draft, and cannot be approved")
        next_at = None if draft.kind is OrderKind.TRANSFER else terms.now + LEASE
        try:
            order = unit.orders.approve(
                reference,
                versions=_versions(unit, draft),
                progress=draft.progress.model_copy(update={"next_at": next_at}),
            )
        except SamePerson as err:
            raise SecondPersonNeeded(f"{reference} must be approved by someone who did not draft it") from err
        unit.commit()
    log.info("order=%s name=%s to=%s", order.reference, order.name, order.state)
    return order


def close(terms: Terms, reference: str, *, by: str, why: str, not_charged: bool) -> Order:
    """Close an order that was never sent or is not there. Raises `NotNow` for any other."""
    order = terms.order(reference)
    if order.state is OrderState.NEEDS_HUMAN and not not_charged:
        raise NotNow(
            f"nobody knows yet whether {reference} was charged: look at the registrar's own bill,"
            " and close it with the word that nothing was"
        )
    if order.state in (OrderState.NEEDS_HUMAN, OrderState.ABSENT_CONFIRMED):
        order = _looked_at_once_more(terms, order, by=by)
    closable = (OrderState.DRAFT, OrderState.APPROVED, OrderState.ABSENT_CONFIRMED, OrderState.NEEDS_HUMAN)
    if order.state not in closable:
        raise NotNow(f"{reference} is {order.state} and cannot be closed")
    fallback = "withdrawn before it was sent" if order.progress.sends == 0 else "closed: nothing was charged"
    over = order.progress.model_copy(update={"next_at": None, "stage": None})
    return terms.move(order, OrderState.REFUSED, by=by, detail=why or fallback, progress=over)


def _looked_at_once_more(terms: Terms, order: Order, *, by: str) -> Order:
    """Look before a person's word, or an absence of some while ago, is the last word."""
    looked = reconcile(terms, order.reference, by=by)
    was_noted = looked != order and looked.state is order.state
    if was_noted and looked.detail.startswith(COULD_NOT_LOOK):
        raise NotNow(
            f"the registrar could not be asked about {order.reference} once more: close it when it can"
        )
    if order.state is OrderState.ABSENT_CONFIRMED or looked.state is not OrderState.RECONCILING:
        return looked
    return terms.move(
        looked, OrderState.NEEDS_HUMAN, by=by, detail=looked.detail,
        progress=looked.progress.model_copy(update={"person_asked": True}),
    )  # fmt: skip


def _known(terms: Terms, reference: str) -> Order | None:
    with terms.records.reading() as unit:
        try:
            return unit.orders.get(reference)
        except NotHeld:
            return None


def _checked(terms: Terms, wish: Wish, price_limit: Money | None) -> _Checked:
    """Hold the wish against records and rules, then ask the registrar for state and price."""
    kind = KINDS[type(wish)]
    with terms.records.reading() as unit:
        raise_if_refused(terms, wish, unit)
        if isinstance(wish, ToRegister | ToTransfer):
            held, client, account = None, wish.client, unit.accounts.get(wish.account)
        else:
            held = unit.domains.get(wish.name)
            client, account = held.client, unit.accounts.get(held.account)
    registrar = terms.registrar_for(account)
    require(registrar, ROLES[kind])
    current_expiry = as_it_stands(terms, registrar, wish, held)
    offer = priced(
        registrar, wish.name, kind=kind, years=years_of(wish), limit=price_limit, spending=terms.spending
    )
    return _Checked(client=client, account=account.slug, offer=offer, current_expiry=current_expiry)


def years_of(wish: Wish) -> int:
    """Return for how many years a wish pays; a transfer and a restore bring one."""
    return wish.years if isinstance(wish, ToRegister | ToRenew) else 1


def _order(
    terms: Terms, wish: Wish, checked: _Checked, *, by: str, reference: str | None = None,
    batch: str | None = None,
) -> Order:  # fmt: skip
    kind = KINDS[type(wish)]
    roles: dict[ContactRole, str] = {}
    attributes: dict[str, str] = {}
    if isinstance(wish, ToRegister | ToTransfer):
        roles = dict(wish.roles)
        rules = rules_for(wish.name)
        attributes = rules.stamped(rules.with_defaults(wish.attributes), by=by, at=terms.now)
    stage = TransferStage.AUTH_INFO_WANTED if kind is OrderKind.TRANSFER else None
    return Order(
        reference=reference or f"ns-{secrets.token_hex(8)}",
        kind=kind,
        name=wish.name,
        client=checked.client,
        account=checked.account,
        years=years_of(wish),
        roles=roles,
        nameservers=wish.nameservers if isinstance(wish, ToRegister) else (),
        attributes=attributes,
        current_expiry=checked.current_expiry,
        price=checked.offer.price,
        price_limit=checked.offer.limit,
        drafted_by=by,
        drafted_at=terms.now,
        detail="premium name" if checked.offer.premium else "",
        progress=Progress(stage=stage),
        batch=batch,
    )


def _versions(unit: Unit, order: Order) -> dict[ContactRole, int]:
    newest = unit.contacts.several({(slug, None) for slug in order.roles.values()})
    return {role: newest[slug, None].version for role, slug in order.roles.items()}

"""A name becomes active, and ours, when the registrar's own record was read, with its contacts and dates."""

from collections.abc import Mapping, Sequence

from orders.purchases import purchase_of
from orders.shown import Shown
from orders.terms import Terms, log
from portfolio.contacts import ContactRole
from portfolio.drift import Difference
from portfolio.finding import Finding
from portfolio.held import HeldDomain
from portfolio.observation import SeenContact, Source
from portfolio.order import Order, OrderKind, OrderState
from portfolio.registration import Registration
from records import AlreadyHeld, Unit
from registrar.contract import Registrar, TellsContacts


def activate(terms: Terms, order: Order, registrar: Registrar, seen: Shown, *, by: str) -> Order:
    """
    Move the order to ACTIVE, take over what the registrar's record says, and open a finding per difference.

    All in one transaction. Raises `RegistrarError` when the contacts cannot be read: then nothing moved.
    """
    registration = seen.registration
    if registration is None:
        raise ValueError(f"{order.reference} has no record to be held by")
    shown_contacts = _contacts(order, registrar, registration)
    progress = order.progress.model_copy(
        update={"next_at": None, "missed_at": None, "stage": None, "cost": order.progress.cost or order.price}
    )
    with terms.records.changing(by) as unit:
        differences: Sequence[Difference] = ()
        if shown_contacts is not None:
            differences = terms.contacts_differ(purchase_of(order, unit).contacts, shown_contacts)
        active = unit.orders.advance(
            order.reference, from_=order.state, to=OrderState.ACTIVE, detail=told(differences),
            vendor_reference=order.vendor_reference, progress=progress,
        )  # fmt: skip
        _hold(terms, unit, order, registration)
        for difference in differences:
            if difference.theirs is not None:
                unit.findings.see(_finding(terms, order, difference))
        unit.commit()
    log.info("order=%s name=%s to=%s detail=%r", order.reference, order.name, active.state, active.detail)
    return active


def _contacts(
    order: Order, registrar: Registrar, registration: Registration
) -> Mapping[ContactRole, SeenContact] | None:
    """The contacts in the registrar's own record; None where the order sent none."""
    if order.kind not in (OrderKind.REGISTER, OrderKind.TRANSFER):
        return None
    return registrar.contacts(order.name) if isinstance(registrar, TellsContacts) else registration.contacts


def told(differences: Sequence[Difference]) -> str:
    """Return a line for staff: what differs or is not shown, by path (`tech.email`), without values."""
    differ = [d.path for d in differences if d.theirs is not None]
    missing = [d.path for d in differences if d.theirs is None]
    lines = (("contacts differ", differ), ("contacts not shown", missing))
    return "; ".join(f"{word}: {', '.join(paths)}" for word, paths in lines if paths)


def _hold(terms: Terms, unit: Unit, order: Order, registration: Registration) -> None:
    if order.kind in (OrderKind.RENEW, OrderKind.RESTORE):
        unit.domains.refresh(order.name, registration)
        return
    held = HeldDomain.of(
        registration, client=order.client, account=order.account, roles=order.roles, refreshed_at=terms.now
    )
    try:
        unit.domains.hold(held)
    except AlreadyHeld:  # an import of the account was quicker; what it wrote about roles stands
        unit.domains.refresh(order.name, registration)


def _finding(terms: Terms, order: Order, difference: Difference) -> Finding:
    return Finding(
        name=order.name,
        path=difference.path,
        source=Source.REGISTRAR,
        ours=difference.ours,
        theirs=difference.theirs,
        opened_at=terms.now,
        last_seen_at=terms.now,
        order=order.reference,
    )

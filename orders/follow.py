"""
A pending order becomes active when the registrar's own record shows the name, with its contacts.

Only reads leave the house here: no money can move.
"""

from collections.abc import Mapping

from orders.absence import first_absence, noted_absence
from orders.compare import difference
from orders.errors import NotNow
from orders.terms import Terms, log
from portfolio.contacts import ContactRole
from portfolio.held import HeldDomain
from portfolio.observation import SeenContact
from portfolio.order import Order, OrderState
from portfolio.registration import Registration, Status
from records import AlreadyHeld
from registrar.contract import OrderAbsent, Registers, Registrar, RegistrationRequest, TellsContacts
from registrar.errors import NotFound, NotSponsored, RegistrarError
from registrar.support import require


def follow(terms: Terms, reference: str, *, by: str) -> Order:
    """Look again at a pending order; an active one is returned as it is. Raises `NotNow` for any other."""
    order = terms.order(reference)
    if order.state is OrderState.ACTIVE:
        return order
    if order.state is not OrderState.PENDING:
        raise NotNow(f"{reference} is {order.state}, not pending")
    registrar, request = terms.prepared(order)
    return read_back(terms, order, registrar, request, by=by)


def read_back(
    terms: Terms, order: Order, registrar: Registrar, request: RegistrationRequest, *, by: str
) -> Order:
    """Return the pending `order` as ACTIVE if the registrar's record shows it, else with what was seen."""
    try:
        registration = registrar.info(order.name)
        seen = _contacts(registrar, registration)
    except (NotFound, NotSponsored):
        return _missing(terms, order, registrar, request, by=by)
    except RegistrarError as err:
        return terms.note(order, f"accepted; could not be read back yet: {type(err).__name__}", by=by)
    if registration.name != order.name:
        return terms.note(order, "accepted; the registrar's record is about another name", by=by)
    if Status.PENDING_CREATE in (registration.statuses or frozenset()):
        return terms.note(order, "accepted; the registry has not created it yet", by=by)
    return _activate(terms, order, registration, difference(request.contacts, seen), by=by)


def _contacts(registrar: Registrar, registration: Registration) -> Mapping[ContactRole, SeenContact]:
    if isinstance(registrar, TellsContacts):
        return registrar.contacts(registration.name)
    return registration.contacts


def _missing(
    terms: Terms, order: Order, registrar: Registrar, request: RegistrationRequest, *, by: str
) -> Order:
    """
    Judge an accepted order whose name the account does not show.

    Lists lag, so it stays pending until the order too is absent, twice, a visibility window apart.
    """
    try:
        found = require(registrar, Registers).find_order(request)
    except RegistrarError as err:
        return _still_not_listed(terms, order, f" ({type(err).__name__})", by=by)
    if not isinstance(found, OrderAbsent):
        return terms.note(order, "accepted; not in the account yet", by=by)
    first = first_absence(order.detail)
    if first is None:
        return terms.note(order, noted_absence(terms.now, "accepted; not in the account"), by=by)
    if terms.now - first < terms.visibility:
        return order
    detail = "accepted, then gone from the account and the order list"
    return terms.move(order, OrderState.NEEDS_HUMAN, by=by, detail=detail)


def _still_not_listed(terms: Terms, order: Order, why: str, *, by: str) -> Order:
    if first_absence(order.detail) is not None:
        return order
    return terms.note(order, f"accepted; not in the account yet{why}", by=by)


def _activate(terms: Terms, order: Order, registration: Registration, detail: str, *, by: str) -> Order:
    """Move to ACTIVE and hold the name, in one transaction."""
    with terms.records.changing(by) as unit:
        active = unit.orders.advance(
            order.reference, from_=order.state, to=OrderState.ACTIVE, detail=detail,
            vendor_reference=order.vendor_reference,
        )  # fmt: skip
        try:
            unit.domains.hold(_held(terms, order, registration))
        except AlreadyHeld:  # an import of the account was quicker; what it wrote about roles stands
            unit.domains.refresh(order.name, registration)
        unit.commit()
    log.info("order=%s name=%s to=%s detail=%r", order.reference, order.name, active.state, detail)
    return active


def _held(terms: Terms, order: Order, registration: Registration) -> HeldDomain:
    return HeldDomain.of(
        registration, client=order.client, account=order.account, roles=order.roles, refreshed_at=terms.now
    )

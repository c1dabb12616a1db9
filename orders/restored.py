"""
Orders that left the house after the backup that the records were restored from: looked for, never sent again.

An order that the records have becomes unknown, whatever it stood as. One that they do not have is noted, so
that its reference is never used again, and its name is read at the registrar or has to be imported.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from orders.terms import RegistrarFor
from portfolio.audit import AuditTag
from portfolio.names import DomainName
from portfolio.order import Order, OrderState
from records import AlreadyHeld, Departure, Left, Moved, NotHeld, Records, Unit
from registrar.errors import RegistrarError


@dataclass(frozen=True, kw_only=True)
class LostOrder:
    """
    An order as the journal knows it, and how it stands in the restored records. `at` is UTC.

    `state` is None when the records do not have it. Until `is_settled` nothing may leave the house; `to_do`
    says what is missing.
    """

    reference: str
    name: DomainName
    at: datetime
    times: int = 1
    state: OrderState | None = None
    is_settled: bool = False
    to_do: str = ""


def lost_orders(unit: Unit, departures: Iterable[Departure]) -> list[LostOrder]:
    """Return how the orders among `departures` stand, oldest first. Nothing is changed or asked."""
    return [_standing(unit, departed) for departed in _by_reference(departures)]


def settle_orders(
    records: Records, registrar_for: RegistrarFor, departures: Iterable[Departure], *, by: str
) -> list[LostOrder]:
    """
    Make every order among `departures` one that is looked for before anything is sent; return how they stand.

    Registrars are only read. Safe to call again.
    """
    return [_settled(records, registrar_for, departed, by=by) for departed in _by_reference(departures)]


def _by_reference(departures: Iterable[Departure]) -> list[LostOrder]:
    found: dict[str, LostOrder] = {}
    for line in departures:
        if line.kind is Left.ORDER:
            known = found.get(line.key)
            found[line.key] = LostOrder(
                reference=line.key,
                name=DomainName(line.name),
                at=line.at,
                times=known.times + 1 if known else 1,
            )
    return list(found.values())


def _standing(unit: Unit, lost: LostOrder) -> LostOrder:
    order = _found(unit, lost.reference)
    if order is None:
        return _without_order(unit, lost)
    sent_at = order.progress.submitted_at
    is_known_as_sent = order.state is OrderState.ACTIVE or (sent_at is not None and sent_at >= lost.at)
    return _with(lost, order.state, "" if is_known_as_sent else "namesteward quarantine merge")


def _without_order(unit: Unit, lost: LostOrder) -> LostOrder:
    if not _is_held(unit, lost.name):
        to_do = f"import it, or wait until it can be: namesteward account import … --name {lost.name}"
        return _with(lost, None, to_do)
    since = unit.audit.quarantined_since() or 0
    seen = any(
        entry.tag in (AuditTag.DOMAIN_HELD, AuditTag.DOMAIN_REFRESHED) and entry.sequence > since > 0
        for entry in unit.audit.entries(lost.name)
    )
    return _with(lost, None, "" if seen else "namesteward quarantine merge")


def _settled(records: Records, registrar_for: RegistrarFor, lost: LostOrder, *, by: str) -> LostOrder:
    with records.changing(by) as unit:
        standing = _standing(unit, lost)
        try:
            _note(unit, standing)
        except (AlreadyHeld, Moved) as err:
            return _with(lost, standing.state, f"{err}; look at it: namesteward orders show {lost.reference}")
        unit.commit()
        standing = _standing(unit, lost)
        is_held = _is_held(unit, lost.name)
    if standing.state is None and not standing.is_settled and is_held:
        return _read_anew(records, registrar_for, lost, by=by)
    return standing


def _note(unit: Unit, standing: LostOrder) -> None:
    if standing.state is None:
        unit.lost_orders.strike(standing.reference, standing.name)
    elif not standing.is_settled:
        unit.lost_orders.was_sent(standing.reference, at=standing.at, times=standing.times)


def _read_anew(records: Records, registrar_for: RegistrarFor, lost: LostOrder, *, by: str) -> LostOrder:
    """Take over what the registrar's record shows of a held name now: a renewal that is lost shows there."""
    with records.reading() as unit:
        account = unit.accounts.get(unit.domains.get(lost.name).account)
    try:
        registration = registrar_for(account).info(lost.name)
    except RegistrarError as err:
        return _with(lost, None, f"{account.slug} could not be asked ({type(err).__name__}); merge again")
    with records.changing(by) as unit:
        unit.domains.refresh(lost.name, registration)
        unit.commit()
        return _standing(unit, lost)


def _with(lost: LostOrder, state: OrderState | None, to_do: str) -> LostOrder:
    return LostOrder(
        reference=lost.reference,
        name=lost.name,
        at=lost.at,
        times=lost.times,
        state=state,
        is_settled=not to_do,
        to_do=to_do,
    )


def _found(unit: Unit, reference: str) -> Order | None:
    try:
        return unit.orders.get(reference)
    except NotHeld:
        return None


def _is_held(unit: Unit, name: DomainName) -> bool:
    try:
        unit.domains.get(name)
    except NotHeld:
        return False
    return True

"""What the registrar's own account shows of an order's effect: by reads alone, each kind in its own way."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from orders.purchases import renewed_to
from portfolio.order import Order, OrderKind, TransferStage
from portfolio.policy.renewal import paid_until
from portfolio.registration import Registration, Status
from portfolio.values import day_of
from registrar.contract import Registrar, TransfersIn, TransferState
from registrar.errors import NotFound, NotSponsored

_STAGES = {
    TransferState.AWAITING_OWNER: TransferStage.ACKNOWLEDGEMENT,
    TransferState.AWAITING_LOSING_REGISTRAR: TransferStage.LOSING_REGISTRAR,
    TransferState.AWAITING_REGISTRY: TransferStage.REGISTRY,
}


class Effect(Enum):
    """Whether what was ordered has come true. UNCLEAR is an answer, not a no."""

    DONE = auto()
    UNDER_WAY = auto()
    REFUSED = auto()
    NOTHING = auto()
    UNCLEAR = auto()


@dataclass(frozen=True)
class Shown:
    """What the account shows. `registration` is its record of the name, where it has one."""

    effect: Effect
    why: str = ""
    registration: Registration | None = None
    stage: TransferStage | None = None


def shown(registrar: Registrar, order: Order) -> Shown:
    """Return what the account shows of `order` now. Raises `RegistrarError` when it cannot be read."""
    if order.kind is OrderKind.TRANSFER:
        return _transfer(registrar, order)
    try:
        registration = registrar.info(order.name)
    except (NotFound, NotSponsored):
        gone = order.kind is not OrderKind.REGISTER
        return Shown(Effect.UNCLEAR, "the account does not have the name") if gone else _nothing()
    if registration.name != order.name:
        return Shown(Effect.UNCLEAR, "the registrar's record is about another name")
    statuses = registration.statuses or frozenset()
    match order.kind:
        case OrderKind.REGISTER:
            return _created(registration, statuses)
        case OrderKind.RENEW:
            return _renewed(order, registration, statuses)
        case OrderKind.RESTORE:
            return _restored(registration)
        case _:
            assert_never(order.kind)


def _created(registration: Registration, statuses: frozenset[Status]) -> Shown:
    if Status.PENDING_CREATE in statuses:
        return Shown(Effect.UNDER_WAY, "the registry has not created it yet", registration)
    return Shown(Effect.DONE, registration=registration)


def _renewed(order: Order, registration: Registration, statuses: frozenset[Status]) -> Shown:
    paid = paid_until(registration)
    if paid is None:
        return Shown(Effect.UNCLEAR, "the registrar's record has no expiry", registration)
    match renewed_to(order, day_of(paid)):
        case True:
            return Shown(Effect.DONE, registration=registration)
        case False if Status.PENDING_RENEW in statuses:
            return Shown(Effect.UNDER_WAY, "the registry has not renewed it yet", registration)
        case False:
            return _nothing(registration)
        case None:
            return Shown(Effect.UNCLEAR, "its expiry moved, but not by what was ordered", registration)


def _restored(registration: Registration) -> Shown:
    if registration.statuses is None:
        return Shown(Effect.UNCLEAR, "the registrar's record has no statuses", registration)
    if Status.PENDING_RESTORE in registration.statuses:
        return Shown(Effect.UNDER_WAY, "the registry has not restored it yet", registration)
    if Status.REDEMPTION_PERIOD in registration.statuses or Status.PENDING_DELETE in registration.statuses:
        return _nothing(registration)
    return Shown(Effect.DONE, registration=registration)


def _transfer(registrar: Registrar, order: Order) -> Shown:
    if not isinstance(registrar, TransfersIn):
        return Shown(Effect.UNCLEAR, "this registrar tells nothing of transfers")
    state = registrar.transfer_state(order.name)
    if state.is_under_way:
        return Shown(Effect.UNDER_WAY, state.value, stage=_STAGES.get(state))
    registration = _record_or_none(registrar, order)
    if registration is not None:
        return _transferred(registration)
    match state:
        case TransferState.DONE:
            return Shown(Effect.UNDER_WAY, "the transfer is done; the account does not show the name yet")
        case TransferState.REFUSED:
            return Shown(Effect.REFUSED, "the transfer was refused or cancelled")
        case _:
            return _nothing()


def _record_or_none(registrar: Registrar, order: Order) -> Registration | None:
    try:
        registration = registrar.info(order.name)
    except (NotFound, NotSponsored):
        return None
    return registration if registration.name == order.name else None


def _transferred(registration: Registration) -> Shown:
    if Status.PENDING_TRANSFER in (registration.statuses or frozenset()):
        return Shown(Effect.UNDER_WAY, "the registry has not transferred it yet", registration)
    return Shown(Effect.DONE, registration=registration)


def _nothing(registration: Registration | None = None) -> Shown:
    return Shown(Effect.NOTHING, registration=registration)

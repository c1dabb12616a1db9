"""What the registrar refuses at once, and why: by the state that its names and its orders are really in."""

from typing import TYPE_CHECKING, Any

from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar.errors import (
    AuthInfoRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    OutcomeUnknown,
    StatusProhibits,
)
from tests.simulation.faults import Fault
from tests.simulation.vendor import Fate, Purchase

if TYPE_CHECKING:
    from tests.simulation.world import World


def raise_if_impossible(world: "World", kind: OrderKind, request: Any) -> None:
    """Raise what the adapter makes of the registrar's refusal. Nothing was changed or charged."""
    by_kind = {
        OrderKind.REGISTER: _raise_if_not_free,
        OrderKind.RENEW: _raise_if_not_from_there,
        OrderKind.TRANSFER: _raise_if_it_may_not_leave,
        OrderKind.RESTORE: _raise_if_not_in_redemption,
    }
    by_kind[kind](world, request)


def _known(world: "World", kind: OrderKind, request: Any) -> list[Purchase]:
    """The orders that it takes this one for a duplicate of."""
    if world.vendor.takes_twice:
        return []
    return [o for o in world.vendor.ledger if o.name == request.name and o.kind is kind and o.charged]


def _is_under_way(world: "World", kind: OrderKind, request: Any) -> bool:
    return any(order.fate is Fate.PENDING for order in _known(world, kind, request))


def _raise_if_not_free(world: "World", request: Any) -> None:
    vendor = world.vendor
    if request.name in vendor.elsewhere:
        raise NameTaken("the name is taken")
    ours = request.name in vendor.names or _known(world, OrderKind.REGISTER, request)
    if ours and not vendor.takes_twice:
        world.mark(Fault.DUPLICATE, request.name)
        if world.dice.random.random() < 0.5:
            raise OutcomeUnknown("an order for it exists already")
        raise NameTaken("the name is taken")


def _raise_if_not_from_there(world: "World", request: Any) -> None:
    vendor, held = world.vendor, world.vendor.names.get(request.name)
    if held is None:
        raise NotFound("not in the account")
    # Who takes twice compares with what its lists show, as an adapter does where the API has no such field.
    shown = held.shown_at(world.now) if vendor.takes_twice else held.expires
    if shown is None or day_of(shown) != request.current_expiry:
        raise ExpiryMismatch("its expiry is another")
    if _is_under_way(world, OrderKind.RENEW, request):
        raise StatusProhibits("a renewal is under way")


def _raise_if_it_may_not_leave(world: "World", request: Any) -> None:
    if request.auth_info.get_secret_value() != world.auth_info_of(request.name):
        raise AuthInfoRefused("the secret is wrong")
    here = request.name not in world.vendor.elsewhere
    if here or _is_under_way(world, OrderKind.TRANSFER, request):
        raise StatusProhibits("it is here, or on its way")


def _raise_if_not_in_redemption(world: "World", request: Any) -> None:
    vendor, held = world.vendor, world.vendor.names.get(request.name)
    if held is None or not (held.in_redemption or vendor.takes_twice):
        raise StatusProhibits("not in redemption")
    if _is_under_way(world, OrderKind.RESTORE, request):
        raise StatusProhibits("a restore is under way")

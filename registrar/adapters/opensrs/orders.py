"""
The orders that OpenSRS holds for a name, and which of them are ours.

Our reference travels as `affiliate_id`; the list of orders does not show it, the single order does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portfolio.names import DomainName
from registrar.adapters.opensrs import reading
from registrar.adapters.opensrs.codec import Command, Line
from registrar.adapters.opensrs.wire import Item, Reply, assoc, assocs, flag, said, text
from registrar.contract import OrderAbsent, OrderFound, OrderUnclear, RegistrationRequest
from registrar.errors import AccessRefused, NotFound, NotSponsored, RegistrarError
from registrar.exchange import Unreadable

PAGE = 100


class Stage(StrEnum):
    """How far an order is, as far as money goes."""

    DONE = "done"
    UNDER_WAY = "under way"
    SAVED = "saved"
    DEAD = "dead"


_STAGES = {
    "completed": Stage.DONE,
    "waiting": Stage.UNDER_WAY,
    "pending_fax": Stage.UNDER_WAY,
    "ca_owner_approval": Stage.UNDER_WAY,
    "processed": Stage.UNDER_WAY,
    "pending": Stage.SAVED,
    "declined": Stage.DEAD,
    "cancelled": Stage.DEAD,
    "deleted": Stage.DEAD,
}


@dataclass(frozen=True)
class PlacedOrder:
    """An order in the list: its number, what it is (`new`, `transfer`), and its stage."""

    number: str
    kind: str
    stage: Stage


def find_order(line: Line, request: RegistrationRequest) -> OrderFound | OrderAbsent | OrderUnclear:
    """
    Look for a paid order of ours and for the name; saved orders are not paid.

    Raises `AccessRefused`; everything else that hinders reading is `OrderUnclear`.
    """
    try:
        placed = ours(line, request.name, reference=request.reference, kind="new")
        held = _is_held(line, request.name)
    except AccessRefused:
        raise
    except RegistrarError as err:
        return OrderUnclear(reason=f"{err.operation}: {err.detail}")
    paid = [order for order in placed if order.stage is not Stage.SAVED]
    return _verdict(paid, held=held)


def _verdict(paid: list[PlacedOrder], *, held: bool) -> OrderFound | OrderAbsent | OrderUnclear:
    match paid:
        case []:
            return OrderUnclear(reason="the name is held without an order of ours") if held else OrderAbsent()
        case [order] if order.stage is Stage.UNDER_WAY:
            return OrderFound(done=False, reference=order.number)
        case [order] if held:
            return OrderFound(done=True, reference=order.number)
        case [order]:
            return OrderUnclear(reason=f"order {order.number} is done, and the name is not in the account")
        case _:
            numbers = ", ".join(order.number for order in paid)
            return OrderUnclear(reason=f"more than one order carries the reference: {numbers}")


def _is_held(line: Line, name: DomainName) -> bool:
    try:
        reading.holding(line, name)
    except (NotFound, NotSponsored):
        return False
    return True


def ours(line: Line, name: DomainName, *, reference: str, kind: str) -> list[PlacedOrder]:
    """
    Return the orders for `name` that carry our `reference`, of one `kind`; dead ones apart.

    Reads the whole list, then each order that is not dead. Raises `ReplyNotUnderstood` for a list that cannot
    be read whole, an unknown state, or an order about another name.
    """
    placed = [order for order in _listed(line, name) if order.kind == kind and order.stage is not Stage.DEAD]
    return [order for order in placed if _reference(line, name, order.number) == reference]


def stage_of(line: Line, name: DomainName, number: str) -> Stage | None:
    """Return how far one order for `name` is, None where the list does not have it."""
    return next((order.stage for order in _listed(line, name) if order.number == number), None)


def _listed(line: Line, name: DomainName) -> list[PlacedOrder]:
    found: list[PlacedOrder] = []
    page, more = 0, True
    while more:
        page += 1
        attributes = {"domain": name, "page": str(page), "limit": str(PAGE)}
        try:
            orders, more = line.read(Command("get_orders_by_domain", name, attributes), _page)
        except NotFound:
            return found
        if any(order in found for order in orders):
            break  # the vendor gave the page before once more: there is none after it
        found += orders
    return found


def _page(reply: Reply) -> tuple[list[PlacedOrder], bool]:
    """The orders of a page, and whether there may be more: the vendor says so, or the page is full."""
    orders = [_order(entry) for entry in assocs(reply.attributes, "orders")]
    size = text(reply.attributes, "page_size") or str(PAGE)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", size):
        raise Unreadable("the reply does not tell how long its pages are")
    told = flag(reply.attributes, "remainder")
    if told and not orders:
        raise Unreadable("the list of orders goes on without orders")
    return orders, len(orders) >= int(size) if told is None else told


def _order(entry: Mapping[str, Item]) -> PlacedOrder:
    state = said(entry, "status").lower()
    if state not in _STAGES:
        raise Unreadable("an order is in a state that nobody documents")
    return PlacedOrder(said(entry, "id"), said(entry, "type").lower(), _STAGES[state])


def _reference(line: Line, name: DomainName, number: str) -> str | None:
    def told(reply: Reply) -> str | None:
        order = assoc(reply.attributes, "field_hash")
        if said(order, "domain").lower() != name or text(order, "id") not in (number, None):
            raise Unreadable("the reply is about another order")
        return text(order, "affiliate_id")

    return line.read(Command("get_order_info", name, {"order_id": number}), told)

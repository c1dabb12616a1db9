"""
The orders that OpenSRS holds for a name, and which of them are ours.

Our reference travels as `affiliate_id`; the list of orders does not show it, the single order does.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.adapters.opensrs.codec import Command, Line
from registrar.adapters.opensrs.prices import amount
from registrar.adapters.opensrs.wire import Item, Reply, assoc, assocs, flag, said, text
from registrar.errors import NotFound, ReplyNotUnderstood
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

TYPES: Mapping[OrderKind, frozenset[str]] = {
    OrderKind.REGISTER: frozenset(["new", "premium"]),
    OrderKind.TRANSFER: frozenset(["transfer"]),
    OrderKind.RENEW: frozenset(["renewal"]),
}
"""The vendor's types of order by ours (its reference, get_orders_by_domain). A restore leaves no order."""


@dataclass(frozen=True)
class PlacedOrder:
    """
    An order in the list: its number, what it is (`new`, `transfer`, `renewal`), and its stage.

    `cost` is in what the single order tells, the list does not have it.
    """

    number: str
    kind: str
    stage: Stage
    cost: Money | None = None


def placed(line: Line, name: DomainName, kind: OrderKind, *, number: str | None = None) -> list[PlacedOrder]:
    """
    Return the orders for `name` of one `kind`, whoever placed them, the whole list.

    Raises `ReplyNotUnderstood` for a list that cannot be read whole, that holds an unknown state, or that
    lacks the order `number`, which is known to be there.
    """
    found = [order for order in _listed(line, name) if order.kind in TYPES[kind]]
    if number is not None and all(order.number != number for order in found):
        raise _incomplete(name, f"the list does not show order {number} as one of this kind")
    return found


def ours(line: Line, name: DomainName, *, reference: str, among: Sequence[PlacedOrder]) -> list[PlacedOrder]:
    """
    Return which of the orders `among` carry our `reference`, with what they cost. Asks for each.

    Raises `ReplyNotUnderstood` for an answer about another name or order.
    """
    known = [(order, *_reference_and_cost(line, name, order.number)) for order in among]
    return [replace(order, cost=cost) for order, told, cost in known if told == reference]


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
        fresh = [order for order in orders if order not in found]
        if not fresh:
            break  # the vendor gave the page before once more: there is none after it
        if len(fresh) < len(orders):
            raise _incomplete(name, "the list of orders changed while it was read")
        found += fresh
    return found


def _incomplete(name: DomainName, detail: str) -> ReplyNotUnderstood:
    return ReplyNotUnderstood(detail, registrar="opensrs", operation="get_orders_by_domain", name=name)


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


def _reference_and_cost(line: Line, name: DomainName, number: str) -> tuple[str | None, Money | None]:
    def told(reply: Reply) -> tuple[str | None, Money | None]:
        order = assoc(reply.attributes, "field_hash")
        if said(order, "domain").lower() != name or text(order, "id") not in (number, None):
            raise Unreadable("the reply is about another order")
        return text(order, "affiliate_id"), _cost(order)

    return line.read(Command("get_order_info", name, {"order_id": number}), told)


def _cost(order: Mapping[str, Item]) -> Money | None:
    """What the transaction cost; nothing is told by 0.00, which unpaid orders have too."""
    cost = amount(order, "cost") if text(order, "cost") else None
    return cost if cost is not None and cost.amount else None

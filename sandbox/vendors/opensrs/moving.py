"""Transfers in: how far they have come, and what the vendor does when one has arrived."""

from portfolio.values import day_of
from sandbox.vendors.opensrs.answers import Reply
from sandbox.vendors.opensrs.asked import Asked
from sandbox.vendors.opensrs.envelope import Node
from sandbox.vendors.opensrs.listing import PAGE
from sandbox.vendors.opensrs.office import OWNER_ANSWERS_AFTER, SPONSOR, Office
from sandbox.vendors.opensrs.orders import OrderStatus, OrderType, VendorOrder
from sandbox.vendors.opensrs.processing import acknowledge
from sandbox.vendors.opensrs.stamps import seconds, stamp

_WORDS = {
    OrderStatus.PENDING: "undef",
    OrderStatus.PROCESSED: "pending_registry",
    OrderStatus.COMPLETED: "completed",
    OrderStatus.DECLINED: "cancelled",
    OrderStatus.CANCELLED: "cancelled",
}


def check_transfer(office: Office, asked: Asked) -> Reply:
    """Whether a name can be transferred in, and with `check_status` how far the last request has come."""
    name = asked.domain()
    office.raise_if_not_sold(name)
    requests = [order for order in office.orders.of(name, kind=OrderType.TRANSFER) if order.cost is not None]
    record = office.registry.look_up(name)
    attributes: dict[str, Node] = {"noservice": "0", "transferrable": "0"}
    if requests and requests[0].status is OrderStatus.PROCESSED:
        attributes |= {"reason": "Transfer in progress", "reason_code": "transfer_in_progress"}
    elif record is None:
        attributes |= {"reason": "Domain not registered", "reason_code": "domain_not_registered"}
    elif record.sponsor.slug == SPONSOR:
        attributes |= {
            "reason": "Domain already exists in this account",
            "reason_code": "domain_already_belongs",
        }
    else:
        attributes["transferrable"] = "1"
    if asked.flag("check_status") and requests:
        attributes |= {"status": _word(requests[0]), "timestamp": stamp(requests[0].ordered_at)}
    return Reply(200, "Query successful", attributes)


def get_transfers_in(office: Office, asked: Asked) -> Reply:
    """Requests for transfers in, newest first, at most forty a page, from page 0."""
    wanted = asked.text("domain").lower()
    page, limit = asked.number("page", 0, least=0), min(asked.number("limit", PAGE), PAGE)
    requests = [
        order
        for order in reversed(office.orders.all())
        if order.type is OrderType.TRANSFER and order.cost is not None and wanted in ("", order.name)
    ]
    shown: list[Node] = [_told(order) for order in requests[page * limit : (page + 1) * limit]]
    attributes: dict[str, Node] = {
        "transfers": shown,
        "page": str(page),
        "page_size": str(limit),
        "total": str(len(requests)),
    }
    return Reply(200, "Query successful", attributes)


def take_note_of_transfers(office: Office, *, at_once: bool = False) -> None:
    """
    Ask the registry for what owners have acknowledged by now, or `at_once`; close what it has decided.

    What arrived gets the contacts of its order, but for .ca, which does not change contacts in a transfer.
    """
    for order in office.orders.all(OrderStatus.PROCESSED):
        if order.awaits_owner and (at_once or order.ordered_at + OWNER_ANSWERS_AFTER <= office.clock.now()):
            acknowledge(office, order)
    for order in office.orders.all(OrderStatus.PROCESSED):
        if order.awaits_owner:
            continue
        record = office.registry.look_up(order.name)
        if record is not None and record.transfer is not None:
            continue
        if record is None or record.sponsor.slug != SPONSOR:
            office.orders.keep(order.model_copy(update={"status": OrderStatus.CANCELLED}))
            office.refund(order)
            continue
        if order.name.tld != "ca":
            office.registry.update(order.name, by=SPONSOR, contacts=order.contacts)
        arrived = {"status": OrderStatus.COMPLETED, "completed_at": office.clock.now()}
        office.orders.keep(order.model_copy(update=arrived))


def _word(order: VendorOrder) -> str:
    """At `pending_registry` the losing registrar has its days to object."""
    return "pending_owner" if order.awaits_owner else _WORDS[order.status]


def _told(order: VendorOrder) -> dict[str, Node]:
    return {
        "domain": str(order.name),
        "order_id": str(order.number),
        "transfer_id": str(order.number - 3_000_000),
        "affiliate_id": order.reference,
        "status": _word(order),
        "request_address": None,
        "order_date": str(day_of(order.ordered_at)),
        "order_date_epoch": seconds(order.ordered_at),
        "completed_date": str(day_of(order.completed_at)) if order.completed_at else None,
        "losing_registrar": None,
    }

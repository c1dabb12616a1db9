"""Lists of names and of orders, in pages; an order of names that nobody would guess, in capitals."""

import hashlib

from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.opensrs.answers import Refusal, Reply
from sandbox.vendors.opensrs.asked import Asked
from sandbox.vendors.opensrs.envelope import Node
from sandbox.vendors.opensrs.office import Office
from sandbox.vendors.opensrs.orders import OrderStatus, OrderType
from sandbox.vendors.opensrs.stamps import seconds, stamp

PAGE = 40
"""How many a page holds unless `limit` says otherwise."""


def get_domains_by_expiredate(office: Office, asked: Asked) -> Reply:
    """
    Names that expire within two days, both included, by page from 1; `remainder` is 0 on the last page.

    A larger `limit` than the vendor's own is lowered without a word.
    """
    first, last = asked.day("exp_from"), asked.day("exp_to")
    if first > last:
        raise Refusal(465, "Invalid data supplied: exp_from is after exp_to")
    page, limit = asked.number("page", 1), min(asked.number("limit", PAGE), office.largest_page)
    held = [r for r in _shown(office) if first <= day_of(r.registrar_expires_at) <= last]
    held.sort(key=_shelf)
    shown = held[(page - 1) * limit : page * limit]
    attributes: dict[str, Node] = {
        "exp_domains": [_expiring(office, record) for record in shown],
        "page": str(page),
        "total": str(len(held) + office.miscounts),
        "remainder": "1" if page * limit < len(held) else "0",
    }
    return Reply(200, "Command successful", attributes)


def get_list(office: Office, asked: Asked) -> Reply:
    """The names of the profile by page from 0, as `get` with `type=list` tells them."""
    page, limit = asked.number("page", 0, least=0), asked.number("limit", PAGE)
    held = sorted(_shown(office), key=_shelf)
    shown = held[page * limit : (page + 1) * limit]
    attributes: dict[str, Node] = {
        "domain_list": [record.name.upper() for record in shown],
        "count": str(len(held) + office.miscounts),
        "page_size": str(limit),
        "remainder": "1" if (page + 1) * limit < len(held) else "0",
    }
    return Reply(200, "Query successful", attributes)


def get_orders_by_domain(office: Office, asked: Asked) -> Reply:
    """The orders of a name, newest first, by page from 1. An order's reference is not among what it tells."""
    name = asked.domain()
    page, limit = asked.number("page", 1), min(asked.number("limit", PAGE), office.largest_page)
    kind, status = asked.text("type"), asked.text("status")
    if (kind and kind not in OrderType) or (status and status not in OrderStatus):
        raise Refusal(465, "Invalid data supplied: type or status")
    found = office.orders.of(
        name, kind=OrderType(kind) if kind else None, status=OrderStatus(status) if status else None
    )
    orders = [order for order in found if office.is_listed(order.ordered_at)]
    shown: list[Node] = [
        {
            "id": str(order.number),
            "order_date": seconds(order.ordered_at),
            "status": str(order.status),
            "type": str(order.type),
        }
        for order in orders[(page - 1) * limit : page * limit]
    ]
    return Reply(200, "Query successful", {"orders": shown, "page_size": str(limit)})


def get_order_info(office: Office, asked: Asked) -> Reply:
    """All of an order but its secrets, under `field_hash`."""
    order = office.orders.find(asked.needed("order_id"))
    fields: dict[str, Node] = {
        "id": str(order.number),
        "domain": str(order.name),
        "reg_type": str(order.type),
        "status": str(order.status),
        "affiliate_id": order.reference,
        "comments": order.comments,
        "period": str(order.years),
        "cost": f"{order.cost.amount:.2f}" if order.cost else "0.00",
        "encoding_type": None,
        "f_auto_renew": "Y" if order.auto_renew else "N",
        "f_lock_domain": "1" if order.lock else "0",
        "order_date": seconds(order.ordered_at),
        "completed_date": seconds(order.completed_at) if order.completed_at else None,
        "transfer_notes": None,
    }
    fields |= {f"fqdn{place}": str(host) for place, host in enumerate(order.nameservers, start=1)}
    return Reply(200, "Command successful", {"field_hash": fields})


def _expiring(office: Office, record: DomainRecord) -> dict[str, Node]:
    return {
        "name": record.name.upper(),
        "expiredate": stamp(record.registrar_expires_at),
        "f_auto_renew": "Y" if record.auto_renew else "N",
        "f_let_expire": "Y" if record.name in office.let_expire else "N",
    }


def _shown(office: Office) -> list[DomainRecord]:
    return [
        record
        for record in office.all_held()
        if office.is_listed(max(record.registered_at, record.transferred_at or record.registered_at))
    ]


def _shelf(record: DomainRecord) -> str:
    return hashlib.md5(record.name.encode()).hexdigest()

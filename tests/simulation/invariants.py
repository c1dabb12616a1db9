"""
The invariants: the registrar's ledger and the mail server's log, held against the records.

Each function is named after its invariant and yields a sentence for each violation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from portfolio.order import Order, OrderKind, OrderState
from tests.simulation.furnishing import CANARIES, SECRET
from tests.simulation.vendor import Fate, Purchase
from tests.simulation.world import World

TORONTO = ZoneInfo("America/Toronto")
ACCOUNTED = frozenset({
    OrderState.SUBMITTING, OrderState.ACTIVE, OrderState.PENDING, OrderState.UNKNOWN, OrderState.RECONCILING,
    OrderState.NEEDS_HUMAN,
})  # fmt: skip
ONCE = timedelta(days=30)


@dataclass(frozen=True)
class Seen:
    """What another reader of the database sees: its orders, notices and stops."""

    orders: dict[str, Any]
    notices: dict[str, str]
    stops: dict[str, Any]


def seen(world: World) -> Seen:
    """Read what is committed."""
    rows = world.storage.rows
    return Seen(
        orders={row["reference"]: row for row in rows("SELECT * FROM orders")},
        notices={row["key"]: row["state"] for row in rows("SELECT key, state FROM notices")},
        stops={row["account"]: row for row in rows("SELECT * FROM account_stops")},
    )


def i1_bought_at_most_once(world: World, _seen: Seen) -> Iterator[str]:
    """Per account, name and intent: purchases in the registrar's ledger are at most one."""
    charged = world.vendor.charged()
    for reference, times in Counter(purchase.reference for purchase in charged).items():
        if times > 1:
            yield f"{reference} was bought {times} times"
    wished: dict[tuple[str, OrderKind], list[Purchase]] = {}
    for purchase in charged:
        wished.setdefault((purchase.name, purchase.kind), []).append(purchase)
    for (name, kind), bought in wished.items():
        if len(bought) > 1 and bought[-1].at - bought[0].at < ONCE:
            yield f"{len(bought)} times {kind} of {name}"


def i2_every_purchase_has_its_order(world: World, seen: Seen) -> Iterator[str]:
    """Every purchase in the ledger has an order that says so, or that says that it may be so."""
    if world.in_quarantine:
        return
    for purchase in world.vendor.charged():
        order = seen.orders.get(purchase.reference)
        if order is None:
            if purchase.reference not in world.struck():
                yield f"{purchase.reference} was bought, and there is no such order"
        elif order["state"] not in ACCOUNTED | _as_found(purchase):
            yield f"{purchase.reference} was bought, and the order says {order['state']}"


def _as_found(purchase: Purchase) -> frozenset[str]:
    """What else an order may say whose request was given up, looked for in vain, and done long after."""
    return frozenset({purchase.found, OrderState.ABSENT_CONFIRMED}) if purchase.found else frozenset()


def i3_active_means_bought(world: World, seen: Seen) -> Iterator[str]:
    """No order is active without a purchase in the ledger, and none is refused with one."""
    bought = {purchase.reference: purchase.found for purchase in world.vendor.charged()}
    for reference, order in seen.orders.items():
        if order["state"] == OrderState.ACTIVE and reference not in bought:
            yield f"{reference} is active, and was not bought"
        is_refused = order["state"] == OrderState.REFUSED != bought.get(reference)
        if is_refused and reference in bought and not world.in_quarantine:
            yield f"{reference} is refused, and was bought"


def i4_mailed_at_most_once(world: World, _seen: Seen) -> Iterator[str]:
    """Per notice: the mail server has positively taken at most one message."""
    for message_id, times in Counter(taken.message_id for taken in world.mail.log).items():
        if times > 1:
            yield f"{message_id} was taken {times} times"


def i4_claimed_before_sent(world: World, message_id: str) -> Iterator[str]:
    """A body leaves only while its notice is committed as being sent."""
    rows = world.storage.rows("SELECT state FROM notices WHERE replace(key, ':', '.') = ?", message_id)
    if not rows or rows[0]["state"] != "sending":
        yield f"{message_id} leaves while its notice is {rows[0]['state'] if rows else 'not there'}"


def i5_no_notice_is_silently_missed(world: World, seen: Seen) -> Iterator[str]:
    """A notice that was taken is not shown as one that never left; one that is handed over was taken."""
    if world.in_quarantine:
        return
    taken = {message.message_id for message in world.mail.log}
    for key, state in seen.notices.items():
        message_id = key.replace(":", ".")
        if state == "handed over" and message_id not in taken:
            yield f"{key} is handed over, and was not taken"
        if message_id in taken and state not in ("handed over", "ambiguous", "sending"):
            yield f"{key} was taken, and is {state}"


def i6_written_before_done(world: World, request: Any) -> Iterator[str]:
    """Before a paid request leaves it is written who approved it, and on the chain that it is being sent."""
    reference = request.reference
    rows = world.storage.rows("SELECT * FROM orders WHERE reference = ?", reference)
    if not rows:
        yield f"{reference} is sent, and there is no such order"
        return
    order = rows[0]
    if order["state"] != OrderState.SUBMITTING:
        yield f"{reference} is sent while the order says {order['state']}"
    if not order["approved_by"]:
        yield f"{reference} is sent, and nobody approved it"
    dear = Decimal(order["price_limit"]) / 10_000 > world.spending.second_person_above
    if dear and order["approved_by"] == order["drafted_by"]:
        yield f"{reference} is above the limit, and its drafter approved it"
    if not any(detail.endswith("→ submitting") for detail in _chain(world, reference)):
        yield f"{reference} is sent, and the chain does not tell of it"


def i7_money(world: World, purchase: Purchase) -> Iterator[str]:
    """
    No day costs more than it may, and no order more than its limit.

    What left after a backup that was put back, and is in no order any more, cannot be counted by anybody.
    """
    rows = world.storage.rows("SELECT price_limit FROM orders WHERE reference = ?", purchase.reference)
    if rows and purchase.cost.amount > Decimal(rows[0]["price_limit"]) / 10_000:
        yield f"{purchase.reference} costs {purchase.cost}, above its limit"
    day = purchase.at.astimezone(TORONTO).date()
    known = {row["reference"] for row in world.storage.rows("SELECT reference FROM orders")}
    today = [
        other
        for other in world.vendor.charged()
        if other.at.astimezone(TORONTO).date() == day and other.reference in known
    ]
    spent = sum(other.cost.amount for other in today)
    if spent > world.spending.most_per_day:
        yield f"{spent} on {day}, above what a day may cost"


def i7_the_books_agree(world: World, seen: Seen) -> Iterator[str]:
    """At the end, what the active orders are recorded to have cost is what the registrar charged."""
    charged = {purchase.reference: purchase.cost.amount for purchase in world.vendor.charged()}
    for reference, order in seen.orders.items():
        if order["state"] != OrderState.ACTIVE:
            continue
        if order["cost"] is None:
            yield f"{reference} is active, and has no cost"
        elif world.tells_cost and Decimal(order["cost"]) / 10_000 != charged.get(reference):
            yield f"{reference} cost {charged.get(reference)}, and is recorded with {order['cost']}"


def i8_sent_as_approved(world: World, kind: OrderKind, request: Any) -> Iterator[str]:
    """No request carries a value that is not in our records as staff approved it."""
    rows = world.storage.rows("SELECT * FROM orders WHERE reference = ?", request.reference)
    if not rows:
        return
    order = rows[0]
    sent = {
        "kind": str(kind), "name": str(request.name),
        "price_limit": int(request.price_limit.amount * 10_000),
        "years": getattr(request, "years", order["years"]),
    }  # fmt: skip
    if kind is OrderKind.RENEW:
        sent["current_expiry"] = request.current_expiry.isoformat()
    for field, value in sent.items():
        if order[field] != value:
            yield f"{request.reference} goes out with {field} {value}, not {order[field]}"
    for role, contact in getattr(request, "contacts", {}).items():
        if contact != world.contact_of(request.reference, role):
            yield f"{request.reference} goes out with another {role} contact"


def i9_every_disclosure_is_told(world: World, request: Any) -> Iterator[str]:
    """Requests that carried personal data out are no more than the chain tells of."""
    if not getattr(request, "contacts", None):
        return
    world.disclosed[request.reference] += 1
    told = [d for d in _chain(world, request.reference) if d.endswith("→ submitting")]
    if len(told) < world.disclosed[request.reference] - world.forgotten[request.reference]:
        times = world.disclosed[request.reference]
        yield f"{request.reference} went out {times} times, told {len(told)} times"


def i10_nothing_personal_leaks(world: World, _seen: Seen) -> Iterator[str]:
    """No secret and no personal value is in a log line, an error, or the audit chain."""
    for line in world.logged[world.read_up_to :]:
        for canary in CANARIES:
            if canary in line:
                yield f"{canary} in the log: {line[:120]}"
    world.read_up_to = len(world.logged)


def i10_no_secret_is_kept(orders: Iterable[Order]) -> Iterator[str]:
    """The secret that lets a name leave is nowhere in the records."""
    for order in orders:
        if SECRET in order.model_dump_json():
            yield f"{order.reference} keeps the secret of {order.name}"


def i11_nothing_hangs(world: World, seen: Seen) -> Iterator[str]:
    """Once faults have stopped, nothing is submitting, unknown, reconciling, claimed or being sent."""
    over = {purchase.reference for purchase in world.vendor.ledger if purchase.fate is Fate.FAILED}
    over -= {purchase.reference for purchase in world.vendor.charged()}
    for reference, order in seen.orders.items():
        if order["state"] in ("submitting", "unknown", "reconciling"):
            yield f"{reference} is still {order['state']}"
        if order["state"] == "pending" and reference in over:
            yield f"{reference} is still pending, and came to nothing long ago"
    for key, state in seen.notices.items():
        if state in ("due", "claimed", "sending", "retry later"):
            yield f"{key} is still {state}"


def i12_one_at_a_time(world: World, request: Any) -> Iterator[str]:
    """Of one intent at most one execution is under way."""
    if world.in_flight[request.reference] > 1:
        yield f"{request.reference} is under way {world.in_flight[request.reference]} times"


def _chain(world: World, subject: str) -> list[str]:
    rows = world.storage.rows("SELECT detail FROM audit_payloads WHERE subject = ?", subject)
    return [row["detail"] or "" for row in rows]

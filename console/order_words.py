"""An order in words: was anything charged, what happens next, and when."""

from portfolio.money import Money
from portfolio.order import Order, OrderKind, OrderState

NOTHING = "nothing was charged"
NOT_KNOWN = "not known whether it was charged"

_AUTH_INFO_WANTED = "it is sent with its auth code: namesteward orders submit {}"
_LOOKED_FOR = "it is looked for at the registrar, and not sent again: namesteward orders reconcile {}"
_OVER = "nothing; it is over"
_NEXT = {
    OrderState.DRAFT: "someone approves it: namesteward orders approve {}",
    OrderState.APPROVED: "it is sent, by a running job or by: namesteward orders submit {}",
    OrderState.SUBMITTING: "it is being sent; if no answer is written down in time, it counts as unclear",
    OrderState.UNKNOWN: _LOOKED_FOR,
    OrderState.RECONCILING: _LOOKED_FOR,
    OrderState.ABSENT_CONFIRMED: "it may go again under the same reference: namesteward orders submit {}",
    OrderState.NEEDS_HUMAN: (
        "look at the registrar's own bill; if nothing was charged:"
        " namesteward orders close {} --not-charged --why TEXT"
    ),
    OrderState.PENDING: "the registrar is still at it; to look now: namesteward orders reconcile {}",
    OrderState.ACTIVE: _OVER,
    OrderState.REFUSED: _OVER,
}

COLUMNS = ("reference", "kind", "name", "state", "charged", "since", "next_look", "batch")


def charged(order: Order) -> str:
    """Return the answer to "was anything charged?", with the cost where it is known."""
    cost = _cost(order)
    match order.state:
        case OrderState.ACTIVE:
            return f"charged once{cost}"
        case OrderState.PENDING if order.progress.cost:
            return f"accepted; charged once{cost}"
        case OrderState.PENDING:
            return "accepted; charged by the registrar when it is done"
        case state if state.is_unclear:
            return NOT_KNOWN
        case _:
            return NOTHING


def _cost(order: Order) -> str:
    cost = order.progress.cost
    if cost is None:
        return ""
    # Where no price is told, what was allowed stands for it.
    at_most = order.kind is OrderKind.RESTORE and cost == order.price_limit
    return f", at most {cost}" if at_most else f": {cost}"


def order_row(order: Order) -> dict[str, object]:
    """Return the order as a row of a list; every key is in the JSON document too."""
    progress = order.progress
    return {
        "reference": order.reference,
        "kind": order.kind.value,
        "name": order.name,
        "price": str(order.price),
        "state": order.state.value,
        "charged": charged(order),
        "detail": order.detail,
        "stage": progress.stage.value if progress.stage and order.state.is_open else None,
        "since": progress.submitted_at or order.approved_at or order.drafted_at,
        "next_look": progress.next_at,
        "batch": order.batch,
    }


def next_of(order: Order) -> str:
    """Return what happens next with the order, or what somebody has to do."""
    wants_auth_info = order.kind is OrderKind.TRANSFER and order.state is OrderState.APPROVED
    words = _AUTH_INFO_WANTED if wants_auth_info else _NEXT[order.state]
    return words.format(order.reference)


def total_words(amounts: list[Money]) -> str:
    """Return sums in several currencies as one phrase."""
    return " and ".join(str(money) for money in amounts) or "nothing"

"""`lookup` and `get_price`: may a name be had, and for how much."""

from portfolio.names import DomainName
from portfolio.order import OrderKind
from sandbox.vendors.opensrs.answers import Refusal, Reply
from sandbox.vendors.opensrs.asked import Asked
from sandbox.vendors.opensrs.envelope import Node
from sandbox.vendors.opensrs.office import Office
from sandbox.vendors.opensrs.orders import OrderStatus

UNDETERMINED = "unsure-"
"""Names that begin so are neither available nor taken, as when a registry does not answer."""

_KINDS = {"new": OrderKind.REGISTER, "renewal": OrderKind.RENEW, "transfer": OrderKind.TRANSFER}


def look_up(office: Office, asked: Asked) -> Reply:
    """210 available, 211 taken, 221 taken by an order that waits; `status` says it in a word."""
    name = asked.domain()
    office.raise_if_not_sold(name)
    if office.orders.of(name, status=OrderStatus.WAITING):
        return _told(221, "Domain taken: a waiting registration exists", "taken")
    if name.startswith(UNDETERMINED):
        return _told(200, "Command successful", "undetermined")
    if office.registry.is_free(name):
        reason = "Premium Name" if office.prices.is_premium(name) else None
        return _told(210, "Domain available", "available", reason=reason)
    reason = "Reserved Name" if office.registry.is_reserved(name) else None
    return _told(211, "Domain taken", "taken", reason=reason)


def get_price(office: Office, asked: Asked) -> Reply:
    """The price of a period, which tells nothing of availability. A premium name says that it is one."""
    name = asked.domain()
    office.raise_if_not_sold(name)
    kind = _KINDS.get(asked.text("reg_type", "new"))
    if kind is None:
        raise Refusal(465, "Invalid data supplied: reg_type")
    years = asked.number("period", 1)
    attributes: dict[str, Node] = {"price": _price(office, name, kind, years)}
    if office.prices.is_premium(name):
        attributes |= {"is_registry_premium": "1", "registry_premium_group": "2"}
    return Reply(200, "Command successful", attributes)


def get_balance(office: Office, _asked: Asked) -> Reply:
    """What is in the account; nothing is ever on hold here, because orders are charged at once."""
    balance = f"{office.balance.amount:.2f}"
    return Reply(200, "Command successful", {"balance": balance, "hold_balance": "0.00"})


def _price(office: Office, name: DomainName, kind: OrderKind, years: int) -> str:
    return f"{office.prices.of(name, kind=kind, years=years).amount:.2f}"


def _told(code: int, text: str, status: str, *, reason: str | None = None) -> Reply:
    attributes: dict[str, Node] = {
        "status": status,
        "email_available": None,
        "has_claim": "0",
        "noservice": "0",
    }
    return Reply(code, text, attributes if reason is None else attributes | {"reason": reason})

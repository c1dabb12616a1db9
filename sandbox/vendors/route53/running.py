"""Operations: how the vendor does everything, after it has said that it will."""

import json
from collections.abc import Callable
from uuid import NAMESPACE_DNS, uuid5

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import Value
from sandbox.refusal import RegistryRefuses
from sandbox.vendors.office import Office
from sandbox.vendors.route53.asked import Items, Refusal
from sandbox.vendors.route53.spelling import seconds

_NOTE = "operation:"
_BY_ORDER = {"pending": "IN_PROGRESS", "completed": "SUCCESSFUL", "refunded": "FAILED"}


class Operation(Value):
    """One operation. Where an order pays it, that order's state is its own; `asked` waits to be done."""

    id: str
    type: str
    name: DomainName
    at: float
    status: str = "SUCCESSFUL"
    message: str = ""
    flag: str = ""
    order: int | None = None
    asked: str = ""


def operations(office: Office) -> list[Operation]:
    """Return every operation of the account, oldest first."""
    kept = sorted(key for key in office.notes if key.startswith(_NOTE))
    return [_now(office, Operation.model_validate_json(office.notes[key])) for key in kept]


def told(operation: Operation) -> dict[str, object]:
    """Return an operation as the vendor tells it."""
    more = {"Message": operation.message, "StatusFlag": operation.flag}
    return {
        "OperationId": operation.id,
        "Status": operation.status,
        "Type": operation.type,
        "DomainName": operation.name,
        "SubmittedDate": operation.at,
        "LastUpdatedDate": operation.at,
        **{key: value for key, value in more.items() if value},
    }


def raise_if_running(office: Office, name: DomainName) -> None:
    """Raise `Refusal` where something is under way for a name: the guard against asking twice."""
    for operation in operations(office):
        if operation.name == name and operation.status == "IN_PROGRESS":
            message = "The request is already in progress for the domain."
            raise Refusal("DuplicateRequest", message, requestId=operation.id)


def carried_out(office: Office, name: DomainName, kind: str, act: Callable[[], object]) -> dict[str, object]:
    """Do `act` as an operation; what the registry refuses is an operation that failed."""
    raise_if_running(office, name)
    try:
        act()
    except RegistryRefuses as refused:
        return _noted(office, name, kind, status="FAILED", message=refused.detail)
    return _noted(office, name, kind)


def bought(
    office: Office, name: DomainName, kind: OrderKind, word: str, act: Callable[[Money], int], body: Items
) -> dict[str, object]:
    """Do `act`, which orders and returns the order, within what was agreed to and can be paid."""
    raise_if_running(office, name)
    years = body.get("DurationInYears", 1)
    price = office.prices.of(name, kind=kind, years=years if isinstance(years, int) else 1)
    consent = body.get("Consent")
    if consent is None and office.prices.is_premium(name):
        raise Refusal("InvalidInput", "Consent is required for premium domains")
    if isinstance(consent, dict) and consent.get("MaxPrice", 0) < float(price.amount):
        raise Refusal("InvalidInput", "the price is more than MaxPrice")
    if not office.can_pay(price):
        unpaid = "PENDING_PAYMENT_VERIFICATION"
        return _noted(office, name, word, status="FAILED", message="the payment was declined", flag=unpaid)
    try:
        order = act(price)
    except RegistryRefuses as refused:
        return _noted(office, name, word, status="FAILED", message=refused.detail)
    is_pending = office.orders[order].status == "pending" and kind is OrderKind.REGISTER
    return _noted(office, name, word, order=order, asked=json.dumps(body) if is_pending else "")


def _noted(office: Office, name: DomainName, kind: str, **more: object) -> dict[str, object]:
    number = len(office.notes) + 1
    at = seconds(office.clock.now())
    number_told = str(uuid5(NAMESPACE_DNS, f"{number}.route53.example.com"))
    operation = Operation.model_validate({"id": number_told, "type": kind, "name": name, "at": at} | more)
    office.notes[f"{_NOTE}{number:06}"] = operation.model_dump_json()
    return {"OperationId": operation.id}


def _now(office: Office, operation: Operation) -> Operation:
    if operation.order is None:
        return operation
    return operation.model_copy(update={"status": _BY_ORDER[office.orders[operation.order].status]})

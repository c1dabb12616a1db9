"""What happens to an order that is processed: money first, then the registry, then the books."""

from decimal import Decimal, InvalidOperation

from portfolio.money import Money
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.vendors.opensrs.answers import Refusal, Reply
from sandbox.vendors.opensrs.envelope import Node
from sandbox.vendors.opensrs.office import SPONSOR, Office
from sandbox.vendors.opensrs.orders import OrderStatus, OrderType, VendorOrder
from sandbox.vendors.opensrs.stamps import stamp

_KINDS = {
    OrderType.NEW: OrderKind.REGISTER,
    OrderType.RENEWAL: OrderKind.RENEW,
    OrderType.TRANSFER: OrderKind.TRANSFER,
}


def process(office: Office, order: VendorOrder, *, superseding: bool = False) -> Reply:
    """
    Carry an order out and charge it.

    `superseding` is said for an order that was just handed in: the vendor cancels the saved ones of the same
    name then. An order that cannot be carried out stays pending, unpaid; its number is `forced_pending`.
    """
    _raise_if_impossible(office, order)
    price = office.prices.of(order.name, kind=_KINDS[order.type], years=order.years)
    _raise_if_other_price(order, price)
    detail = f"order {order.number}: {order.type}"
    if not office.charge(price, name=order.name, reference=order.reference, detail=detail):
        return _pended_for_money(
            order, quietly=office.pends_quietly or (superseding and order.type is not OrderType.RENEWAL)
        )
    paid = office.orders.keep(order.model_copy(update={"cost": price}))
    cancelled = _cancel_saved(office, paid) if superseding else []
    if paid.type is not OrderType.TRANSFER and office.is_slow(paid.name):
        return _accepted(office, paid)
    try:
        return _carried_out(office, paid, cancelled)
    except RegistryRefuses as refused:
        office.refund(paid)
        office.orders.keep(paid.model_copy(update={"cost": None}))
        raise _refusal(order, refused) from refused


def complete(office: Office, order: VendorOrder) -> VendorOrder:
    """Do at the registry what a paid registration or renewal asks. Raises `RegistryRefuses`."""
    if order.type is OrderType.NEW:
        _create(office, order)
    else:
        _extend(office, order)
    finished = {"status": OrderStatus.COMPLETED, "completed_at": office.clock.now()}
    return office.orders.keep(order.model_copy(update=finished))


def _raise_if_impossible(office: Office, order: VendorOrder) -> None:
    waiting = office.orders.of(order.name, status=OrderStatus.WAITING)
    if order.type is OrderType.NEW and waiting:
        raise Refusal(486, "Entity already exists in a processing state", _pended(order))
    if order.type is OrderType.NEW and not office.registry.is_free(order.name):
        raise Refusal(485, "Domain taken", _pended(order))
    if order.type is OrderType.RENEWAL:
        expires_at = office.held(order.name).registrar_expires_at
        if day_of(expires_at).year != order.expiry_year:
            raise Refusal(555, "Domain Already Renewed", _pended(order))
    if order.type is OrderType.TRANSFER and office.registry.look_up(order.name) is None:
        raise Refusal(487, "Domain is not registered", _pended(order))


def _raise_if_other_price(order: VendorOrder, price: Money) -> None:
    if order.premium_price is None:
        return
    try:
        agreed = Decimal(order.premium_price) == price.amount
    except InvalidOperation:
        agreed = False
    if not agreed:
        raise Refusal(465, "Invalid data supplied: premium_price_to_verify", _pended(order))


def _pended_for_money(order: VendorOrder, *, quietly: bool) -> Reply:
    """
    Answer for an account that is too low.

    For an order that was just handed in the vendor says yes, and pends it: only `forced_pending` tells (its
    own PHP toolkit, `SWRegister.php`, turns that yes into a no). For others it says over quota.
    """
    if quietly:
        return Reply(200, "Registration successful", _pended(order))
    raise Refusal(440, "Exceeded quota: insufficient funds", _pended(order))


def _cancel_saved(office: Office, order: VendorOrder) -> list[str]:
    saved = office.orders.of(order.name, kind=order.type, status=OrderStatus.PENDING)
    others = [other for other in saved if other.number != order.number]
    for other in others:
        office.orders.keep(other.model_copy(update={"status": OrderStatus.CANCELLED}))
    return [str(other.number) for other in others]


def _accepted(office: Office, order: VendorOrder) -> Reply:
    office.orders.keep(order.model_copy(update={"status": OrderStatus.WAITING}))
    attributes: dict[str, Node] = {
        "id": str(order.number),
        "order_id": str(order.number),
        "async_reason": "general",
        "registration_code": "250",
        "registration_text": "Request submitted to the registry",
    }
    return Reply(250, "Action submitted successfully for processing to asynchronous registry", attributes)


def _carried_out(office: Office, order: VendorOrder, cancelled: list[str]) -> Reply:
    if order.type is OrderType.TRANSFER:
        return _transfer(office, order)
    complete(office, order)
    record = office.held(order.name)
    attributes: dict[str, Node] = {
        "id": str(order.number),
        "order_id": str(order.number),
        "f_auto_renew": "Y" if record.auto_renew else "N",
        "registration expiration date": stamp(record.registrar_expires_at),
    }
    if cancelled:
        attributes["cancelled_orders"] = cancelled
    if order.type is OrderType.RENEWAL:
        return Reply(200, "Command completed successfully", attributes | {"auto_renew": _flag(record)})
    registered = "Domain registration successfully completed"
    attributes |= {"registration_code": "200", "registration_text": registered, "admin_email": None}
    return Reply(200, "Registration successful", attributes)


def acknowledge(office: Office, order: VendorOrder) -> VendorOrder:
    """Take the owner's yes: the transfer goes to the registry, or is declined, with its money back."""
    try:
        office.registry.request_transfer(order.name, by=SPONSOR, auth_info=order.auth_info or "")
    except RegistryRefuses:
        office.refund(order)
        declined = {"status": OrderStatus.DECLINED, "awaits_owner": False}
        return office.orders.keep(order.model_copy(update=declined))
    return office.orders.keep(order.model_copy(update={"awaits_owner": False}))


def _transfer(office: Office, order: VendorOrder) -> Reply:
    """Ask the owner where that is so, who is sent a message; else the registry, which knows the auth_info."""
    awaits_owner = office.asks_the_owner(order.name)
    if not awaits_owner:
        office.registry.request_transfer(order.name, by=SPONSOR, auth_info=order.auth_info or "")
    processed = {"status": OrderStatus.PROCESSED, "awaits_owner": awaits_owner}
    office.orders.keep(order.model_copy(update=processed))
    number = str(order.number)
    attributes: dict[str, Node] = {
        "id": number,
        "order_id": number,
        "transfer_id": str(order.number - 3_000_000),
        "registration_code": "200",
        "registration_text": "Transfer request has been successfully sent",
    }
    return Reply(200, "Transfer request has been successfully sent", attributes)


def _create(office: Office, order: VendorOrder) -> None:
    office.registry.create(
        order.name,
        by=SPONSOR,
        years=order.years,
        contacts=order.contacts,
        nameservers=order.nameservers,
        attributes=order.attributes,
        auto_renew=order.auto_renew,
    )
    if order.lock:
        locked = (Status.CLIENT_TRANSFER_PROHIBITED,)
        office.registry.update(order.name, by=SPONSOR, add_statuses=locked)


def _extend(office: Office, order: VendorOrder) -> None:
    record = office.held(order.name)
    expires_on = day_of(record.registrar_expires_at)
    office.registry.renew_as_registrar(order.name, by=SPONSOR, years=order.years, current_expiry=expires_on)
    office.registry.set_auto_renew(order.name, by=SPONSOR, on=order.auto_renew)


def _refusal(order: VendorOrder, refused: RegistryRefuses) -> Refusal:
    pended = _pended(order)
    match refused.code:
        case ResultCode.EXISTS:
            return Refusal(485, "Domain taken", pended)
        case ResultCode.STATUS_PROHIBITS | ResultCode.PENDING_TRANSFER | ResultCode.NOT_ELIGIBLE_FOR_TRANSFER:
            code = 487 if order.type is OrderType.TRANSFER else 480
            return Refusal(code, "The registry does not allow it", pended)
        case ResultCode.INVALID_AUTH_INFO:
            return Refusal(465, "Invalid data supplied: auth_info", pended)
        case _:
            return Refusal(465, "Invalid data supplied: refused by the registry", pended)


def _pended(order: VendorOrder) -> dict[str, Node]:
    return {"forced_pending": str(order.number)}


def _flag(record: DomainRecord) -> str:
    return "1" if record.auto_renew else "0"

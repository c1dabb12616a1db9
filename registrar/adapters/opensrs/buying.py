"""
Registering, transferring in and renewing at OpenSRS. The paid request leaves at most once.

An order is saved, which costs nothing, and then processed by its number, so that the paid step can be
looked up whatever becomes of its answer.
"""

from collections.abc import Mapping

from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar.adapters.opensrs import reading
from registrar.adapters.opensrs.codec import Command, Line
from registrar.adapters.opensrs.order_form import LONGEST_REFERENCE, delegation, order_form
from registrar.adapters.opensrs.paying import pay, save, settle_earlier
from registrar.adapters.opensrs.prices import quote
from registrar.adapters.opensrs.wire import Sendable
from registrar.buying.price_limit import raise_if_dearer
from registrar.contract import Receipt, RegistrationRequest, RenewalRequest, TransferRequest
from registrar.errors import ExpiryMismatch, Unsupported


def register(line: Line, request: RegistrationRequest) -> Receipt:
    """Register a name, once. An order of ours that is done or under way is its receipt: no second payment."""
    attributes = {
        **order_form(request.name, request.reference, request.contacts, request.attributes),
        **delegation(request.nameservers),
        "reg_type": "new",
        "period": str(request.years),
    }
    return _buy(line, request, request.years, OrderKind.REGISTER, attributes)


def transfer_in(line: Line, request: TransferRequest) -> Receipt:
    """Ask for a transfer, once; it is pending until the registry has done it. One year is paid."""
    attributes = {
        **order_form(request.name, request.reference, request.contacts, request.attributes),
        "custom_nameservers": "0",
        "reg_type": "transfer",
        "period": "1",
        "auth_info": request.auth_info.get_secret_value(),
        "change_contact": "1",
    }
    receipt = _buy(line, request, 1, OrderKind.TRANSFER, attributes)
    return receipt.model_copy(update={"pending": True})


def renew(line: Line, request: RenewalRequest) -> Receipt:
    """
    Extend the registration, once, if it ends on the date given and costs no more than the limit.

    An order of ours that is done or under way is its receipt, whatever the date is by now.
    """
    if len(request.reference) > LONGEST_REFERENCE:
        raise Unsupported(
            f"a reference has at most {LONGEST_REFERENCE} characters; nothing was sent",
            registrar="opensrs",
            name=request.name,
        )
    receipt = settle_earlier(line, request.name, reference=request.reference, kind=OrderKind.RENEW)
    if receipt is not None:
        return receipt
    renews_itself = _guarded_by_date(line, request)
    price = quote(line, request.name, kind=OrderKind.RENEW, years=request.years)
    raise_if_dearer(price, request.price_limit, registrar="opensrs")
    attributes = {
        "domain": request.name,
        "period": str(request.years),
        "currentexpirationyear": str(request.current_expiry.year),
        "handle": "save",
        "affiliate_id": request.reference,
        "auto_renew": "1" if renews_itself else "0",  # the field is required: it stays as it is
    }
    number = save(line, Command("renew", request.name, attributes))
    return pay(line, request.name, number, kind=OrderKind.RENEW, expiry=request.current_expiry)


def _guarded_by_date(line: Line, request: RenewalRequest) -> bool:
    """Raise `ExpiryMismatch` unless the name ends on the date given; return whether it renews itself."""
    held = reading.holding(line, request.name)
    if held.registrar_expires_at is None or day_of(held.registrar_expires_at) != request.current_expiry:
        raise ExpiryMismatch(
            f"the registrar's date is {held.registrar_expires_at}, not {request.current_expiry}",
            registrar="opensrs",
            name=request.name,
        )
    return bool(held.auto_renew)


def _buy(
    line: Line,
    request: RegistrationRequest | TransferRequest,
    years: int,
    kind: OrderKind,
    attributes: Mapping[str, Sendable],
) -> Receipt:
    """Look for an order of ours, fence off what is left of one, price, save, pay."""
    receipt = settle_earlier(line, request.name, reference=request.reference, kind=kind)
    if receipt is not None:
        return receipt
    price = quote(line, request.name, kind=kind, years=years)
    raise_if_dearer(price, request.price_limit, registrar="opensrs")
    if price.premium:
        attributes = {**attributes, "premium_price_to_verify": str(price.price.amount)}
    number = save(line, Command("sw_register", request.name, attributes))
    return pay(line, request.name, number, kind=kind)

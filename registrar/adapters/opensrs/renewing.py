"""Renewing at OpenSRS: paid, and guarded by the date it starts from."""

from datetime import date

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar.adapters.opensrs import reading
from registrar.adapters.opensrs.codec import Command, Line, raise_if_part_failed
from registrar.adapters.opensrs.codes import ASYNCHRONOUS
from registrar.adapters.opensrs.prices import quote, raise_if_dearer
from registrar.adapters.opensrs.wire import Reply, text
from registrar.contract import Receipt
from registrar.errors import ExpiryMismatch
from registrar.exchange import Unreadable


def renew(line: Line, name: DomainName, *, years: int, current_expiry: date, price_limit: Money) -> Receipt:
    """Extend the registration, once, if it ends on `current_expiry` and costs no more than `price_limit`."""
    held = reading.holding(line, name)
    if held.registrar_expires_at is None or day_of(held.registrar_expires_at) != current_expiry:
        raise ExpiryMismatch(
            f"the registrar's date is {held.registrar_expires_at}, not {current_expiry}",
            registrar="opensrs",
            name=name,
        )
    raise_if_dearer(quote(line, name, kind=OrderKind.RENEW, years=years), price_limit)
    attributes = {
        "domain": name,
        "period": str(years),
        "currentexpirationyear": str(current_expiry.year),
        "handle": "process",
        "auto_renew": "1" if held.auto_renew else "0",  # the field is required: it stays as it is
    }

    def told(reply: Reply) -> Receipt:
        raise_if_part_failed(reply)
        until = reading.day(reply.attributes, "registration expiration date")
        if until is not None and until <= current_expiry:
            raise Unreadable("the reply says yes, and a date that has not moved")
        number = text(reply.attributes, "order_id") or text(reply.attributes, "id")
        return Receipt(pending=reply.code == ASYNCHRONOUS, reference=number)

    return line.change(Command("renew", name, attributes, is_order=True), told)

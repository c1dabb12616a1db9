"""`renew`: the year in which the name expires must be told, which is what guards against renewing twice."""

from portfolio.values import day_of
from sandbox.vendors.opensrs.answers import Refusal, Reply, done
from sandbox.vendors.opensrs.asked import Asked
from sandbox.vendors.opensrs.office import Office
from sandbox.vendors.opensrs.orders import OrderType, VendorOrder
from sandbox.vendors.opensrs.processing import process


def renew(office: Office, asked: Asked) -> Reply:
    """
    Extend a name. 555 for a year that has been renewed already, 465 for one that it never was.

    `auto_renew` is required, and set; `handle` is `save` or `process`.
    """
    name = asked.domain()
    record = office.held(name)
    if asked.needed("auto_renew") not in {"0", "1"} or asked.needed("handle") not in {"save", "process"}:
        raise Refusal(465, "Invalid data supplied: auto_renew or handle")
    asked.needed("currentexpirationyear")
    year = asked.number("currentexpirationyear", 0)
    actual = day_of(record.registrar_expires_at).year
    if year < actual:
        raise Refusal(555, "Domain Already Renewed")
    if year > actual:
        raise Refusal(465, "Invalid data supplied: currentexpirationyear")
    order = VendorOrder(
        number=office.orders.next_number(),
        name=name,
        type=OrderType.RENEWAL,
        years=asked.number("period", 1),
        reference=asked.text("affiliate_id") or None,
        auto_renew=asked.flag("auto_renew"),
        expiry_year=year,
        ordered_at=office.clock.now(),
    )
    office.orders.keep(order)
    if asked.text("handle") == "save":
        return done("Order created", order_id=str(order.number), id=str(order.number))
    return process(office, order, superseding=True)

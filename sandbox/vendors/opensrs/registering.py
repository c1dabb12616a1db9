"""`sw_register`: a registration or a transfer becomes an order, saved for later or processed at once."""

from portfolio.contacts import Contact, ContactRole
from portfolio.names import HostName, NotAName
from portfolio.tld import rules_for
from sandbox.vendors.opensrs.answers import Refusal, Reply, done
from sandbox.vendors.opensrs.asked import Asked
from sandbox.vendors.opensrs.contacts import ROLES, read_contacts
from sandbox.vendors.opensrs.office import Office
from sandbox.vendors.opensrs.orders import OrderStatus, OrderType, VendorOrder
from sandbox.vendors.opensrs.processing import process

_LANGUAGES = {"EN": "en", "FR": "fr"}
_LONGEST_REFERENCE = 256


def register(office: Office, asked: Asked) -> Reply:
    """Take an order. `handle` is `save` (kept pending, nothing charged) or `process` (the default)."""
    handle = asked.text("handle", "process")
    if handle not in {"save", "process"}:
        raise Refusal(465, "Invalid data supplied: handle")
    order = office.orders.keep(_order(office, asked))
    office.log.add(
        "opensrs", "order created", name=order.name, reference=order.reference, detail=f"order {order.number}"
    )
    if handle == "save":
        return done("Order created", id=str(order.number))
    return process(office, order, superseding=True)


def _order(office: Office, asked: Asked) -> VendorOrder:
    name = asked.domain()
    office.raise_if_not_sold(name)
    for key in ("reg_username", "reg_password"):
        asked.needed(key)
    is_transfer = asked.needed("reg_type") == "transfer"
    if not is_transfer and asked.text("reg_type") != "new":
        raise Refusal(465, "Invalid data supplied: reg_type")
    reference = asked.text("affiliate_id")
    if len(reference) > _LONGEST_REFERENCE:
        raise Refusal(465, "Invalid data supplied: affiliate_id")
    years = asked.number("period", 1)
    if years > rules_for(name).max_years:
        raise Refusal(465, "Invalid data supplied: period")
    return VendorOrder(
        number=office.orders.next_number(),
        name=name,
        type=OrderType.TRANSFER if is_transfer else OrderType.NEW,
        years=1 if is_transfer else years,
        reference=reference or None,
        comments=asked.text("comments") or None,
        contacts=_contacts(asked, tld=name.tld),
        nameservers=_nameservers(asked),
        attributes=_of_ca(asked) if name.tld == "ca" and not is_transfer else {},
        auto_renew=asked.flag("auto_renew"),
        lock=asked.flag("f_lock_domain"),
        auth_info=asked.needed("auth_info") if is_transfer else None,
        premium_price=asked.text("premium_price_to_verify") or None,
        ordered_at=office.clock.now(),
    )


def _contacts(asked: Asked, *, tld: str) -> dict[ContactRole, Contact]:
    """
    Return the contacts of an order.

    Without `custom_tech_contact` the vendor uses the reseller's own technical contact, whatever was sent.
    .ca has no billing contact at the registry; the vendor takes one and drops it.
    """
    words = tuple(word for word in ROLES if (word, tld) != ("billing", "ca"))
    if asked.needed("custom_tech_contact") != "1":
        words = tuple(word for word in words if word != "tech")
    return read_contacts(asked.map("contact_set"), words)


def _nameservers(asked: Asked) -> tuple[HostName, ...]:
    """Return the hosts in the order that `sortorder` gives; none without `custom_nameservers`."""
    if asked.needed("custom_nameservers") != "1":
        return ()
    listed = [
        (str(item.get("sortorder") or ""), str(item.get("name") or ""))
        for item in asked.maps("nameserver_list")
    ]
    if not listed or not all(place.isdecimal() for place, _ in listed):
        raise Refusal(465, "Invalid data supplied: nameserver_list")
    try:
        return tuple(HostName(name) for _, name in sorted(listed, key=lambda item: int(item[0])))
    except NotAName as err:
        raise Refusal(465, "Invalid data supplied: nameserver_list") from err


def _of_ca(asked: Asked) -> dict[str, str]:
    """Return what CIRA wants to know, in our names. All three are required at the attributes' top level."""
    legal_type = asked.needed("legal_type")
    language = _LANGUAGES.get(asked.needed("lang_pref").upper())
    trademark = asked.needed("isa_trademark")
    choices = {attribute.name: attribute.choices for attribute in rules_for(asked.domain()).attributes}
    if legal_type not in choices["ca.legal_type"] or language is None or trademark not in {"0", "1"}:
        raise Refusal(465, "Invalid data supplied: legal_type, lang_pref or isa_trademark")
    return {
        "ca.legal_type": legal_type,
        "ca.language": language,
        "ca.trademark": "yes" if trademark == "1" else "no",
    }


def process_pending(office: Office, asked: Asked) -> Reply:
    """
    Process a pending order, which charges it, or cancel it with `command=cancel`.

    A declined or cancelled registration or transfer is processed anew, as another order.
    """
    order = office.orders.find(asked.needed("order_id"))
    command = asked.text("command")
    if command not in {"", "cancel"}:
        raise Refusal(465, "Invalid data supplied: command")
    if command == "cancel":
        return _cancelled(office, order)
    match order.status:
        case OrderStatus.PENDING:
            return process(office, order)
        case OrderStatus.DECLINED | OrderStatus.CANCELLED if order.type is not OrderType.RENEWAL:
            office.orders.keep(order.model_copy(update={"status": OrderStatus.CANCELLED}))
            again = {"number": office.orders.next_number(), "status": OrderStatus.PENDING, "cost": None}
            return process(office, office.orders.keep(order.model_copy(update=again)))
        case _:
            raise Refusal(465, f"Order is not pending: {order.status}")


def cancel_order(office: Office, asked: Asked) -> Reply:
    """Cancel a pending order."""
    return _cancelled(office, office.orders.find(asked.needed("order_id")))


def _cancelled(office: Office, order: VendorOrder) -> Reply:
    if order.status not in {OrderStatus.PENDING, OrderStatus.DECLINED}:
        raise Refusal(465, f"Order cannot be cancelled: {order.status}")
    office.orders.keep(order.model_copy(update={"status": OrderStatus.CANCELLED}))
    return done("Order cancelled", order_id=str(order.number), domain=str(order.name))

"""What each operation does: looking, buying, changing, moving."""

from collections.abc import Callable, Mapping
from typing import cast

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.registration import Status
from portfolio.values import day_of
from sandbox.vendors.namecom.asked import Asked, Items, domain_name, items, text
from sandbox.vendors.namecom.office import CHANNEL, Office, Refusal, VendorTransfer
from sandbox.vendors.namecom.requirements import requirements_of
from sandbox.vendors.namecom.spelling import contacts, domain

Told = dict[str, object]
_UNDER_WAY = ("pending_transfer", "pending")


def check_account_balance(office: Office, _asked: Asked) -> Told:
    """The account's credit."""
    return {"balance": float(office.balance.amount)}


def list_domains(office: Office, asked: Asked) -> Told:
    """A page of the account's names, whole records."""
    return office.paged(asked.query, [domain(office, record) for record in office.all_held()], "domains")


def get_domain(office: Office, asked: Asked) -> Told:
    """One name of the account."""
    return domain(office, office.held(asked.name))


def check_availability(office: Office, asked: Asked) -> Told:
    """Whether names can be bought; names under TLDs that are not carried are left out."""
    names = asked.body.get("domainNames")
    told = [domain_name(str(name)) for name in cast("list[object]", names)] if isinstance(names, list) else []
    sold = [name for name in told if office.prices.sells(name)]
    if not sold:
        raise Refusal(422, "Unprocessable Entity", "no valid domains to check")
    return {"results": [_result(office, name) for name in sold]}


def _result(office: Office, name: DomainName) -> Told:
    told: Told = {"domainName": name, "sld": name.labels[0], "tld": name.tld, "purchasable": False}
    if office.registry.is_free(name):
        price = float(office.prices.of(name, years=1).amount)
        told |= {"purchasable": True, "premium": office.prices.is_premium(name), "purchasePrice": price}
        told |= {"purchaseType": "registration", "renewalPrice": price}
    return told


def get_pricing(office: Office, asked: Asked) -> Told:
    """Prices for the years asked for, a transfer's for one; null for what is not sold."""
    name, years = asked.name, int(asked.query.get("years", "1"))
    if not office.prices.sells(name):
        return {"premium": False, "purchasePrice": None, "renewalPrice": None, "transferPrice": None}
    whole, one = (float(office.prices.of(name, years=count).amount) for count in (years, 1))
    premium = office.prices.is_premium(name)
    return {"premium": premium, "purchasePrice": whole, "renewalPrice": whole, "transferPrice": one}


def get_requirement(_office: Office, asked: Asked) -> Told:
    """What a TLD asks for beside contacts."""
    return requirements_of(asked.subject)


def create_domain(office: Office, asked: Asked) -> Told:
    """Register a name. Where contacts are missing, the account's own would be taken; here it has none."""
    wanted = items(asked.body.get("domain"), "domain")
    name = domain_name(text(wanted, "domainName"))
    if not office.prices.sells(name):
        raise Refusal(404, "Not Found", "the TLD is not supported")
    years = _whole(asked.body, "years")
    price = _confirmed(office, asked.body, name, years)
    if not office.registry.is_free(name):
        raise Refusal(400, "Invalid argument", "Domain is not available")
    office.raise_if_short(price)
    told = cast("Mapping[str, str]", items(asked.body.get("tldRequirements", {}), "tldRequirements"))
    record = office.registry.create(
        name, by=CHANNEL, years=years, contacts=contacts(wanted), nameservers=_hosts(wanted),
        attributes=_attributes(name, told), auto_renew=wanted.get("autorenewEnabled") is True,
    )  # fmt: skip
    order = office.order(name, "registration", years=years, price=price, key=asked.key)
    return {"domain": domain(office, record), "order": order.number, "totalPaid": float(price.amount)}


def _attributes(name: DomainName, told: Mapping[str, str]) -> dict[str, str]:
    """Our attributes, by what their fields are called here (`sandbox.vendors.namecom.requirements`)."""
    if name.tld != "ca":
        return {}
    found = {
        "ca.legal_type": told.get("X-CA-LEGALTYPE"),
        "ca.language": told.get("X-CA-LANGUAGE", "").lower(),
    }
    return {own: word for own, word in found.items() if word}


def renew_domain(office: Office, asked: Asked) -> Told:
    """Renew from whatever date there is: there is no guard."""
    record = office.held(asked.name)
    years = _whole(asked.body, "years")
    price = _confirmed(office, asked.body, record.name, years)
    office.raise_if_short(price)
    until = day_of(record.registrar_expires_at)
    record = office.registry.renew(record.name, by=CHANNEL, years=years, current_expiry=until)
    order = office.order(record.name, "renewal", years=years, price=price)
    return {"domain": domain(office, record), "order": order.number, "totalPaid": float(price.amount)}


def update_domain(office: Office, asked: Asked) -> Told:
    """Switch the lock and the renewal; all that is asked for or nothing."""
    name = office.held(asked.name).name
    lock, renew = asked.body.get("locked"), asked.body.get("autorenewEnabled")
    if lock is None and renew is None:
        raise Refusal(400, "Bad Request", "nothing to update")
    if isinstance(lock, bool):
        only = (Status.CLIENT_TRANSFER_PROHIBITED,)
        add, remove = (only, ()) if lock else ((), only)
        office.registry.update(name, by=CHANNEL, add_statuses=add, remove_statuses=remove)
    if isinstance(renew, bool):
        office.registry.set_auto_renew(name, by=CHANNEL, on=renew)
    return domain(office, office.held(name))


def set_contacts(office: Office, asked: Asked) -> Told:
    """Replace the contacts, all of them."""
    name = office.held(asked.name).name
    return domain(office, office.registry.update(name, by=CHANNEL, contacts=contacts(asked.body)))


def set_nameservers(office: Office, asked: Asked) -> Told:
    """Replace the delegation."""
    name = office.held(asked.name).name
    return domain(office, office.registry.update(name, by=CHANNEL, nameservers=_hosts(asked.body)))


def get_auth_code(office: Office, asked: Asked) -> Told:
    """The secret that lets a name leave."""
    return {"authCode": office.held(asked.name).auth_info}


def list_orders(office: Office, asked: Asked) -> Told:
    """A page of the account's orders, newest first."""
    newest = sorted(office.orders, reverse=True)
    return office.paged(asked.query, [_order(office, number) for number in newest], "orders")


def get_order(office: Office, asked: Asked) -> Told:
    """One order."""
    if not asked.subject.isdecimal() or int(asked.subject) not in office.orders:
        raise Refusal(404, "Not Found", "Order not found")
    return cast("Told", _order(office, int(asked.subject)))


def _order(office: Office, number: int) -> object:
    order = office.orders[number]
    cost = float(order.cost.amount)
    item = {
        "id": number, "name": order.name, "tld": order.name.tld, "type": order.type, "status": order.status,
        "price": cost, "originalPrice": cost, "quantity": 1, "duration": order.years, "interval": "year",
    }  # fmt: skip
    return {
        "id": number, "createDate": f"{order.ordered_at:%Y-%m-%dT%H:%M:%SZ}", "currency": order.cost.currency,
        "status": "success", "finalAmount": cost, "orderItems": [item],
    }  # fmt: skip


def create_transfer(office: Office, asked: Asked) -> Told:
    """Ask the registry for a name; paid at once, given back when it comes to nothing."""
    name, secret = domain_name(text(asked.body, "domainName")), text(asked.body, "authCode")
    if not office.prices.sells(name):
        raise Refusal(400, "Bad Request", "the TLD is not supported")
    price = _confirmed(office, asked.body, name, 1)
    office.raise_if_short(price)
    office.registry.request_transfer(name, by=CHANNEL, auth_info=secret)
    order = office.order(name, "transfer", years=1, price=price)
    office.transfers[name] = VendorTransfer(name=name, status="pending_transfer", order=order.number)
    return {"transfer": _transfer(office, name), "order": order.number, "totalPaid": float(price.amount)}


def get_transfer(office: Office, asked: Asked) -> Told:
    """The newest transfer in of a name."""
    return _transfer(office, asked.name)


def list_transfers(office: Office, asked: Asked) -> Told:
    """A page of the account's transfers in."""
    found: list[object] = [_transfer(office, name) for name in sorted(office.transfers)]
    return office.paged(asked.query, found, "transfers")


def cancel_transfer(office: Office, asked: Asked) -> Told:
    """Withdraw a transfer, and give its price back."""
    transfer = office.transfers.get(asked.name)
    if transfer is None or transfer.status not in _UNDER_WAY:
        raise Refusal(404, "Not Found", "no cancelable transfer")
    office.registry.cancel_transfer(asked.name, by=CHANNEL)
    end_transfer(office, transfer, "canceled")
    return _transfer(office, asked.name)


def end_transfer(office: Office, transfer: VendorTransfer, status: str) -> None:
    """Note that a transfer has ended, and give its price back unless it has completed."""
    office.transfers[transfer.name] = transfer.model_copy(update={"status": status})
    if status != "completed":
        office.refund(transfer.order)


def take_note_of_transfers(office: Office) -> None:
    """See at the registry what became of the transfers that are under way."""
    for transfer in list(office.transfers.values()):
        record = office.registry.look_up(transfer.name)
        if transfer.status not in _UNDER_WAY or (record is not None and record.transfer is not None):
            continue
        arrived = record is not None and record.sponsor.slug == CHANNEL
        end_transfer(office, transfer, "completed" if arrived else "rejected")


def _transfer(office: Office, name: DomainName) -> Told:
    transfer = office.transfers.get(name)
    if transfer is None:
        raise Refusal(404, "Not Found", "no transfer of this domain")
    return {"domainName": name, "status": transfer.status}


def _confirmed(office: Office, body: Items, name: DomainName, years: int) -> Money:
    """The price, which must be confirmed for premium names, and must be right where it is. Raises 400."""
    price, told = office.prices.of(name, years=years), body.get("purchasePrice")
    if told is None and office.prices.is_premium(name):
        raise Refusal(400, "Invalid argument", "Purchase price is required for premium domains")
    if told is not None and told != float(price.amount):
        raise Refusal(400, "Invalid argument", "Invalid purchase price")
    return price


def _whole(body: Items, key: str) -> int:
    value = body.get(key, 1)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10:
        raise Refusal(400, "Bad Request", f"'{key}' is not valid")
    return value


def _hosts(body: Items) -> list[str]:
    told = body.get("nameservers", [])
    if not isinstance(told, list):
        raise Refusal(400, "Bad Request", "'nameservers' must be a list")
    return [str(host) for host in cast("list[object]", told)]


OPERATIONS: Mapping[str, Callable[[Office, Asked], Told]] = {
    "CheckAccountBalance": check_account_balance,
    "ListDomains": list_domains,
    "GetDomain": get_domain,
    "CheckAvailability": check_availability,
    "GetPricingForDomain": get_pricing,
    "GetRequirement": get_requirement,
    "CreateDomain": create_domain,
    "RenewDomain": renew_domain,
    "UpdateDomain": update_domain,
    "SetContacts": set_contacts,
    "SetNameservers": set_nameservers,
    "GetAuthCodeForDomain": get_auth_code,
    "ListOrders": list_orders,
    "GetOrder": get_order,
    "CreateTransfer": create_transfer,
    "GetTransfer": get_transfer,
    "ListTransfers": list_transfers,
    "CancelTransfer": cancel_transfer,
}
"""Every operation by the vendor's word for it."""

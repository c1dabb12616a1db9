"""What each operation does: looking, buying, changing, moving."""

from collections.abc import Callable, Mapping
from typing import cast

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.namecom.asked import Asked, Items, Refusal, domain_name, items, text
from sandbox.vendors.namecom.requirements import requirements_of
from sandbox.vendors.namecom.spelling import contacts, domain
from sandbox.vendors.office import Office, VendorOrder

Told = dict[str, object]
_TYPES = {
    OrderKind.REGISTER: "registration",
    OrderKind.RENEW: "renewal",
    OrderKind.TRANSFER: "transfer",
}
_STATES = {"pending": "pending_transfer", "done": "completed", "refused": "rejected"}


def check_account_balance(office: Office, _asked: Asked) -> Told:
    """The account's credit."""
    return {"balance": float(office.balance.amount)}


def list_domains(office: Office, asked: Asked) -> Told:
    """A page of the account's names, whole records."""
    return _paged(office, asked.query, [domain(office, record) for record in office.all_held()], "domains")


def get_domain(office: Office, asked: Asked) -> Told:
    """One name of the account."""
    return domain(office, _held(office, asked))


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
    _raise_if_short(office, price)
    told = cast("Mapping[str, str]", items(asked.body.get("tldRequirements", {}), "tldRequirements"))
    record = office.registry.create(
        name, by=office.slug, years=years, contacts=contacts(wanted), nameservers=_hosts(wanted),
        attributes=_attributes(name, told), auto_renew=wanted.get("autorenewEnabled") is True,
    )  # fmt: skip
    order = office.order(name, OrderKind.REGISTER, years=years, price=price, reference=asked.key)
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
    record = _held(office, asked)
    years = _whole(asked.body, "years")
    price = _confirmed(office, asked.body, record.name, years)
    _raise_if_short(office, price)
    until = day_of(record.registrar_expires_at)
    record = office.registry.renew(record.name, by=office.slug, years=years, current_expiry=until)
    order = office.order(record.name, OrderKind.RENEW, years=years, price=price)
    return {"domain": domain(office, record), "order": order.number, "totalPaid": float(price.amount)}


def update_domain(office: Office, asked: Asked) -> Told:
    """Switch the lock and the renewal; all that is asked for or nothing."""
    name = _held(office, asked).name
    lock, renew, hide = (asked.body.get(key) for key in ("locked", "autorenewEnabled", "privacyEnabled"))
    if lock is None and renew is None and hide is None:
        raise Refusal(400, "Bad Request", "nothing to update")
    if isinstance(lock, bool):
        only = (Status.CLIENT_TRANSFER_PROHIBITED,)
        add, remove = (only, ()) if lock else ((), only)
        office.registry.update(name, by=office.slug, add_statuses=add, remove_statuses=remove)
    if isinstance(renew, bool):
        office.registry.set_auto_renew(name, by=office.slug, on=renew)
    if isinstance(hide, bool):
        (office.private.add if hide else office.private.discard)(name)
    return domain(office, _held(office, asked))


def list_dnssecs(office: Office, asked: Asked) -> Told:
    """A name's signers."""
    name = _held(office, asked).name
    return {"dnssec": [_signer(name, row) for row in office.signers.get(name, ())]}


def create_dnssec(office: Office, asked: Asked) -> Told:
    """Add a signer."""
    name = _held(office, asked).name
    numbers = [str(_whole(asked.body, key, most=65535)) for key in ("keyTag", "algorithm", "digestType")]
    row = " ".join([*numbers, text(asked.body, "digest").upper()])
    office.set_signers(name, dict.fromkeys((*office.signers.get(name, ()), row)))
    return _signer(name, row)


def delete_dnssec(office: Office, asked: Asked) -> Told:
    """Take a signer away, by its digest."""
    name = _held(office, asked).name
    rows = office.signers.get(name, ())
    kept = [row for row in rows if row.split()[3] != asked.part]
    if len(kept) == len(rows):
        raise Refusal(404, "Not Found", "no such DNSSEC record")
    office.set_signers(name, kept)
    return {}


def _signer(name: DomainName, row: str) -> Told:
    tag, algorithm, kind, digest = row.split()
    told = {"keyTag": int(tag), "algorithm": int(algorithm), "digestType": int(kind), "digest": digest}
    return {"domainName": name, **told}


def set_contacts(office: Office, asked: Asked) -> Told:
    """Replace the contacts, all of them."""
    name = _held(office, asked).name
    return domain(office, office.registry.update(name, by=office.slug, contacts=contacts(asked.body)))


def set_nameservers(office: Office, asked: Asked) -> Told:
    """Replace the delegation."""
    name = _held(office, asked).name
    return domain(office, office.registry.update(name, by=office.slug, nameservers=_hosts(asked.body)))


def get_auth_code(office: Office, asked: Asked) -> Told:
    """The secret that lets a name leave."""
    return {"authCode": _held(office, asked).auth_info}


def list_orders(office: Office, asked: Asked) -> Told:
    """A page of the account's orders, newest first."""
    newest = sorted(office.orders, reverse=True)
    return _paged(office, asked.query, [_order(office, number) for number in newest], "orders")


def get_order(office: Office, asked: Asked) -> Told:
    """One order."""
    if not asked.subject.isdecimal() or int(asked.subject) not in office.orders:
        raise Refusal(404, "Not Found", "Order not found")
    return cast("Told", _order(office, int(asked.subject)))


def _order(office: Office, number: int) -> object:
    order = office.orders[number]
    cost = float(order.cost.amount)
    item = {
        "id": number, "name": order.name, "tld": order.name.tld, "type": _TYPES[order.kind],
        "status": _status(order),
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
    _raise_if_short(office, price)
    transfer = office.ask_transfer(name, auth_info=secret, price=price)
    return {"transfer": _transfer(office, name), "order": transfer.order, "totalPaid": float(price.amount)}


def get_transfer(office: Office, asked: Asked) -> Told:
    """The newest transfer in of a name."""
    return _transfer(office, asked.name)


def list_transfers(office: Office, asked: Asked) -> Told:
    """A page of the account's transfers in."""
    found: list[object] = [_transfer(office, name) for name in sorted(office.transfers)]
    return _paged(office, asked.query, found, "transfers")


def cancel_transfer(office: Office, asked: Asked) -> Told:
    """Withdraw a transfer, and give its price back."""
    transfer = office.transfers.get(asked.name)
    if transfer is None or transfer.state != "pending":
        raise Refusal(404, "Not Found", "no cancelable transfer")
    office.registry.cancel_transfer(asked.name, by=office.slug)
    office.end_transfer(asked.name, done=False)
    office.notes[f"canceled:{asked.name}"] = str(transfer.order)
    return _transfer(office, asked.name)


def _transfer(office: Office, name: DomainName) -> Told:
    transfer = office.transfers.get(name)
    if transfer is None:
        raise Refusal(404, "Not Found", "no transfer of this domain")
    canceled = office.notes.get(f"canceled:{name}") == str(transfer.order)
    return {"domainName": name, "status": "canceled" if canceled else _STATES[transfer.state]}


def _held(office: Office, asked: Asked) -> DomainRecord:
    record = office.held(asked.name)
    if record is None:
        raise Refusal(404, "Not Found", "The requested domain does not exist.")
    return record


def _raise_if_short(office: Office, price: Money) -> None:
    if not office.can_pay(price):
        raise Refusal(402, "Payment failed", "Insufficient Funds")


def _paged(office: Office, query: Mapping[str, str], items: list[object], under: str) -> Told:
    """One page of `items`, with `nextPage` only where there is one."""
    size, page = min(int(query.get("perPage", "1000")), office.largest_page), int(query.get("page", "1"))
    start, last = (page - 1) * size, -(-len(items) // size)
    chosen = items[start : start + size]
    more: Told = {"nextPage": page + 1, "lastPage": last} if page < last else {}
    return {
        under: chosen, "totalCount": len(items) + office.miscounts,
        "from": start + 1 if chosen else 0, "to": start + len(chosen), **more,
    }  # fmt: skip


def _status(order: VendorOrder) -> str:
    return "refunded" if order.status == "refunded" else "success"


def _confirmed(office: Office, body: Items, name: DomainName, years: int) -> Money:
    """The price, which must be confirmed for premium names, and must be right where it is. Raises 400."""
    price, told = office.prices.of(name, years=years), body.get("purchasePrice")
    if told is None and office.prices.is_premium(name):
        raise Refusal(400, "Invalid argument", "Purchase price is required for premium domains")
    if told is not None and told != float(price.amount):
        raise Refusal(400, "Invalid argument", "Invalid purchase price")
    return price


def _whole(body: Items, key: str, *, most: int = 10) -> int:
    value = body.get(key, 1)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
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
    "ListDNSSECs": list_dnssecs,
    "CreateDNSSEC": create_dnssec,
    "DeleteDNSSEC": delete_dnssec,
    "ListOrders": list_orders,
    "GetOrder": get_order,
    "CreateTransfer": create_transfer,
    "GetTransfer": get_transfer,
    "ListTransfers": list_transfers,
    "CancelTransfer": cancel_transfer,
}
"""Every operation by the vendor's word for it."""

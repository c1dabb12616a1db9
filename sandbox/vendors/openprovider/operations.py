"""What each operation does: looking, buying, changing, moving."""

import json
from collections.abc import Callable, Mapping

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.values import day_of
from sandbox.vendors.office import Office
from sandbox.vendors.openprovider.asked import Asked, Items, Refusal, items, name_in, rows, text, whole
from sandbox.vendors.openprovider.customers import contact, customer
from sandbox.vendors.openprovider.records import FIELDS, Told, held, name_of, number_of, state_of, told

SLOW = "slow-"
_KINDS = {"create": OrderKind.REGISTER, **{kind.value: kind for kind in OrderKind}}


def list_domains(office: Office, asked: Asked) -> Told:
    """A page of names; the deleted ones only where they are asked for."""
    wanted, states = asked.query.get("status"), ("ACT", "REQ", "RRQ", "FAI")
    names = {record.name for record in office.all_held()} | set(office.transfers)
    names |= {DomainName(key.partition(":")[2]) for key in office.notes if key.startswith(("state:", "id:"))}
    names |= {name for name in office.registry.names(sponsor=office.slug) if office.deleted(name)}
    names &= {DomainName(only)} if (only := asked.query.get("full_name")) else names
    found = [(name, state) for name in sorted(names) if (state := state_of(office, name))]
    shown = [
        told(office, name, state) for name, state in found if (state == wanted if wanted else state in states)
    ]
    if handle := asked.query.get("contact_handle"):
        shown = [one for one in shown if handle in one.values()]
    return _page(office, asked, shown)


def _page(office: Office, asked: Asked, shown: list[Told]) -> Told:
    start = int(asked.query.get("offset", "0"))
    size = min(int(asked.query.get("limit", "100")), office.largest_page)
    return {"results": shown[start : start + size], "total": len(shown) + office.miscounts}


def get_domain(office: Office, asked: Asked) -> Told:
    """One name of the account."""
    return told(office, held(office, asked.subject).name, "ACT")


def check_domain(office: Office, asked: Asked) -> Told:
    """Whether names are free, with a price."""
    names = [name_in(row) for row in rows(asked.body.get("domains"))]
    return {"results": [_checked(office, _sold(office, name)) for name in names]}


def _checked(office: Office, name: DomainName) -> Told:
    if not office.registry.is_free(name):
        return {"domain": name, "status": "in use", "reason": "Domain exists"}
    price = _price(office.prices.of(name))
    premium = {"is_premium": True, "premium": {"currency": "EUR", "price": {"create": _fee(office, name)}}}
    return {"domain": name, "status": "free", "price": price} | (
        premium if office.prices.is_premium(name) else {}
    )


def _fee(office: Office, name: DomainName) -> float:
    """The supplier's premium, in a currency of its own."""
    return round(float(office.prices.of(name).amount) * 0.9, 2)


def _sold(office: Office, name: DomainName) -> DomainName:
    if not office.prices.sells(name):
        raise Refusal(307, "Your domain request contains an invalid extension!")
    return name


def _price(price: Money) -> Told:
    amount = float(price.amount)
    return {
        "product": {"price": round(amount * 0.9, 2), "currency": "EUR"},
        "reseller": {"price": amount, "currency": price.currency},
    }


def get_price(office: Office, asked: Asked) -> Told:
    """What an operation costs."""
    query = asked.query
    name = _sold(office, name_in({"name": query["domain.name"], "extension": query["domain.extension"]}))
    kind = _KINDS.get(query.get("operation", ""))
    if kind is None:
        raise Refusal(4001, "Wrong command name.", 400)
    price = office.prices.of(name, kind=kind, years=int(query.get("period", "1")))
    return {"price": _price(price), "is_premium": office.prices.is_premium(name)}


def _afford(office: Office, price: Money) -> Money:
    if not office.can_pay(price):
        raise Refusal(310, "Your credit is not enough, please upgrade your credit limit!")
    return price


def _handles(office: Office, body: Items) -> dict[ContactRole, str]:
    handles = {role: text(body, field) for role, field in FIELDS.items() if text(body, field)}
    for handle in handles.values():
        office.registry.info_contact(handle, by=office.slug)
    return handles


def _hosts(body: Items) -> list[str]:
    return [text(row, "name") for row in rows(body.get("name_servers", []))]


def create_domain(office: Office, asked: Asked) -> Told:
    """Register a name; one that starts with "slow-" is only requested."""
    body, name = asked.body, _sold(office, name_in(items(asked.body.get("domain"))))
    years, state = whole(body, "period"), "REQ" if name.startswith(SLOW) else "ACT"
    if not office.registry.is_free(name) or state_of(office, name) == "REQ":
        raise Refusal(311, "The domain you want to register is not free!")
    if office.prices.is_premium(name) and body.get("accept_premium_fee") != _fee(office, name):
        raise Refusal(379, "You are about to register the premium domain.")
    price = _afford(office, office.prices.of(name, years=years))
    if state == "ACT":
        register(office, name, body)
    order = office.order(name, OrderKind.REGISTER, price=price, years=years, pending=state == "REQ")
    office.notes[f"comments:{name}"] = text(body, "comments")
    if state == "REQ":
        kept = json.dumps({"body": body, "order": order.number})
        office.notes |= {f"state:{name}": "pending", f"waits:{name}": kept}
    return {"id": number_of(office, name), "status": state, "auth_code": ""}


def register(office: Office, name: DomainName, body: Items) -> None:
    """Register a name at the registry. Raises `RegistryRefuses`."""
    extra = items(body.get("additional_data", {}))
    handles = _handles(office, body)
    owner = office.registry.info_contact(handles[ContactRole.REGISTRANT], by=office.slug).contact
    ours = {"ca.legal_type": text(extra, "legal_type"), "ca.language": owner.language.value}
    office.registry.create(
        name, by=office.slug, years=whole(body, "period"), contacts=dict(handles), nameservers=_hosts(body),
        attributes=ours if name.tld == "ca" else {}, auto_renew=text(body, "autorenew") == "on",
    )  # fmt: skip


def end_waiting(office: Office, *, done: bool) -> None:
    """Let the registrations that are only requested be done, or come to nothing."""
    for key in [key for key in office.notes if key.startswith("waits:")]:
        name, kept = DomainName(key.partition(":")[2]), json.loads(office.notes.pop(key))
        if done:
            register(office, name, kept["body"])
            office.complete(kept["order"])
            del office.notes[f"state:{name}"]
        else:
            office.refund(kept["order"])
            office.notes[f"state:{name}"] = "refused"


def end_restores(office: Office) -> None:
    """Bring the names back for which that is only requested."""
    for key in [key for key in office.notes if key.startswith("restores:")]:
        office.registry.restore(DomainName(key.partition(":")[2]), by=office.slug)
        office.complete(int(office.notes.pop(key)))


def transfer_domain(office: Office, asked: Asked) -> Told:
    """Ask the registry for a name."""
    body, name = asked.body, _sold(office, name_in(items(asked.body.get("domain"))))
    if office.held(name):
        raise Refusal(326, "This domain is already in your account")
    _handles(office, body)
    price = _afford(office, office.prices.of(name, kind=OrderKind.TRANSFER))
    office.ask_transfer(name, auth_info=text(body, "auth_code"), price=price)
    office.notes[f"comments:{name}"] = text(body, "comments")
    return {"id": number_of(office, name), "status": "REQ"}


def renew_domain(office: Office, asked: Asked) -> Told:
    """Renew from whatever date there is: there is no guard."""
    record, years = held(office, asked.subject), whole(asked.body, "period")
    price = _afford(office, office.prices.of(record.name, kind=OrderKind.RENEW, years=years))
    until = day_of(record.registrar_expires_at)
    office.registry.renew(record.name, by=office.slug, years=years, current_expiry=until)
    office.order(record.name, OrderKind.RENEW, price=price, years=years)
    return {"status": "ACT"}


def restore_domain(office: Office, asked: Asked) -> Told:
    """Bring a deleted name back; for one that starts with "slow-" that is only requested."""
    name = name_of(office, asked.subject)
    if state_of(office, name) != "DEL":
        raise Refusal(376, "Restore operation is not allowed for this domain")
    price = _afford(office, office.prices.of(name, kind=OrderKind.RESTORE))
    is_slow = name.startswith(SLOW)
    if not is_slow:
        office.registry.restore(name, by=office.slug)
    order = office.order(name, OrderKind.RESTORE, price=price, pending=is_slow)
    office.notes |= {f"restores:{name}": str(order.number)} if is_slow else {}
    return {"status": "RRQ" if is_slow else "ACT"}


def update_domain(office: Office, asked: Asked) -> Told:
    """Change what is given; of a deleted name, the comments only."""
    body, name = asked.body, name_of(office, asked.subject)
    if set(body) != {"comments"}:
        _update(office, held(office, asked.subject).name, body)
    if "comments" in body:
        office.notes[f"comments:{name}"] = text(body, "comments")
    return {"id": number_of(office, name), "status": "ACT"}


def _update(office: Office, name: DomainName, body: Items) -> None:
    lock, only = body.get("is_locked"), (Status.CLIENT_TRANSFER_PROHIBITED,)
    handles = _handles(office, body)
    office.registry.update(
        name,
        by=office.slug,
        contacts=dict(handles) or None,
        nameservers=_hosts(body) if "name_servers" in body else None,
        add_statuses=only if lock is True else (),
        remove_statuses=only if lock is False else (),
    )
    if word := text(body, "autorenew"):
        office.registry.set_auto_renew(name, by=office.slug, on=word == "on")
    if "is_private_whois_enabled" in body:
        (office.private.add if body["is_private_whois_enabled"] else office.private.discard)(name)
    if "dnssec_keys" in body:
        office.set_signers(name, [json.dumps(row) for row in rows(body["dnssec_keys"])])


def get_auth_code(office: Office, asked: Asked) -> Told:
    """The secret that lets a name leave."""
    record = held(office, asked.subject)
    return {"auth_code": record.auth_info, "success": True, "type": "external"}


def list_customers(office: Office, asked: Asked) -> Told:
    """A page of the account's contacts."""
    kept = [one for one in office.registry.snapshot().contacts if one.sponsor == office.slug]
    return _page(office, asked, [customer(one.handle, one.contact, whole=False) for one in kept])


def create_customer(office: Office, asked: Asked) -> Told:
    """Keep a contact under a handle of the vendor's choice."""
    return {"handle": office.registry.create_contact(contact(asked.body), by=office.slug)}


def get_customer(office: Office, asked: Asked) -> Told:
    """One contact."""
    found = office.registry.info_contact(asked.subject, by=office.slug)
    return customer(found.handle, found.contact, whole=True)


def get_reseller(office: Office, _asked: Asked) -> Told:
    """The account."""
    return {"balance": float(office.balance.amount), "settings": {"currency": office.currency}}


OPERATIONS: Mapping[str, Callable[[Office, Asked], Told]] = {
    "ListDomains": list_domains,
    "GetDomain": get_domain,
    "CheckDomain": check_domain,
    "GetPrice": get_price,
    "CreateDomain": create_domain,
    "TransferDomain": transfer_domain,
    "RenewDomain": renew_domain,
    "RestoreDomain": restore_domain,
    "UpdateDomain": update_domain,
    "GetAuthCode": get_auth_code,
    "ListCustomers": list_customers,
    "CreateCustomer": create_customer,
    "GetCustomer": get_customer,
    "GetReseller": get_reseller,
}
"""Every operation by the vendor's word for it."""

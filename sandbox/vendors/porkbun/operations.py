"""What Porkbun does: reading, renewing, delegating, signing."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal

import phonenumbers

from portfolio.contacts import Contact
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.office import Office
from sandbox.vendors.porkbun.asked import Asked, Refusal, no_domain, text, wrong

Told = dict[str, object]
_ROLES = ("registrant", "admin", "tech", "billing")
_SIGNER = ("keyTag", "alg", "digestType", "digest")


def get(office: Office, asked: Asked) -> Told:
    """One name of the account."""
    record = office.held(asked.name)
    if record is None:
        raise Refusal("DOMAIN_NOT_FOUND", "Domain not found in your account.", status=404)
    return {"domain": _domain(office, record)}


def list_all(office: Office, asked: Asked) -> Told:
    """The account's names behind `start`, a thousand at most; `count` is how many come."""
    start = asked.body.get("start", 0)
    if not isinstance(start, int):
        raise wrong("start")
    page = office.all_held()[start : start + office.largest_page]
    return {"count": len(page) + office.miscounts, "domains": [_domain(office, record) for record in page]}


def get_ns(office: Office, asked: Asked) -> Told:
    """The delegation."""
    return {"ns": list(_held(office, asked.name).nameservers)}


def get_contacts(office: Office, asked: Asked) -> Told:
    """The contacts, those that the registry has."""
    people = _held(office, asked.name).contacts
    told = {role.value: _person(who) for role, who in people.items()}
    return {"contacts": {role: told.get(role) for role in _ROLES}}


def check_domain(office: Office, asked: Asked) -> Told:
    """Whether a name is free, and what a year of it costs."""
    name = asked.name
    if not office.prices.sells(name):
        raise Refusal("INVALID_DOMAIN", "This domain cannot be checked.")
    price = _dollars(office.prices.of(name))
    others = {kind: {"type": kind, "price": price, "regularPrice": price} for kind in ("renewal", "transfer")}
    told = {
        "avail": "yes" if office.registry.is_free(name) else "no",
        "type": "registration",
        "price": price,
        "firstYearPromo": "no",
        "regularPrice": price,
        "premium": "yes" if office.prices.is_premium(name) else "no",
        "minDuration": 1,
        "additional": others,
    }
    limits = {
        "TTL": 10,
        "limit": 1,
        "used": 1,
        "naturalLanguage": "1 out of 1 checks within 10 seconds used.",
    }
    return {"response": told, "limits": limits, "ttlRemaining": 10}


def renew(office: Office, asked: Asked) -> Told:
    """A year more, from whatever date there is, at the exact price."""
    record = _held(office, asked.name)
    price = office.prices.of(record.name, kind=OrderKind.RENEW)
    if asked.body.get("cost") != _cents(price):
        raise Refusal("INVALID_COST", "The cost does not match the current price.")
    if not office.can_pay(price):
        raise Refusal("INSUFFICIENT_FUNDS", "Insufficient funds.")
    until = day_of(record.registrar_expires_at)
    office.registry.renew_as_registrar(record.name, by=office.slug, years=1, current_expiry=until)
    order = office.order(record.name, OrderKind.RENEW, price=price)
    now = _held(office, record.name)
    return {
        "domain": record.name,
        "expirationDate": f"{now.registrar_expires_at:%Y-%m-%d}",
        "cost": _cents(price),
        "orderId": str(order.number),
        "balance": _cents(office.balance),
    }


def update_ns(office: Office, asked: Asked) -> Told:
    """Replace the delegation."""
    hosts = asked.body.get("ns")
    if not isinstance(hosts, list) or not hosts:
        raise wrong("ns")
    name = _held(office, asked.name).name
    office.registry.update(name, by=office.slug, nameservers=[str(host) for host in hosts])
    return {}


def update_auto_renew(office: Office, asked: Asked) -> Told:
    """Switch the renewal by the vendor; each name has its own answer."""
    word = text(asked.body, "status")
    if word not in ("on", "off"):
        raise wrong("status")
    name = asked.name
    if office.held(name) is None:
        return {"results": {name: {"status": "ERROR", "message": "Domain is not in your account."}}}
    office.registry.set_auto_renew(name, by=office.slug, on=word == "on")
    return {"results": {name: {"status": "SUCCESS", "message": "Auto renew status updated."}}}


def get_signers(office: Office, asked: Asked) -> Told:
    """The signers by key tag, null where there are none."""
    rows = [json.loads(row) for row in office.signers.get(_held(office, asked.name).name, ())]
    return {"records": {row["keyTag"]: row for row in rows} or None}


def create_signer(office: Office, asked: Asked) -> Told:
    """Add a signer."""
    name = _held(office, asked.name).name
    row = json.dumps({field: text(asked.body, field) for field in _SIGNER})
    office.set_signers(name, [*office.signers.get(name, ()), row])
    return {}


def delete_signer(office: Office, asked: Asked) -> Told:
    """Take the signers of a key tag away."""
    name = _held(office, asked.name).name
    rows = office.signers.get(name, ())
    office.set_signers(name, [row for row in rows if json.loads(row)["keyTag"] != asked.part])
    return {}


def get_balance(office: Office, _asked: Asked) -> Told:
    """The account's credit in cents."""
    return {"balance": _cents(office.balance), "display": f"${_dollars(office.balance)}"}


def _held(office: Office, name: DomainName) -> DomainRecord:
    record = office.held(name)
    if record is None:
        raise no_domain()
    return record


def _domain(office: Office, record: DomainRecord) -> Told:
    return {
        "domain": record.name,
        "status": "ACTIVE",
        "tld": record.name.tld,
        "createDate": f"{record.registered_at:%Y-%m-%d %H:%M:%S}",
        "expireDate": f"{record.registrar_expires_at:%Y-%m-%d %H:%M:%S}",
        "securityLock": "1" if Status.CLIENT_TRANSFER_PROHIBITED in record.statuses else "0",
        "whoisPrivacy": "1" if record.name in office.private else "0",
        "autoRenew": int(record.auto_renew),
        "apiAccess": 1,
        "notLocal": 0,
    }


def _person(who: Contact) -> Told:
    """A contact, its phone without its country. How a fax is told is not documented: in EPP's form here."""
    address, number = who.address, phonenumbers.parse(who.phone.number)
    lines = dict(zip(("address1", "address2", "address3"), address.street, strict=False))
    return {
        "firstName": who.given or "",
        "lastName": who.family or "",
        "organization": who.organization or "",
        **lines,
        "city": address.city,
        "state": (address.subdivision or "").partition("-")[2],
        "postalCode": address.postal_code or "",
        "country": address.country,
        "phone": phonenumbers.national_significant_number(number),
        "phoneCountryCode": str(number.country_code),
        "fax": who.fax.epp if who.fax else "",
        "email": who.email,
    }


def _cents(amount: Money) -> int:
    return int(amount.amount * 100)


def _dollars(amount: Money) -> str:
    return f"{amount.amount.quantize(Decimal('0.01')):,}"


OPERATIONS: Mapping[str, Callable[[Office, Asked], Told]] = {
    "account/balance": get_balance,
    "domain/listAll": list_all,
    "domain/get": get,
    "domain/getNs": get_ns,
    "domain/getContacts": get_contacts,
    "domain/checkDomain": check_domain,
    "domain/renew": renew,
    "domain/updateNs": update_ns,
    "domain/updateAutoRenew": update_auto_renew,
    "dns/getDnssecRecords": get_signers,
    "dns/createDnssecRecord": create_signer,
    "dns/deleteDnssecRecord": delete_signer,
}
"""Each operation by its path."""

"""What changes something at DNSimple, for money or not. Every change returns its status and what is told."""

import json
from collections.abc import Callable, Mapping
from typing import cast

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.tld import rules_for
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.dnsimple import people
from sandbox.vendors.dnsimple.asked import Asked, Refusal, domain_name
from sandbox.vendors.dnsimple.names import domain, held
from sandbox.vendors.office import Office

Answered = tuple[int, object]
_HOSTS = ("ns1.hosting.example.com", "ns2.hosting.example.com")
_STAMPS = {"created_at": "2027-01-15T09:30:00Z", "updated_at": "2027-01-15T09:30:00Z"}


def _payable(office: Office, asked: Asked, kind: OrderKind, years: int = 1) -> Money:
    """The price, which must be confirmed where it is a premium one. Raises `Refusal` (400, 402)."""
    name = asked.name
    if not office.prices.sells(name):
        raise Refusal(400, f"TLD .{name.tld.upper()} is not supported")
    price = office.prices.of(name, kind=kind, years=years)
    if office.prices.is_premium(name) and asked.items.get("premium_price") != f"{price.amount:.2f}":
        raise Refusal(400, "Premium price does not match", {})
    if not office.can_pay(price):
        raise Refusal(
            402, "This action cannot be completed because you have purchase invoices to be paid for"
        )
    return price


def register(office: Office, asked: Asked) -> Answered:
    """Register a name for a year, its registrant in every role, on nameservers of the vendor's own."""
    name, kept = asked.name, people.found(office, asked.number("registrant_id"))
    price = _payable(office, asked, OrderKind.REGISTER)
    told = cast("Mapping[str, str]", asked.items.get("extended_attributes", {}))
    attributes = {key.replace("_", ".", 1): word for key, word in told.items()}
    if "ca.language" in attributes:
        attributes["ca.language"] = attributes["ca.language"].lower()
    roles = [role for role in ContactRole if role not in rules_for(name).refused_roles]
    record = office.registry.create(
        name, by=office.slug, years=1, contacts=dict.fromkeys(roles, kept.handle), nameservers=_HOSTS,
        attributes=attributes, auto_renew=asked.items.get("auto_renew") is True,
    )  # fmt: skip
    number = office.order(name, OrderKind.REGISTER, price=price).number
    return 201, _order(office, number, record, "registered", period=1, whois_privacy=False)


def _order(
    office: Office, number: int, record: DomainRecord, state: str, **more: object
) -> dict[str, object]:
    told = domain(office, record)
    about = {"domain_id": told["id"], "registrant_id": told["registrant_id"]}
    return {"id": number, **about, "state": state, "auto_renew": record.auto_renew, **more, **_STAMPS}


def renew(office: Office, asked: Asked) -> Answered:
    """Renew from whatever date there is: there is no guard."""
    record, years = held(office, asked.name), asked.number("period")
    price = _payable(office, asked, OrderKind.RENEW, years)
    record = office.registry.renew(
        record.name, by=office.slug, years=years, current_expiry=day_of(record.registrar_expires_at)
    )
    number = office.order(record.name, OrderKind.RENEW, years=years, price=price).number
    return 201, _order(office, number, record, "renewed", period=years)


def restore(office: Office, asked: Asked) -> Answered:
    """Bring an expired name back."""
    record = held(office, asked.name)
    price = _payable(office, asked, OrderKind.RESTORE)
    record = office.registry.restore(record.name, by=office.slug)
    number = office.order(record.name, OrderKind.RESTORE, price=price).number
    return 201, _order(office, number, record, "restored")


def transfer(office: Office, asked: Asked) -> Answered:
    """Ask for a name; its registrant is the one given once it has come."""
    name, kept = asked.name, people.found(office, asked.number("registrant_id"))
    secret = asked.items.get("auth_code")
    if not secret:
        raise Refusal(400, "Validation failed", {"base": ["You must provide an authorization code"]})
    price = _payable(office, asked, OrderKind.TRANSFER)
    number = office.ask_transfer(name, auth_info=str(secret), price=price).order
    office.notes[f"coming {name}"] = kept.handle
    return 202, {
        "id": number, "domain_id": number, "registrant_id": people.number_in(kept.handle),
        "state": "transferring", "auto_renew": False, "whois_privacy": False, **_STAMPS,
    }  # fmt: skip


def put_registrants(office: Office) -> None:
    """Let names that have come have the registrant that they were asked for with."""
    for note in [note for note in office.notes if note.startswith("coming ")]:
        name = DomainName(note.removeprefix("coming "))
        record = office.held(name)
        if record is not None:
            handle = office.notes.pop(note)
            office.registry.update(name, by=office.slug, contacts=dict.fromkeys(record.handles, handle))


def check_change(office: Office, asked: Asked) -> Answered:
    """What a change of registrant would take: nothing more."""
    return 200, _change(office, asked) | {"extended_attributes": []}


def _change(office: Office, asked: Asked) -> dict[str, object]:
    record = held(office, domain_name(asked.items.get("domain_id")))
    kept = people.found(office, asked.number("contact_id"))
    about = {"domain_id": domain(office, record)["id"], "contact_id": people.number_in(kept.handle)}
    return {**about, "registry_owner_change": True}


def change_registrant(office: Office, asked: Asked) -> Answered:
    """Put another contact on a name, wherever its registrant stands."""
    told, record = _change(office, asked), held(office, domain_name(asked.items.get("domain_id")))
    new, old = people.found(office, asked.number("contact_id")).handle, record.handles[ContactRole.REGISTRANT]
    roles = [role for role, handle in record.handles.items() if handle == old]
    office.registry.update(record.name, by=office.slug, contacts=dict.fromkeys(roles, new))
    number = 1 + sum(note.startswith("change ") for note in office.notes)
    office.notes[f"change {number}"] = record.name
    done = {"state": "completed", "extended_attributes": {}, "irt_lock_lifted_by": None, **_STAMPS}
    return 201, {"id": number, **told, **done}


def delegate(office: Office, asked: Asked) -> Answered:
    """Replace the delegation."""
    hosts = [str(host) for host in cast("list[object]", asked.body)] if isinstance(asked.body, list) else []
    if not hosts:
        raise Refusal(400, "Validation failed", {"base": ["must be a list of name servers"]})
    record = held(office, asked.name)
    return 200, list(office.registry.update(record.name, by=office.slug, nameservers=hosts).nameservers)


def lock(office: Office, asked: Asked) -> Answered:
    """Set or lift the transfer lock."""
    name, only = held(office, asked.name).name, (Status.CLIENT_TRANSFER_PROHIBITED,)
    is_on = asked.operation.startswith("enable")
    add, remove = (only, ()) if is_on else ((), only)
    office.registry.update(name, by=office.slug, add_statuses=add, remove_statuses=remove)
    return 201 if is_on else 200, {"enabled": is_on}


def auto_renewal(office: Office, asked: Asked) -> Answered:
    """Switch the renewal by the registrar."""
    name = held(office, asked.name).name
    office.registry.set_auto_renew(name, by=office.slug, on=asked.operation.startswith("enable"))
    return 204, None


def privacy(office: Office, asked: Asked) -> Answered:
    """Switch the privacy service, which costs nothing."""
    record, is_on = held(office, asked.name), asked.operation.startswith("enable")
    (office.private.add if is_on else office.private.discard)(record.name)
    about = {"id": 1, "domain_id": domain(office, record)["id"], "expires_on": None}
    return 200, {**about, "enabled": is_on, **_STAMPS}


def signers(office: Office, name: DomainName) -> list[dict[str, object]]:
    """Return the delegation signer records of a name."""
    return [json.loads(row) for row in office.signers.get(held(office, name).name, ())]


def sign(office: Office, asked: Asked) -> Answered:
    """Add a delegation signer."""
    rows = signers(office, asked.name)
    fields = ("algorithm", "digest", "digest_type", "keytag")
    lacking = {key: ["can't be blank"] for key in fields if not isinstance(asked.items.get(key), str)}
    if lacking:
        raise Refusal(400, "Validation failed", lacking)
    number = 1 + max((int(str(row["id"])) for row in rows), default=0)
    row = {"id": number, **{key: asked.items[key] for key in fields}, "public_key": None, **_STAMPS}
    office.set_signers(asked.name, [json.dumps(kept) for kept in (*rows, row)])
    return 201, row


def unsign(office: Office, asked: Asked) -> Answered:
    """Take a delegation signer away."""
    rows = signers(office, asked.name)
    left = [row for row in rows if str(row["id"]) != asked.last]
    if len(left) == len(rows):
        raise Refusal(404, f"Delegation signer record `{asked.last}` not found")
    office.set_signers(asked.name, [json.dumps(row) for row in left])
    return 204, None


CHANGES: Mapping[str, Callable[[Office, Asked], Answered]] = {
    "createContact": lambda office, asked: (201, people.create_contact(office, asked)),
    "registerDomain": register,
    "domainRenew": renew,
    "domainRestore": restore,
    "transferDomain": transfer,
    "checkRegistrantChange": check_change,
    "createRegistrantChange": change_registrant,
    "changeDomainDelegation": delegate,
    "enableDomainTransferLock": lock,
    "disableDomainTransferLock": lock,
    "enableDomainAutoRenewal": auto_renewal,
    "disableDomainAutoRenewal": auto_renewal,
    "enableWhoisPrivacy": privacy,
    "disableWhoisPrivacy": privacy,
    "createDomainDelegationSignerRecord": sign,
    "deleteDomainDelegationSignerRecord": unsign,
}
"""Every change by the vendor's word for it."""

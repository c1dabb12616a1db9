"""What each operation does: looking, buying, changing, moving. A dry one stops before anything is done."""

import json
from collections.abc import Callable, Mapping

from portfolio.contacts import ContactRole
from portfolio.dnssec import SigningKey
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.tld import rules_for
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.gandi.asked import (
    Asked,
    Items,
    Refusal,
    bad,
    domain_name,
    items,
    not_found,
    rows,
    switch,
    text,
    years,
)
from sandbox.vendors.gandi.spelling import ROLES, Told, attributes, contact, contacts, domain, listed
from sandbox.vendors.office import Office

_KINDS = {
    "create": OrderKind.REGISTER,
    "renew": OrderKind.RENEW,
    "transfer": OrderKind.TRANSFER,
    "restore": OrderKind.RESTORE,
}
_STEPS = {"pending": "RUN", "done": "DONE", "refused": "ERROR"}
_FLAGS = {"ksk": 257, "zsk": 256}
Rows = list[Told]


def list_domains(office: Office, _asked: Asked) -> Rows:
    """The account's names."""
    return [listed(record) for record in office.all_held()]


def get_domain(office: Office, asked: Asked) -> Told:
    """One name of the account."""
    return domain(office, _held(office, asked.name))


def check_domain(office: Office, asked: Asked) -> Told:
    """What a process costs, and whether the name is free."""
    name, process = domain_name(asked.query.get("name", "")), asked.query.get("processes[]", "create")
    if process not in _KINDS:
        raise bad("processes[]", "is not valid")
    product: Told = {"name": name, "process": process, "status": _status(office, name), "taxes": []}
    if office.prices.sells(name):
        price = float(office.prices.of(name, kind=_KINDS[process]).amount)
        product["prices"] = [
            {"min_duration": 1, "max_duration": 10, "duration_unit": "y", "discount": False,
             "price_before_taxes": price, "price_after_taxes": price}
            | ({"type": "premium"} if office.prices.is_premium(name) else {})
        ]  # fmt: skip
    return {"currency": office.currency, "grid": "A", "products": [product], "taxes": []}


def _status(office: Office, name: DomainName) -> str:
    if not office.prices.sells(name):
        return "error_unknown"
    return "available" if office.registry.is_free(name) else "unavailable"


def create_domain(office: Office, asked: Asked) -> None:
    """Register a name; contacts that are missing are the owner's."""
    name, count = domain_name(text(asked.body, "fqdn")), years(asked.body)
    people, owner = contacts(name, asked.body), items(asked.body.get("owner"), "owner")
    if not office.registry.is_free(name):
        raise bad("fqdn", "is not available")
    if office.prices.is_premium(name) and asked.body.get("enforce_premium") is not True:
        raise bad("enforce_premium", "Required")
    price = _payable(office, name, OrderKind.REGISTER, count)
    if asked.dry:
        return
    office.registry.create(
        name, by=office.slug, years=count, contacts=people, attributes=attributes(owner),
        nameservers=[str(host) for host in rows(asked.body, "nameservers")],
    )  # fmt: skip
    _hide(office, name, owner)
    office.order(name, OrderKind.REGISTER, price=price, years=count)


def renew_domain(office: Office, asked: Asked) -> None:
    """Renew from whatever date there is: there is no guard."""
    record, count = _held(office, asked.name), years(asked.body)
    price = _payable(office, record.name, OrderKind.RENEW, count)
    if asked.dry:
        return
    until = day_of(record.registrar_expires_at)
    office.registry.renew_as_registrar(record.name, by=office.slug, years=count, current_expiry=until)
    office.order(record.name, OrderKind.RENEW, price=price, years=count)


def get_restore(office: Office, asked: Asked) -> Told:
    """Whether a name of the account can come back."""
    if office.deleted(asked.name) is None:
        _held(office, asked.name)
        return {"restorable": False}
    return {"restorable": True}


def restore_domain(office: Office, asked: Asked) -> None:
    """Bring a name back from redemption."""
    if office.deleted(asked.name) is None:
        raise not_found()
    price = _payable(office, asked.name, OrderKind.RESTORE, 1)
    office.registry.restore(asked.name, by=office.slug)
    office.order(asked.name, OrderKind.RESTORE, price=price)


def check_transfer(office: Office, asked: Asked) -> Told:
    """Whether a name can come here with this secret."""
    record, told = office.registry.look_up(asked.name), asked.body.get("authinfo")
    why = "" if record and told == record.auth_info else "the authorization code is not valid"
    if record is None or Status.CLIENT_TRANSFER_PROHIBITED in record.statuses:
        why = "the domain cannot be transferred"
    return {"fqdn": asked.name, "available": not why, "msg": why or None}


def transfer_in(office: Office, asked: Asked) -> None:
    """Ask the registry for a name; the contacts come with it."""
    name = domain_name(text(asked.body, "fqdn"))
    contacts(name, asked.body)
    price = _payable(office, name, OrderKind.TRANSFER, 1)
    if not asked.dry:
        office.ask_transfer(name, auth_info=text(asked.body, "authinfo"), price=price)


def get_transfer(office: Office, asked: Asked) -> Told:
    """How far the newest transfer of a name has come."""
    transfer = office.transfers.get(asked.name)
    if transfer is None:
        raise not_found()
    return {"step": _STEPS[transfer.state], "step_nb": 1, "params": {"domain": asked.name, "duration": 1}}


def get_tld(_office: Office, asked: Asked) -> Told:
    """What is done under a TLD."""
    return {"name": asked.subject, "change_owner": True, "ext_trade": asked.subject == "ee"}


def set_contacts(office: Office, asked: Asked) -> None:
    """Change contacts other than the owner."""
    name = _held(office, asked.name).name
    wanted = {ROLES[key]: contact(items(told, key)) for key, told in asked.body.items() if key in ROLES}
    if ContactRole.REGISTRANT in wanted or set(wanted) & set(rules_for(name).refused_roles):
        raise bad("owner", "cannot be changed here")
    office.registry.update(name, by=office.slug, contacts=wanted)


def set_owner(office: Office, asked: Asked) -> None:
    """Change what is held of the owner. Acknowledgements of an owner's change are taken as given here."""
    name = _held(office, asked.name).name
    told = items(asked.body.get("owner", asked.body), "owner")
    who = contact(told)
    if not asked.dry:
        office.registry.update(name, by=office.slug, contacts={ContactRole.REGISTRANT: who})
        _hide(office, name, told)


def set_nameservers(office: Office, asked: Asked) -> None:
    """Replace the delegation."""
    hosts = [str(host) for host in rows(asked.body, "nameservers")]
    office.registry.update(_held(office, asked.name).name, by=office.slug, nameservers=hosts)


def set_status(office: Office, asked: Asked) -> None:
    """Set or lift the lock."""
    name, only = _held(office, asked.name).name, (Status.CLIENT_TRANSFER_PROHIBITED,)
    add, remove = (only, ()) if switch(asked.body, only[0].value) else ((), only)
    office.registry.update(name, by=office.slug, add_statuses=add, remove_statuses=remove)


def set_auto_renew(office: Office, asked: Asked) -> None:
    """Switch the renewal by the vendor."""
    name = _held(office, asked.name).name
    office.registry.set_auto_renew(name, by=office.slug, on=switch(asked.body, "enabled"))


def list_keys(office: Office, asked: Asked) -> Rows:
    """The keys of a name, and the signers that they give."""
    kept = office.signers.get(_held(office, asked.name).name, ())
    return [{"id": number, **json.loads(row)} for number, row in enumerate(kept, 1)]


def set_keys(office: Office, asked: Asked) -> None:
    """Make these keys the keys of a name."""
    name = _held(office, asked.name).name
    office.set_signers(name, [_key(name, items(row, "keys")) for row in rows(asked.body, "keys")])


def _key(name: DomainName, row: Items) -> str:
    kind, algorithm = text(row, "type"), row.get("algorithm")
    if kind not in _FLAGS or not isinstance(algorithm, int):
        raise bad("keys", "is not valid")
    key = SigningKey(flags=_FLAGS[kind], algorithm=algorithm, public_key=text(row, "public_key"))
    signer = key.signer(name)
    told = {"algorithm": algorithm, "digest": signer.digest.upper(), "digest_type": signer.digest_type}
    return json.dumps(told | {"keytag": signer.key_tag, "type": kind, "public_key": key.public_key})


def get_billing(office: Office, _asked: Asked) -> Told:
    """What is prepaid."""
    prepaid = {"amount": float(office.balance.amount), "currency": office.currency}
    return {"prepaid": prepaid, "outstanding_amount": 0, "annual_balance": 120, "grid": "A"}


def _held(office: Office, name: DomainName) -> DomainRecord:
    record = office.held(name)
    if record is None:
        raise not_found()
    return record


def _payable(office: Office, name: DomainName, kind: OrderKind, count: int) -> Money:
    if not office.prices.sells(name):
        raise not_found()
    price = office.prices.of(name, kind=kind, years=count)
    if not office.can_pay(price):
        raise Refusal(402, "Payment Required", "the prepaid account has not enough credit")
    return price


def _hide(office: Office, name: DomainName, owner: Items) -> None:
    """Note whether the public sees the owner; hidden unless it is said otherwise."""
    (office.private.discard if owner.get("data_obfuscated") is False else office.private.add)(name)


READS: Mapping[str, Callable[[Office, Asked], Told | Rows]] = {
    "CheckDomain": check_domain,
    "ListDomains": list_domains,
    "GetDomain": get_domain,
    "ListKeys": list_keys,
    "GetRestore": get_restore,
    "GetTransfer": get_transfer,
    "CheckTransfer": check_transfer,
    "GetTld": get_tld,
    "GetBilling": get_billing,
}
"""What is answered with 200."""

CHANGES: Mapping[str, Callable[[Office, Asked], None]] = {
    "CreateDomain": create_domain,
    "RenewDomain": renew_domain,
    "RestoreDomain": restore_domain,
    "TransferIn": transfer_in,
    "SetContacts": set_contacts,
    "SetOwner": set_owner,
    "ChangeOwner": set_owner,
    "SetNameservers": set_nameservers,
    "SetStatus": set_status,
    "SetAutoRenew": set_auto_renew,
    "SetKeys": set_keys,
}
"""What is answered with 202, or with 200 where it was dry."""

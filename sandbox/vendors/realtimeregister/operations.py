"""What each operation does: looking, buying, changing. A change answers with a status and a body."""

import json
from collections.abc import Callable

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status, status_of
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.office import Office
from sandbox.vendors.realtimeregister.asked import Asked, Items, Refusal
from sandbox.vendors.realtimeregister.records import (
    ACTIONS,
    card,
    contact_in,
    domain,
    instant,
    number_of,
    page,
    process,
    provider,
)

Told = tuple[int, Items | None]
_PROPERTIES = {
    "ca": [
        {
            "name": "legalType", "label": "Legal type", "description": "CIRA's category", "type": "String",
            "mandatory": True, "values": {"CCO": "Corporation", "CCT": "Citizen", "RES": "Resident"},
        },
        {
            "name": "language", "label": "Language", "description": "The registrant's", "type": "String",
            "mandatory": False, "values": {"en": "English", "fr": "French"},
        },
    ]
}  # fmt: skip
_KNOWN = {
    OrderKind.REGISTER: "customer registrant contacts period ns autoRenew privacyProtect billables",
    OrderKind.TRANSFER: "customer registrant contacts authcode ns autoRenew privacyProtect billables",
    OrderKind.RENEW: "period expiryDate billables",
    OrderKind.RESTORE: "reason billables",
}


def known(office: Office, name: DomainName) -> DomainRecord:
    """Return a name of the account, deleted ones too. Raises `Refusal`."""
    record = office.held(name) or office.deleted(name)
    if record is None:
        raise Refusal(404, "ObjectDoesNotExist", "the domain does not exist")
    return record


def list_domains(office: Office, asked: Asked) -> Told:
    """A page of the account's names."""
    return 200, page(office, asked, [domain(office, record) for record in office.all_held()])


def get_domain(office: Office, asked: Asked) -> Told:
    """One name."""
    return 200, domain(office, known(office, DomainName(asked.subjects[0])))


def check_domain(office: Office, asked: Asked) -> Told:
    """Whether a name can be had, and for how much."""
    name = _sold(office, asked)
    if not office.registry.is_free(name):
        return 200, {"available": False, "reason": "In use"}
    price = office.prices.of(name)
    told: Items = {"available": True, "premium": office.prices.is_premium(name), "currency": price.currency}
    return 200, told | {"price": _cents(price)}


def get_pricelist(office: Office, _asked: Asked) -> Told:
    """What a year costs."""
    return 200, {
        "prices": [
            {
                "product": f"domain_{tld}",
                "action": action,
                "currency": office.currency,
                "price": int(price * 100),
            }
            for tld, price in office.prices.by_tld.items()
            for action in ("CREATE", "RENEW", "TRANSFER")
        ]
    }  # fmt: skip


def get_tld_info(office: Office, asked: Asked) -> Told:
    """What is read of a TLD's metadata."""
    tld = asked.subjects[0]
    if tld not in office.prices.by_tld:
        raise Refusal(404, "ObjectDoesNotExist", "the TLD does not exist")
    metadata: Items = {"createDomainPeriods": [12, 24]}
    metadata |= {"contactProperties": _PROPERTIES[tld]} if tld in _PROPERTIES else {}
    return 200, {"provider": provider(tld), "applicableFor": [tld], "metadata": metadata}


def get_credits(office: Office, _asked: Asked) -> Told:
    """The account's money."""
    balance = _cents(office.balance)
    return 200, {
        "accounts": [{"currency": office.currency, "balance": balance, "reservation": 0, "locked": 0}]
    }


def list_contacts(office: Office, asked: Asked) -> Told:
    """A page of the customer's contacts."""
    kept = [one for one in office.registry.snapshot().contacts if one.sponsor == office.slug]
    return 200, page(office, asked, [card(office, one) for one in kept])


def get_contact(office: Office, asked: Asked) -> Told:
    """One contact."""
    number = number_of(office, asked.subjects[0])
    return 200, card(office, office.registry.info_contact(number, by=office.slug))


def create_contact(office: Office, asked: Asked) -> Told:
    """Make a contact under the handle that was chosen."""
    handle = asked.subjects[0]
    if f"contact:{handle.lower()}" in office.notes:
        raise Refusal(409, "ObjectExists", "the handle is in use")
    number = office.registry.create_contact(contact_in(asked), by=office.slug)
    office.notes |= {f"contact:{handle.lower()}": number, f"handle:{number}": handle}
    return 201, {"handle": handle}


def add_contact_properties(office: Office, asked: Asked) -> Told:
    """Note what a registry wants of a contact; once."""
    key = f"properties:{number_of(office, asked.subjects[0])}"
    has = json.loads(office.notes.get(key, "{}"))
    if asked.subjects[1] in has:
        raise Refusal(409, "ObjectExists", "the contact has properties for this registry")
    office.notes[key] = json.dumps(has | {asked.subjects[1]: asked.body["properties"]})
    return 200, None


def create_domain(office: Office, asked: Asked) -> Told:
    """Register a name. One that begins with "slow-" is registered later."""
    name, registry = _sold(office, asked), office.registry
    if not registry.is_free(name):
        raise Refusal(409, "ObjectExists", "the domain exists already")
    people = _people(office, asked)
    if name.tld in _PROPERTIES and not _attributes(office, people):
        raise Refusal(400, "ValidationError", "the registrant needs properties")
    years, price = _years(asked), office.prices.of(name, years=_years(asked))
    if asked.is_dry:
        return _quote(OrderKind.REGISTER, name, price, years)
    _raise_if_unpaid(office, asked, OrderKind.REGISTER, name, price)
    is_slow = name.startswith("slow-")
    order = office.order(name, OrderKind.REGISTER, years=years, price=price, pending=is_slow)
    office.notes[f"command:{order.number}"] = json.dumps(asked.body)
    if is_slow:
        return 202, {"processId": order.number}
    register(office, name, asked, years)
    return 202, {"processId": order.number}


def register(office: Office, name: DomainName, asked: Asked, years: int) -> DomainRecord:
    """Register a name as it was ordered."""
    people = _people(office, asked)
    return office.registry.create(
        name, by=office.slug, years=years, contacts=people, nameservers=asked.texts("ns"),
        attributes=_attributes(office, people) if name.tld in _PROPERTIES else {},
        auto_renew=asked.body.get("autoRenew") is not False,
    )  # fmt: skip


def renew_domain(office: Office, asked: Asked) -> Told:
    """Renew a name; a date that is given must be the one that it has."""
    record = office.held(DomainName(asked.subjects[0]))
    if record is None:
        raise Refusal(404, "ObjectDoesNotExist", "the domain does not exist")
    name, until, years = record.name, record.registrar_expires_at, _years(asked)
    if asked.body.get("expiryDate") not in (None, instant(until)):
        raise Refusal(400, "ValidationError", "the expiry date is another")
    price = office.prices.of(name, kind=OrderKind.RENEW, years=years)
    if asked.is_dry:
        return _quote(OrderKind.RENEW, name, price, years)
    _raise_if_unpaid(office, asked, OrderKind.RENEW, name, price)
    office.registry.renew_as_registrar(name, by=office.slug, years=years, current_expiry=day_of(until))
    return _ordered(office, asked, OrderKind.RENEW, name, price, years)


def restore_domain(office: Office, asked: Asked) -> Told:
    """Bring a name back."""
    record = known(office, DomainName(asked.subjects[0]))
    asked.text("reason")
    price = office.prices.of(record.name, kind=OrderKind.RESTORE)
    if office.deleted(record.name) is None:
        raise Refusal(400, "ObjectStatusProhibitsOperation", "the domain is not in redemption")
    if asked.is_dry:
        return _quote(OrderKind.RESTORE, record.name, price, 1)
    _raise_if_unpaid(office, asked, OrderKind.RESTORE, record.name, price)
    office.registry.restore(record.name, by=office.slug)
    return _ordered(office, asked, OrderKind.RESTORE, record.name, price, 1)


def transfer_domain(office: Office, asked: Asked) -> Told:
    """Ask for a name; its contacts are put on it when it has come (`arrive`)."""
    name = _sold(office, asked)
    _people(office, asked)
    price = office.prices.of(name, kind=OrderKind.TRANSFER)
    if office.held(name) is not None:
        raise Refusal(409, "ObjectExists", "the domain is in the account")
    if asked.is_dry:
        return _quote(OrderKind.TRANSFER, name, price, 1)
    _raise_if_unpaid(office, asked, OrderKind.TRANSFER, name, price)
    order = office.ask_transfer(name, auth_info=asked.text("authcode"), price=price).order
    body = {key: value for key, value in asked.body.items() if key != "authcode"}
    office.notes |= {f"command:{order}": json.dumps(body), f"arriving:{name}": json.dumps(body)}
    return 202, {"processId": order}


def arrive(office: Office) -> None:
    """Put the contacts that came with a transfer's order on the names that have come."""
    for name, transfer in office.transfers.items():
        if transfer.state == "done" and f"arriving:{name}" in office.notes:
            body = json.loads(office.notes.pop(f"arriving:{name}"))
            people = _people(office, Asked("transferDomain", (name,), {}, body))
            office.registry.update(name, by=office.slug, contacts=people)


def transfer_info(office: Office, asked: Asked) -> Told:
    """The newest transfer of a name."""
    transfer = office.transfers.get(DomainName(asked.subjects[0]))
    if transfer is None:
        raise Refusal(404, "ObjectDoesNotExist", "there is no transfer")
    state = {"pending": "pending", "done": "completed", "refused": "rejected"}[transfer.state]
    at = instant(office.orders[transfer.order].ordered_at)
    told: Items = {"domainName": transfer.name, "status": state, "type": "IN", "requestedDate": at}
    return 200, told | {"processId": transfer.order}


def update_domain(office: Office, asked: Asked) -> Told:
    """Change what is given; the statuses that are given are all that there shall be."""
    name, registry = known(office, DomainName(asked.subjects[0])).name, office.registry
    body, changes = asked.body, {}
    if "registrant" in body or "contacts" in body:
        changes["contacts"] = _people(office, asked)
    if "ns" in body:
        changes["nameservers"] = asked.texts("ns")
    if "status" in body:
        changes |= _statuses(known(office, name), asked.texts("status"))
    if changes:
        registry.update(name, by=office.slug, **changes)
    if "autoRenew" in body:
        registry.set_auto_renew(name, by=office.slug, on=body["autoRenew"] is True)
    if "privacyProtect" in body:
        (office.private.add if body["privacyProtect"] is True else office.private.discard)(name)
    if "keyData" in body:
        office.set_signers(name, [json.dumps(row) for row in asked.rows("keyData")])
    number = 900_000 + sum(key.startswith("update:") for key in office.notes)
    office.notes[f"update:{number}"] = name
    return 202, {"processId": number}


def list_processes(office: Office, asked: Asked) -> Told:
    """A page of the orders, the oldest first; a filter may name what they are about."""
    sought = asked.query.get("identifier:eq", "")
    orders = [order for order in office.orders.values() if sought in ("", order.name)]
    return 200, page(office, asked, [process(office, order) for order in orders])


def get_process(office: Office, asked: Asked) -> Told:
    """One process."""
    number = int(asked.subjects[0])
    if number in office.orders:
        return 200, process(office, office.orders[number])
    name = office.notes.get(f"update:{number}")
    if name is None:
        raise Refusal(404, "ObjectDoesNotExist", "the process does not exist")
    told = {"id": number, "status": "COMPLETED", "type": "domain", "action": "update", "identifier": name}
    return 200, told


def poll_notification(office: Office, _asked: Asked) -> Told:
    """The oldest message."""
    message = office.registry.poll(by=office.slug)
    if message is None:
        return 200, {"count": 0}
    told = {
        "id": message.number, "fireDate": instant(message.at), "message": message.event, "isAsync": True,
        "eventType": message.event, "notificationType": "DOMAIN", "domainName": message.name,
    }  # fmt: skip
    return 200, {"count": 1, "notification": told}


def ack_notification(office: Office, asked: Asked) -> Told:
    """Take a message off the queue."""
    if not office.registry.acknowledge(int(asked.subjects[0]), by=office.slug):
        raise Refusal(404, "ObjectDoesNotExist", "the notification does not exist")
    return 200, {}


def _sold(office: Office, asked: Asked) -> DomainName:
    name = DomainName(asked.subjects[0])
    if not office.prices.sells(name):
        raise Refusal(400, "UnsupportedTld", "the TLD is not offered")
    return name


def _cents(price: Money) -> int:
    return int(price.amount * 100)


def _years(asked: Asked) -> int:
    months = asked.body.get("period")
    if not isinstance(months, int) or months < 12 or months % 12:
        raise Refusal(400, "ConstraintViolationException", "period is not one of the TLD's")
    return months // 12


def _people(office: Office, asked: Asked) -> dict[ContactRole, str]:
    people: dict[ContactRole, str] = {}
    if "registrant" in asked.body:
        people[ContactRole.REGISTRANT] = number_of(office, asked.text("registrant"))
    for row in asked.rows("contacts"):
        people[ContactRole(str(row["role"]).lower())] = number_of(office, str(row["handle"]))
    return people


def _attributes(office: Office, people: dict[ContactRole, str]) -> dict[str, str]:
    """Our attributes, by what the registrant's properties for CIRA say."""
    told = json.loads(office.notes.get(f"properties:{people[ContactRole.REGISTRANT]}", "{}")).get("Cira", {})
    names = {"ca.legal_type": "legalType", "ca.language": "language"}
    return {own: told[theirs] for own, theirs in names.items() if theirs in told}


def _statuses(record: DomainRecord, wanted: list[str]) -> dict[str, frozenset[Status]]:
    now, then = set(record.statuses), {status for word in wanted if (status := status_of(word))}
    changed = {status for status in now ^ then if status is not Status.OK}
    if not all(status.value.startswith("client") for status in changed):
        raise Refusal(400, "ValidationError", "only client statuses can be changed")
    return {"add_statuses": frozenset(changed & then), "remove_statuses": frozenset(changed & now)}


def _quote(kind: OrderKind, name: DomainName, price: Money, years: int) -> Told:
    total = _cents(price)
    part = _billable(kind, name) | {"quantity": years, "amount": total // years, "total": total}
    quote = {"currency": price.currency, "billables": [part | {"refundable": False}], "total": total}
    return 200, {"command": f"{ACTIONS[kind].title()}DomainCommand", "quote": quote}


def _billable(kind: OrderKind, name: DomainName) -> Items:
    return {"product": f"domain_{name.tld}", "action": ACTIONS[kind].upper(), "quantity": 1}


def _raise_if_unpaid(office: Office, asked: Asked, kind: OrderKind, name: DomainName, price: Money) -> None:
    """Raise `Refusal` for what was not agreed to, what is not known, and for want of money."""
    unknown = sorted(set(asked.body) - set(_KNOWN[kind].split()))
    if unknown:
        raise Refusal(400, "UnrecognizedPropertyException", f"unknown field {unknown[0]}")
    billable = _billable(kind, name)
    agreed = [(row.get("product"), row.get("action")) for row in asked.rows("billables")]
    if (billable["product"], billable["action"]) not in agreed:
        raise Refusal(
            400, "BillableAcknowledgmentNeededException", "this must be acknowledged", [billable]
        )  # fmt: skip
    if not office.can_pay(price):
        raise Refusal(400, "InsufficientCreditException", "not enough credit")


def _ordered(
    office: Office, asked: Asked, kind: OrderKind, name: DomainName, price: Money, years: int
) -> Told:
    order = office.order(name, kind, years=years, price=price)
    office.notes[f"command:{order.number}"] = json.dumps(asked.body)
    return 202, {"processId": order.number}


OPERATIONS: dict[str, Callable[[Office, Asked], Told]] = {
    "listDomains": list_domains,
    "getDomain": get_domain,
    "checkDomain": check_domain,
    "transferInfo": transfer_info,
    "createDomain": create_domain,
    "updateDomain": update_domain,
    "renewDomain": renew_domain,
    "transferDomain": transfer_domain,
    "restoreDomain": restore_domain,
    "listProcesses": list_processes,
    "getProcess": get_process,
    "getTldInfo": get_tld_info,
    "listContacts": list_contacts,
    "getContact": get_contact,
    "createContact": create_contact,
    "addContactProperties": add_contact_properties,
    "getPricelist": get_pricelist,
    "getCredits": get_credits,
    "pollNotification": poll_notification,
    "ackNotification": ack_notification,
}
"""Every operation by the vendor's word for it."""

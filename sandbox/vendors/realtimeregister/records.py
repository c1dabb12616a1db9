"""Names, contacts and orders as Realtime Register shows them, and contacts as it is told them."""

import json
import re
from datetime import datetime
from typing import cast

from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.order import OrderKind
from sandbox.objects import ContactObject, DomainRecord
from sandbox.refusal import RegistryRefuses
from sandbox.vendors.office import Office, VendorOrder
from sandbox.vendors.realtimeregister.asked import Asked, Items, Refusal

ACTIONS = {
    OrderKind.REGISTER: "create",
    OrderKind.RENEW: "renew",
    OrderKind.TRANSFER: "transfer",
    OrderKind.RESTORE: "restore",
}
_PROCESSES = ACTIONS | {OrderKind.TRANSFER: "incomingTransfer"}
_STATES = {"pending": "RUNNING", "completed": "COMPLETED", "refunded": "FAILED"}
_FIELDS = frozenset((
    "brand", "organization", "name", "addressLine", "postalCode", "city", "state", "country", "email",
    "voice", "fax", "disclosedFields",
))  # fmt: skip


def instant(at: datetime) -> str:
    """Return an instant as it is told."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def domain(office: Office, record: DomainRecord) -> Items:
    """Return the whole record of a name."""
    handles = {role: handle_of(office, handle) for role, handle in record.handles.items()}
    return {
        "domainName": record.name, "registry": provider(record.name.tld), "customer": "sandbox",
        "registrant": handles[ContactRole.REGISTRANT],
        "contacts": [
            {"role": role.upper(), "handle": handle}
            for role, handle in handles.items()
            if role is not ContactRole.REGISTRANT
        ],
        "status": [re.sub("([A-Z])", r"_\1", status.value).upper() for status in record.statuses],
        "authcode": record.auth_info, "autoRenew": record.auto_renew, "autoRenewPeriod": 12,
        "privacyProtect": record.name in office.private, "ns": list(record.nameservers), "premium": False,
        "createdDate": instant(record.registered_at), "updatedDate": instant(record.last_changed_at),
        "expiryDate": instant(record.registrar_expires_at),
        "keyData": [json.loads(row) for row in office.signers.get(record.name, ())],
    }  # fmt: skip


def provider(tld: str) -> str:
    """Return what the registry of a TLD is called."""
    return {"ca": "Cira"}.get(tld, "SandboxRegistry")


def handle_of(office: Office, number: str) -> str:
    """Return the customer's handle of a registry's contact: the registry's own where none was chosen."""
    return office.notes.get(f"handle:{number}", number)


def number_of(office: Office, handle: str) -> str:
    """Return the registry's contact of a handle. Raises `Refusal`."""
    number = office.notes.get(f"contact:{handle.lower()}", handle)
    try:
        office.registry.info_contact(number, by=office.slug)
    except (RegistryRefuses, KeyError):
        raise Refusal(404, "ObjectDoesNotExist", "the contact does not exist") from None
    return number


def card(office: Office, kept: ContactObject) -> Items:
    """Return a contact."""
    contact, address = kept.contact, kept.contact.address
    handle = handle_of(office, kept.handle)
    told: Items = {
        "customer": "sandbox", "handle": handle, "brand": "default", "name": contact.name,
        "organization": contact.organization, "addressLine": list(address.street), "city": address.city,
        "postalCode": address.postal_code, "state": (address.subdivision or "").partition("-")[2] or None,
        "country": address.country, "email": contact.email, "voice": contact.phone.epp,
        "fax": contact.fax.epp if contact.fax else None,
        "properties": json.loads(office.notes.get(f"properties:{kept.handle}", "{}")),
        "createdDate": instant(office.clock.now()),
    }  # fmt: skip
    return {field: value for field, value in told.items() if value is not None}


def contact_in(asked: Asked) -> Contact:
    """Return the contact that a request holds. Raises `Refusal`."""
    unknown = sorted(set(asked.body) - _FIELDS)
    if unknown:
        raise Refusal(400, "UnrecognizedPropertyException", f"unknown field {unknown[0]}")
    if not re.fullmatch(r"\+[0-9]{1,3}\.[0-9]{1,14}", asked.text("voice")):
        raise Refusal(400, "ConstraintViolationException", "voice must be E164a")
    name, organization = asked.text("name"), cast("str | None", asked.body.get("organization"))
    given, _, family = name.rpartition(" ")
    person = {} if name == organization else {"given": given or None, "family": family}
    country, state, fax = asked.text("country"), asked.body.get("state"), asked.body.get("fax")
    return Contact(
        **person,
        organization=organization,
        address=PostalAddress(
            street=tuple(asked.texts("addressLine")),
            city=asked.text("city"),
            subdivision=f"{country}-{state}" if state else None,
            postal_code=asked.text("postalCode"),
            country=country,
        ),
        phone=Phone.parse(asked.text("voice")),
        fax=Phone.parse(str(fax)) if fax else None,
        email=asked.text("email"),
    )


def process(office: Office, order: VendorOrder) -> Items:
    """Return the process of an order."""
    command = json.loads(office.notes.get(f"command:{order.number}", "{}"))
    return {
        "id": order.number, "user": "sandbox/api", "customer": "sandbox", "status": _STATES[order.status],
        "createdDate": instant(order.ordered_at), "type": "domain", "action": _PROCESSES[order.kind],
        "identifier": order.name, "command": command,
        "transaction": {order.cost.currency: int(order.cost.amount * 100)},
    }  # fmt: skip


def page(office: Office, asked: Asked, rows: list[Items]) -> Items:
    """Return the page that is asked for; `fields` trims its rows."""
    limit = min(int(asked.query.get("limit", "10")), office.largest_page)
    offset = int(asked.query.get("offset", "0"))
    fields = asked.query.get("fields")
    told = rows[offset : offset + limit]
    if fields is not None:
        told = [{field: row[field] for field in fields.split(",") if field in row} for row in told]
    pagination = {"limit": limit, "offset": offset, "total": len(rows) + office.miscounts}
    return {"entities": told, "pagination": pagination}

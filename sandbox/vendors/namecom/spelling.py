"""Names and contacts as Name.com spells them, and back."""

import re
from collections.abc import Mapping

from pydantic import ValidationError

from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.registration import Status
from sandbox.objects import DomainRecord
from sandbox.vendors.namecom.asked import Items, Refusal, items, text
from sandbox.vendors.office import Office

_E164 = re.compile(r"\+[1-9][0-9]{7,14}")


def domain(office: Office, record: DomainRecord) -> dict[str, object]:
    """Return a name of the account as the vendor tells it."""
    return {
        "domainName": record.name,
        "createDate": f"{record.registered_at:%Y-%m-%dT%H:%M:%SZ}",
        "expireDate": f"{record.registrar_expires_at:%Y-%m-%dT%H:%M:%SZ}",
        "autorenewEnabled": record.auto_renew,
        "locked": Status.CLIENT_TRANSFER_PROHIBITED in record.statuses,
        "privacyEnabled": record.name in office.private,
        "contacts": {role.value: person(who) for role, who in record.contacts.items()},
        "nameservers": [host.upper() for host in record.nameservers],
        "renewalPrice": float(office.prices.of(record.name, years=1).amount),
    }


def person(who: Contact) -> dict[str, str | None]:
    """Return a contact; there is no place for a third street line, an extension or a language."""
    address = who.address
    return {
        "firstName": who.given,
        "lastName": who.family,
        "companyName": who.organization,
        "address1": address.street[0],
        "address2": address.street[1] if len(address.street) > 1 else None,
        "city": address.city,
        "state": (address.subdivision or "").partition("-")[2],
        "zip": address.postal_code,
        "country": address.country,
        "email": who.email,
        "phone": who.phone.number,
        "fax": who.fax.number if who.fax else None,
    }


def contacts(body: Items) -> dict[ContactRole, Contact]:
    """Read the contacts of a body by role. Raises `Refusal` (400)."""
    told = items(body.get("contacts"), "contacts")
    return {role: _contact(items(told[role.value], role)) for role in ContactRole if role.value in told}


def _contact(told: Items) -> Contact:
    country = text(told, "country")
    try:
        return Contact(
            given=text(told, "firstName"),
            family=text(told, "lastName"),
            organization=_some(told, "companyName"),
            address=PostalAddress(
                street=tuple(line for line in (text(told, "address1"), _some(told, "address2")) if line),
                city=text(told, "city"),
                subdivision=f"{country}-{text(told, 'state')}",
                postal_code=text(told, "zip"),
                country=country,
            ),
            phone=_phone(text(told, "phone")),
            fax=_phone(fax) if (fax := _some(told, "fax")) else None,
            email=text(told, "email"),
        )
    except ValidationError:
        raise Refusal(400, "Bad Request", "a contact is not valid") from None


def _some(told: Mapping[str, object], key: str) -> str | None:
    return text(told, key) if told.get(key) else None


def _phone(told: str) -> Phone:
    if not _E164.fullmatch(told):
        raise Refusal(400, "Bad Request", "a phone number must be in the E.164 format")
    return Phone(number=told)

"""Names and contacts as Route 53 Domains spells them, and back."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from pydantic import ValidationError

from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from sandbox.objects import DomainRecord
from sandbox.vendors.office import Office
from sandbox.vendors.route53.asked import Items, Refusal, items, rows, text

_KINDS = ("PERSON", "COMPANY", "ASSOCIATION", "PUBLIC_BODY", "RESELLER")
_NUMBER = re.compile(r"\+[0-9]{1,3}\.[0-9]{4,14}")
_OF_PEOPLE = ("ABO", "CCT", "LGR", "RES")


def seconds(at: datetime) -> float:
    """Return an instant as it is told: seconds since 1970."""
    return at.timestamp()


def detail(office: Office, record: DomainRecord) -> dict[str, object]:
    """Return a name of the account as the vendor tells it."""
    legal_type = record.attributes.get("ca.legal_type")
    people: dict[str, object] = {}
    for role, who in record.contacts.items():
        is_registrant = role is ContactRole.REGISTRANT
        people[f"{role.value.capitalize()}Contact"] = person(who, legal_type if is_registrant else None)
        people[f"{role.value.capitalize()}Privacy"] = record.name in office.private
    return {
        "DomainName": record.name,
        "Nameservers": [{"Name": host, "GlueIps": []} for host in record.nameservers],
        "AutoRenew": record.auto_renew,
        **people,
        "RegistrarName": record.sponsor.name,
        "WhoIsServer": record.sponsor.whois_server,
        "RegistrarUrl": record.sponsor.url,
        "AbuseContactEmail": record.sponsor.abuse_email,
        "AbuseContactPhone": record.sponsor.abuse_phone,
        "CreationDate": seconds(record.registered_at),
        "UpdatedDate": seconds(record.last_changed_at),
        "ExpirationDate": seconds(record.registrar_expires_at),
        "StatusList": [status.value for status in record.statuses],
        "DnssecKeys": [json.loads(row) for row in office.signers.get(record.name, ())],
    }


def person(who: Contact, legal_type: str | None) -> dict[str, object]:
    """Return a contact; there is no place for a third street line, an extension or a language."""
    address = who.address
    told: dict[str, object] = {
        "FirstName": who.given,
        "LastName": who.family,
        "ContactType": "COMPANY" if who.organization else "PERSON",
        "OrganizationName": who.organization,
        "AddressLine1": address.street[0],
        "AddressLine2": address.street[1] if len(address.street) > 1 else None,
        "City": address.city,
        "State": (address.subdivision or "").partition("-")[2],
        "CountryCode": address.country,
        "ZipCode": address.postal_code,
        "PhoneNumber": who.phone.epp,
        "Email": who.email,
        "Fax": who.fax.epp if who.fax else None,
    }
    extra: object = [{"Name": "CA_LEGAL_TYPE", "Value": legal_type}] if legal_type else []
    return {field: value for field, value in told.items() if value} | {"ExtraParams": extra}


def contacts(body: Items) -> dict[ContactRole, Contact]:
    """Read the contacts of a body by role. Raises `Refusal`."""
    named = {role: f"{role.value.capitalize()}Contact" for role in ContactRole}
    return {role: _contact(items(body[key], key)) for role, key in named.items() if key in body}


def attributes(body: Items) -> dict[str, str]:
    """Read our attributes out of what the registrant carries for its TLD. Raises `Refusal`."""
    registrant = items(body.get("RegistrantContact", {}), "RegistrantContact")
    told = [items(one, "ExtraParams") for one in rows(registrant, "ExtraParams")]
    found = {text(one, "Name"): text(one, "Value") for one in told}
    legal_type = found.get("CA_LEGAL_TYPE")
    if legal_type and (legal_type in _OF_PEOPLE) is not (registrant.get("ContactType") == "PERSON"):
        raise Refusal("InvalidInput", "CA_LEGAL_TYPE does not go with the ContactType")
    return {"ca.legal_type": legal_type} if legal_type else {}


def _contact(told: Items) -> Contact:
    kind, organization = text(told, "ContactType"), _some(told, "OrganizationName")
    if kind not in _KINDS or (kind != "PERSON" and not organization):
        raise Refusal("InvalidInput", "the ContactType needs an OrganizationName")
    country, state = text(told, "CountryCode"), _some(told, "State")
    lines = (text(told, "AddressLine1"), _some(told, "AddressLine2"))
    try:
        return Contact(
            given=text(told, "FirstName"),
            family=text(told, "LastName"),
            organization=organization,
            address=PostalAddress(
                street=tuple(line for line in lines if line),
                city=text(told, "City"),
                subdivision=f"{country}-{state}" if state else None,
                postal_code=_some(told, "ZipCode"),
                country=country,
            ),
            phone=_phone(text(told, "PhoneNumber")),
            fax=_phone(fax) if (fax := _some(told, "Fax")) else None,
            email=text(told, "Email"),
        )
    except (ValidationError, ValueError):
        raise Refusal("InvalidInput", "a contact is not valid") from None


def _some(told: Mapping[str, object], key: str) -> str | None:
    return text(told, key) if told.get(key) else None


def _phone(told: str) -> Phone:
    if not _NUMBER.fullmatch(told):
        raise Refusal("InvalidInput", "the phone number must be like +1.1234567890")
    return Phone.parse(told)

"""Contacts as DNSimple spells them, and back; the number of one is that of its object at the registry."""

import re

from pydantic import ValidationError

from portfolio.contacts import Contact, Phone, PostalAddress
from sandbox.objects import ContactObject
from sandbox.refusal import RegistryRefuses
from sandbox.vendors.dnsimple.asked import ACCOUNT, Asked, Refusal
from sandbox.vendors.office import Office

_NEEDED = (
    "first_name", "last_name", "address1", "city", "state_province", "postal_code", "country", "email",
    "phone",
)  # fmt: skip
_STAMPS = {"created_at": "2027-01-15T09:30:00Z", "updated_at": "2027-01-15T09:30:00Z"}


def number_in(handle: str) -> int:
    """Return the number of an object of the registry, by its handle."""
    return int(re.sub(r"[^0-9]", "", handle))


def found(office: Office, number: int) -> ContactObject:
    """Return one of the account's contacts. Raises `Refusal` (404)."""
    try:
        return office.registry.info_contact(f"C{number:06d}-SBOX", by=office.slug)
    except RegistryRefuses:
        raise Refusal(404, f"Contact `{number}` not found") from None


def all_of(office: Office) -> list[ContactObject]:
    """Return the account's contacts in order of their numbers."""
    return [kept for kept in office.registry.snapshot().contacts if kept.sponsor == office.slug]


def written(office: Office, kept: ContactObject) -> dict[str, object]:
    """Return a contact; there is no place for a third street line, an extension or a language."""
    who, number = kept.contact, number_in(kept.handle)
    label, _, job = office.notes.get(f"contact {number}", "|").partition("|")
    address = who.address
    return {
        "id": number,
        "account_id": int(ACCOUNT),
        "label": label,
        "first_name": who.given or "",
        "last_name": who.family or "",
        "job_title": job,
        "organization_name": who.organization or "",
        "email": who.email,
        "phone": who.phone.number,
        "fax": who.fax.number if who.fax else "",
        "address1": address.street[0],
        "address2": address.street[1] if len(address.street) > 1 else "",
        "city": address.city,
        "state_province": (address.subdivision or "").partition("-")[2],
        "postal_code": address.postal_code or "",
        "country": address.country,
        **_STAMPS,
    }


def create_contact(office: Office, asked: Asked) -> dict[str, object]:
    """Make a contact. Raises `Refusal` (400)."""
    told = {key: str(value) for key, value in asked.items.items() if value}
    needed = (*_NEEDED, *(("job_title",) if "organization_name" in told else ()))
    lacking = {key: ["can't be blank"] for key in needed if key not in told}
    if lacking:
        raise Refusal(400, "Validation failed", lacking)
    try:
        who = _contact(told)
    except (ValidationError, ValueError):
        raise Refusal(400, "Validation failed", {"phone": ["is probably not a phone number"]}) from None
    handle = office.registry.create_contact(who, by=office.slug)
    office.notes[f"contact {number_in(handle)}"] = f"{told.get('label', '')}|{told.get('job_title', '')}"
    return written(office, office.registry.info_contact(handle, by=office.slug))


def _contact(told: dict[str, str]) -> Contact:
    return Contact(
        given=told["first_name"],
        family=told["last_name"],
        organization=told.get("organization_name"),
        address=PostalAddress(
            street=tuple(told[line] for line in ("address1", "address2") if line in told),
            city=told["city"],
            subdivision=f"{told['country']}-{told['state_province']}",
            postal_code=told["postal_code"],
            country=told["country"],
        ),
        phone=Phone(number=told["phone"]),
        fax=Phone(number=told["fax"]) if "fax" in told else None,
        email=told["email"],
    )

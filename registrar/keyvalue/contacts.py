"""Contacts in the spelling of CentralNic's two systems, and back."""

from collections.abc import Iterator, Mapping

from pydantic import TypeAdapter, ValidationError

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle
from portfolio.observation import SeenContact
from registrar.contacts.spelling import is_latin, seen_phone, seen_subdivision
from registrar.exchange import Unreadable
from registrar.keyvalue.reply import KeyValueReply

ROLES: Mapping[ContactRole, str] = {
    ContactRole.REGISTRANT: "OWNERCONTACT",
    ContactRole.ADMIN: "ADMINCONTACT",
    ContactRole.TECH: "TECHCONTACT",
    ContactRole.BILLING: "BILLINGCONTACT",
}
_HANDLE: TypeAdapter[str] = TypeAdapter(Handle)


def on_roles(handles: Mapping[ContactRole, Handle]) -> dict[str, str]:
    """Return the parameters that put handles on roles."""
    return {f"{ROLES[role]}0": handle for role, handle in handles.items()}


def handles_in(reply: KeyValueReply) -> dict[ContactRole, Handle]:
    """Return each role's own handle. Raises `Unreadable`."""
    told = {role: reply.first(column) for role, column in ROLES.items()}
    return {role: handle_of(handle) for role, handle in told.items() if handle}


def handle_of(told: str) -> Handle:
    """Return a handle. Raises `Unreadable` for what cannot be one."""
    try:
        return _HANDLE.validate_python(told)
    except ValidationError:
        raise Unreadable("the reply's CONTACT is no handle") from None


def unholdable(contact: Contact) -> Iterator[str]:
    """Yield what of a contact cannot be held whole."""
    fine = {
        "a name without given and family name": contact.given and contact.family,
        "an address without postal code": contact.address.postal_code,
        "a letter that is not Latin": is_latin(contact),
    }
    yield from (what for what, is_fine in fine.items() if not is_fine)


def written(contact: Contact) -> dict[str, str]:
    """Return the parameters that make a contact."""
    address = contact.address
    fields = {
        "FIRSTNAME": contact.given,
        "LASTNAME": contact.family,
        "ORGANIZATION": contact.organization,
        **{f"STREET{number}": line for number, line in enumerate(address.street)},
        "CITY": address.city,
        "STATE": (address.subdivision or "").partition("-")[2],
        "ZIP": address.postal_code,
        "COUNTRY": address.country,
        "PHONE": contact.phone.epp,
        "FAX": contact.fax.epp if contact.fax else None,
        "EMAIL": contact.email,
    }
    return {key: value for key, value in fields.items() if value}


def seen(handle: Handle, reply: KeyValueReply) -> SeenContact:
    """Return the contact under `handle` as the vendor shows it. Raises `Unreadable`."""
    told = reply.first("CONTACT", "ID", "DESCRIPTION")
    if told is not None and told.upper() != handle.upper():
        raise Unreadable("the reply is about another contact")
    country = (reply.first("COUNTRY") if told else reply.needed("COUNTRY")) or None
    names = [reply.first(part) for part in ("FIRSTNAME", "MIDDLENAME", "LASTNAME")]
    name = " ".join(part for part in names if part) or reply.first("NAME")
    return SeenContact(
        handle=handle,
        name=name,
        organization=reply.first("ORGANIZATION"),
        street=reply.all("STREET") or None,
        city=reply.first("CITY"),
        state=seen_subdivision(reply.first("STATE"), country.upper() if country else None),
        postal_code=reply.first("ZIP"),
        country=country and country.upper(),
        phone=seen_phone(reply.first("PHONE")),
        fax=seen_phone(reply.first("FAX")),
        email=reply.first("EMAIL"),
    )

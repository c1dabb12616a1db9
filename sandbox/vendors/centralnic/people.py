"""Contacts under handles: equal data give the handle that is there, unless a new one is forced."""

from fnmatch import fnmatch

from portfolio.contacts import Contact, ContactRole, Language, Phone, PostalAddress
from sandbox.refusal import RegistryRefuses
from sandbox.vendors.centralnic.lines import Asked, Refusal
from sandbox.vendors.office import Office

ROLES = {
    ContactRole.REGISTRANT: "OWNERCONTACT",
    ContactRole.ADMIN: "ADMINCONTACT",
    ContactRole.TECH: "TECHCONTACT",
    ContactRole.BILLING: "BILLINGCONTACT",
}


def contact_in(asked: Asked) -> Contact:
    """Return the contact that a command gives. Raises `Refusal`."""
    country, state = asked.text("COUNTRY"), asked.given.get("STATE")
    streets = asked.numbered("STREET") or (asked.text("STREET"),)
    fax = asked.given.get("FAX")
    try:
        return Contact(
            given=asked.text("FIRSTNAME"),
            family=asked.text("LASTNAME"),
            organization=asked.given.get("ORGANIZATION") or None,
            address=PostalAddress(
                street=streets,
                city=asked.text("CITY"),
                subdivision=f"{country}-{state}" if state else None,
                postal_code=asked.text("ZIP"),
                country=country,
            ),
            phone=Phone.parse(asked.text("PHONE")),
            fax=Phone.parse(fax) if fax else None,
            email=asked.text("EMAIL"),
        )
    except ValueError:
        raise Refusal(541, "Invalid attribute value") from None


def columns_of(handle: str, contact: Contact) -> dict[str, list[object]]:
    """Return what StatusContact tells."""
    address = contact.address
    return {
        "ID": [handle],
        "CONTACT": [handle],
        "FIRSTNAME": [contact.given],
        "LASTNAME": [contact.family],
        "NAME": [contact.name],
        "ORGANIZATION": [contact.organization],
        "STREET": list(address.street),
        "CITY": [address.city],
        "STATE": [(address.subdivision or "").partition("-")[2]],
        "ZIP": [address.postal_code],
        "COUNTRY": [address.country],
        "PHONE": [contact.phone.epp],
        "FAX": [contact.fax.epp if contact.fax else None],
        "EMAIL": [contact.email],
        "STATUS": ["ACTIVE"],
    }


def made(office: Office, asked: Asked) -> tuple[str, bool]:
    """Return the handle for a contact, and whether it is a new one."""
    contact = contact_in(asked)
    if asked.given.get("NEW") != "1":
        for handle, there in _all(office):
            if there.model_copy(update={"language": Language.ENGLISH}) == contact:
                return handle, False
    return office.registry.create_contact(contact, by=office.slug), True


def contact_of(office: Office, handle: str) -> Contact:
    """Return the contact under a handle. Raises `Refusal` (545)."""
    try:
        return office.registry.info_contact(handle, by=office.slug).contact
    except RegistryRefuses:
        raise Refusal(545, "Object not found; CONTACT") from None


def matching(office: Office, pattern: str) -> list[str]:
    """Return the handles whose e-mail address matches a pattern."""
    return [h for h, who in _all(office) if fnmatch(who.email.lower(), pattern.lower())]


def roles_in(office: Office, asked: Asked) -> dict[ContactRole, str]:
    """Return the handles that a command puts on roles, all of which must be there. Raises `Refusal`."""
    told = {role: asked.given.get(f"{column}0") for role, column in ROLES.items()}
    handles = {role: handle for role, handle in told.items() if handle}
    for handle in handles.values():
        contact_of(office, handle)
    return handles


def _all(office: Office) -> list[tuple[str, Contact]]:
    kept = office.registry.snapshot().contacts
    return [(held.handle, held.contact) for held in kept if held.sponsor == office.slug]

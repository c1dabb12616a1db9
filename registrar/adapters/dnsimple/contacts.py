"""A contact in DNSimple's spelling, and back. What it has no place for is refused."""

from portfolio.contacts import Contact
from portfolio.observation import SeenContact
from registrar.adapters.dnsimple.wire import Person
from registrar.errors import Unsupported
from registrar.plain_contact import unholdable
from registrar.spelling import seen_phone, seen_subdivision

JOB_TITLE = "Contact"  # demanded beside an organization, shown in no public record; our contacts have none


def written(contact: Contact, *, label: str) -> dict[str, str]:
    """Return a contact in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    if problems := ", ".join(unholdable(contact)):
        raise Unsupported(f"{problems} cannot be held; nothing was sent", registrar="dnsimple")
    address = contact.address
    told = {
        "label": label,
        "first_name": contact.given,
        "last_name": contact.family,
        "organization_name": contact.organization,
        "job_title": JOB_TITLE if contact.organization else None,
        "address1": address.street[0],
        "address2": "".join(address.street[1:]),
        "city": address.city,
        "state_province": (address.subdivision or "").partition("-")[2],
        "postal_code": address.postal_code,
        "country": address.country,
        "email": contact.email,
        "phone": contact.phone.number,
        "fax": contact.fax.number if contact.fax else None,
    }
    return {key: value for key, value in told.items() if value}


def seen(person: Person) -> SeenContact:
    """Return a contact as the vendor shows it, with its handle."""
    told = {key: str(value) for key, value in person.items() if value}
    return SeenContact(
        handle=told.get("id"),
        name=" ".join(told[part] for part in ("first_name", "last_name") if part in told) or None,
        organization=told.get("organization_name"),
        street=tuple(told[line] for line in ("address1", "address2") if line in told) or None,
        city=told.get("city"),
        state=seen_subdivision(told.get("state_province"), told.get("country")),
        postal_code=told.get("postal_code"),
        country=told["country"].upper() if "country" in told else None,
        phone=seen_phone(told.get("phone")),
        fax=seen_phone(told.get("fax")),
        email=told.get("email"),
    )

"""The fields of a contact: how each is told as one text, and in which forms two of it are alike."""

from functools import cache

from portfolio.contacts import Contact
from portfolio.observation import SeenContact
from whois_sync.compare.alike import Form, Pairwise
from whois_sync.compare.countries import COUNTRY
from whois_sync.compare.emails import EMAIL
from whois_sync.compare.organizations import ORGANIZATION
from whois_sync.compare.people import CITY, PERSON
from whois_sync.compare.phones import in_epp, phone_forms
from whois_sync.compare.postal import postal_forms
from whois_sync.compare.provinces import province_forms
from whois_sync.compare.streets import CANADIAN_STREET, STREET


@cache
def forms_of(field: str, country: str | None) -> tuple[Form | Pairwise, ...]:
    """Return the forms in which two values of a contact's field are alike; `country` is our contact's."""
    match field:
        case "phone" | "fax":
            return phone_forms(country)
        case "state":
            return province_forms(country)
        case "postal_code":
            return postal_forms(country)
        case "street":
            return CANADIAN_STREET if country == "CA" else STREET
        case "name":
            return PERSON
        case _:
            return {"organization": ORGANIZATION, "country": COUNTRY, "email": EMAIL, "city": CITY}[field]


def text_of(contact: SeenContact, field: str) -> str | None:
    """Return the field as one text: None where nothing was said, "" where it was said to be empty."""
    value: str | tuple[str, ...] | None = getattr(contact, field)
    if value is None:
        return None
    if isinstance(value, tuple):
        return "\n".join([line for line in value if line.strip()])
    return value.strip()


def texts_of(contact: Contact) -> dict[str, str | None]:
    """Return every field of our own contact as one text; None where we hold nothing."""
    address = contact.address
    return {
        "name": contact.name,
        "organization": contact.organization,
        "street": "\n".join(address.street),
        "city": address.city,
        "state": address.subdivision,
        "postal_code": address.postal_code,
        "country": address.country,
        "phone": in_epp(contact.phone),
        "fax": in_epp(contact.fax) if contact.fax else None,
        "email": contact.email,
    }

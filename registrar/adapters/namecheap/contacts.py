"""Contacts in Namecheap's spelling, and back. What it has no place for is refused, never left out."""

from collections.abc import Collection, Iterator, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.tld import rules_for
from registrar.errors import Unsupported
from registrar.markup import Node
from registrar.spelling import is_latin, seen_phone, seen_subdivision

SLUG = "namecheap"
PREFIXES: Mapping[ContactRole, str] = {
    ContactRole.REGISTRANT: "Registrant",
    ContactRole.TECH: "Tech",
    ContactRole.ADMIN: "Admin",
    ContactRole.BILLING: "AuxBilling",
}
LONGEST = {"city": 50, "postal_code": 50, "organization": 255, "street": 255, "given": 255, "family": 255}
_KEPT = (
    "FirstName", "LastName", "OrganizationName", "JobTitle", "Address1", "Address2", "City", "StateProvince",
    "StateProvinceChoice", "PostalCode", "Country", "Phone", "PhoneExt", "Fax", "EmailAddress",
)  # fmt: skip
Fields = dict[str, str]


def unsupported(name: DomainName, detail: str) -> Unsupported:
    """Return the error for what the API cannot carry."""
    return Unsupported(f"{detail}; nothing was sent", registrar=SLUG, name=name)


def written(name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Fields:
    """Return the roles as fields of a form. Raises `Unsupported` for what it cannot hold."""
    problems = [
        f".{name.tld} has no {role} contact" for role in rules_for(name).refused_roles if role in contacts
    ]
    for role, contact in contacts.items():
        problems += [f"{what} of the {role} contact cannot be held" for what in _unholdable(contact)]
    if problems:
        raise unsupported(name, "; ".join(problems))
    return {
        f"{PREFIXES[role]}{key}": text
        for role, contact in contacts.items()
        for key, text in _fields(contact).items()
        if text
    }


def _unholdable(contact: Contact) -> Iterator[str]:
    address = contact.address
    lengths = {
        "city": (address.city,),
        "postal_code": (address.postal_code or "",),
        "organization": (contact.organization or "",),
        "street": address.street,
    }
    fine = {
        "a name without given and family name": contact.given and contact.family,
        "an address without postal code": address.postal_code,
        "an address without province or state": address.subdivision,
        "a third street line": len(address.street) <= 2,
        "a fax number's extension": not (contact.fax and contact.fax.extension),
        "a letter that is not Latin": is_latin(contact),
        "so long a text": all(len(text) <= LONGEST[key] for key, texts in lengths.items() for text in texts),
    }
    yield from (what for what, is_fine in fine.items() if not is_fine)


def _fields(contact: Contact) -> Mapping[str, str | None]:
    address, phone = contact.address, contact.phone
    return {
        "FirstName": contact.given,
        "LastName": contact.family,
        "OrganizationName": contact.organization,
        "Address1": address.street[0],
        "Address2": address.street[1] if len(address.street) > 1 else None,
        "City": address.city,
        "StateProvince": (address.subdivision or "").partition("-")[2],
        "PostalCode": address.postal_code,
        "Country": address.country,
        "Phone": phone.epp.partition("x")[0],
        "PhoneExt": phone.extension,
        "Fax": contact.fax.epp if contact.fax else None,
        "EmailAddress": contact.email,
    }


def as_read(told: Node, *, besides: Collection[ContactRole]) -> Fields:
    """Return the roles of `getContacts` but `besides` as the fields that leave them as they are."""
    return {
        f"{prefix}{key}": text
        for role, prefix in PREFIXES.items()
        if role not in besides
        for person in told.find(prefix)
        for key, text in _texts(person).items()
        if text and key in _KEPT
    }


def _texts(person: Node) -> Fields:
    """The fields of one contact; older answers call the organization by a shorter name."""
    found = {child.tag: child.text for child in person.children}
    return found | ({"OrganizationName": found["Organization"]} if "Organization" in found else {})


def seen(person: Node) -> SeenContact:
    """Return a contact as the vendor shows it; a field that is not told is None."""
    texts = _texts(person)
    names = [texts[key] for key in ("FirstName", "LastName") if key in texts]
    lines = [texts[key] for key in ("Address1", "Address2") if key in texts]
    country, extension, phone = texts.get("Country"), texts.get("PhoneExt"), texts.get("Phone")
    return SeenContact(
        name=" ".join(part for part in names if part) if names else None,
        organization=texts.get("OrganizationName"),
        street=tuple(line for line in lines if line) if lines else None,
        city=texts.get("City"),
        state=seen_subdivision(texts.get("StateProvince"), country),
        postal_code=texts.get("PostalCode"),
        country=country.upper() if country else country,
        phone=seen_phone(f"{phone}x{extension}" if phone and extension else phone),
        fax=seen_phone(texts.get("Fax")),
        email=texts.get("EmailAddress"),
    )

"""Contacts in Name.com's spelling, and back. What it has no place for is refused, never left out."""

import re
from collections.abc import Iterator, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.tld import rules_for
from registrar.adapters.namecom.wire import Person
from registrar.errors import Unsupported
from registrar.spelling import is_latin, seen_phone, seen_subdivision


def unsupported(name: DomainName, detail: str) -> Unsupported:
    """Return the error for what the API cannot carry."""
    return Unsupported(f"{detail}; nothing was sent", registrar="namecom", name=name)


Written = dict[str, dict[str, str | None]]
"""The contacts of a request by role."""


def values_in(people: Written) -> tuple[str, ...]:
    """Return what may stand in no error."""
    return tuple(value for person in people.values() for value in person.values() if value)


def written(name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Written:
    """Return the roles in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    problems = [
        f".{name.tld} has no {role} contact" for role in rules_for(name).refused_roles if role in contacts
    ]
    for role, contact in contacts.items():
        problems += [f"{what} of the {role} contact cannot be held" for what in _unholdable(contact)]
    if problems:
        raise unsupported(name, "; ".join(problems))
    return {role.value: _fields(contact) for role, contact in contacts.items()}


def _unholdable(contact: Contact) -> Iterator[str]:
    address, phones = contact.address, [phone for phone in (contact.phone, contact.fax) if phone]
    fine = {
        "a name without given and family name": contact.given and contact.family,
        "an address without postal code": address.postal_code,
        "an address without province or state": address.subdivision,
        "a third street line": len(address.street) <= 2,
        "a phone's extension": not any(phone.extension for phone in phones),
        "so short a phone number": all(re.fullmatch(r"\+[1-9][0-9]{7,14}", p.number) for p in phones),
        "a letter that is not Latin": is_latin(contact),
    }
    yield from (what for what, is_fine in fine.items() if not is_fine)


def _fields(contact: Contact) -> dict[str, str | None]:
    address = contact.address
    return {
        "firstName": contact.given,
        "lastName": contact.family,
        "companyName": contact.organization,
        "address1": address.street[0],
        "address2": address.street[1] if len(address.street) > 1 else None,
        "city": address.city,
        "state": (address.subdivision or "").partition("-")[2],
        "zip": address.postal_code,
        "country": address.country,
        "email": contact.email,
        "phone": contact.phone.number,
        "fax": contact.fax.number if contact.fax else None,
    }


def seen(person: Person) -> SeenContact:
    """Return a contact as the vendor shows it."""
    names = [part for part in (person.first_name, person.last_name) if part is not None]
    lines = [line for line in (person.address1, person.address2) if line is not None]
    return SeenContact(
        name=" ".join(part for part in names if part) if names else None,
        organization=person.company_name,
        street=tuple(line for line in lines if line) if lines else None,
        city=person.city,
        state=seen_subdivision(person.state, person.country),
        postal_code=person.zip,
        country=None if person.country is None else person.country.upper(),
        phone=seen_phone(person.phone),
        fax=seen_phone(person.fax),
        email=person.email,
    )

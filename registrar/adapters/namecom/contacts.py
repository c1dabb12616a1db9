"""Contacts in Name.com's spelling, and back. What it has no place for is refused, never left out."""

import re
from collections.abc import Iterator, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from registrar.contact_words import ContactWords
from registrar.inline_contacts import raise_if_unholdable

WORDS = ContactWords(
    given="firstName", family="lastName", organization="companyName", street=("address1", "address2"),
    city="city", subdivision="state", postal_code="zip", country="country", phone="phone", fax="fax",
    email="email",
)  # fmt: skip

Written = dict[str, dict[str, str]]
"""The contacts of a request by role."""


def written(name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Written:
    """Return the roles in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    raise_if_unholdable("namecom", name, contacts, _unholdable)
    return {role.value: _fields(contact) for role, contact in contacts.items()}


def _unholdable(contact: Contact) -> Iterator[str]:
    yield from WORDS.unholdable(contact)
    phones = [phone.number for phone in (contact.phone, contact.fax) if phone]
    fine = {
        "an address without postal code": contact.address.postal_code,
        "an address without province or state": contact.address.subdivision,
        "so short a phone number": all(re.fullmatch(r"\+[1-9][0-9]{7,14}", number) for number in phones),
    }
    yield from (what for what, is_fine in fine.items() if not is_fine)


def _fields(contact: Contact) -> dict[str, str]:
    fax = {"fax": contact.fax.number} if contact.fax else {}
    return WORDS.written(contact) | {"phone": contact.phone.number} | fax

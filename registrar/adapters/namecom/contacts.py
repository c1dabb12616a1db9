"""Contacts in Name.com's spelling, and back. What it has no place for is refused, never left out."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from registrar.contact_words import ContactWords
from registrar.inline_contacts import raise_if_unholdable
from registrar.plain_contact import unholdable

WORDS = ContactWords(
    given="firstName", family="lastName", organization="companyName", street=("address1", "address2"),
    city="city", subdivision="state", postal_code="zip", country="country", phone="phone", fax="fax",
    email="email", bare_phones=True,
)  # fmt: skip


def written(name: DomainName, contacts: Mapping[ContactRole, Contact]) -> dict[str, dict[str, str]]:
    """Return the roles in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    raise_if_unholdable("namecom", name, contacts, unholdable)
    return {role.value: WORDS.written(contact) for role, contact in contacts.items()}

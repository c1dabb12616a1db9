"""Contacts in OpenSRS' spelling, and back."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.opensrs.wire import Item, assoc, text
from registrar.contacts.words import ContactWords
from registrar.errors import Unsupported

ROLES = {
    ContactRole.REGISTRANT: "owner",
    ContactRole.ADMIN: "admin",
    ContactRole.TECH: "tech",
    ContactRole.BILLING: "billing",
}

WORDS = ContactWords(
    given="first_name", family="last_name", organization="org_name",
    street=("address1", "address2", "address3"), city="city", subdivision="state", postal_code="postal_code",
    country="country", phone="phone", fax="fax", email="email",
)  # fmt: skip
_SENT = (
    "first_name", "last_name", "org_name", "address1", "address2", "address3", "city", "state",
    "postal_code", "country", "phone", "fax", "email",
)  # fmt: skip


def raise_if_role_is_refused(name: DomainName, roles: Mapping[ContactRole, Contact]) -> None:
    """Raise `Unsupported` for a billing contact under .ca, where a change with one fails as a whole."""
    if name.tld == "ca" and ContactRole.BILLING in roles:
        raise Unsupported(".ca has no billing contact", registrar="opensrs", name=name)


def contact_set(contacts: Mapping[ContactRole, Contact]) -> dict[str, dict[str, str]]:
    """Return the roles in the vendor's spelling. An item that a contact has no value for is sent empty."""
    return {ROLES[role]: _fields(contact) for role, contact in contacts.items()}


def _fields(contact: Contact) -> dict[str, str]:
    first, last = _first_and_last(contact)
    names = {"first_name": first, "last_name": last, "lang_pref": contact.language.value.upper()}
    return dict.fromkeys(_SENT, "") | WORDS.written(contact) | names


def _first_and_last(contact: Contact) -> tuple[str, str]:
    """The two names; the last must not be empty, so that it takes the only name there is."""
    if contact.family:
        return contact.given or "", contact.family
    return "", contact.name


def seen_roles(items: Mapping[str, Item]) -> dict[ContactRole, SeenContact]:
    """Read a `contact_set`: each role it holds, as the registrar spells it."""
    held = {role: assoc(items, theirs) for role, theirs in ROLES.items()}
    return {role: _seen(fields) for role, fields in held.items() if fields}


def _seen(fields: Mapping[str, Item]) -> SeenContact:
    """The contact: a text that is empty where the answer carries it without one, None where it does not."""
    return WORDS.seen({key: text(fields, key) or "" for key in fields})

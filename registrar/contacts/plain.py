"""Contacts at vendors that hold people with two street lines and plain phone numbers, and nothing else."""

import re
from collections.abc import Iterator

from portfolio.contacts import Contact
from registrar.contacts.spelling import is_latin


def unholdable(contact: Contact) -> Iterator[str]:
    """Yield what of a contact such a vendor has no place for."""
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

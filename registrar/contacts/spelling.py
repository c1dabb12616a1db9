"""What vendors with inline contacts spell each in their way, turned into ours: phones, provinces, letters."""

import re
import unicodedata

from portfolio.contacts import SUBDIVISIONS, Contact, Phone

_LATIN = ("LATIN ", "FEMININE ORDINAL", "MASCULINE ORDINAL")


def seen_phone(text: str | None) -> str | None:
    """Return EPP's form where the number can be read; else what the registrar shows."""
    try:
        return Phone.parse(text).epp if text else text
    except ValueError:
        return text


def seen_subdivision(state: str | None, country: str | None) -> str | None:
    """Return `ON` in Canada as `CA-ON` (ISO 3166-2); a word that is no code stays as it is."""
    if not state or not country:
        return state
    land, code = country.upper(), state.upper()
    if code.startswith(f"{land}-"):
        return code
    known = SUBDIVISIONS.get(land)
    is_code = code in known if known else re.fullmatch(r"[A-Z0-9]{1,3}", code)
    return f"{land}-{code}" if is_code else state


def is_latin(contact: Contact) -> bool:
    """Whether every letter of the names and the address is a Latin one, accents and all."""
    address = contact.address
    texts = (contact.given, contact.family, contact.organization, *address.street, address.city)
    letters = {letter for text in texts if text for letter in text if letter.isalpha()}
    return all(unicodedata.name(letter, "").startswith(_LATIN) for letter in letters)

"""A contact in the vendor's fields, and what the vendor demands of one."""

import re
from collections.abc import Mapping

from pydantic import ValidationError

from portfolio.contacts import SUBDIVISIONS, Contact, ContactRole, Language, Phone, PostalAddress
from sandbox.vendors.opensrs.answers import Refusal
from sandbox.vendors.opensrs.envelope import Node

ROLES = {
    "owner": ContactRole.REGISTRANT,
    "admin": ContactRole.ADMIN,
    "tech": ContactRole.TECH,
    "billing": ContactRole.BILLING,
}
"""The vendor's word for each role."""

_NEEDED = ("last_name", "address1", "city", "country", "postal_code", "phone", "email")
_PHONE = re.compile(r"\+\d{1,3}\.\d{4,12}(x\d{1,4})?")
_CODE = re.compile(r"[A-Z0-9]{1,3}")


def read_contacts(contact_set: Mapping[str, Node], words: tuple[str, ...]) -> dict[ContactRole, Contact]:
    """Return the contacts that `words` names. Raises `Refusal` (460, 465) unless each is complete."""
    found: dict[ContactRole, Contact] = {}
    for word in words:
        fields = contact_set.get(word)
        if not isinstance(fields, Mapping):
            raise Refusal(460, f"Missing required field: contact_set {word}")
        found[ROLES[word]] = _read(word, fields)
    return found


def write_contacts(contacts: Mapping[ContactRole, Contact]) -> dict[str, Node]:
    """Return the contacts in the vendor's fields; the ones that are empty are there, and empty."""
    return {word: _write(contacts[role]) for word, role in ROLES.items() if role in contacts}


def _read(word: str, fields: Mapping[str, Node]) -> Contact:
    given = {key: value.strip() for key, value in fields.items() if isinstance(value, str) and value.strip()}
    for key in _NEEDED:
        if key not in given:
            raise Refusal(460, f"Missing required field: {word} {key}")
    country = given["country"].upper()
    try:
        return Contact(
            given=given.get("first_name"),
            family=given["last_name"],
            organization=given.get("org_name"),
            address=PostalAddress(
                street=tuple(given[key] for key in ("address1", "address2", "address3") if key in given),
                city=given["city"],
                subdivision=_subdivision(word, given.get("state", ""), country),
                postal_code=given["postal_code"],
                country=country,
            ),
            phone=_phone(word, given["phone"]),
            fax=_phone(word, given["fax"]) if "fax" in given else None,
            email=given["email"],
            language=Language.FRENCH if given.get("lang_pref", "").upper() == "FR" else Language.ENGLISH,
        )
    except ValidationError as err:
        raise Refusal(465, f"Invalid data supplied: {word} contact") from err


def _subdivision(word: str, state: str, country: str) -> str | None:
    """For Canada and the United States the state is required, by its two letters; elsewhere it is free."""
    if country in SUBDIVISIONS:
        if state not in SUBDIVISIONS[country]:
            raise Refusal(465, f"Invalid state/province: {word}")
        return f"{country}-{state}"
    return f"{country}-{state}" if _CODE.fullmatch(state) else None


def _phone(word: str, text: str) -> Phone:
    if not _PHONE.fullmatch(text):
        raise Refusal(465, f"Invalid phone number: {word}")
    try:
        return Phone.parse(text)
    except ValueError as err:
        raise Refusal(465, f"Invalid phone number: {word}") from err


def _write(contact: Contact) -> dict[str, Node]:
    address = contact.address
    lines = [*address.street, None, None]
    return {
        "first_name": contact.given,
        "last_name": contact.family,
        "org_name": contact.organization,
        "address1": lines[0],
        "address2": lines[1],
        "address3": lines[2],
        "city": address.city,
        "state": address.subdivision.partition("-")[2] if address.subdivision else None,
        "postal_code": address.postal_code,
        "country": address.country,
        "phone": contact.phone.epp,
        "fax": contact.fax.epp if contact.fax else None,
        "email": contact.email,
        "url": None,
        "lang_pref": contact.language.upper(),
        "status": "active",
    }

"""Contacts under handles, with phones in three parts, streets by house number, and initials."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from portfolio.contacts import Contact, Language, Phone
from portfolio.observation import SeenContact
from registrar.contacts.plain import unholdable
from registrar.contacts.spelling import seen_phone, seen_subdivision
from registrar.in_json.envelope import Sparse

Texts = dict[str, str | None]
_LOCALES = {Language.ENGLISH: "en_GB", Language.FRENCH: "fr_FR"}

_HOUSE = re.compile(r"(.*[^\d\s].*\S) (\d+[A-Za-z]?)")
_PARTS = ("country_code", "area_code", "subscriber_number")


class PartedContact(Sparse):
    """A contact as it is told; nothing but its handle need be there."""

    handle: Annotated[str, Field(pattern=r"^[!-~]{1,80}$")]
    name: Texts = {}
    company_name: str = ""
    address: Texts = {}
    phone: Texts = {}
    fax: Texts = {}
    email: str = ""


def initials_of(given: str) -> str:
    """Return `A.M.` of `Anne-Marie`."""
    return "".join(f"{part[0]}.".upper() for part in re.split(r"[\s-]+", given) if part)


def house_of(line: str) -> tuple[str, str]:
    """Return a street and the house number at its end; no number where the line does not end with one."""
    found = _HOUSE.fullmatch(line)
    return (found[1], found[2]) if found else (line, "")


def in_parts(phone: Phone) -> dict[str, str]:
    """Return `+1`, `613`, `5550123`: nothing tells where an area ends, so that it is three digits."""
    country, _, number = phone.epp.partition(".")
    return dict(zip(_PARTS, (country, number[:3], number[3:]), strict=True))


def from_parts(told: Mapping[str, str | None]) -> str | None:
    """Return a phone in EPP's form as far as it can be read; None where there is no number."""
    country, area, rest = (told.get(part) or "" for part in _PARTS)
    number = area + rest
    return seen_phone(f"+{country.removeprefix('+')}.{number}" if country else number) if number else None


def written(contact: Contact) -> dict[str, object]:
    """Return a contact as such a vendor takes it, without its handle."""
    address, given = contact.address, contact.given or ""
    street, number = house_of(address.street[0])
    whole: dict[str, object] = {
        "name": {"first_name": given, "last_name": contact.family, "initials": initials_of(given)},
        "company_name": contact.organization or "",
        "address": {
            "street": street,
            "number": number,
            "suffix": "".join(address.street[1:]),
            "zipcode": address.postal_code,
            "city": address.city,
            "state": (address.subdivision or "").partition("-")[2],
            "country": address.country,
        },
        "phone": in_parts(contact.phone),
        "email": contact.email,
        "locale": _LOCALES[contact.language],
    }
    return whole | ({"fax": in_parts(contact.fax)} if contact.fax else {})


def not_held(contact: Contact) -> Iterator[str]:
    """Yield what of a contact there is no place for; a province there need not be."""
    return (what for what in unholdable(contact) if what != "an address without province or state")


def seen(customer: PartedContact) -> SeenContact:
    """Return a contact as it is told; a prefix ("van der") stands in its whole name only."""
    name, address = customer.name, customer.address
    line = _joined(address, "street", "number")
    return SeenContact(
        handle=customer.handle,
        name=name.get("full_name") or _joined(name, "first_name", "last_name"),
        organization=customer.company_name,
        street=tuple(text for text in (line, address.get("suffix")) if text),
        city=address.get("city"),
        state=seen_subdivision(address.get("state"), address.get("country")),
        postal_code=address.get("zipcode"),
        country=(address.get("country") or "").upper(),
        phone=from_parts(customer.phone),
        fax=from_parts(customer.fax),
        email=customer.email,
    )


def _joined(told: Texts, *keys: str) -> str:
    return " ".join(text for key in keys if (text := told.get(key)))

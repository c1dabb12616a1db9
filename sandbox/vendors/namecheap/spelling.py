"""Names, days, contacts and errors as Namecheap spells them, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.names import DomainName, NotAName

# Any: lxml comes without types.
etree: Any = import_module("lxml.etree")

PREFIXES: Mapping[ContactRole, str] = {
    ContactRole.REGISTRANT: "Registrant",
    ContactRole.TECH: "Tech",
    ContactRole.ADMIN: "Admin",
    ContactRole.BILLING: "AuxBilling",
}
_WITHOUT = {
    ContactRole.REGISTRANT: 2010324,
    ContactRole.TECH: 2010325,
    ContactRole.ADMIN: 2010326,
    ContactRole.BILLING: 2010327,
}
NAMESPACE = "http://api.namecheap.com/xml.response"
Attributes = Mapping[str, str]


class Refusal(Exception):
    """A no: one of the vendor's numbers, and its words."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words)
        self.number = number
        self.words = words


@dataclass(frozen=True)
class Element:
    """An element of an answer: its attributes, its text, what is in it."""

    tag: str
    attributes: Attributes = field(default_factory=dict[str, str])
    text: str = ""
    children: tuple["Element", ...] = ()


Asked = Mapping[str, str]
"""The fields of a request, by their names in lower case: the vendor does not mind theirs."""


def told(asked: Asked, key: str, *, number: int = 2011280) -> str:
    """Return a field. Raises `Refusal` where it is missing or empty."""
    text = asked.get(key.lower(), "")
    if not text:
        raise Refusal(number, f"Parameter {key} is missing")
    return text


def domain_name(text: str) -> DomainName:
    """Return a name. Raises `Refusal`."""
    try:
        return DomainName(text)
    except NotAName:
        raise Refusal(2030166, "Domain is invalid") from None


def whole(asked: Asked, key: str, *, least: int, most: int) -> int:
    """Return a number between two others. Raises `Refusal`."""
    text = told(asked, key)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise Refusal(2015167, f"Validation error from {key}")
    return int(text)


def day(at: datetime) -> str:
    """Return a day as MM/DD/YYYY."""
    return f"{at:%m/%d/%Y}"


def word(*, is_so: bool) -> str:
    """Return true or false."""
    return "true" if is_so else "false"


def person(tag: str, who: Contact) -> Element:
    """Return a contact; there is no place for a third street line or a language."""
    address = who.address
    texts = {
        "OrganizationName": who.organization,
        "JobTitle": "",
        "FirstName": who.given,
        "LastName": who.family,
        "Address1": address.street[0],
        "Address2": address.street[1] if len(address.street) > 1 else "",
        "City": address.city,
        "StateProvince": (address.subdivision or "").partition("-")[2],
        "StateProvinceChoice": "",
        "PostalCode": address.postal_code,
        "Country": address.country,
        "Phone": who.phone.epp.partition("x")[0],
        "Fax": who.fax.epp if who.fax else "",
        "EmailAddress": who.email,
        "PhoneExt": who.phone.extension,
    }
    children = tuple(Element(key, text=text or "") for key, text in texts.items())
    return Element(tag, {"ReadOnly": "false"}, children=children)


def contacts(asked: Asked) -> dict[ContactRole, Contact]:
    """Read the four contacts of a form; each is required. Raises `Refusal`."""
    return {role: contact(asked, role) for role in ContactRole}


def contact(asked: Asked, role: ContactRole) -> Contact:
    """Read one contact of a form. Raises `Refusal`."""

    def need(key: str) -> str:
        return told(asked, f"{PREFIXES[role]}{key}", number=_WITHOUT[role])

    def some(key: str) -> str | None:
        return asked.get(f"{PREFIXES[role]}{key}".lower()) or None

    country = need("Country")
    try:
        return Contact(
            given=need("FirstName"),
            family=need("LastName"),
            organization=some("OrganizationName"),
            address=PostalAddress(
                street=tuple(line for line in (need("Address1"), some("Address2")) if line),
                city=need("City"),
                subdivision=f"{country}-{need('StateProvince')}",
                postal_code=need("PostalCode"),
                country=country,
            ),
            phone=_phone(need("Phone"), some("PhoneExt")),
            fax=_phone(fax, None) if (fax := some("Fax")) else None,
            email=need("EmailAddress"),
        )
    except (ValidationError, ValueError):
        raise Refusal(2015182, f"The {PREFIXES[role]} contact is invalid") from None


def _phone(text: str, extension: str | None) -> Phone:
    if not text.startswith("+") or "." not in text:
        raise Refusal(2015182, "Contact phone is invalid. The phone number format is +NNN.NNNNNNNNNN")
    return Phone(number=Phone.parse(text).number, extension=extension)


def answer(command: str, results: tuple[Element, ...]) -> bytes:
    """Return a yes, as the vendor writes it."""
    response = Element("CommandResponse", {"Type": command}, children=results)
    return _written("OK", command, (), response)


def refusal(command: str, no: Refusal) -> bytes:
    """Return a no, as the vendor writes it: HTTP 200 all the same."""
    error = Element("Error", {"Number": str(no.number)}, no.words)
    return _written("ERROR", command, (error,), None)


def _written(status: str, command: str, errors: tuple[Element, ...], response: Element | None) -> bytes:
    children = (
        Element("Errors", children=errors),
        Element("Warnings"),
        Element("RequestedCommand", text=command.lower()),
        *((response,) if response else ()),
        Element("Server", text="SANDBOX"),
        Element("GMTTimeDifference", text="--5:00"),
        Element("ExecutionTime", text="0.011"),
    )
    root = etree.Element(f"{{{NAMESPACE}}}ApiResponse", Status=status, nsmap={None: NAMESPACE})
    root.extend([_element(child) for child in children])
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _element(one: Element) -> Any:
    found = etree.Element(f"{{{NAMESPACE}}}{one.tag}", dict(one.attributes), nsmap={None: NAMESPACE})
    found.text = one.text or None
    found.extend([_element(child) for child in one.children])
    return found

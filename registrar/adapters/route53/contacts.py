"""Contacts in the vendor's spelling. What it has no place for is refused, never left out."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from registrar.contact_words import ContactWords
from registrar.inline_contacts import raise_if_unholdable, unsupported, values_in

Extras = str | list[dict[str, str]] | None
_OF_PEOPLE = ("ABO", "CCT", "LGR", "RES")  # the values of CA_LEGAL_TYPE when ContactType is PERSON
WORDS = ContactWords(
    given="FirstName", family="LastName", organization="OrganizationName", city="City", subdivision="State",
    street=("AddressLine1", "AddressLine2"), postal_code="ZipCode", country="CountryCode",
    phone="PhoneNumber", fax="Fax", email="Email",
)  # fmt: skip


def written(
    name: DomainName, contacts: Mapping[ContactRole, Contact], extras: Mapping[ContactRole, Extras]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return the contacts of a request, and what of them may stand in no error. Raises `Unsupported`."""
    raise_if_unholdable("route53", name, contacts, WORDS.unholdable)
    told = {role: WORDS.written(contact) for role, contact in contacts.items()}
    people: dict[str, object] = {}
    for role, person in told.items():
        carried, has_organization = extras.get(role), "OrganizationName" in person
        extra = carried if isinstance(carried, list) else []
        legal = {one["Name"]: one["Value"] for one in extra}.get("CA_LEGAL_TYPE")
        kind = "PERSON" if (legal in _OF_PEOPLE if legal else not has_organization) else "COMPANY"
        if (kind == "COMPANY") is not has_organization:
            raise unsupported("route53", name, f"{role}: an organization has a legal type of its own")
        beside = {"ExtraParams": extra} if extra else {}
        people[f"{role.value.capitalize()}Contact"] = {"ContactType": kind} | person | beside
    return people, values_in(told.values())

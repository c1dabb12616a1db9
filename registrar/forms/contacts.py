"""Four contacts among the fields of a form, in the words that Namecheap and Enom have in common."""

from collections.abc import Collection, Iterator, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.tld import rules_for
from registrar.contacts.inline import raise_if_unholdable
from registrar.contacts.words import ContactWords
from registrar.forms.markup import Node

PREFIXES: Mapping[ContactRole, str] = {
    ContactRole.REGISTRANT: "Registrant",
    ContactRole.TECH: "Tech",
    ContactRole.ADMIN: "Admin",
    ContactRole.BILLING: "AuxBilling",
}
NEEDS = frozenset({"given", "family", "postal_code", "subdivision"})
LENGTHS = {"city": 50, "postal_code": 50}
"""What such a form wants of a contact beyond what every contact has, and how much of it."""

_WORDS = ContactWords(
    given="FirstName", family="LastName", organization="OrganizationName", street=("Address1", "Address2"),
    city="City", subdivision="StateProvince", postal_code="PostalCode", country="Country", phone="Phone",
    fax="Fax", email="EmailAddress",
)  # fmt: skip
_KEPT = (
    "FirstName", "LastName", "OrganizationName", "JobTitle", "Address1", "Address2", "City", "StateProvince",
    "StateProvinceChoice", "PostalCode", "Country", "Phone", "PhoneExt", "Fax", "EmailAddress",
)  # fmt: skip


def written(slug: str, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> dict[str, str]:
    """Return the roles as fields of a form. Raises `Unsupported` for what it cannot hold."""

    def unholdable(contact: Contact) -> Iterator[str]:
        bare = contact.phone.model_copy(update={"extension": None})
        yield from _WORDS.unholdable(contact.model_copy(update={"phone": bare}))
        if not contact.address.postal_code:
            yield "an address without postal code"
        if not contact.address.subdivision:
            yield "an address without province or state"
        held = {"city": contact.address.city, "postal_code": contact.address.postal_code or ""}
        yield from (f"so long a {word}" for word, text in held.items() if len(text) > LENGTHS[word])

    raise_if_unholdable(slug, name, contacts, unholdable)
    return {
        f"{PREFIXES[role]}{word}": text
        for role, contact in contacts.items()
        for word, text in _fields(contact).items()
    }


def with_stand_in(name: DomainName, people: Mapping[str, str]) -> dict[str, str]:
    """Return four contacts: the admin in the place of a billing contact that the name's registry refuses."""
    if ContactRole.BILLING not in rules_for(name).refused_roles:
        return dict(people)
    admin = {word.removeprefix("Admin"): text for word, text in people.items() if word.startswith("Admin")}
    return {**people, **{f"AuxBilling{word}": text for word, text in admin.items()}}


def _fields(contact: Contact) -> dict[str, str]:
    number, _, extension = contact.phone.epp.partition("x")
    return _WORDS.written(contact) | {"Phone": number} | ({"PhoneExt": extension} if extension else {})


def as_read(reply: Node, *, besides: Collection[ContactRole]) -> dict[str, str]:
    """Return the roles of a reply but `besides` as the fields that leave them as they are."""
    return {
        f"{prefix}{word}": text
        for role, prefix in PREFIXES.items()
        if role not in besides
        for person in reply.find(prefix)
        for word, text in _texts(person).items()
        if text and word in _KEPT
    }


def people_in(reply: Node, name: DomainName) -> dict[ContactRole, SeenContact]:
    """Return the contacts of a reply, but for the roles that the name's registry refuses."""
    refused = rules_for(name).refused_roles
    return {
        role: seen(person)
        for role, prefix in PREFIXES.items()
        if role not in refused
        for person in reply.find(prefix)
    }


def seen(person: Node) -> SeenContact:
    """Return a contact as the vendor shows it; a field that is not told is None."""
    texts = _texts(person)
    phone, extension = texts.get("Phone"), texts.get("PhoneExt")
    return _WORDS.seen(texts | ({"Phone": f"{phone}x{extension}"} if phone and extension else {}))


def _texts(person: Node) -> dict[str, str]:
    """The fields of one contact; some answers call the organization by a shorter name."""
    found = {child.tag: child.text for child in person.children}
    return found | ({"OrganizationName": found["Organization"]} if "Organization" in found else {})

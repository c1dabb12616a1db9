"""Contacts in Gandi's spelling, and back. What it has no place for is refused, never left out."""

from collections.abc import Iterator, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.tld import rules_for
from registrar import attributes
from registrar.adapters.gandi.wire import Person
from registrar.inline_contacts import raise_if_incomplete, raise_if_unholdable
from registrar.spelling import is_latin, seen_phone, seen_subdivision

_THEIRS = {"registrant": "owner", "admin": "admin", "tech": "tech", "billing": "bill"}
Fields = dict[str, object]


def written(name: DomainName, contacts: Mapping[ContactRole, Contact]) -> dict[str, Fields]:
    """Return the roles in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    raise_if_unholdable("gandi", name, contacts, _unholdable)
    return {_THEIRS[role]: _fields(contact) for role, contact in contacts.items()}


def ordered(
    name: DomainName, contacts: Mapping[ContactRole, Contact], given: Mapping[str, str]
) -> dict[str, Fields]:
    """Return the contacts of an order, with the owner's what the TLD wants. Raises `Unsupported`."""
    people = written(name, contacts)
    raise_if_incomplete("gandi", name, contacts)
    sent = attributes.written("gandi", name, given)
    extra = {key: value for key, value in sent.items() if key.startswith("x-")}
    people["owner"] |= {key: value for key, value in sent.items() if key not in extra}
    people["owner"] |= {"extra_parameters": extra} if extra else {}
    return people


def _unholdable(contact: Contact) -> Iterator[str]:
    if not (contact.given and contact.family):
        yield "a name without given and family name"
    if not is_latin(contact):
        yield "a letter that is not Latin"


def _fields(contact: Contact) -> Fields:
    address = contact.address
    fields: dict[str, str | None] = {
        "type": "company" if contact.organization else "individual",
        "given": contact.given,
        "family": contact.family,
        "orgname": contact.organization,
        "streetaddr": "\n".join(address.street),
        "zip": address.postal_code,
        "city": address.city,
        "state": address.subdivision,
        "country": address.country,
        "phone": contact.phone.epp,
        "fax": contact.fax.epp if contact.fax else None,
        "email": contact.email,
        "lang": contact.language.value,
    }
    return {key: value for key, value in fields.items() if value is not None}


def with_kept(new: Fields, held: Person | None) -> Fields:
    """Return a contact with what stays of the one that is held: what is public, what the TLD wants."""
    kept = ("data_obfuscated", "mail_obfuscated", "extra_parameters")
    return new | {key: value for key in kept if (value := getattr(held, key, None)) not in (None, {})}


def is_same_owner(new: Fields, held: Person | None) -> bool:
    """Whether the two are one owner, of whom only the address or the like differs."""
    told = ("given", "family", "orgname", "email")
    return held is not None and all((getattr(held, key) or None) == new.get(key) for key in told)


def seen(name: DomainName, people: Mapping[str, Person]) -> dict[ContactRole, SeenContact]:
    """Return contacts as the vendor shows them, without its copies for roles that the registry has not."""
    refused = rules_for(name).refused_roles
    shown = {role: people[theirs] for role in ContactRole if (theirs := _THEIRS[role]) in people}
    return {role: _seen(who) for role, who in shown.items() if not (role in refused and who.same_as_owner)}


def _seen(person: Person) -> SeenContact:
    names = [part for part in (person.given, person.family) if part is not None]
    return SeenContact(
        name=" ".join(part for part in names if part) if names else None,
        organization=person.orgname,
        street=None if person.streetaddr is None else tuple(person.streetaddr.split("\n")),
        city=person.city,
        state=seen_subdivision(person.state, person.country),
        postal_code=person.zip,
        country=None if person.country is None else person.country.upper(),
        phone=seen_phone(person.phone),
        fax=seen_phone(person.fax),
        email=person.email,
    )

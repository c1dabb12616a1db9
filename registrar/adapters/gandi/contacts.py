"""Contacts in Gandi's spelling, and back. What it has no place for is refused, never left out."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.tld import rules_for
from registrar import attributes
from registrar.adapters.gandi.wire import Person
from registrar.contact_words import ContactWords
from registrar.inline_contacts import half_named_or_foreign, raise_if_incomplete, raise_if_unholdable

Fields = dict[str, object]
_THEIRS = {"registrant": "owner", "admin": "admin", "tech": "tech", "billing": "bill"}
_WORDS = ContactWords(
    given="given", family="family", organization="orgname", street=("streetaddr",), city="city",
    subdivision="state", postal_code="zip", country="country", phone="phone", fax="fax", email="email",
)  # fmt: skip


def written(name: DomainName, contacts: Mapping[ContactRole, Contact]) -> dict[str, Fields]:
    """Return the roles in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    raise_if_unholdable("gandi", name, contacts, half_named_or_foreign)
    return {_THEIRS[role]: _fields(contact) for role, contact in contacts.items()}


def ordered(
    name: DomainName, contacts: Mapping[ContactRole, Contact], given: Mapping[str, str]
) -> dict[str, Fields]:
    """Return the contacts of an order, with the owner's what the TLD wants. Raises `Unsupported`."""
    people, sent = written(name, contacts), attributes.written("gandi", name, given)
    raise_if_incomplete("gandi", name, contacts)
    extra = {key: value for key, value in sent.items() if key.startswith("x-")}
    people["owner"] |= {key: value for key, value in sent.items() if key not in extra}
    people["owner"] |= {"extra_parameters": extra} if extra else {}
    return people


def _fields(contact: Contact) -> Fields:
    address, kind = contact.address, "company" if contact.organization else "individual"
    whole = {"state": address.subdivision} if address.subdivision else {}
    whole |= {"streetaddr": "\n".join(address.street), "lang": contact.language.value, "type": kind}
    return {**_WORDS.written(contact), **whole}


def with_kept(new: Fields, held: Person | None) -> Fields:
    """Return a contact with what stays of the one that is held: what is public, what the TLD wants."""
    kept = ("data_obfuscated", "mail_obfuscated", "extra_parameters")
    return new | {key: value for key in kept if (value := getattr(held, key, None)) not in (None, {})}


def is_same_owner(new: Fields, held: Person | None) -> bool:
    """Whether the two are one owner, of whom only the address or the like differs."""
    told = held.model_dump() if held else {}
    return all((told.get(key) or None) == new.get(key) for key in ("given", "family", "orgname", "email"))


def seen(name: DomainName, people: Mapping[str, Person]) -> dict[ContactRole, SeenContact]:
    """Return contacts as the vendor shows them, without its copies for roles that the registry has not."""
    refused = rules_for(name).refused_roles
    shown = {role: people[theirs] for role in ContactRole if (theirs := _THEIRS[role]) in people}
    return {role: _seen(who) for role, who in shown.items() if not (role in refused and who.same_as_owner)}


def _seen(person: Person) -> SeenContact:
    contact = _WORDS.seen(person.model_dump())
    lines = tuple(line for text in contact.street or () for line in text.split("\n"))
    return contact.model_copy(update={"street": lines or None})

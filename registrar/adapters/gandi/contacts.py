"""Contacts in Gandi's spelling, and back. What it has no place for is refused, never left out."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.tld import rules_for
from registrar import attributes
from registrar.adapters.gandi.wire import WORDS, Person
from registrar.inline_contacts import half_named_or_foreign, raise_if_incomplete, raise_if_unholdable

_THEIRS = {"registrant": "owner", "admin": "admin", "tech": "tech", "billing": "bill"}


def written(name: DomainName, contacts: Mapping[ContactRole, Contact]) -> dict[str, Person]:
    """Return the roles in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    raise_if_unholdable("gandi", name, contacts, half_named_or_foreign)
    return {
        _THEIRS[role]: {
            **WORDS.written(contact),
            "lang": contact.language.value,
            "type": "company" if contact.organization else "individual",
        }
        for role, contact in contacts.items()
    }


def ordered(
    name: DomainName, contacts: Mapping[ContactRole, Contact], given: Mapping[str, str]
) -> dict[str, Person]:
    """Return the contacts of an order, with the owner's what the TLD wants. Raises `Unsupported`."""
    people, sent = written(name, contacts), attributes.written("gandi", name, given)
    raise_if_incomplete("gandi", name, contacts)
    extra = {key: value for key, value in sent.items() if key.startswith("x-")}
    people["owner"] |= {key: value for key, value in sent.items() if key not in extra}
    people["owner"] |= {"extra_parameters": extra} if extra else {}
    return people


def with_kept(new: Person, held: Person) -> Person:
    """Return a contact with what stays of the one that is held: what is public, what the TLD wants."""
    kept = ("data_obfuscated", "mail_obfuscated", "extra_parameters")
    return new | {key: held[key] for key in kept if held.get(key) not in (None, {})}


def is_same_owner(new: Person, held: Person) -> bool:
    """Whether the two are one owner, of whom only the address or the like differs."""
    return all((held.get(key) or None) == new.get(key) for key in ("given", "family", "orgname", "email"))


def seen(name: DomainName, people: Mapping[str, Person]) -> dict[ContactRole, SeenContact]:
    """Return contacts as the vendor shows them, without its copies for roles that the registry has not."""
    told = {role: people[theirs] for role in ContactRole if (theirs := _THEIRS[role]) in people}
    for role in rules_for(name).refused_roles:
        if told.get(role, {}).get("same_as_owner"):
            del told[role]
    return {role: WORDS.seen(person) for role, person in told.items()}

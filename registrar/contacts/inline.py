"""What vendors with inline contacts have in common: nothing is left out, and nothing is filled in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.tld import rules_for
from registrar.contacts.spelling import is_latin
from registrar.errors import Unsupported


def unsupported(slug: str, name: DomainName, detail: str) -> Unsupported:
    """Return the error for what the API cannot carry."""
    return Unsupported(f"{detail}; nothing was sent", registrar=slug, name=name)


def raise_if_unholdable(
    slug: str,
    name: DomainName,
    contacts: Mapping[ContactRole, Contact],
    unholdable: Callable[[Contact], Iterator[str]],
) -> None:
    """Raise `Unsupported` for a role that the registry refuses, and what `unholdable` says of a contact."""
    refused = rules_for(name).refused_roles
    problems = [f".{name.tld} has no {role} contact" for role in refused if role in contacts]
    for role, contact in contacts.items():
        problems += [f"{what} of the {role} contact cannot be held" for what in unholdable(contact)]
    if problems:
        raise unsupported(slug, name, "; ".join(problems))


def half_named_or_foreign(contact: Contact) -> Iterator[str]:
    """Yield what a vendor of given and family names in Latin letters cannot hold of a contact."""
    if not (contact.given and contact.family):
        yield "a name without given and family name"
    if not is_latin(contact):
        yield "a letter that is not Latin"


def raise_if_incomplete(slug: str, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> None:
    """Raise `Unsupported` where a role is missing: the vendor would fill it in."""
    refused = rules_for(name).refused_roles
    missing = [role for role in ContactRole if role not in contacts and role not in refused]
    if missing:
        raise unsupported(slug, name, f"a missing {missing[0]} contact would be filled in by the vendor")


def values_in(told: Iterable[object]) -> tuple[str, ...]:
    """Return every text in the parts of a request, and each of its lines: they may stand in no error."""
    return tuple(dict.fromkeys(line for text in _texts(told) for line in (text, *text.split("\n")) if line))


def _texts(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        yield from _texts(list(cast("Mapping[str, object]", told).values()))
    elif isinstance(told, Iterable):
        for part in cast("Iterable[object]", told):
            yield from _texts(part)

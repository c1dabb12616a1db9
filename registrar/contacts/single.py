"""Vendors whose names have a registrant only: nobody else is dropped, or put in another's place."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.tld import rules_for
from registrar.contacts.fresh import put_fresh
from registrar.contacts.handled import HandledContacts
from registrar.contacts.inline import unsupported
from registrar.contract import Receipt


def the_registrant(slug: str, name: DomainName, people: Mapping[ContactRole, Contact]) -> Contact:
    """Return the one contact of `people`. Raises `Unsupported` where another role has another one."""
    registrant = people.get(ContactRole.REGISTRANT)
    others = sorted(role for role, who in people.items() if who != registrant)
    if registrant is None or others:
        given = f"another {', '.join(others)} contact" if registrant else "a name without one"
        raise unsupported(slug, name, f"names have a registrant only: no place for {given}")
    return registrant


def whole_registrant(slug: str, name: DomainName, people: Mapping[ContactRole, Contact]) -> Contact:
    """
    Return the one contact of an order. Raises `Unsupported` where a role is not ordered for it.

    The vendor lets its registrant stand in every role that the registry wants.
    """
    missing = [role for role in rules_for(name).roles if role not in people]
    refused = [role for role in rules_for(name).refused_roles if role in people]
    if missing:
        raise unsupported(slug, name, f"a missing {missing[0]} contact would be filled in by the vendor")
    if refused:
        raise unsupported(slug, name, f".{name.tld} has no {refused[0]} contact")
    return the_registrant(slug, name, people)


class HandledRegistrant(HandledContacts):
    """
    Names with one handle, which is put on their registrant.

    A contact is kept as it is, or refused, and the list of the contacts shows each of them whole.
    """

    @abstractmethod
    def everyone(self) -> Iterable[SeenContact]:
        """Return every contact of the account with its handle, from the whole list."""
        ...

    @abstractmethod
    def put_registrant(self, name: DomainName, handle: Handle) -> Receipt:
        """Let `handle` stand on the registrant of `name`, as `put_handles` promises."""
        ...

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def alike(self, contact: Contact) -> Iterable[Handle]:
        sought = fingerprint(self.as_kept(contact))
        return [one.handle for one in self.everyone() if one.handle and fingerprint(one) == sought]

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        return put_fresh(self, name, {ContactRole.REGISTRANT: the_registrant(self.slug, name, contacts)})

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        if set(handles) != {ContactRole.REGISTRANT}:
            raise unsupported(self.slug, name, "names have a registrant only")
        return self.put_registrant(name, handles[ContactRole.REGISTRANT])

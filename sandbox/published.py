"""What the public may read of a name's contacts: the TLD's rules, applied to one record."""

from portfolio.contacts import Contact, ContactRole
from portfolio.tld import rules_for
from portfolio.values import PersonalValue
from sandbox.objects import DomainRecord

REDACTED = "REDACTED FOR PRIVACY"
"""The text that stands in WHOIS where a value is held and not shown."""


class PublishedContact(PersonalValue):
    """One role as it is published. `fields` have a place in the record; those in `hidden` are not shown."""

    role: ContactRole
    handle: str
    contact: Contact
    fields: frozenset[str]
    hidden: frozenset[str]

    def shows(self, field: str) -> bool:
        """Whether `field` has a place in the record and is not redacted."""
        return field in self.fields and field not in self.hidden


def published_contacts(record: DomainRecord) -> list[PublishedContact]:
    """
    Return the roles that the TLD's public record has room for, as `TldRules.public` says.

    Who the registrant is decides for every role: an organization's admin and tech are shown with it.
    """
    public = rules_for(record.name).public
    redacts = public.redacts == "everyone" or (
        public.redacts == "individuals" and record.is_held_by_an_individual
    )
    return [
        PublishedContact(
            role=role,
            handle=record.handles[role],
            contact=record.contacts[role],
            fields=frozenset(fields),
            hidden=frozenset(fields) - frozenset(public.shown_anyway) if redacts else frozenset(),
        )
        for role, fields in public.fields.items()
        if role in record.contacts
    ]

"""What the public may read of a name's contacts: the TLD's rules, applied to one record."""

from portfolio.contacts import Contact, ContactRole, Phone
from portfolio.tld import rules_for
from portfolio.values import PersonalValue
from sandbox.objects import DomainRecord

REDACTED = "REDACTED FOR PRIVACY"
"""The text that stands in WHOIS where a value is held and not shown."""


_COUNTRY = {"CA": "Canada", "US": "United States", "FR": "FRANCE", "DE": "Germany"}
_PROVINCE = {"CA-ON": "Ontario", "CA-QC": "Québec", "CA-BC": "British Columbia", "US-NY": "New York"}


class PublishedContact(PersonalValue):
    """One role as it is published. `fields` have a place in the record; those in `hidden` are not shown."""

    role: ContactRole
    handle: str
    contact: Contact
    fields: frozenset[str]
    hidden: frozenset[str]
    spells_out: bool = False

    @property
    def phone(self) -> str:
        """The phone without its extension: in EPP's form, or as people write it."""
        phone = self.contact.phone.model_copy(update={"extension": None})
        return spelt_out_phone(phone) if self.spells_out else phone.epp

    @property
    def country(self) -> str:
        """The country's code, or its name."""
        code = self.contact.address.country
        return _COUNTRY.get(code, code) if self.spells_out else code

    @property
    def state(self) -> str:
        """The code of the province or state without its country's, or its name; empty for none."""
        address = self.contact.address
        code = address.subdivision or ""
        if self.spells_out and code in _PROVINCE:
            return _PROVINCE[code]
        return code.removeprefix(f"{address.country}-")

    def shows(self, field: str) -> bool:
        """Whether `field` has a place in the record and is not redacted."""
        return field in self.fields and field not in self.hidden


def spelt_out_phone(phone: Phone) -> str:
    """Return a number as people write it: `+1 (613) 555-0123` in North America, spaced elsewhere."""
    code, _, rest = phone.epp.partition("x")[0].partition(".")
    is_american = code == "+1" and len(rest) == 10
    number = f"{code} ({rest[:3]}) {rest[3:6]}-{rest[6:]}" if is_american else f"{code} {rest}"
    return f"{number} ext. {phone.extension}" if phone.extension else number


def published_contacts(record: DomainRecord) -> list[PublishedContact]:
    """
    Return the roles that the TLD's public record has room for, as `TldRules.public` says.

    Who the registrant is decides for every role: an organization's admin and tech are shown with it. The
    record's own manner goes before the rules.
    """
    return [
        PublishedContact(
            role=role,
            handle=record.handles[role],
            contact=record.manner.stand_in or record.contacts[role],
            fields=frozenset(fields),
            hidden=_hidden(record, frozenset(fields)),
            spells_out=record.manner.spells_out,
        )
        for role, fields in rules_for(record.name).public.fields.items()
        if role in record.contacts
    ]


def _hidden(record: DomainRecord, fields: frozenset[str]) -> frozenset[str]:
    public = rules_for(record.name).public
    if record.manner.hides:
        return fields
    if record.manner.stand_in is not None:
        return frozenset()
    redacts = public.redacts == "everyone" or (
        public.redacts == "individuals" and record.is_held_by_an_individual
    )
    return fields - frozenset(public.shown_anyway) if redacts else frozenset()

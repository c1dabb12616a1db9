"""Orders that lack nothing, one a TLD and category: what its rules ask, filled in with made-up values."""

from collections.abc import Iterator

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.tld import TldRules, rules_for
from portfolio.tld_attributes import Attribute
from tests.portfolio.samples import a_contact

TLDS = ("ca", "us", "uk", "eu", "fr", "de", "au")
VALUES = {
    "ca.mark": "Example Mark", "ca.mark_number": "TMA123456", "ca.agreement_version": "2.0",
    "us.nexus_country": "CA", "uk.company_number": "01234567", "au.id_number": "51824753556",
    "au.registrant_name": "Example Bakery", "fr.birth_date": "1970-01-31", "fr.siren": "123456789",
    "fr.duns": "123456789", "fr.gazette_declared": "2020-01-31", "fr.gazette_published": "2020-02-28",
    "de.general_request": "mailto:requests@example.com", "de.abuse_contact": "https://example.com/abuse",
}  # fmt: skip
NAME = "my-example-mark"


def rules_of(tld: str) -> TldRules:
    """Return the rules of `tld`."""
    return rules_for(name_under(tld))


def name_under(tld: str) -> DomainName:
    """Return a name under `tld` that holds the words of the made-up mark."""
    return DomainName(f"{NAME}.{tld}")


def an_individual(**changes: object) -> Contact:
    """Return a person who names no organization."""
    return a_contact(organization=None, **changes)


def an_organization(**changes: object) -> Contact:
    """Return an organization that names no person."""
    return a_contact(
        **{"given": None, "family": None, "organization": "Example Mark Ltd. - TMA123456"} | changes
    )


def all_roles(contact: Contact) -> dict[ContactRole, Contact]:
    """Return `contact` as registrant, admin and tech."""
    return dict.fromkeys((ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH), contact)


def complete_sets() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each TLD with the smallest set of attributes that lacks nothing, once for each of its choices."""
    for tld in TLDS:
        deciding = [a for a in rules_of(tld).attributes if a.choices]
        for attribute in deciding:
            for value in attribute.choices:
                yield tld, completed(tld, {attribute.name: value})


def completed(tld: str, attributes: dict[str, str]) -> dict[str, str]:
    """Return `attributes` and whatever they bring the rules of `tld` to ask for."""
    whole = dict(attributes)
    for _ in range(2):
        for attribute in rules_of(tld).attributes:
            if attribute.is_needed(whole) and attribute.name not in whole and attribute.default is None:
                whole[attribute.name] = _made_up(attribute)
    return whole


def _made_up(attribute: Attribute) -> str:
    return VALUES.get(attribute.name) or next(iter(attribute.choices))

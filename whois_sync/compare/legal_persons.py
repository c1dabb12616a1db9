"""
Name and organization printed in each other's place, as country-code registries do.

CIRA prints a legal person in the registrant's name, the organization empty or the same; .ee in every role,
having no organization at all. That does not contradict the person we hold. Others print a person's name as
the organization, too. Under ICANN's policy an organization is the holder: there it is not a spelling.
"""

from collections.abc import Mapping

from portfolio.drift import Verdict
from portfolio.observation import SeenContact
from whois_sync.compare.alike import likeness
from whois_sync.compare.cells import Cell
from whois_sync.compare.organizations import ORGANIZATION
from whois_sync.compare.people import PERSON


def in_the_other_place(theirs: SeenContact, field: str, ours: Mapping[str, str | None]) -> Cell | None:
    """Return the cell of `field` (name, organization) where the source prints one as the other; else None."""
    name, organization = ours["name"] or "", ours["organization"]
    if field == "name":
        return _name(theirs, name, organization)
    if organization:
        return _organization(theirs, name, organization)
    if theirs.organization and likeness(name, theirs.organization, PERSON) is not None:
        return Cell(Verdict.SAME_NORMALIZED, theirs.organization, "the person's name, printed here too")
    return None


def _name(theirs: SeenContact, name: str, organization: str | None) -> Cell | None:
    if not (organization and theirs.name) or likeness(organization, theirs.name, ORGANIZATION) is None:
        return None
    if likeness(name, theirs.name, ORGANIZATION) is not None:
        return None
    if theirs.organization and likeness(name, theirs.organization, PERSON) is not None:
        return Cell(Verdict.SAME_NORMALIZED, theirs.organization, "printed as the organization")
    return Cell(Verdict.NOT_PUBLISHED, theirs.name, "the organization is printed in its place")


def _organization(theirs: SeenContact, name: str, organization: str) -> Cell | None:
    if not theirs.name or likeness(organization, theirs.name, ORGANIZATION) is None:
        return None
    if theirs.organization and likeness(name, theirs.organization, PERSON) is None:
        return None
    if theirs.organization and likeness(organization, theirs.organization, ORGANIZATION) is not None:
        return None
    return Cell(Verdict.SAME_NORMALIZED, theirs.name, "printed as the contact's name")

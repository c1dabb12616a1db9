"""Where names have a registrant only, nobody else is dropped or put in another's place."""

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from registrar.errors import Unsupported
from registrar.single_contact import the_registrant, whole_registrant
from tests.conformance.people import ADMIN, REGISTRANT

NAME = DomainName("example.com")
EVERYONE = dict.fromkeys(ContactRole, REGISTRANT)


def test_the_registrant_stands_for_roles_that_are_the_same_person() -> None:
    assert the_registrant("vendor", NAME, {ContactRole.REGISTRANT: REGISTRANT}) == REGISTRANT
    assert whole_registrant("vendor", NAME, EVERYONE) == REGISTRANT


@pytest.mark.parametrize(
    ("people", "why"),
    [
        (EVERYONE | {ContactRole.TECH: ADMIN}, "no place for another tech contact"),
        ({}, "no place for a name without one"),
        ({ContactRole.ADMIN: ADMIN}, "no place for a name without one"),
    ],
)
def test_another_person_has_no_place(people: dict[ContactRole, Contact], why: str) -> None:
    with pytest.raises(Unsupported, match=why):
        the_registrant("vendor", NAME, people)


def test_an_order_names_every_role_that_the_registry_wants_and_none_that_it_refuses() -> None:
    with pytest.raises(Unsupported, match="a missing admin contact would be filled in"):
        whole_registrant("vendor", NAME, {ContactRole.REGISTRANT: REGISTRANT})
    with pytest.raises(Unsupported, match="has no billing contact"):
        whole_registrant("vendor", DomainName("example.ca"), EVERYONE)

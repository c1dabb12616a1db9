"""Four contacts among the fields of a form come back as they were written, and leave as they were read."""

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.errors import Unsupported
from registrar.forms.contacts import LENGTHS, PREFIXES, as_read, people_in, seen, with_stand_in, written
from registrar.forms.markup import Node
from tests.conformance.people import ADMIN, REGISTRANT

NAME, CANADIAN = DomainName("example.com"), DomainName("example.ca")
PEOPLE = {ContactRole.REGISTRANT: REGISTRANT, ContactRole.ADMIN: ADMIN}


def _shown(fields: dict[str, str]) -> Node:
    """The fields of a form as a vendor shows them."""
    return Node("Contacts", children=tuple(
        Node(prefix, children=tuple(
            Node(key.removeprefix(prefix), text=fields[key]) for key in fields if key.startswith(prefix)
        ))
        for prefix in PREFIXES.values()
        if any(key.startswith(prefix) for key in fields)
    ))  # fmt: skip


def test_contacts_come_back_as_they_were_written() -> None:
    assert people_in(_shown(written("vendor", NAME, PEOPLE)), NAME) == {
        role: SeenContact.of(who) for role, who in PEOPLE.items()
    }


def test_an_organization_under_its_shorter_name_is_one() -> None:
    person = Node("Registrant", children=(Node("Organization", text="Example Agency Ltd."),))
    assert seen(person).organization == "Example Agency Ltd."


def test_those_that_are_not_changed_leave_as_they_were_read_without_what_is_unknown() -> None:
    fields = written("vendor", NAME, PEOPLE)
    shown = _shown(fields | {"AdminReadOnly": "false"})
    kept = as_read(shown, besides=[ContactRole.REGISTRANT])
    assert kept == {key: text for key, text in fields.items() if key.startswith("Admin")}


def test_the_admin_stands_in_for_a_billing_contact_that_is_refused_and_is_not_told_as_one() -> None:
    fields = written("vendor", CANADIAN, PEOPLE)
    stood_in = with_stand_in(CANADIAN, fields)
    assert stood_in["AuxBillingEmailAddress"] == stood_in["AdminEmailAddress"] == ADMIN.email
    assert ContactRole.BILLING not in people_in(_shown(stood_in), CANADIAN)
    assert with_stand_in(NAME, fields) == fields


def _with(**address: str | None) -> Contact:
    return ADMIN.model_copy(update={"address": ADMIN.address.model_copy(update=address)})


@pytest.mark.parametrize(
    ("contact", "what"),
    [
        (_with(postal_code=None), "postal code"),
        (_with(subdivision=None), "province or state"),
        (_with(city="T" * (LENGTHS["city"] + 1)), "so long a city"),
    ],
)
def test_what_the_form_has_no_place_for_is_refused(contact: Contact, what: str) -> None:
    with pytest.raises(Unsupported, match=what):
        written("vendor", NAME, {ContactRole.REGISTRANT: contact})

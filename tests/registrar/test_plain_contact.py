"""What a vendor with two street lines and plain phone numbers has no place for is said, without values."""

import pytest

from portfolio.contacts import Contact, Phone
from registrar.contacts.plain import unholdable
from tests.conformance.people import ADMIN

_ADDRESS = ADMIN.address


@pytest.mark.parametrize(
    ("contact", "what"),
    [
        (ADMIN.model_copy(update={"given": None}), "a name without given and family name"),
        (
            ADMIN.model_copy(update={"address": _ADDRESS.model_copy(update={"postal_code": None})}),
            "an address without postal code",
        ),
        (
            ADMIN.model_copy(update={"address": _ADDRESS.model_copy(update={"subdivision": None})}),
            "an address without province or state",
        ),
        (
            ADMIN.model_copy(update={"address": _ADDRESS.model_copy(update={"street": ("1", "2", "3")})}),
            "a third street line",
        ),
        (ADMIN.model_copy(update={"phone": Phone.parse("+1.6135550123x7")}), "a phone's extension"),
        (ADMIN.model_copy(update={"fax": Phone.parse("+290.2222")}), "so short a phone number"),
        (ADMIN.model_copy(update={"organization": "見本"}), "a letter that is not Latin"),
    ],
)
def test_each_thing_that_has_no_place_is_named(contact: Contact, what: str) -> None:
    assert list(unholdable(contact)) == [what]


def test_a_plain_contact_is_held_whole() -> None:
    assert list(unholdable(ADMIN)) == []

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.recipients import Reach, is_under, next_recipient, recipients_for
from portfolio.contacts import Contact, ContactRole, Language
from portfolio.names import DomainName
from portfolio.policy.notices import Audience
from tests.notifications.names_and_people import NAME, STAFF, contact

INSIDE, OUTSIDE, OTHER = "a@example.com", "a@example.net", "b@example.net"


REGISTRANT_AND_STAFF = Audience()
EVERYBODY = Audience(roles=(ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.BILLING))


def reach(
    contacts: Mapping[ContactRole, Contact], *, staff: str = STAFF, unusable: AbstractSet[str] = frozenset()
) -> Reach:
    return Reach(name=NAME, contacts=contacts, staff_address=staff, unusable=unusable)


def read_by(
    audience: Audience = REGISTRANT_AND_STAFF,
    unusable: AbstractSet[str] = frozenset(),
    **emails: str,
) -> list[tuple[str, str]]:
    contacts = {ContactRole(role): contact(email) for role, email in emails.items()}
    return [
        ("staff" if r.is_staff else str(r.role), r.address)
        for r in recipients_for(reach(contacts, unusable=unusable), audience)
    ]


def test_the_registrant_is_told_and_staff_get_a_copy() -> None:
    assert read_by(registrant=OUTSIDE, admin=OTHER) == [("registrant", OUTSIDE), ("staff", STAFF)]


def test_without_a_registrant_the_admin_is_told() -> None:
    assert read_by(admin=OTHER, tech=OUTSIDE) == [("admin", OTHER), ("staff", STAFF)]


def test_a_registrant_under_the_lapsing_name_is_not_the_only_one_told() -> None:
    assert read_by(registrant=INSIDE, admin=OTHER) == [
        ("registrant", INSIDE), ("admin", OTHER), ("staff", STAFF),
    ]  # fmt: skip
    assert read_by(registrant=INSIDE, admin="b@mail.example.com", tech=OTHER) == [
        ("registrant", INSIDE), ("tech", OTHER), ("staff", STAFF),
    ]  # fmt: skip


def test_with_nobody_outside_staff_are() -> None:
    assert read_by(registrant=INSIDE) == [("registrant", INSIDE), ("staff", STAFF)]


def test_with_nobody_at_all_staff_are_told() -> None:
    assert read_by() == [("staff", STAFF)]


def test_the_nearer_the_end_the_more_contacts_are_told_each_address_once() -> None:
    assert read_by(
        EVERYBODY, registrant=OUTSIDE, admin=OTHER, billing="c@example.net", tech="d@example.net",
    ) == [
        ("registrant", OUTSIDE), ("admin", OTHER), ("billing", "c@example.net"), ("staff", STAFF),
    ]  # fmt: skip
    assert read_by(EVERYBODY, registrant=OUTSIDE, admin="A@example.NET", billing=OTHER) == [
        ("registrant", OUTSIDE), ("billing", OTHER), ("staff", STAFF),
    ]  # fmt: skip


def test_a_contact_whose_mail_comes_back_is_passed_over_for_the_next() -> None:
    back = frozenset({OUTSIDE})
    assert read_by(unusable=back, registrant=OUTSIDE, admin=OTHER) == [("admin", OTHER), ("staff", STAFF)]
    assert read_by(Audience(staff=False), back, registrant=OUTSIDE) == [("staff", STAFF)]
    assert read_by(Audience(staff=False), registrant=OUTSIDE) == [("registrant", OUTSIDE)]


def test_beside_an_address_that_mail_often_comes_back_from_the_next_one_is_told_too() -> None:
    contacts = {ContactRole.REGISTRANT: contact(OUTSIDE), ContactRole.TECH: contact(OTHER)}
    often = Reach(name=NAME, contacts=contacts, staff_address=STAFF, on_penalty=frozenset({OUTSIDE}))
    readers = recipients_for(often, Audience(staff=False))
    assert [reader.address for reader in readers] == [OUTSIDE, OTHER]
    alone = Reach(
        name=NAME,
        contacts={ContactRole.REGISTRANT: contact(OUTSIDE)},
        staff_address=STAFF,
        on_penalty=frozenset({OUTSIDE}),
    )
    assert [reader.address for reader in recipients_for(alone, Audience(staff=False))] == [OUTSIDE, STAFF]


def test_staff_read_what_only_reaches_addresses_under_the_name() -> None:
    assert read_by(Audience(staff=False), registrant=INSIDE) == [("registrant", INSIDE), ("staff", STAFF)]


def test_the_language_is_the_contacts() -> None:
    french = {ContactRole.REGISTRANT: contact(OUTSIDE, language=Language.FRENCH)}
    assert [r.language for r in recipients_for(reach(french), REGISTRANT_AND_STAFF)] == [
        Language.FRENCH,
        Language.ENGLISH,
    ]


@pytest.mark.parametrize(
    ("address", "name", "under"),
    [
        ("a@example.com", "example.com", True),
        ("a@EXAMPLE.com", "example.com", True),
        ("a@mail.example.com", "example.com", True),
        ("a@notexample.com", "example.com", False),
        ("a@example.com.example.net", "example.com", False),
        ("a@example-é.ca", "xn--example--i1a.ca", True),
        ("a@xn--example--i1a.ca", "example-é.ca", True),
        ("a@localhost", "example.com", False),
    ],
)
def test_an_address_is_under_a_name_however_it_is_spelled(address: str, name: str, under: bool) -> None:
    assert is_under(address, DomainName(name)) is under


emails = st.sampled_from([INSIDE, "b@mail.example.com", OUTSIDE, OTHER])
people = st.dictionaries(st.sampled_from(list(ContactRole)), emails.map(contact))


@given(people)
def test_never_is_every_address_under_the_lapsing_name(contacts: dict[ContactRole, Contact]) -> None:
    readers = recipients_for(reach(contacts), Audience(staff=False))
    assert any(not is_under(r.address, NAME) for r in readers)
    outside = [c for c in contacts.values() if not is_under(c.email, NAME)]
    assert not outside or any(not r.is_staff and not is_under(r.address, NAME) for r in readers)
    assert len({(r.role, r.is_staff) for r in readers}) == len(readers)


@given(people, st.sets(st.sampled_from(list(ContactRole))))
def test_the_next_one_is_new_and_outside(
    contacts: dict[ContactRole, Contact], tried: set[ContactRole]
) -> None:
    reader = next_recipient(reach(contacts), tried)
    fresh = {
        role for role, c in contacts.items()
        if role not in tried and not is_under(c.email, NAME)
        and c.email not in {contacts[r].email for r in tried if r in contacts}
    }  # fmt: skip
    assert (reader is None) is (not fresh)
    assert reader is None or reader.role in fresh


def test_a_recipient_shows_no_address_in_logs() -> None:
    assert "@" not in repr(recipients_for(reach({ContactRole.REGISTRANT: contact(OUTSIDE)}), EVERYBODY))
    assert "@" not in repr(reach({ContactRole.REGISTRANT: contact(OUTSIDE)}))

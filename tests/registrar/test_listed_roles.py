"""Handles in a registrant and a list of roles: each role's own, and only those that are changed are put."""

from portfolio.contacts import ContactRole
from registrar.contacts.listed import ListedRoles, on_roles

ROWS = [{"role": "TECH", "handle": "T1"}, {"role": "tech", "handle": "T2"}, {"role": "ADMIN", "handle": "A1"}]
HELD = ListedRoles.model_validate({"registrant": "R1", "contacts": [*ROWS, {"role": "SEO", "handle": "S1"}]})


def test_each_role_has_its_own_handle_and_the_first_of_several() -> None:
    assert HELD.handles == {
        ContactRole.REGISTRANT: "R1", ContactRole.ADMIN: "A1", ContactRole.TECH: "T1",
    }  # fmt: skip


def test_a_name_without_a_list_has_a_registrant_only() -> None:
    assert ListedRoles(registrant="R1").handles == {ContactRole.REGISTRANT: "R1"}


def test_another_handle_takes_the_place_of_all_of_its_role_and_of_no_other() -> None:
    assert HELD.with_handles({ContactRole.TECH: "T3"}) == {
        "contacts": [
            {"role": "ADMIN", "handle": "A1"}, {"role": "SEO", "handle": "S1"},
            {"role": "TECH", "handle": "T3"},
        ]
    }  # fmt: skip


def test_a_registrant_alone_leaves_the_list_as_it_is() -> None:
    assert HELD.with_handles({ContactRole.REGISTRANT: "R2"}) == {"registrant": "R2"}
    assert HELD.with_handles({}) == {}


def test_an_order_names_every_role_it_has() -> None:
    handles = {ContactRole.REGISTRANT: "R1", ContactRole.BILLING: "B1"}
    assert on_roles(handles) == {"registrant": "R1", "contacts": [{"role": "BILLING", "handle": "B1"}]}
    assert on_roles({ContactRole.REGISTRANT: "R1"}) == {"registrant": "R1", "contacts": []}

"""A change of contacts at a vendor with handles makes fresh ones, and one request puts them on."""

import pytest

from portfolio.contacts import ContactRole
from registrar.contacts.fresh import is_made_for, made, put_fresh
from registrar.errors import NotFound
from tests.conformance.bench import EXAMPLE, UNKNOWN_NAME, Held
from tests.conformance.people import ADMIN, NEW_TECH, REGISTRANT, TECH
from tests.conformance.reference_bench import ReferenceBench
from tests.conformance.subjects import ChoosingRegistrar


@pytest.fixture
def bench() -> ReferenceBench:
    bench = ReferenceBench(ChoosingRegistrar)
    bench.given(EXAMPLE)
    return bench


def test_roles_of_one_contact_share_a_handle(bench: ReferenceBench) -> None:
    roles = {ContactRole.REGISTRANT: REGISTRANT, ContactRole.ADMIN: ADMIN, ContactRole.TECH: ADMIN}
    handles = made(bench.registrar, EXAMPLE.name, roles, occasion="order-1")
    assert handles[ContactRole.ADMIN] == handles[ContactRole.TECH] != handles[ContactRole.REGISTRANT]


def test_the_same_again_makes_nothing_where_handles_are_chosen(bench: ReferenceBench) -> None:
    roles = {ContactRole.TECH: TECH}
    first = made(bench.registrar, EXAMPLE.name, roles, occasion="order-1")
    assert made(bench.registrar, EXAMPLE.name, roles, occasion="order-1") == first
    assert made(bench.registrar, EXAMPLE.name, roles, occasion="order-2") != first


def test_a_name_has_the_new_contact_and_keeps_its_others(bench: ReferenceBench) -> None:
    put_fresh(bench.registrar, EXAMPLE.name, {ContactRole.TECH: NEW_TECH})
    assert bench.registrar.info(EXAMPLE.name).contacts[ContactRole.TECH].email == NEW_TECH.email
    truth = bench.truth(EXAMPLE.name)
    assert isinstance(truth, Held)
    assert truth.contacts[ContactRole.ADMIN] == ADMIN


def test_nothing_is_made_for_a_name_that_is_not_ours(bench: ReferenceBench) -> None:
    with pytest.raises(NotFound):
        put_fresh(bench.registrar, UNKNOWN_NAME, {ContactRole.TECH: NEW_TECH})
    assert bench.changes_sent == 0


def test_a_handle_tells_the_occasion_that_it_was_made_for(bench: ReferenceBench) -> None:
    registrar, name = bench.registrar, EXAMPLE.name
    handle = made(registrar, name, {ContactRole.TECH: TECH}, occasion="order-1")[ContactRole.TECH]
    assert is_made_for(registrar, handle, name, "order-1")
    assert not is_made_for(registrar, handle, name, "order-2")
    assert not is_made_for(registrar, "NS0123456789AB", name, "order-1")

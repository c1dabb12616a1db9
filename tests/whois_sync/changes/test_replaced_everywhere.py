"""A leaver's names go to somebody else, in one role or in all, once; to another client never by a slip."""

import pytest

from portfolio.change import Step
from portfolio.drift import PlanState
from portfolio.held import Client, ClientKind
from records import NotHeld
from tests.whois_sync.changes.changes_house import NAMES, advanced, all_at, change_of, number
from tests.whois_sync.fakes import FakeRegistrar, House
from tests.whois_sync.pieces import ADMIN, NAME, OURS, REGISTRANT, TECH
from whois_sync.errors import NotReady

SUCCESSOR = OURS[TECH].model_copy(update={"given": "Successor", "email": "successor@example.net"})


@pytest.fixture
def staffed(house: House) -> House:
    """The house with a successor of the same client, and one of another."""
    with house.records.changing("clerk") as unit:
        unit.contacts.add("bakery", "successor", SUCCESSOR)
        unit.clients.add(Client(slug="mill", name="Example Mill", kind=ClientKind.COMPANY))
        unit.contacts.add("mill", "miller", SUCCESSOR)
        unit.commit()
    return house


def test_a_leavers_names_get_the_new_technician_after_one_approval(
    staffed: House, registrar: FakeRegistrar
) -> None:
    """ministryofjustice/operations-engineering#2449: a leaver's name stood on more than two hundred names."""
    preview = staffed.repairs.preview_replacement("technician", "successor")
    change = number(staffed.repairs.ask(preview, by="clerk"))
    with staffed.records.reading() as unit:
        assert all(unit.domains.get(name).roles[TECH] == "successor" for name in NAMES)
    staffed.repairs.approve_change(change, by="chief")
    assert advanced(staffed, change) == all_at(Step.SHOWN)
    assert {registrar.shown[name][TECH].email for name in NAMES} == {SUCCESSOR.email}
    kept = change_of(staffed, change)
    assert (kept.replaced, kept.contact, kept.version) == ("technician", "successor", 1)
    assert kept.closed_at is not None


def test_replacing_in_one_role_leaves_the_others(staffed: House) -> None:
    with staffed.records.changing("clerk") as unit:
        unit.domains.set_roles(NAME, unit.domains.get(NAME).roles | {ADMIN: "technician"})
        unit.commit()
    preview = staffed.repairs.preview_replacement("technician", "successor", role=ADMIN)
    assert [(reach.name, reach.roles) for reach in preview.reached] == [(NAME, (ADMIN,))]
    staffed.repairs.ask(preview, by="clerk")
    with staffed.records.reading() as unit:
        roles = unit.domains.get(NAME).roles
    assert (roles[ADMIN], roles[TECH]) == ("successor", "technician")


def test_a_second_replacement_changes_nothing(staffed: House) -> None:
    preview = staffed.repairs.preview_replacement("technician", "successor")
    first = staffed.repairs.ask(preview, by="clerk")
    assert staffed.repairs.ask(preview, by="clerk") == first
    assert staffed.repairs.preview_replacement("technician", "successor").reached == ()
    with staffed.records.reading() as unit:
        assert len(unit.changes.all()) == 1
        assert {plan.state for plan in unit.plans.all()} == {PlanState.PROPOSED}


def test_another_clients_contact_takes_a_place_only_where_that_is_meant(staffed: House) -> None:
    preview = staffed.repairs.preview_replacement
    with pytest.raises(NotReady, match="belong to different clients"):
        preview("technician", "miller")
    for role in (None, REGISTRANT):
        with pytest.raises(NotReady, match="admin, tech or billing only"):
            preview("technician", "miller", role=role, across_clients=True)
    assert len(preview("technician", "miller", role=TECH, across_clients=True).reached) == len(NAMES)


def test_only_contacts_that_are_held_and_differ_are_exchanged(staffed: House) -> None:
    with pytest.raises(NotReady, match="its own place"):
        staffed.repairs.preview_replacement("technician", "technician")
    for old, new in (("nobody", "technician"), ("technician", "nobody")):
        with pytest.raises(NotHeld):
            staffed.repairs.preview_replacement(old, new)


def test_a_successor_who_was_edited_since_is_looked_at_again(staffed: House) -> None:
    preview = staffed.repairs.preview_replacement("technician", "successor")
    staffed.edit("successor", SUCCESSOR.model_copy(update={"email": "other@example.net"}))
    with pytest.raises(NotReady, match="was edited since it was shown"):
        staffed.repairs.ask(preview, by="clerk")

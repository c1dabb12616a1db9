"""Staff change a contact once, at a terminal, and every name follows at registrar and registry."""

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from sandbox import Fault
from tests.journeys.conftest import PERSON, Staff

NAMES = ("leaver-one.com", "leaver-three.com", "leaver-two.com")
CHIEF = "second-colleague"


@pytest.fixture
def names(staff: Staff) -> Staff:
    """The house with three names, each with a technician who is about to leave."""
    for name in NAMES:
        said = staff.registers(name)
        assert said.code == 0, said.err + said.out
    staff.must("check")
    return staff


def technicians(staff: Staff) -> set[str]:
    found = [staff.box.registry.look_up(DomainName(name)) for name in NAMES]
    return {record.contacts[ContactRole.TECH].email for record in found if record is not None}


def updates(staff: Staff) -> int:
    return len(staff.box.log.of(channel="registry", action="updated"))


def states(staff: Staff, change: str) -> set[str]:
    return {row["state"] for row in staff.must("contact", "progress", change, "--json").data}


def test_a_leavers_names_get_the_new_technician_after_one_approval(names: Staff) -> None:
    """
    ministryofjustice/operations-engineering#2449: a leaver's name on two hundred names, six hundred sections.

    And internetee/registry#662: a bulk change of contacts wants a preview.
    """
    names.must(
        "contact", "add", "successor", "--client", "bakery", *PERSON, "--email", "successor@example.com"
    )
    shown = names.must(
        "contact", "replace", "desk", "successor", "--role", "tech", "--dry-run", "--json"
    ).data
    assert [row["name"] for row in shown["reached"]] == list(NAMES)
    assert all(row["roles"] == ["tech"] and row["consequences"] == [] for row in shown["reached"])
    assert names.must("domain", "show", NAMES[0], "--json").data["roles"]["tech"] == "desk"
    names.must("contact", "replace", "desk", "successor", "--role", "tech", "--yes")
    assert technicians(names) == {"desk@example.com"}
    own = names.type("contact", "approve", "1")
    assert own.code == 1
    assert "someone else" in own.err
    assert states(names, "1") == {"waits for approval"}
    approved = names.must("contact", "approve", "1", "--json", by=CHIEF).data
    assert approved["approved"] == list(NAMES)
    before = updates(names)
    names.must("contact", "apply", "1", by=CHIEF)
    assert technicians(names) == {"successor@example.com"}
    assert updates(names) - before == len(NAMES)
    assert {state.partition(":")[0] for state in states(names, "1")} == {"done"}
    assert names.must("contact", "changes", "--json").data == []
    assert names.type("check").code == 0


def test_replacing_and_editing_again_changes_nothing_and_says_so(names: Staff) -> None:
    """realtimeregister/whmcs-domains#223: a double click on save gave an error though the change was live."""
    for _ in range(2):
        said = names.must("contact", "edit", "desk", "--email", "new-desk@example.com", "--yes")
    assert said.out.strip() == "contact desk is like that already (version 2); nothing was changed"
    for _ in range(2):
        said = names.must("contact", "replace", "desk", "office", "--role", "tech", "--yes")
    assert said.out.strip() == "contact desk does not stand as tech of any name; nothing was changed"
    assert len(names.must("contact", "changes", "--all", "--json").data) == 2
    assert names.must("contact", "edit", "desk", "--email", "new-desk@example.com", "--json").data == {
        "saved": False,
        "why": "contact desk is like that already (version 2)",
        "change": None,
        "reached": [],
    }


def test_an_edit_says_what_follows_before_it_is_saved(names: Staff) -> None:
    """dnsimple/dnsimple-support#868: clients were not told that an edit starts a 60-day hold."""
    said = names.must("contact", "edit", "owner", "--email", "new-owner@example.com", "--dry-run")
    for name in NAMES:
        assert name in said.err
    assert "60 days" in said.err
    assert "verification mail goes to new-owner@example.com" in said.err
    assert said.out.strip() == "Nothing was saved."
    assert names.must("contact", "show", "owner", "--json").data["version"] == 1
    assert names.type("contact", "edit", "owner", "--email", "new-owner@example.com").code == 1
    assert names.must("contact", "changes", "--all", "--json").data == []


def test_an_edit_is_carried_out_everywhere_with_progress(names: Staff) -> None:
    """cisagov/manage.get.gov#4844: the contact changed in the records only."""
    asked = names.must("contact", "edit", "desk", "--email", "new-desk@example.com", "--yes", "--json").data
    change = str(asked["change"])
    names.must("contact", "approve", change, by=CHIEF)
    assert states(names, change) == {"approved"}
    dry = names.must("contact", "apply", change, "--dry-run", "--json", by=CHIEF).data
    assert {row["state"] for row in dry} == {"approved"}
    said = names.must("contact", "apply", change, by=CHIEF)
    assert f"3/3 {NAMES[2]}" in said.err
    assert technicians(names) == {"new-desk@example.com"}
    [closed] = names.must("contact", "changes", "--all", "--json").data
    assert (closed["state"], closed["asked_by"], closed["approved_by"]) == (
        "closed",
        "first-colleague",
        CHIEF,
    )


def test_contacts_of_two_clients_are_not_exchanged_by_a_slip(names: Staff) -> None:
    names.must("client", "add", "mill", "--name", "Example Mill Inc.")
    names.must("contact", "add", "miller", "--client", "mill", *PERSON, "--email", "miller@example.com")
    said = names.type("contact", "replace", "desk", "miller", "--yes")
    assert said.code == 1
    assert "belong to different clients" in said.err
    said = names.type("contact", "replace", "owner", "miller", "--across-clients", "--yes")
    assert said.code == 1
    names.must("contact", "replace", "desk", "miller", "--role", "tech", "--across-clients", "--yes")
    assert names.must("domain", "show", NAMES[0], "--json").data["roles"]["tech"] == "miller"


def test_a_lost_answer_does_not_send_anything_twice(names: Staff) -> None:
    """Openprovider-WHMCS-domains#268: one edit made several duplicate contacts."""
    names.must("contact", "edit", "desk", "--email", "new-desk@example.com", "--yes")
    names.must("contact", "approve", "1", by=CHIEF)
    before = updates(names)
    names.box.faults.order(Fault.LOST_AFTER, to="opensrs:update_contacts")
    for _ in range(2):
        names.must("contact", "apply", "1", by=CHIEF)
    assert updates(names) - before == len(NAMES)
    assert technicians(names) == {"new-desk@example.com"}

"""Accounts full of names are taken over by a plan: read, looked at, then taken."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import Fault
from tests.journeys.conftest import Staff
from tests.journeys.two_accounts import add_account, furnish, held_at, moved

NAMES = [f"example-{number}.com" for number in range(4)]


@pytest.fixture
def house(founded: Staff) -> Staff:
    return furnish(founded)


def plan(staff: Staff, account: str, *more: str, code: int = 0) -> dict[str, dict[str, object]]:
    said = staff.type("account", "import", account, *more, "--json")
    assert said.code == code, said
    return {row["name"]: row for row in said.data}


def outcomes(staff: Staff, account: str, *more: str, code: int = 0) -> dict[str, object]:
    return {name: row["outcome"] for name, row in plan(staff, account, *more, code=code).items()}


def test_nothing_is_ours_before_it_is_applied_and_equal_contacts_are_one(house: Staff) -> None:
    held_at(house, "opensrs", *NAMES)
    said = house.must("account", "import", "box", "--client", "bakery")
    assert "4 new. Nothing of ours was changed." in said.err
    assert house.must("domains", "--json").data == []
    assert house.must("contact", "list", "--json").data == []
    assert {row["outcome"] for row in plan(house, "box", "--show").values()} == {"new"}
    taken = house.must("account", "import", "box", "--apply", "--json").data
    assert [row["outcome"] for row in taken] == ["taken"] * 4
    [contact] = house.must("contact", "list", "--json").data
    assert (contact["name"], contact["province"]) == ("Registrant Example", "CA-ON")
    assert [row["name"] for row in house.must("domains", "--json").data] == NAMES
    shown = house.must("domain", "show", NAMES[0], "--json").data
    assert set(shown["roles"].values()) == {contact["slug"]}
    assert shown["expires"] == "2029-03-01"
    assert shown["nameservers"] == []
    assert shown["registered"]
    assert house.must("account", "import", "box", "--apply", "--json").data == []
    assert outcomes(house, "box") == dict.fromkeys(NAMES, "taken")
    assert house.box.log.ledger == ()


def test_chosen_names_are_taken_each_for_its_own_client(house: Staff) -> None:
    house.must("client", "add", "florist", "--name", "Example Florist Inc.")
    held_at(house, "namecom", *NAMES[:3])
    assert outcomes(house, "core") == dict.fromkeys(NAMES[:3], "new")
    left = house.type("account", "import", "core", "--apply", "--json")
    assert left.code == 1
    assert {row["why"] for row in left.data} == {"no client was chosen for it"}
    house.must("account", "import", "core", "--apply", "--client", "florist", "--name", NAMES[1])
    house.must("account", "import", "core", "--apply", "--client", "bakery")
    clients = {row["name"]: row["client"] for row in house.must("domains", "--json").data}
    assert clients == {NAMES[0]: "bakery", NAMES[1]: "florist", NAMES[2]: "bakery"}
    assert house.type("account", "import", "core", "--apply", "--name", "example.net").code == 1


def test_a_name_in_two_accounts_is_shown_and_follows_only_when_it_is_named(house: Staff) -> None:
    held_at(house, "opensrs", *NAMES[:2])
    house.must("account", "import", "box", "--client", "bakery")
    house.must("account", "import", "box", "--apply")
    moved(house, NAMES[0], by="namecom", from_="opensrs")
    found = plan(house, "core", "--client", "bakery")
    assert found[NAMES[0]]["outcome"] == "in another account too"
    assert "it is in account box too" in found[NAMES[0]]["why"]
    assert house.must("account", "import", "core", "--apply", "--json").data[0]["outcome"] == "left"
    assert house.must("domain", "show", NAMES[0], "--json").data["account"] == "box"
    house.must("account", "import", "core", "--apply", "--name", NAMES[0])
    assert house.must("domain", "show", NAMES[0], "--json").data["account"] == "core"
    assert outcomes(house, "box") == {NAMES[1]: "taken"}


def test_two_logins_of_one_registrar_show_every_name_twice(house: Staff) -> None:
    add_account(house, "second")
    held_at(house, "opensrs", NAMES[0])
    house.must("account", "import", "box", "--client", "bakery")
    assert outcomes(house, "second", "--client", "bakery") == {NAMES[0]: "in another account too"}
    assert outcomes(house, "box", "--show") == {NAMES[0]: "in another account too"}
    house.must("account", "import", "second", "--drop")
    assert outcomes(house, "box", "--show") == {NAMES[0]: "new"}


def test_a_name_of_ours_is_equal_or_told_to_differ_field_by_field(house: Staff) -> None:
    held_at(house, "opensrs", *NAMES[:2])
    house.must("account", "import", "box", "--client", "bakery")
    house.must("account", "import", "box", "--apply")
    house.must("account", "import", "box", "--drop")
    assert set(outcomes(house, "box").values()) == {"ours, equal"}
    house.must("contact", "edit", "bakery-1", "--city", "Gatineau", "--province", "QC", "--yes")
    why = plan(house, "box", "--again")[NAMES[0]]["why"]
    assert "registrant city: Gatineau here, Ottawa there" in why
    assert house.must("account", "import", "box", "--apply", "--json").data[0]["outcome"] == "left"
    house.must("account", "import", "box", "--apply", "--name", NAMES[0])
    roles = house.must("domain", "show", NAMES[0], "--json").data["roles"]
    assert set(roles.values()) == {"bakery-2"}


@pytest.mark.parametrize("fault", [Fault.GARBLED, Fault.TRUNCATED, Fault.LOST_AFTER])
def test_an_unclear_answer_about_a_name_is_an_entry_of_its_own_and_asked_again(
    house: Staff, fault: Fault
) -> None:
    held_at(house, "namecom", *NAMES)
    house.must("account", "import", "core", "--client", "bakery")
    house.must("account", "import", "core", "--drop")
    house.box.faults.order(fault, to="namecom:GetDomain", times=4)
    found = outcomes(house, "core", "--client", "bakery", code=4)
    assert sorted(found.values()).count("unclear") >= 1
    assert house.type("account", "import", "core", "--show").code == 4
    assert set(outcomes(house, "core").values()) == {"new"}


@pytest.mark.parametrize("fault", [Fault.GARBLED, Fault.TRUNCATED, Fault.REFUSED])
def test_an_unreadable_list_claims_nothing_and_leaves_the_plan_as_it_was(house: Staff, fault: Fault) -> None:
    held_at(house, "namecom", NAMES[0])
    house.must("account", "import", "core", "--client", "bakery")
    held_at(house, "namecom", NAMES[1])
    house.box.faults.keep(fault, to="namecom")
    assert house.type("account", "import", "core").code == 1
    house.box.faults.clear()
    assert outcomes(house, "core", "--show") == {NAMES[0]: "new"}


def test_an_import_that_was_killed_goes_on_and_asks_for_no_name_twice(house: Staff) -> None:
    held_at(house, "opensrs", *(f"example-{number:03}.com" for number in range(60)))
    process = subprocess.Popen(
        [sys.executable, "-c", "from console.cli import run; run()", "--home", str(house.home),
         "account", "import", "box", "--client", "bakery"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "NAMESTEWARD_ACTOR": "first-colleague", "PYTHONPATH": _tree()},
    )  # fmt: skip
    while len(_read(house)) < 5 and process.poll() is None:
        time.sleep(0.05)
    process.kill()
    process.wait()
    before = _read(house)
    assert 5 <= len(before) < 60
    house.box.clock.advance(timedelta(hours=1))
    assert set(outcomes(house, "box").values()) == {"new"}
    after = _read(house)
    assert len(after) == 60
    assert {name: after[name] for name in before} == before


def _read(house: Staff) -> dict[str, object]:
    """Which names were read, and when."""
    said = house.type("account", "import", "box", "--show", "--json")
    rows = said.data if said.out.strip().startswith("[") else []
    return {row["name"]: row["asked_at"] for row in rows if row["outcome"] == "new"}


@pytest.mark.parametrize("two", [("--show", "--apply"), ("--drop", "--apply"), ("--again", "--show")])
def test_one_thing_at_a_time(house: Staff, two: tuple[str, str]) -> None:
    assert house.type("account", "import", "box", *two).code == 64


def test_what_was_never_read_cannot_be_shown_or_taken(house: Staff) -> None:
    for flag in ("--show", "--apply", "--drop"):
        said = house.type("account", "import", "box", flag)
        assert (said.code, "no import of box" in said.err) == (1, True)


def _tree() -> str:
    return str(Path(__file__).resolve().parents[2])

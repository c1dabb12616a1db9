"""Verifications and calendars, as staff type them."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.conftest import Staff

NAME = "example-bakery.com"


@pytest.fixture
def holding(staff: Staff) -> Staff:
    assert staff.registers(NAME).code == 0
    return staff


def test_a_verification_is_opened_listed_and_answered(holding: Staff) -> None:
    holding.must(
        "verification", "opened", NAME, "--because", "the registrar's panel says so", "--asked", "2027-02-27"
    )
    [row] = rows(holding, "verification", "list")
    assert (row["name"], row["until"], row["days_left"]) == (NAME, "2027-03-14", 13)
    again = holding.type("verification", "opened", NAME, "--because", "again")
    assert again.code == 1
    assert "waits for a verification already" in again.err
    holding.must("verification", "answered", NAME, "--because", "the client confirmed it")
    assert rows(holding, "verification", "list") == []
    none = holding.type("verification", "answered", NAME, "--because", "again")
    assert none.code == 1
    assert "waits for no verification" in none.err


@pytest.mark.parametrize("day", ["2027-03-02", "yesterday", "2027-02-30"])
def test_a_day_that_cannot_be_is_refused(holding: Staff, day: str) -> None:
    said = holding.type("verification", "opened", NAME, "--because", "x", "--asked", day)
    assert said.code == 1
    assert rows(holding, "verification", "list") == []


def test_a_name_that_is_not_held_is_refused(holding: Staff) -> None:
    said = holding.type("verification", "opened", "example.net", "--because", "x")
    assert said.code == 1
    assert "is not held" in said.err


def test_who_is_asked_is_chased_until_it_is_answered(holding: Staff) -> None:
    holding.must("verification", "opened", NAME, "--because", "the registrar asks")
    holding.box.clock.advance(timedelta(days=6))
    holding.must("notices", "run")
    assert len(holding.box.mailbox.to("owner@example.com")) == 1
    holding.must("verification", "answered", NAME, "--because", "confirmed")
    holding.box.clock.advance(timedelta(days=5))
    holding.must("notices", "run")
    assert len(holding.box.mailbox.to("owner@example.com")) == 1


def test_an_address_is_shown_once_and_listed_without_its_secret(holding: Staff) -> None:
    made = holding.must("calendar", "address", "new", "front-desk", "--client", "bakery", "--json").data
    assert isinstance(made, dict)
    path = str(made["path"])
    assert path.startswith("/calendar/")
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    listed = holding.must("calendar", "address", "list", "--json")
    assert secret not in listed.out
    [row] = rows(holding, "calendar", "address", "list")
    assert (row["reader"], row["client"], row["revoked"]) == ("front-desk", "bakery", None)
    holding.must("calendar", "address", "revoke", "1")
    assert rows(holding, "calendar", "address", "list")[0]["revoked"] is not None
    assert holding.type("calendar", "address", "revoke", "1").code == 1
    for file in holding.home.rglob("*"):
        assert not file.is_file() or secret.encode() not in file.read_bytes(), file


def test_the_calendar_is_written_for_its_owner_only_and_as_a_whole(holding: Staff, tmp_path: Path) -> None:
    file = tmp_path / "names.ics"
    file.write_text("the former one", "utf-8")
    holding.must("calendar", "write", str(file))
    assert f"SUMMARY:{NAME} expires" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.glob("*.ics*")] == ["names.ics"]
    assert holding.type("calendar", "write", str(file), "--client", "nobody").code == 1
    assert holding.type("calendar", "write", str(tmp_path / "nowhere" / "names.ics")).code == 1


def test_a_server_needs_an_address(holding: Staff) -> None:
    said = holding.type("calendar", "serve")
    assert said.code == 1
    assert "no address to serve at" in said.err


def rows(staff: Staff, *command: str) -> list[dict[str, object]]:
    data = staff.must(*command, "--json").data
    assert isinstance(data, list)
    return data

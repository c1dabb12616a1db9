"""Names go out to a CSV file and come back from one, as staff use it."""

import csv
import io
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from console.sandboxed import found_on
from tests.journeys.conftest import Said, Staff
from tests.journeys.two_accounts import furnish, held_at

SMALL = (
    "name,client,account,expires,registrant_given,registrant_family,registrant_street,registrant_city,"
    "registrant_province,registrant_postal_code,registrant_country,registrant_phone,registrant_email\n"
)
PERSON = (
    "Registrant,Example,100 Example Street,Ottawa,CA-ON,K1A 0B1,CA,+1.6135550123,registrant@example.com\n"
)
NAMES = ["example-0.com", "example-1.com"]


@pytest.fixture
def house(founded: Staff) -> Staff:
    return furnish(founded)


def sheet(staff: Staff, text: str | bytes) -> str:
    file = staff.home.parent / "names.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def taken(staff: Staff, text: str | bytes, *more: str) -> Said:
    return staff.type("domain", "import", "--csv", sheet(staff, text), "--apply", *more)


def names(staff: Staff) -> list[str]:
    return [row["name"] for row in staff.must("domains", "--json").data]


def full(staff: Staff) -> list[object]:
    domains = staff.must("domains", "--json").data
    shown = [staff.must("domain", "show", row["name"], "--json").data for row in domains]
    contacts = staff.must("contact", "list", "--json").data
    of_the_day = {"days", "phase", "version", "plans", "findings", "observations"}
    return [{key: row[key] for key in row if key not in of_the_day} for row in shown + contacts]


@pytest.mark.parametrize("how", [(), ("--semicolons",)])
def test_what_goes_out_comes_back_as_it_was_in_an_empty_house(house: Staff, how: tuple[str, ...]) -> None:
    held_at(house, "opensrs", NAMES[0])
    held_at(house, "namecom", NAMES[1], family="Other")
    for account in ("box", "core"):
        house.must("account", "import", account, "--client", "bakery")
        house.must("account", "import", account, "--apply")
    house.must("contact", "edit", "bakery-1", "--organization", "=HYPERLINK(1)", "--yes")
    file = house.home.parent / "out.csv"
    house.must("domain", "export", "--csv", str(file), *how)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"'=HYPERLINK(1)" in file.read_bytes()
    other = Staff(house.home.parent / "other", house.box, house.capture)
    found_on(house.box, other.home, actor="first-colleague")
    furnish(other)
    said = other.must("domain", "import", "--csv", str(file))
    assert "2 new" in said.err
    assert names(other) == []
    other.must("domain", "import", "--csv", str(file), "--apply")
    assert full(other) == full(house)
    again = house.must("domain", "import", "--csv", str(file), "--json").data
    assert {row["outcome"] for row in again} == {"ours, equal"}


def test_an_export_to_standard_output_is_a_table_and_is_written_on_the_chain(house: Staff) -> None:
    taken(house, f"{SMALL}{NAMES[0]},bakery,box,2027-05-01,{PERSON}")
    [row] = csv.DictReader(io.StringIO(house.must("domain", "export", "--csv", "-").out.lstrip("\ufeff")))
    assert (row["name"], row["expires"], row["registrant_phone"]) == (
        NAMES[0], "2027-05-01", "'+1.6135550123",
    )  # fmt: skip
    [left] = [row for row in house.must("audit", "list", NAMES[0], "--json").data if "export" in row["tag"]]
    assert (left["actor"], left["tag"]) == ("first-colleague", "domain:exported")


def test_the_smallest_file_is_names_with_options_and_equal_contacts_are_one(house: Staff) -> None:
    text = SMALL + "".join(f"{name},,,,{PERSON}" for name in NAMES)
    said = taken(house, b"\xef\xbb\xbf" + text.replace(",", ";").replace("\n", "\r\n").encode(),
                 "--client", "bakery", "--account", "box")  # fmt: skip
    assert said.code == 0, said
    assert names(house) == NAMES
    [contact] = house.must("contact", "list", "--json").data
    assert contact["slug"] == "bakery-1"


BAD_ROWS = {
    "no name": ",bakery,box,,",
    "not a name": "no name,bakery,box,,",
    "no such client": "example-9.com,nobody,box,,",
    "no client": "example-9.com,,box,,",
    "no such account": "example-9.com,bakery,nowhere,,",
    "a date of a spreadsheet": "example-9.com,bakery,box,01/05/2027,",
    "a moment without a zone": "example-9.com,bakery,box,2027-05-01T10:00:00,",
    "twice": f"{NAMES[0].upper()},bakery,box,,",
}


@pytest.mark.parametrize("what", BAD_ROWS)
def test_a_bad_row_is_one_clear_line_and_stops_the_whole_file(house: Staff, what: str) -> None:
    text = f"{SMALL}{NAMES[0]},bakery,box,,{PERSON}{BAD_ROWS[what]}{PERSON}{NAMES[1]},bakery,box,,{PERSON}"
    said = taken(house, text)
    assert said.code == 1
    lines = said.err.strip().splitlines()
    assert "line 3: " in said.err
    assert "registrant@" not in said.err
    assert lines[-1].endswith("put them right, or take the others with --skip-problems")
    assert names(house) == []
    assert house.type("domain", "import", "--csv", sheet(house, text), "--dry-run").code == 1
    assert taken(house, text, "--skip-problems").code == 0
    assert names(house) == ([NAMES[1]] if what == "twice" else NAMES)


def test_a_contact_that_cannot_be_is_told_by_field_without_its_values(house: Staff) -> None:
    bad = PERSON.replace("registrant@example.com", "somebody").replace("CA-ON", "CA-XX")
    said = taken(house, f"{SMALL}{NAMES[0]},bakery,box,,{bad}")
    assert said.code == 1
    [line] = [line for line in said.err.splitlines() if line.startswith("line 2")]
    assert "registrant: " in line
    assert "email" in line
    assert "somebody" not in line


def test_a_contact_of_ours_is_meant_by_its_slug_and_never_overwritten(house: Staff) -> None:
    taken(house, f"{SMALL}{NAMES[0]},bakery,box,,{PERSON}")
    by_slug = f"name,client,account,registrant\n{NAMES[1]},bakery,box,bakery-1\n"
    assert taken(house, by_slug).code == 0
    assert house.must("domain", "show", NAMES[1], "--json").data["roles"] == {"registrant": "bakery-1"}
    other = f"registrant,{SMALL}bakery-1,example-2.com,bakery,box,,{PERSON.replace('Ottawa', 'Hull')}"
    said = taken(house, other, "--json")
    assert said.code == 1
    assert "bakery-1 is held with other values" in said.data[0]["why"]
    assert taken(house, "name,client,account,registrant\nexample-3.com,bakery,box,nobody\n").code == 1
    assert names(house) == NAMES


def test_a_name_of_ours_changes_only_when_it_is_named(house: Staff) -> None:
    taken(house, f"{SMALL}{NAMES[0]},bakery,box,2027-05-01,{PERSON}")
    later = f"{SMALL}{NAMES[0]},bakery,core,2028-05-01,{PERSON}"
    [row] = house.must("domain", "import", "--csv", sheet(house, later), "--json").data
    assert row["outcome"] == "in another account too"
    assert "expires_at: 2027-05-01 here, 2028-05-01 there" in row["why"]
    house.must("domain", "import", "--csv", sheet(house, later), "--apply")
    assert house.must("domain", "show", NAMES[0], "--json").data["expires"] == "2027-05-01"
    house.must("domain", "import", "--csv", sheet(house, later), "--apply", "--name", NAMES[0])
    shown = house.must("domain", "show", NAMES[0], "--json").data
    assert (shown["expires"], shown["account"]) == ("2028-05-01", "core")


NOT_A_SHEET = {
    "nothing": b"",
    "a header alone": b"name,client\n",
    "no header": b"example.com\n",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "Latin-1": f"name,registrant_family\nexample.com,{chr(233)}\n".encode("latin-1"),
    "an unknown column": b"name,colour\nexample.com,red\n",
}


@pytest.mark.parametrize("what", NOT_A_SHEET)
def test_what_is_no_sheet_is_refused_in_one_line(house: Staff, what: str) -> None:
    said = taken(house, NOT_A_SHEET[what])
    assert said.code == 1
    assert len(said.err.strip().splitlines()) == 1
    missing = house.type("domain", "import", "--csv", str(Path(house.home, "missing.csv")))
    assert (missing.code, "No such file" in missing.err) == (1, True)


def test_a_file_whose_taking_was_killed_goes_on_with_the_same_command(house: Staff) -> None:
    everything = [f"example-{number:03}.com" for number in range(150)]
    text = SMALL + "".join(f"{name},bakery,box,,{PERSON}" for name in everything)
    command = ("domain", "import", "--csv", sheet(house, text), "--apply")
    process = subprocess.Popen(
        [sys.executable, "-c", "from console.cli import run; run()", "--home", str(house.home), *command],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "NAMESTEWARD_ACTOR": "first-colleague", "PYTHONPATH": _tree()},
    )  # fmt: skip
    while len(names(house)) < 3 and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert 3 <= len(names(house)) < len(everything)
    house.must(*command)
    assert names(house) == everything
    assert len(house.must("contact", "list", "--json").data) == 1


def _tree() -> str:
    return str(Path(__file__).resolve().parents[2])

"""Lists at the terminal: what they say, what they ask for, and that the same list is the same job."""

import io
import sys
from pathlib import Path

import pytest

from sandbox import Fault
from tests.journeys.conftest import Said, Staff

USUAL = (
    "--client", "bakery", "--account", "box", "--registrant", "owner", "--admin", "office", "--tech", "desk",
)  # fmt: skip
THREE = (
    "name,years,attributes\nexample-one.ca,1,ca.legal_type=CCO\nexample-two.com,1,\nexample-three.net,2,\n"
)
TOTAL = "57.00 USD"
NAMES = ["example-one.ca", "example-three.net", "example-two.com"]


def listed(staff: Staff, text: str | bytes, name: str = "names.csv") -> str:
    file = staff.home.parent / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def register(staff: Staff, text: str, *more: str, by: str = "first-colleague") -> Said:
    return staff.type("register", "--from", listed(staff, text), *USUAL, *more, by=by)


def charged(staff: Staff) -> list[str]:
    return [entry.name for entry in staff.box.log.ledger]


def test_a_dry_run_prices_every_row_and_keeps_nothing(staff: Staff) -> None:
    said = register(staff, THREE, "--dry-run")
    assert said.code == 0
    for word in (*NAMES, "12.00 USD", "30.50 USD", TOTAL):
        assert word in said.out
    data = register(staff, THREE, "--dry-run", "--json").data
    assert (data["total"], data["handed_in_before"]) == ([TOTAL], False)
    assert [row["state"] for row in data["rows"]] == ["new"] * 3
    assert staff.must("orders", "list", "--json").data == []
    assert charged(staff) == []


def test_a_list_is_bought_when_its_total_is_typed_and_each_row_is_told(staff: Staff) -> None:
    said = register(staff, THREE, "--total", TOTAL)
    assert said.code == 0, said
    for place, name in enumerate(NAMES, start=1):
        assert f"{place}/3 {name}: active, charged once" in said.err
    assert f"known to be charged: {TOTAL}" in said.out
    assert sorted(charged(staff)) == NAMES


@pytest.mark.parametrize("more", [(), ("--yes",)])
def test_saying_yes_alone_is_not_enough_for_a_list(staff: Staff, more: tuple[str, ...]) -> None:
    said = register(staff, THREE, *more)
    assert said.code == 1
    assert f"the total, {TOTAL}, was not confirmed; nothing was changed or charged" in said.err
    assert staff.must("orders", "list", "--json").data == []


@pytest.mark.parametrize("typed", ["56.99", "57.00 CAD", "5700", "57,00", "all of it", ""])
def test_another_total_than_the_quoted_one_buys_nothing(staff: Staff, typed: str) -> None:
    said = register(staff, THREE, "--total", typed)
    assert said.code == 1
    assert "nothing was changed or charged" in said.err
    assert staff.must("orders", "list", "--json").data == []


def test_the_same_list_again_says_that_it_is_over_and_buys_nothing(staff: Staff) -> None:
    register(staff, THREE, "--total", "57")
    other = (
        "name;attributes;years\r\nEXAMPLE-three.net.;;2\r\nexample-two.com;;\r\n"
        "Example-One.CA;ca.legal_type=CCO;1\r\n"
    )
    for more in ((), ("--total", "57.00")):
        said = register(staff, other, *more)
        assert said.code == 0, said
        assert "was ordered before and is over" in said.err
    assert len(charged(staff)) == 3


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.LOST_BEFORE, Fault.GARBLED])
def test_an_unclear_row_ends_with_4_and_is_left_to_be_looked_for(staff: Staff, fault: Fault) -> None:
    staff.box.faults.order(fault, to="opensrs:process_pending")
    said = register(staff, THREE, "--total", TOTAL)
    assert said.code == 4
    assert "orders reconcile --all" in said.err
    before = len(charged(staff))
    again = register(staff, THREE, "--total", TOTAL)
    assert again.code == 4
    assert "goes on where it was" in again.err
    assert len(charged(staff)) == before
    staff.type("orders", "reconcile", "--all")
    assert len(charged(staff)) == len(set(charged(staff)))


def test_a_list_that_could_not_be_sent_goes_on_with_the_same_command(staff: Staff) -> None:
    staff.box.faults.order(Fault.REFUSED, to="opensrs:process_pending")
    said = register(staff, THREE, "--total", TOTAL, "--json")
    assert said.code == 1
    assert [row["state"] for row in said.data["rows"]] == ["approved"] * 3
    [line] = [line for line in said.err.splitlines() if "were not sent" in line]
    assert line.startswith("2 order(s) were not sent, and nothing was charged for them: account box stands")
    assert line.endswith("To go on, give the same command again.")
    staff.must("account", "test", "box")
    assert register(staff, THREE, "--total", TOTAL).code == 0
    assert sorted(charged(staff)) == NAMES


def test_the_days_limit_stops_a_list_with_one_line(staff: Staff) -> None:
    settings = staff.home / "namesteward.toml"
    settings.write_text(f"{settings.read_text()}\n[spending]\nper_day = 45\n")
    said = register(staff, THREE, "--total", TOTAL)
    assert said.code == 1
    assert "1 order(s) were not sent" in said.err
    assert "a day may cost" in said.err
    assert len(charged(staff)) == 2


def test_a_total_above_the_limit_is_approved_as_a_whole_by_someone_else(staff: Staff) -> None:
    settings = staff.home / "namesteward.toml"
    settings.write_text(f"{settings.read_text()}\n[spending]\nsecond_person_above = 40\n")
    said = register(staff, THREE, "--total", TOTAL)
    assert said.code == 0
    assert charged(staff) == []
    slug = said.err.split()[-1]
    assert slug.startswith("batch-")
    assert staff.type("orders", "approve", slug, "--total", TOTAL).code == 0
    assert charged(staff) == []
    shown = staff.must("orders", "approve", slug, "--dry-run", by="second-colleague")
    assert f"It would approve and send 3 order(s) for {TOTAL}." in shown.err
    assert staff.type("orders", "approve", slug, by="second-colleague").code == 1
    assert staff.type("orders", "approve", slug, "--total", "1", by="second-colleague").code == 1
    assert charged(staff) == []
    staff.must("orders", "approve", slug, "--total", TOTAL, by="second-colleague")
    assert sorted(charged(staff)) == NAMES


def test_rows_with_a_problem_stop_the_list_unless_they_are_skipped(staff: Staff) -> None:
    text = f"{THREE}no name,1,\nEXAMPLE-four.ca.,1,ca.legal_type=CCO\nexample-four.ca,1,\nexample.com,11,\n"
    said = register(staff, text, "--total", TOTAL)
    assert said.code == 1
    lines = said.err.strip().splitlines()
    assert [line.split(":")[0] for line in lines] == ["line 5", "line 6", "line 7", "line 8", "namesteward"]
    assert "4 of 7 rows have a problem; nothing was changed or charged" in lines[-1]
    assert staff.must("orders", "list", "--json").data == []
    assert register(staff, text, "--total", TOTAL, "--skip-problems").code == 0
    assert sorted(charged(staff)) == NAMES


def test_names_are_renewed_from_standard_input_once(staff: Staff) -> None:
    register(staff, THREE, "--total", TOTAL)
    text = "example-one.ca\r\nEXAMPLE-two.com.\n"
    for _ in range(2):
        said = staff.type("renew", "--from", "-", "--total", "26.50", stdin=text)
        assert said.code == 0, said
    assert charged(staff).count("example-one.ca") == 2
    assert charged(staff).count("example-two.com") == 2
    assert staff.type("renew", "--from", "-", "--total", "26.50", "--again", stdin=text).code == 1
    assert len(charged(staff)) == 5


def test_standard_input_is_read_as_the_bytes_that_it_is(staff: Staff) -> None:
    register(staff, THREE, "--total", TOTAL)

    class Piped(io.StringIO):
        buffer = io.BytesIO("\ufeffname;years\r\nexample-one.ca;1\r\n".encode())

    before, sys.stdin = sys.stdin, Piped()
    try:
        from console.cli import run_command

        code = run_command(["--home", str(staff.home), "--as", "x", "renew", "--from", "-", "--total", "12"])
    finally:
        sys.stdin = before
    assert code == 0
    assert charged(staff).count("example-one.ca") == 2


def test_a_list_with_a_look_alike_is_warned_of(staff: Staff) -> None:
    said = register(staff, "name\nexаmple-one.com\n", "--dry-run")
    assert "mixes cyrillic and latin letters" in said.err


BAD = {
    "a missing file": (None, "No such file"),
    "a folder": (Path(), "Is a directory"),
    "an empty file": (b"", "the list is empty"),
    "a header alone": (b"name,years\n", "no rows"),
    "no header": (b"example.com\n", "must name its columns"),
    "an unknown column": (b"name,colour\nexample.com,red\n", "not known"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
    "zeroes": (bytes(64), "not a text file"),
    "ten megabytes": (b"example.com\n" * 900_000, "longer than 1024 KiB"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_no_list_is_refused_in_one_line(staff: Staff, what: str) -> None:
    content, said = BAD[what]
    file = str(staff.home.parent) if what == "a folder" else str(staff.home.parent / "missing.csv")
    if isinstance(content, bytes):
        file = listed(staff, content)
    for command in (("register", "--from", file, *USUAL), ("renew", "--from", file, "--years", "1")):
        if command[0] == "renew" and what == "no header":
            continue
        result = staff.type(*command, "--total", "1.00")
        assert result.code == 1, result
        [line] = result.err.strip().splitlines()
        assert said in line
        assert "nothing was changed or charged" in line
    assert staff.must("orders", "list", "--json").data == []


@pytest.mark.parametrize(
    "command",
    [
        ("register",),
        ("renew",),
        ("renew", "example.com", "--from", "-"),
        ("register", "example.com", "--from", "-", *USUAL),
        ("register", "example.com"),
        ("transfer", "example.com"),
        ("restore",),
        ("orders", "reconcile"),
        ("orders", "reconcile", "ns-1", "--all"),
        ("orders", "close", "ns-1"),
        ("transfer", "example.com", *USUAL, "--auth-code", "Secret-1"),
    ],
)
def test_a_command_line_that_says_too_little_or_too_much_ends_with_64(
    staff: Staff, command: tuple[str, ...]
) -> None:
    said = staff.type(*command)
    assert said.code == 64, said
    assert "Secret-1" not in said.err

"""Looking up a whole portfolio on the sandbox: every name once, and a run broken off goes on."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import Fault
from tests.journeys.conftest import Said, Staff

NAMES = ["example-one.ca", "example-two.ca", "example-three.com", "example-four.org", "example-five.ee"]


def lines_of(said: Said) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.out.splitlines()]


def asked_by_rdap(staff: Staff) -> list[str | None]:
    return [entry.name for entry in staff.box.log.entries if entry.channel == "rdap"]


def paced(staff: Staff, *, rate: float, concurrency: int) -> None:
    """Set a pace of our own for this machine."""
    with (staff.home / "namesteward.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[pace."127.0.0.1"]\nrate = {rate}\nconcurrency = {concurrency}\n')


def names_of(said: Said) -> list[object]:
    return sorted(str(line["name"]) for line in lines_of(said))


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "names.txt"
    file.write_text("# ours\n" + "\n".join([*NAMES, "", NAMES[0], "Example-Two.CA. # twice"]) + "\n", "utf-8")
    return file


def test_every_name_of_a_file_is_answered_once(staff: Staff, listed: Path) -> None:
    said = staff.must("observe", "--names", str(listed), "--json")
    assert names_of(said) == sorted(NAMES)
    assert {line["kind"] for line in lines_of(said)} == {"absent"}


def test_without_a_terminal_each_server_has_one_line(staff: Staff, listed: Path) -> None:
    said = staff.must("observe", "--names", str(listed))
    assert len(said.out.splitlines()) == len(NAMES)
    told = [line for line in said.err.splitlines() if " names in " in line]
    assert len(told) == 2
    assert {line.split(": ")[2] for line in told} == {"4 absent", "1 absent"}


def test_all_looks_up_every_name_that_is_held(staff: Staff) -> None:
    staff.registers("example-bakery.ca", "--attribute", "ca.legal_type=CCO")
    said = staff.must("observe", "--all", "--json")
    [line] = lines_of(said)
    assert (line["name"], line["kind"]) == ("example-bakery.ca", "seen")
    assert "example-bakery.ca  seen" in staff.must("observe", "--all").out


def test_a_throttled_name_is_asked_again_and_the_pace_is_remembered(staff: Staff, listed: Path) -> None:
    staff.box.faults.retry_after = timedelta()
    staff.box.faults.order(Fault.THROTTLED, to="rdap:domain", times=2)
    said = staff.must("observe", "--names", str(listed), "--json")
    assert names_of(said) == sorted(NAMES)
    learned = json.loads((staff.home / "observing" / "pace.json").read_text("utf-8"))
    assert len(learned) == 1
    assert "throttled" in said.err


def test_a_server_that_asks_to_be_left_alone_for_hours_is_left_alone_by_the_next_run_too(
    staff: Staff, listed: Path
) -> None:
    paced(staff, rate=100, concurrency=1)
    staff.box.faults.retry_after = timedelta(hours=2)
    staff.box.faults.order(Fault.THROTTLED, to="rdap:domain")
    for _run in range(2):
        said = staff.type("observe", "--names", str(listed), "--json")
        assert said.code == 4
        why = {str(line["name"]): line.get("why") for line in lines_of(said)}
        assert why.pop("example-five.ee") is None
        assert list(why.values()) == ["throttled"] * 4
    assert len(asked_by_rdap(staff)) == 1
    staff.box.clock.advance(timedelta(hours=2))
    assert staff.must("observe", "--names", str(listed), "--json").code == 0
    assert len(asked_by_rdap(staff)) == 5


@pytest.mark.parametrize(
    "arguments", [("--names", "no-such-file"), ("no name at all",), ("--all", "--from", "registrar")]
)
def test_what_cannot_be_asked_is_refused_before_anything_is_asked(
    staff: Staff, arguments: tuple[str, ...]
) -> None:
    assert staff.type("observe", *arguments).code == 1
    assert not list(staff.home.glob("observing/*.jsonl"))


def test_a_line_that_is_no_name_is_told_with_its_number(staff: Staff, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("example.ca\nnot a name\n", "utf-8")
    said = staff.type("observe", "--names", str(tmp_path / "names.txt"))
    assert said.code == 1
    assert "line 2" in said.err

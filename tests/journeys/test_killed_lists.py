"""A list whose process is killed in the middle goes on where it was, as a person would go on with it."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.conftest import Staff

NAMES = [f"example-{number}.com" for number in range(5)]
USUAL = (
    "--client", "bakery", "--account", "box", "--registrant", "owner", "--admin", "office", "--tech", "desk",
)  # fmt: skip


@pytest.mark.parametrize("charges", [1, 3])
def test_a_list_that_was_killed_goes_on_and_buys_each_name_once(staff: Staff, charges: int) -> None:
    file = staff.home.parent / "names.csv"
    file.write_text("name\n" + "\n".join(NAMES))
    command = ("register", "--from", str(file), *USUAL, "--total", "72.50")
    process = subprocess.Popen(
        [sys.executable, "-c", "from console.cli import run; run()", "--home", str(staff.home), *command],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "NAMESTEWARD_ACTOR": "first-colleague", "PYTHONPATH": _tree()},
    )  # fmt: skip
    while len(staff.box.log.ledger) < charges and process.poll() is None:
        time.sleep(0.001)
    process.kill()
    process.wait()
    assert len(staff.box.log.ledger) >= charges
    assert staff.type(*command).code in (0, 4)
    for _ in range(3):
        staff.box.clock.advance(timedelta(minutes=20))
        staff.type("orders", "reconcile", "--all")
    for order in staff.must("orders", "list", "--open", "--json").data:
        assert order["state"] == "absent confirmed", order
        staff.must("orders", "submit", order["reference"])
    staff.must(*command)
    assert sorted(str(entry.name) for entry in staff.box.log.ledger) == NAMES
    kept = staff.must("orders", "list", "--json").data
    assert sorted((order["name"], order["state"]) for order in kept) == [(name, "active") for name in NAMES]


def _tree() -> str:
    return str(Path(__file__).resolve().parents[2])

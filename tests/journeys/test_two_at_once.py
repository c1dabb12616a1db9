"""Two staff, a double click, the same list twice, one name in two spellings: one order, one purchase."""

import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.names import DomainName
from sandbox import Fault
from tests.journeys.conftest import Staff

CA = "example-bakery.ca"
USUAL = (
    "--client", "bakery", "--account", "box", "--registrant", "owner", "--admin", "office", "--tech", "desk",
)  # fmt: skip
CORPORATION = ("--attribute", "ca.legal_type=CCO")
REGISTER = ("register", CA, *USUAL, *CORPORATION, "--yes")


def at_once(staff: Staff, *typed: tuple[str, tuple[str, ...]]) -> list[int]:
    """Type commands as (who, command), each in a process of its own, all at the same time."""
    namesteward = (sys.executable, "-c", "from console.cli import run; run()", "--home", str(staff.home))
    begun = [
        subprocess.Popen(
            [*namesteward, "--as", who, *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        )
        for who, command in typed
    ]  # fmt: skip
    return [process.wait(timeout=110) for process in begun]


def purchases(staff: Staff) -> Counter[str]:
    """What was charged and not given back, by name."""
    found: Counter[str] = Counter()
    for entry in staff.box.log.ledger:
        found[str(entry.name)] += 1 if entry.action == "charged" else -1
    return found


def test_a_double_click_buys_once(staff: Staff) -> None:
    codes = at_once(staff, ("first-colleague", REGISTER), ("first-colleague", REGISTER))
    assert sorted(codes) in ([0, 1], [0, 4]), codes
    assert purchases(staff) == {CA: 1}
    [order] = staff.must("orders", "list", "--json").data
    assert order["state"] == "active"


def test_two_staff_and_two_spellings_are_one_order(staff: Staff) -> None:
    other = ("register", "EXAMPLE-Bakery.CA.", *REGISTER[2:])
    codes = at_once(staff, ("first-colleague", REGISTER), ("second-colleague", other))
    assert sorted(codes) == [0, 1], codes
    assert purchases(staff) == {CA: 1}
    assert len(staff.must("orders", "list", "--json").data) == 1


def test_a_double_click_renews_once(staff: Staff) -> None:
    staff.must(*REGISTER)
    renew = ("renew", CA, "--yes")
    codes = at_once(staff, ("first-colleague", renew), ("second-colleague", renew))
    assert sorted(codes) == [0, 1], codes
    assert purchases(staff) == {CA: 2}
    record = staff.box.registry.look_up(DomainName(CA))
    assert record is not None
    assert record.expires_at.year == 2029


def test_two_who_approve_at_once_buy_once(staff: Staff) -> None:
    settings = staff.home / "namesteward.toml"
    settings.write_text(f"{settings.read_text()}\n[spending]\nsecond_person_above = 1\n")
    staff.must(*REGISTER)
    [order] = staff.must("orders", "list", "--json").data
    approve = ("orders", "approve", order["reference"])
    codes = at_once(staff, ("second-colleague", approve), ("third-colleague", approve))
    assert sorted(codes) == [0, 1], codes
    assert purchases(staff) == {CA: 1}


@pytest.mark.parametrize("fault", [None, Fault.LOST_AFTER])
def test_the_same_list_twice_at_once_buys_each_row_once(staff: Staff, fault: Fault | None) -> None:
    names = [f"example-{number}.com" for number in range(6)]
    lists = []
    for place, (rows, end) in enumerate(((names, "\n"), (list(reversed(names)), "\r\n"))):
        file = staff.home.parent / f"list-{place}.csv"
        file.write_text("name" + end + end.join(rows) + end, newline="")
        lists.append(("register", "--from", str(file), *USUAL, "--total", str(Decimal("14.50") * 6)))
    if fault is not None:
        staff.box.faults.order(fault, to="opensrs:process_pending")
    codes = at_once(staff, ("first-colleague", lists[0]), ("second-colleague", lists[1]))
    assert set(codes) <= {0, 1, 4}, codes
    again = staff.type(*lists[0])
    assert purchases(staff) == dict.fromkeys(names, 1)
    kept = staff.must("orders", "list", "--json").data
    assert sorted(order["name"] for order in kept) == names
    assert len({order["batch"] for order in kept}) == 1
    assert again.code == (0 if fault is None else 4)
    staff.must("orders", "reconcile", "--all")
    assert staff.must(*lists[1]).code == 0
    assert purchases(staff) == dict.fromkeys(names, 1)

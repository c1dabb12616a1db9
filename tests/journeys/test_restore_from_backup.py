"""An honest operator in a hurry puts the database back from a backup: nothing is bought or mailed twice."""

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio.names import DomainName
from portfolio.values import earliest
from tests.journeys.conftest import Staff

CA, COM, NET = "example-bakery.ca", "example-bakery.com", "example-bakery.net"
CORPORATION = ("--attribute", "ca.legal_type=CCO")


def put_back(staff: Staff, backup: Path) -> None:
    for left_over in ("records.db-wal", "records.db-shm"):
        (staff.home / left_over).unlink(missing_ok=True)
    shutil.copy(backup, staff.home / "records.db")


def has_left(staff: Staff) -> tuple[int, int]:
    return len(staff.box.log.ledger), len(staff.box.mailbox.messages)


@pytest.fixture
def restored(staff: Staff, tmp_path: Path) -> Staff:
    """One name was bought before the backup; another, and two notices, left after it."""
    assert staff.registers(CA, *CORPORATION).code == 0
    shutil.copy(staff.home / "records.db", tmp_path / "backup.db")
    assert staff.registers(COM).code == 0
    record = staff.box.registry.look_up(DomainName(CA))
    assert record is not None
    staff.box.clock.advance(earliest(record.expires_at) - staff.box.clock.now() - timedelta(days=30))
    staff.must("notices", "run")
    assert has_left(staff)[1] > 0
    put_back(staff, tmp_path / "backup.db")
    return staff


def test_restored_records_buy_nothing_and_mail_nothing_and_say_why_in_one_line(restored: Staff) -> None:
    before = has_left(restored)
    for said in (restored.type("notices", "run"), restored.registers(NET)):
        assert said.code == 1
        line = next(line for line in said.err.splitlines() if line.startswith("namesteward: "))
        assert "older than what left the house" in line
        assert line.endswith("see namesteward quarantine show")
    assert restored.type("check").code in (0, 2)
    assert has_left(restored) == before


def test_what_left_after_the_backup_is_listed(restored: Staff) -> None:
    shown = restored.type("quarantine", "show", "--json")
    assert shown.code == 4
    assert {row["name"] for row in shown.data["left"]} == {CA, COM}
    assert {row["settled"] for row in shown.data["left"]} == {False}
    assert shown.data["strangers"] == [{"account": "box", "name": COM}]
    table = restored.type("quarantine", "show")
    assert "quarantine merge" in table.err


def test_after_merging_importing_and_lifting_the_house_goes_on_and_nothing_left_twice(
    restored: Staff,
) -> None:
    too_soon = restored.type("quarantine", "lift", "--reason", "in a hurry", "--force")
    assert "was not merged" in too_soon.err
    assert restored.type("quarantine", "merge").code == 4
    not_yet = restored.type("quarantine", "lift", "--reason", "in a hurry")
    assert not_yet.code == 4
    assert "not settled" in not_yet.err
    restored.must("account", "import", "box", "--client", "bakery", "--name", COM)
    restored.must("account", "import", "box", "--apply", "--name", COM)
    restored.type("quarantine", "merge")
    restored.must("quarantine", "lift", "--reason", "restored after a disk failure")
    assert restored.must("quarantine", "show", "--json").data["quarantined"] is False
    assert restored.type("quarantine", "merge").code == 1

    for _ in range(2):
        restored.type("notices", "run")
    restored.registers(COM)
    messages = Counter(message["Message-ID"] for message in restored.box.mailbox.messages)
    assert set(messages.values()) == {1}
    names = Counter(charge.name for charge in restored.box.log.ledger)
    assert set(names.values()) == {1}
    assert restored.registers(NET).code == 0


def test_the_chain_tells_of_the_quarantine_and_holds(restored: Staff) -> None:
    restored.type("quarantine", "merge")
    restored.must("quarantine", "lift", "--reason", "that name was given up", "--force")
    restored.must("audit", "verify")
    entries = restored.must("audit", "list", "--json").data
    assert "house:quarantined" in [entry["tag"] for entry in entries]
    [lifted] = [entry for entry in entries if entry["tag"] == "house:quarantine-lifted"]
    assert lifted["detail"].startswith("that name was given up; by force: not settled: ")


def test_a_house_whose_journal_is_gone_is_lifted_by_force_alone(staff: Staff) -> None:
    staff.registers(CA, *CORPORATION)
    (staff.home / "journal").unlink()
    assert staff.registers(NET).code == 1
    assert staff.type("quarantine", "merge").code == 4
    assert staff.type("quarantine", "lift", "--reason", "the disk was lost").code == 4
    staff.must("quarantine", "lift", "--reason", "the disk was lost; panels were compared", "--force")
    assert staff.registers(COM).code == 0


def test_lifting_what_does_not_stand_changes_nothing(staff: Staff) -> None:
    said = staff.type("quarantine", "lift", "--reason", "just so")
    assert said.code == 1
    assert "no quarantine stands; nothing was changed" in said.err

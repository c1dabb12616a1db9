"""The journal file: a line each for what leaves the house, whole or not at all, by whoever writes."""

import fcntl
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from records import Journal, JournalBroken, Left
from records.chain import Head
from tests.records.house import START


def head(sequence: int) -> Callable[[], Head]:
    return lambda: Head(sequence=sequence, hash=f"{sequence:064x}")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    made = Journal(tmp_path / "journal")
    made.begin(at=START, head=head(1)())
    return made


def tell(journal: Journal, key: str, sequence: int) -> None:
    journal.tell(Left.ORDER, key, name="example.com", at=START, head=head(sequence))


def test_lines_come_back_in_the_order_of_writing_and_only_the_owner_may_read_them(journal: Journal) -> None:
    tell(journal, "ord-1", 4)
    journal.tell(Left.NOTICE, "notice:1", name="example.ca", at=START + timedelta(days=1), head=head(9))
    assert [(line.kind.value, line.key, line.head.sequence) for line in journal.departures()] == [
        ("anchor", "", 1),
        ("order", "ord-1", 4),
        ("notice", "notice:1", 9),
    ]
    assert [line.key for line in journal.after(4)] == ["notice:1"]
    assert journal.newest() == journal.departures()[-1]
    assert journal.path.stat().st_mode & 0o777 == 0o600


def test_another_process_that_writes_meanwhile_is_noticed(journal: Journal) -> None:
    assert journal.newest() == journal.departures()[-1]
    tell(Journal(journal.path), "ord-2", 5)
    newest = journal.newest()
    assert newest is not None
    assert newest.key == "ord-2"


def test_many_writers_at_once_lose_no_line_and_tear_none(journal: Journal) -> None:
    children = []
    for child in range(4):
        pid = os.fork()
        if pid == 0:
            for number in range(25):
                tell(Journal(journal.path), f"ord-{child}-{number}", 2)
            os._exit(0)
        children.append(pid)
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children] == [0] * 4
    assert {line.key for line in journal.departures()} == {""} | {
        f"ord-{child}-{number}" for child in range(4) for number in range(25)
    }
    assert journal.unreadable() == 0


def test_wherever_a_crash_tears_the_last_line_the_others_stand_and_the_next_is_whole(
    journal: Journal,
) -> None:
    tell(journal, "ord-1", 4)
    whole = journal.path.read_bytes()
    tell(journal, "ord-2", 5)
    line = journal.path.read_bytes()[len(whole) :]
    for length in range(1, len(line)):
        journal.path.write_bytes(whole + line[:length])
        newest = journal.newest()
        assert newest is not None
        assert newest.key == "ord-1"
        assert journal.unreadable() == 1
        tell(journal, "ord-3", 6)
        assert [found.key for found in journal.departures()][-1] == "ord-3"
        assert [found.key for found in journal.departures()].count("ord-1") == 1
        assert journal.newest() == journal.departures()[-1]


def test_a_torn_line_is_told_in_the_log_without_what_it_says(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    with journal.path.open("ab") as file:
        file.write(b'{"kind":"order","key":"ord-torn"\n')
    assert len(journal.departures()) == 1
    assert "1 lines cannot be read" in caplog.text
    assert "ord-torn" not in caplog.text


def test_a_newest_line_that_is_whole_and_damaged_is_no_torn_one(journal: Journal) -> None:
    tell(journal, "ord-1", 4)
    journal.path.write_bytes(journal.path.read_bytes().replace(b'"sequence":4', b'"sequence":x'))
    with pytest.raises(JournalBroken, match="damaged"):
        journal.newest()


def test_only_the_end_of_a_long_journal_is_read_for_its_newest_line(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        tell(journal, f"ord-{number}", number + 2)
    fresh, read = Journal(journal.path), []
    whole = Journal._bytes
    monkeypatch.setattr(Journal, "_bytes", lambda self, start: read.append(start) or whole(self, start))
    newest = fresh.newest()
    assert newest is not None
    assert newest.key == "ord-199"
    assert fresh.newest() is newest
    assert len(read) == 1
    assert read[0] > 0


def test_a_line_that_cannot_be_kept_is_an_error_and_not_a_line(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[:10]))
    with pytest.raises(JournalBroken, match="nothing left the house"):
        tell(journal, "ord-1", 4)
    monkeypatch.undo()
    assert [line.key for line in journal.departures()] == [""]
    journal.path.unlink()
    with pytest.raises(JournalBroken):
        tell(journal, "ord-1", 4)
    assert not journal.path.exists()


def test_a_line_is_on_the_disk_when_it_was_told(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size) or real(file))
    tell(journal, "ord-1", 4)
    assert synced == [journal.path.stat().st_size]


def test_a_chain_that_cannot_be_asked_leaves_no_line(journal: Journal) -> None:
    def unasked() -> Head:
        raise LookupError

    with pytest.raises(LookupError):
        journal.tell(Left.ORDER, "ord-1", at=START, head=unasked)
    assert [line.key for line in journal.departures()] == [""]


def test_the_chain_is_asked_while_nobody_else_can_write(journal: Journal) -> None:
    def asked() -> Head:
        with journal.path.open("rb") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return Head(sequence=2, hash="00")

    journal.tell(Left.ORDER, "ord-1", at=START, head=asked)
    assert journal.departures()[-1].head.sequence == 2

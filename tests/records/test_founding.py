"""Records are founded once, with a key of their own, and open with nothing but that key."""

import stat
from pathlib import Path

import pytest

from portfolio.audit import AuditTag
from records import (
    AlreadyFounded,
    KeyMissing,
    KeyRefused,
    NotFounded,
    Records,
    RecordsError,
    UnsafeEngine,
)
from records.engine import engine_for
from tests.records.house import StoppedClock, client, run_sql


def found(url: str, key_file: Path, clock: StoppedClock) -> Records:
    return Records.found(url, key_file=key_file, clock=clock, actor="founder")


def test_what_is_founded_can_be_opened(url: str, key_file: Path, clock: StoppedClock) -> None:
    founded = found(url, key_file, clock)
    with founded.changing("drafter") as unit:
        unit.clients.add(client())
        unit.commit()
    founded.close()
    opened = Records.open(url, key_file=key_file, clock=clock)
    with opened.reading() as unit:
        assert unit.clients.all() == [client()]
    opened.close()


def test_founding_is_the_first_entry_of_the_chain(url: str, key_file: Path, clock: StoppedClock) -> None:
    founded = found(url, key_file, clock)
    with founded.reading() as unit:
        (entry,) = unit.audit.entries()
        assert (entry.sequence, entry.actor, entry.at, entry.tag) == (
            1,
            "founder",
            clock.now(),
            AuditTag.HOUSE_FOUNDED,
        )
    founded.close()


def test_a_second_founding_is_refused_and_changes_nothing(
    url: str, key_file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    found(url, key_file, clock).close()
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for other_key in (key_file, tmp_path / "other.key"):
        with pytest.raises(AlreadyFounded):
            found(url, other_key, clock)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    Records.open(url, key_file=key_file, clock=clock).close()


def test_a_key_file_that_is_there_is_never_overwritten(
    url: str, key_file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    key_file.write_bytes(b"someone's only key")
    with pytest.raises(AlreadyFounded, match="key file"):
        found(url, key_file, clock)
    assert key_file.read_bytes() == b"someone's only key"
    assert [path.name for path in tmp_path.iterdir()] == [key_file.name]
    with pytest.raises(NotFounded):
        Records.open(url, key_file=key_file, clock=clock)


def test_a_founding_that_fails_takes_back_what_it_made(
    url: str, key_file: Path, clock: StoppedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("the clock has stopped")

    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", broken)
        with pytest.raises(OSError, match="stopped"):
            found(url, key_file, clock)
    assert list(tmp_path.iterdir()) == []
    found(url, key_file, clock).close()


def test_a_founding_that_cannot_make_its_database_leaves_no_key(tmp_path: Path, clock: StoppedClock) -> None:
    with pytest.raises(RecordsError, match="cannot be made"):
        found(f"sqlite:///{tmp_path}/missing/records.sqlite", tmp_path / "house.key", clock)
    assert list(tmp_path.iterdir()) == []


def test_the_key_and_the_database_are_their_owners_only(
    sqlite_records: Records, key_file: Path, tmp_path: Path
) -> None:
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("records.sqlite*")}
    assert set(modes) == {"records.sqlite", "records.sqlite-wal", "records.sqlite-shm"}
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_key_that_others_may_touch_is_refused(
    sqlite_url: str, key_file: Path, clock: StoppedClock, mode: int
) -> None:
    found(sqlite_url, key_file, clock).close()
    key_file.chmod(mode)
    with pytest.raises(KeyRefused, match=f"mode {mode:04o}"):
        Records.open(sqlite_url, key_file=key_file, clock=clock)


def test_a_missing_key_is_told(url: str, key_file: Path, clock: StoppedClock) -> None:
    found(url, key_file, clock).close()
    key_file.unlink()
    with pytest.raises(KeyMissing, match="cannot be read"):
        Records.open(url, key_file=key_file, clock=clock)


@pytest.mark.parametrize(
    "content", [b"", b"namesteward-key-1 AAAA", b"\xff\x00" * 40, b"x " + b"A" * 43 + b"="]
)
def test_a_file_that_is_no_key_is_told(
    sqlite_url: str, key_file: Path, clock: StoppedClock, content: bytes
) -> None:
    found(sqlite_url, key_file, clock).close()
    key_file.write_bytes(content)
    with pytest.raises(KeyMissing, match="is not a key file"):
        Records.open(sqlite_url, key_file=key_file, clock=clock)


def test_another_houses_key_is_told_at_once(
    url: str, key_file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    found(url, key_file, clock).close()
    other = tmp_path / "other.key"
    found(f"sqlite:///{tmp_path / 'other.sqlite'}", other, clock).close()
    with pytest.raises(KeyRefused, match="not the key of these records"):
        Records.open(url, key_file=other, clock=clock)


def test_what_was_never_founded_is_told(
    url: str, key_file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    for call in (
        lambda: Records.open(url, key_file=key_file, clock=clock),
        lambda: Records.upgrade(url),
    ):
        with pytest.raises(NotFounded):
            call()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_something_else_is_not_taken_for_records(
    sqlite_url: str, key_file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    (tmp_path / "records.sqlite").write_bytes(b"this is a text, long enough to be no database " * 40)
    with pytest.raises(RecordsError, match="the database refused"):
        Records.open(sqlite_url, key_file=key_file, clock=clock)


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory", "mysql://h/d", "no address"]
)
def test_an_address_that_cannot_hold_records_is_refused(
    url: str, key_file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    with pytest.raises(UnsafeEngine):
        found(url, key_file, clock)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_is_told_without_its_password(
    key_file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    with pytest.raises(RecordsError) as told:
        found("postgresql://steward:swordfish@127.0.0.1:1/records?connect_timeout=2", key_file, clock)
    assert "swordfish" not in str(told.value)
    assert told.value.__cause__ is None
    assert list(tmp_path.iterdir()) == []


def test_a_sqlite_with_the_wal_reset_bug_is_refused(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.engine.pysqlite3", None)
    monkeypatch.setattr("records.engine.sqlite3.sqlite_version_info", (3, 51, 2))
    with pytest.raises(UnsafeEngine, match="install pysqlite3"):
        engine_for(sqlite_url)
    monkeypatch.setattr("records.engine.sqlite3.sqlite_version_info", (3, 51, 3))
    engine_for(sqlite_url).dispose()


def test_sqlite_takes_every_setting(sqlite_records: Records) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
    }
    with sqlite_records.changing("drafter") as unit:
        connection = unit._transaction.session.connection()
        read = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert read == wanted


def test_a_setting_that_does_not_hold_is_refused(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.engine._PRAGMAS", {"synchronous": ("OFF", 2)})
    with pytest.raises(UnsafeEngine, match="synchronous"):
        engine_for(sqlite_url).connect()


def test_no_error_of_the_engine_repeats_parameters(url: str) -> None:
    engine = engine_for(url)
    assert engine.hide_parameters
    engine.dispose()


def test_an_actor_without_a_name_founds_and_changes_nothing(
    sqlite_url: str, key_file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="at least 1 character"):
        Records.found(sqlite_url, key_file=key_file, clock=clock, actor="  ")
    assert list(tmp_path.iterdir()) == []


def test_tables_without_a_house_are_not_opened(
    records: Records, url: str, key_file: Path, clock: StoppedClock
) -> None:
    run_sql(records, "DELETE FROM house")
    with pytest.raises(NotFounded):
        Records.open(url, key_file=key_file, clock=clock)

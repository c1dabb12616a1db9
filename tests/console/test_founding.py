"""A house is founded whole, or not at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.founding import found
from console.refusals import Refusal
from console.settings import read_settings, settings_file
from records import AlreadyFounded, Records, UnsafeEngine
from sandbox import MovableClock

CLOCK = MovableClock(datetime(2027, 3, 1, tzinfo=UTC))


def test_a_house_has_a_key_that_others_cannot_read_outside_its_database(tmp_path: Path) -> None:
    settings = found(tmp_path / "house", actor="founder", company="Example Web Company", clock=CLOCK)
    assert settings.house.name == "Example Web Company"
    for file in (settings.key_file, settings_file(settings.home)):
        assert file.stat().st_mode & 0o077 == 0
    key = settings.key_file.read_bytes().strip()
    assert not [file for file in settings.home.glob("records*") if key in file.read_bytes()]


def test_a_second_house_in_the_same_place_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    settings = found(tmp_path, actor="founder", company="First", clock=CLOCK)
    before = {file: file.read_bytes() for file in sorted(tmp_path.iterdir())}
    with pytest.raises(Refusal, match="already"):
        found(tmp_path, actor="founder", company="Second", clock=CLOCK)
    assert {file: file.read_bytes() for file in sorted(tmp_path.iterdir())} == before
    Records.open(settings.database, key_file=settings.key_file, clock=CLOCK).close()


def test_what_cannot_be_founded_leaves_no_folder_behind(tmp_path: Path) -> None:
    with pytest.raises(UnsafeEngine):
        found(
            tmp_path / "house",
            actor="founder",
            company="x",
            database_url="mysql://example.net/x",
            clock=CLOCK,
        )
    assert not (tmp_path / "house").exists()


def test_a_key_that_lies_there_already_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("somebody's key")
    with pytest.raises(AlreadyFounded):
        found(tmp_path, actor="founder", company="x", clock=CLOCK)
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_a_variable_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found(tmp_path, actor="founder", company="From The File", clock=CLOCK)
    assert read_settings(tmp_path).house.name == "From The File"
    monkeypatch.setenv("NAMESTEWARD_HOUSE__NAME", "From The Variable")
    assert read_settings(tmp_path).house.name == "From The Variable"

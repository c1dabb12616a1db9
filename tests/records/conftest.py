"""A house per test, on SQLite in a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from records import Records
from tests.records.house import StoppedClock, furnish


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.sqlite'}"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "house.key"


@pytest.fixture
def records(url: str, key_file: Path, clock: StoppedClock) -> Iterator[Records]:
    founded = Records.found(url, key_file=key_file, clock=clock, actor="founder")
    furnish(founded)
    yield founded
    founded.close()

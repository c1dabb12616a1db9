"""A house per test, with example.com held in an account that agrees with us."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whois_sync.fakes import FakePublic, FakeRegistrar, House, founded
from tests.whois_sync.pieces import NAME


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    records, clock = founded(f"sqlite:///{tmp_path / 'records.sqlite'}", tmp_path / "house.key", NAME)
    yield House(records, clock, FakeRegistrar(NAME), FakePublic(clock))
    records.close()


@pytest.fixture
def registrar(house: House) -> FakeRegistrar:
    assert isinstance(house.registrar, FakeRegistrar)
    return house.registrar


@pytest.fixture
def public(house: House) -> FakePublic:
    assert isinstance(house.public, FakePublic)
    return house.public

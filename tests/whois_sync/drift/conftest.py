"""A house per test, with example.com held in an account that agrees with us."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whois_sync.fakes import FakePublic, FakeRegistrar, House, founded_with, planned
from tests.whois_sync.pieces import NAME, TECH


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    records, clock = founded_with(tmp_path / "records.sqlite", tmp_path / "house.key", NAME)
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


@pytest.fixture
def proposed(house: House, registrar: FakeRegistrar) -> int:
    """A plan for a technician whose phone was changed at the registrar."""
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    return planned(house)


@pytest.fixture
def approved(house: House, proposed: int) -> int:
    house.repairs.approve(proposed, by="chief")
    return proposed


@pytest.fixture
def sent(house: House, approved: int) -> int:
    house.repairs.apply(approved, by="chief")
    return approved

"""A house with four names in one account, all of them checked once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whois_sync.changes.changes_house import NAMES, FollowingPublic, public_of, registrar_of
from tests.whois_sync.fakes import FakeRegistrar, House, founded_with


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    records, clock = founded_with(tmp_path / "records.sqlite", tmp_path / "house.key", *NAMES)
    registrar = FakeRegistrar(*NAMES)
    house = House(records, clock, registrar, FollowingPublic(clock, registrar))
    for name in NAMES:
        house.check.check(name)
    yield house
    records.close()


@pytest.fixture
def registrar(house: House) -> FakeRegistrar:
    return registrar_of(house)


@pytest.fixture
def public(house: House) -> FollowingPublic:
    return public_of(house)


@pytest.fixture
def unread(tmp_path: Path) -> Iterator[House]:
    """The same house, in which nothing was ever looked at."""
    records, clock = founded_with(tmp_path / "unread.sqlite", tmp_path / "unread.key", *NAMES)
    registrar = FakeRegistrar(*NAMES)
    yield House(records, clock, registrar, FollowingPublic(clock, registrar))
    records.close()

"""A house per test, with example.com held in an account that agrees with us."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whois_sync.daily.daily_house import DailyHouse, DailyRegistrar, PublicByName
from tests.whois_sync.fakes import founded_with
from tests.whois_sync.pieces import NAME


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DailyHouse]:
    records, clock = founded_with(tmp_path / "records.sqlite", tmp_path / "house.key", NAME)
    yield DailyHouse(records, clock, DailyRegistrar(NAME), PublicByName(clock))
    records.close()


@pytest.fixture
def account(house: DailyHouse) -> DailyRegistrar:
    return house.account


@pytest.fixture
def public(house: DailyHouse) -> PublicByName:
    return house.in_public

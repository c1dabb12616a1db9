"""A desk per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whois_sync.handles.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.records.close()

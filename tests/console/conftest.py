"""A house on a running sandbox, as the journeys have it; a PostgreSQL database, as the records have it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.wiring import sandbox_state
from sandbox import Sandbox
from tests.console.jobs_house import JobsHouse, TellingFaults
from tests.journeys.conftest import START, Staff, founded, staff
from tests.records.conftest import new_postgresql_url, postgresql_server

__all__ = ["founded", "new_postgresql_url", "postgresql_server", "staff"]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox that tells what it was asked."""
    (tmp_path / "house").mkdir()
    state = sandbox_state(tmp_path / "house")
    with Sandbox(start=START, state=state, faults=TellingFaults()) as running:
        yield running


@pytest.fixture
def house(staff: Staff) -> JobsHouse:
    return JobsHouse(staff)

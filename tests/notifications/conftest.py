from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notifications.names_and_people import House
from tests.notifications.scripted_smtp import ScriptedSmtp


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.records.close()


@pytest.fixture
def smtp() -> Iterator[ScriptedSmtp]:
    with ScriptedSmtp() as server:
        yield server

"""A house is brought to the program's version by one command."""

import pytest

from records import Records
from tests.journeys.conftest import Staff


def test_a_house_of_this_version_has_nothing_to_upgrade(staff: Staff) -> None:
    assert "nothing to do" in staff.must("upgrade").out


def test_a_house_from_before_there_were_journals_has_one_afterwards(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    (staff.home / "journal").unlink()
    assert staff.registers("example-later.com").code == 1
    monkeypatch.setattr(Records, "upgrade", lambda _url: True)
    staff.must("upgrade")
    assert staff.registers("example-latest.com").code == 0

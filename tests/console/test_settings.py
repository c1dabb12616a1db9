"""Settings that are read once and refused when they cannot be meant."""

from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from console.settings import Settings, read_settings, settings_file


def settings_of(home: Path, toml: str) -> Settings:
    settings_file(home).write_text(toml, "utf-8")
    return read_settings(home)


def test_without_a_word_the_house_is_in_toronto_and_spends_little(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "")
    assert settings.jobs.zone == "America/Toronto"
    assert (settings.jobs.check_at, settings.jobs.notices_at) == (time(3), time(9))
    limits = settings.limits
    assert (limits.currency, limits.second_person_above) == ("USD", Decimal(100))
    assert (limits.most_per_order, limits.most_per_day) == (Decimal(1000), Decimal(2000))


def test_hours_and_limits_can_be_set(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        '[jobs]\nzone = "America/Edmonton"\ncheck_at = 02:30:00\nnotices_at = "08:15"\n'
        '[spending]\nper_order = 50\nper_day = "99.50"\nsecond_person_above = 0\n',
    )
    assert (settings.jobs.check_at, settings.jobs.notices_at) == (time(2, 30), time(8, 15))
    limits = settings.limits
    assert (limits.most_per_order, limits.most_per_day) == (Decimal(50), Decimal("99.50"))
    assert limits.second_person_above == 0


def test_the_former_place_of_the_second_person_is_still_read(tmp_path: Path) -> None:
    former = '[house]\nsecond_person_above = 30\ncurrency = "CAD"\n'
    assert settings_of(tmp_path, former).limits.second_person_above == 30
    both = settings_of(tmp_path, f"{former}[spending]\nsecond_person_above = 40\n").limits
    assert (both.currency, both.second_person_above) == ("CAD", Decimal(40))


@pytest.mark.parametrize(
    "toml",
    [
        '[jobs]\nzone = "Mars/Base"',
        '[jobs]\nzone = "../etc/passwd"',
        '[jobs]\nzone = ""',
        '[jobs]\ncheck_at = "25:00"',
        '[jobs]\ncheck_at = "03:00+02:00"',
        "[jobs]\npoll_seconds = 0",
        "[spending]\nper_day = -1",
        "[spending]\nper_week = 1",
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, toml: str) -> None:
    with pytest.raises(ValidationError):
        settings_of(tmp_path, toml)

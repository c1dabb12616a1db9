from datetime import UTC, datetime

import pytest

from orders.absence import first_absence, noted_absence

AT = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize("words", ["", "could not look: TryAgain"])
def test_the_first_look_is_remembered_in_the_detail(words: str) -> None:
    assert first_absence(noted_absence(AT, words)) == AT


@pytest.mark.parametrize("detail", ["", "the name was absent at noon", "absent at", "no answer came"])
def test_other_details_remember_nothing(detail: str) -> None:
    assert first_absence(detail) is None

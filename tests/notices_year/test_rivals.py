"""Other programs' send loops in the same year: each sends twice or misses, ours does neither."""

import pytest

from tests.notices_year.rival_loops import RIVALS
from tests.notices_year.rivals import OURS, Score, scores, table_of


@pytest.mark.timeout(300)
def test_each_rival_sends_twice_or_misses_and_ours_does_not() -> None:
    found = scores(24, 2, days=220)
    assert found.pop(OURS) == Score(0, 0, 0), table_of(found)
    assert list(found) == list(RIVALS)
    assert all(one.duplicates and one.misses for one in found.values()), table_of(found)
